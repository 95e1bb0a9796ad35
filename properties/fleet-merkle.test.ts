/** RFC 9162 §2.1: tree hashes, inclusion and consistency, against figures and against every small tree there is. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import { consistencyProof, inclusionProof, isConsistent, isIncluded, treeHash } from '../spec/fleet/merkle.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { createRealPort } from '../src/crypto/real/port.ts'

const crypto = createRealPort()
// The entries and roots that implementations of RFC 6962 test each other with; RFC 9162 kept the hashes.
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaves = ENTRIES.map((entry) => crypto.leafHash(entry as Octets))

describe('the known trees of one to eight entries', () => {
  test.each(ROOTS.map((root, i) => [i + 1, root] as const))('of %i', (size, root) => {
    expect(treeHash(crypto, leaves.slice(0, size))).toBe(root)
  })

  // RFC 6962 §2.1.3 works these out on a tree of seven leaves.
  test('with the paths of the RFC on seven leaves', () => {
    const seven = leaves.slice(0, 7)
    const hash = (from: number, to: number) => treeHash(crypto, seven.slice(from, to))
    const [a, b, c] = [hash(0, 1), hash(1, 2), hash(2, 3)]
    const [d, e, f, g, h, i, j, k, l] = [
      hash(3, 4),
      hash(4, 5),
      hash(5, 6),
      hash(0, 2),
      hash(2, 4),
      hash(4, 6),
      hash(6, 7),
      hash(0, 4),
      hash(4, 7),
    ]
    expect(inclusionProof(crypto, seven, 0)).toEqual([b, h, l])
    expect(inclusionProof(crypto, seven, 3)).toEqual([c, g, l])
    expect(inclusionProof(crypto, seven, 4)).toEqual([f, j, k])
    expect(inclusionProof(crypto, seven, 6)).toEqual([i, k])
    expect(consistencyProof(crypto, seven, 3)).toEqual([c, d, g, l])
    expect(consistencyProof(crypto, seven, 4)).toEqual([l])
    expect(consistencyProof(crypto, seven, 6)).toEqual([i, j, k])
    expect([a, e]).toHaveLength(2)
  })
})

// Terms make a hash cheap and a collision impossible: what verifies, verifies for a reason.
const { port } = createIdealTwin()
const many = Array.from({ length: 40 }, (_, i) => port.leafHash(port.number(i)))
const roots = many.map((_, i) => treeHash(port, many.slice(0, i + 1)))
const treeOf = (size: number) => ({ size, root: roots[size - 1] as Octets })

describe('every tree of up to 40 leaves', () => {
  test('includes each of its leaves, in its own place and no other', () => {
    for (let size = 1; size <= many.length; size++) {
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(port, many.slice(0, size), index)
        const hash = many[index] as Octets
        expect(isIncluded(port, { hash, index }, treeOf(size), proof)).toBe(true)
        expect(isIncluded(port, { hash, index: (index + 1) % (size + 1) }, treeOf(size), proof)).toBe(false)
        expect(isIncluded(port, { hash, index }, treeOf(size), [...proof, hash])).toBe(false)
        if (proof.length > 0)
          expect(isIncluded(port, { hash, index }, treeOf(size), proof.slice(1))).toBe(false)
      }
    }
  })

  test('extends each smaller one, and only that', () => {
    for (let size = 1; size <= many.length; size++) {
      for (let before = 1; before <= size; before++) {
        const proof = consistencyProof(port, many.slice(0, size), before)
        expect(isConsistent(port, treeOf(before), treeOf(size), proof)).toBe(true)
        if (before === size) continue
        expect(isConsistent(port, treeOf(before), treeOf(size), [])).toBe(false)
        expect(isConsistent(port, treeOf(before), treeOf(size), [...proof, proof[0] as Octets])).toBe(false)
        const other = { size: before, root: roots[before % size] as Octets }
        if (other.root !== treeOf(before).root)
          expect(isConsistent(port, other, treeOf(size), proof)).toBe(false)
      }
    }
  })
})

describe('hostile proofs', () => {
  const hashes = fc.array(fc.constantFrom(...many, ...roots), { maxLength: 8 })
  const size = fc.integer({ min: 1, max: 40 })

  test('never prove that a stranger is included', () => {
    const hash = port.leafHash(port.text('stranger'))
    fc.assert(
      fc.property(size, fc.nat(60), hashes, (n, index, proof) => {
        expect(isIncluded(port, { hash, index }, treeOf(n), proof)).toBe(false)
      }),
      { seed: 91, numRuns: 500 },
    )
  })

  test('never make a changed history consistent', () => {
    const changed = many.map((leaf, i) => (i === 2 ? port.leafHash(port.text('changed')) : leaf))
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 39 }), size, hashes, (before, n, proof) => {
        const root = treeHash(port, changed.slice(0, before))
        expect(isConsistent(port, { size: before, root }, treeOf(n), proof)).toBe(false)
      }),
      { seed: 92, numRuns: 500 },
    )
  })

  test.each([-1, 0.5, Number.NaN, 2 ** 53, 7])('an index or a size of %d is no place in a tree', (odd) => {
    const hash = many[0] as Octets
    expect(isIncluded(port, { hash, index: odd }, treeOf(1), [])).toBe(false)
    expect(isConsistent(port, { size: odd, root: roots[0] as Octets }, treeOf(1), [])).toBe(false)
  })

  test('a tree of more than 2^31 leaves is walked with whole numbers', () => {
    const index = 2 ** 40
    const proof = Array.from({ length: 41 }, (_, i) => many[i % many.length] as Octets)
    let root = port.leafHash(port.text('last'))
    const hash = root
    // The last leaf of a tree of 2^40 + 1: every level below the root is passed on the right edge.
    root = port.nodeHash(proof[0] as Octets, root)
    expect(isIncluded(port, { hash, index }, { size: index + 1, root }, [proof[0] as Octets])).toBe(true)
    expect(isIncluded(port, { hash, index }, { size: index + 1, root }, proof)).toBe(false)
  })
})
