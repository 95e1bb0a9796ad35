/** The boundary (§1.9, §1.10), and structural identity, which both rest on. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashOf, Interner, same } from '../spec/canonical.ts'
import { rename } from '../spec/names.ts'
import { step } from '../spec/step.ts'
import { snapshotOf } from '../src/sim/local.ts'
import { ledgerShells, ledgerWorld } from './examples/ledger.ts'
import { go, on, walk, walks } from './examples/ledger-walk.ts'

describe('§1.9 renaming', () => {
  const swap = new Map<string, string>([
    ['@clerk', '@peer'],
    ['@peer', '@clerk'],
  ])
  test('is found everywhere, keys and instance names included, and undone by its inverse', () => {
    const value = { '@clerk': [{ to: '@peer' }], 'attempts/#r1': '~x:32', text: 'clerk' }
    const renamed = rename(new Map([...swap, ['#r1', '#r2']]), value)
    expect(renamed).toEqual({ '@peer': [{ to: '@clerk' }], 'attempts/#r2': '~x:32', text: 'clerk' })
    expect(rename(new Map([...swap, ['#r2', '#r1']]), renamed)).toEqual(value)
  })

  test('shares what it does not change', () => {
    const value = { a: { text: 'x' }, b: '@clerk' }
    expect(rename(swap, value).a).toBe(value.a)
  })
})

describe('§1.10 purity', () => {
  const freeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) {
      Object.freeze(value)
      for (const item of Object.values(value)) freeze(item)
    }
    return value
  }

  test('a step on frozen input, taken twice, gives equal output', () => {
    const { world } = go(ledgerWorld(1), [on('boot')])
    const machine = ledgerShells()[0]?.standing.ledger?.machine
    const resident = world.locals[0]?.machines.ledger
    if (machine === undefined || resident === undefined) throw new Error('no ledger')
    const frozen = freeze({ value: resident.value, context: resident.context })
    const event = freeze({ type: 'write', text: 'x', draw: { nonce: '~n:12' } })
    const [first, second] = [1, 2].map(() => step(machine, snapshotOf(machine, frozen), event))
    expect(first?.snapshot.context).toEqual(second?.snapshot.context)
    expect(first?.effects).toEqual(second?.effects)
  })

  test('steps that are looked up are the steps that would have been taken', () => {
    fc.assert(
      fc.property(walks, (picks) => {
        const [remembered, taken] = [
          walk(ledgerWorld(4), picks),
          walk(ledgerWorld(4, { remember: false }), picks),
        ]
        expect(remembered.worlds).toEqual(taken.worlds)
      }),
      { seed: 7, numRuns: 100 },
    )
  })
})

describe('structural identity', () => {
  const data = fc.jsonValue({ maxDepth: 4 })
  test('equal values have equal hashes and one representative; different ones have two', () => {
    fc.assert(
      fc.property(data, data, (a, b) => {
        const copy = JSON.parse(JSON.stringify(a)) as unknown
        expect(same(a, copy)).toBe(true)
        expect(hashOf(copy)).toEqual(hashOf(a))
        const interner = new Interner<object>()
        const [first, second, third] = [{ a }, { a: copy }, { a: b }].map((value) => interner.intern(value))
        expect(second).toBe(first)
        expect(third === first).toBe(same(a, b))
      }),
      { seed: 8, numRuns: 300 },
    )
  })
})
