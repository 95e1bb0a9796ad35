/**
 * Merkle tree hashes and proofs as RFC 9162 §2.1 has them, over whatever hashes the port computes. Verification
 * follows the RFC's iterative algorithms line by line; generation follows its recursive definitions.
 */
import type { Octets } from '../boundary.ts'
import type { FleetCrypto } from './format.ts'

/** The two hashes of RFC 9162 §2.1.1. */
export type TreeHashes = Pick<FleetCrypto, 'leafHash' | 'nodeHash'>

/** Proofs of trees up to 2^53 leaves have no more hashes than this. */
export const PROOF_HASHES_MAX = 54

/** MTH(D[n]) of RFC 9162 §2.1.1 over leaf hashes; at least one. */
export function treeHash(hashes: TreeHashes, leaves: readonly Octets[]): Octets {
  return rangeHash(hashes, leaves, 0, leaves.length)
}

function rangeHash(hashes: TreeHashes, leaves: readonly Octets[], from: number, to: number): Octets {
  if (to - from === 1) return leaves[from] as Octets
  const middle = from + split(to - from)
  return hashes.nodeHash(rangeHash(hashes, leaves, from, middle), rangeHash(hashes, leaves, middle, to))
}

// The largest power of two smaller than n.
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** PATH(m, D[n]) of RFC 9162 §2.1.3.1: proof that leaf `index` is in the tree over all leaves. */
export function inclusionProof(hashes: TreeHashes, leaves: readonly Octets[], index: number): Octets[] {
  const path: Octets[] = []
  let from = 0
  let to = leaves.length
  while (to - from > 1) {
    const middle = from + split(to - from)
    if (index < middle) {
      path.push(rangeHash(hashes, leaves, middle, to))
      to = middle
    } else {
      path.push(rangeHash(hashes, leaves, from, middle))
      from = middle
    }
  }
  return path.reverse()
}

/** PROOF(m, D[n]) of RFC 9162 §2.1.4.1: that the tree over the first `size` leaves, 0 < size <= n, is a prefix. */
export function consistencyProof(hashes: TreeHashes, leaves: readonly Octets[], size: number): Octets[] {
  return size === leaves.length ? [] : subproof(hashes, leaves, size, 0, leaves.length, true)
}

function subproof(
  hashes: TreeHashes,
  leaves: readonly Octets[],
  m: number,
  from: number,
  to: number,
  whole: boolean,
): Octets[] {
  const n = to - from
  if (m === n) return whole ? [] : [rangeHash(hashes, leaves, from, to)]
  const k = split(n)
  const middle = from + k
  return m <= k
    ? [...subproof(hashes, leaves, m, from, middle, whole), rangeHash(hashes, leaves, middle, to)]
    : [...subproof(hashes, leaves, m - k, middle, to, false), rangeHash(hashes, leaves, from, middle)]
}

/** RFC 9162 §2.1.3.2: does this proof lead from the leaf to the root? */
export function isIncluded(
  hashes: TreeHashes,
  leaf: { readonly hash: Octets; readonly index: number },
  tree: { readonly size: number; readonly root: Octets },
  proof: readonly Octets[],
): boolean {
  if (!isIndex(leaf.index) || !isIndex(tree.size) || leaf.index >= tree.size) return false
  let fn = leaf.index
  let sn = tree.size - 1
  let r = leaf.hash
  for (const p of proof) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      r = hashes.nodeHash(p, r)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else r = hashes.nodeHash(r, p)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && r === tree.root
}

/** RFC 9162 §2.1.4.2: is the first tree a prefix of the second? Equal sizes need equal roots and no proof. */
export function isConsistent(
  hashes: TreeHashes,
  first: { readonly size: number; readonly root: Octets },
  second: { readonly size: number; readonly root: Octets },
  proof: readonly Octets[],
): boolean {
  if (!isIndex(first.size) || !isIndex(second.size) || first.size < 1 || first.size > second.size)
    return false
  if (first.size === second.size) return proof.length === 0 && first.root === second.root
  const path = isPowerOfTwo(first.size) ? [first.root, ...proof] : proof
  const start = path[0]
  if (start === undefined || proof.length === 0) return false
  let fn = first.size - 1
  let sn = second.size - 1
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)]
  let fr = start
  let sr = start
  for (const c of path.slice(1)) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      fr = hashes.nodeHash(c, fr)
      sr = hashes.nodeHash(c, sr)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else sr = hashes.nodeHash(sr, c)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && fr === first.root && sr === second.root
}

function isIndex(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

// Sizes may exceed 2^31, where bitwise operators would cut them.
function isOdd(value: number): boolean {
  return value % 2 === 1
}

function half(value: number): number {
  return Math.floor(value / 2)
}

function isPowerOfTwo(value: number): boolean {
  let power = 1
  while (power < value) power *= 2
  return power === value
}
