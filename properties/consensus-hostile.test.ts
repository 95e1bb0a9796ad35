/** What replicas do with hostile input: messages bent out of shape, forged chains, trees that are none (§5.3, §5.8). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plain } from '../spec/boundary.ts'
import { same } from '../spec/canonical.ts'
import { chainHolds, entryAfter, follows, genesis } from '../spec/consensus/entry.ts'
import type { Log } from '../spec/consensus/log.ts'
import type { AppendEntries, Entry } from '../spec/consensus/messages.ts'
import { isBody, joined, partsOf, weightOf } from '../spec/consensus/snapshot.ts'
import { TUNING } from '../spec/consensus/tuning.ts'
import { hardened, published } from '../spec/profiles.ts'
import { step } from '../spec/step.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { stepsOf, type Taken } from './consensus-steps.ts'

const PARAMETERS = { seed: 26, numRuns: 2500 }

const oddities = fc.oneof(
  fc.constantFrom(-1, 0, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER, 2 ** 53, Number.POSITIVE_INFINITY),
  fc.constantFrom('', 'x', '@a1', '@a9', '~x:16', null, undefined, true, {}, [], [[]], [null], [{}]),
  fc.constantFrom({ __proto__: null }, { index: 1 }, [
    { index: 1, term: 1, digest: '', chain: '', payload: null },
  ]),
)

// One or two fields of a real message changed, dropped, or one put in an entry or a payload.
const bends = fc.array(fc.tuple(fc.nat(), oddities, fc.boolean()), { minLength: 1, maxLength: 2 })

function bent(
  event: Taken['event'],
  changes: readonly (readonly [number, unknown, boolean])[],
): Taken['event'] {
  const { message, ...rest } = event as unknown as { message: Record<string, unknown> }
  let next: Record<string, unknown> = { ...message }
  for (const [pick, value, deep] of changes) {
    const fields = Object.keys(next).filter((name) => name !== 'type')
    const field = fields[pick % fields.length] as string
    const inner = next[field]
    const item: unknown = Array.isArray(inner) ? inner[0] : undefined
    if (deep && Array.isArray(inner) && typeof item === 'object' && item !== null) {
      const names = Object.keys(item)
      const name = names[pick % Math.max(1, names.length)] ?? 'extra'
      next = { ...next, [field]: [{ ...item, [name]: value }, ...inner.slice(1)] }
    } else next = { ...next, [field]: value }
  }
  return { ...rest, message: next } as unknown as Taken['event']
}

describe.each([published, hardened])('bent messages ($name)', (profile) => {
  const steps = stepsOf(profile, 6, 1500).steps.filter(({ event }) => 'message' in event)

  test('never make a replica throw', () => {
    let refused = 0
    fc.assert(
      fc.property(fc.nat(), bends, (pick, changes) => {
        const { part, snapshot, event } = steps[pick % steps.length] as Taken
        const { effects } = step(part.machine, snapshot, bent(event, changes))
        if (effects.some((effect) => effect.do === 'label')) refused++
      }),
      PARAMETERS,
    )
    expect(refused).toBeGreaterThan(500)
  })

  test('from outside the fleet change nothing', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('@a9', '@front', '@phone1'), (pick, from) => {
        const { part, snapshot, event } = steps[pick % steps.length] as Taken
        const after = step(part.machine, snapshot, { ...event, from } as never)
        expect(same(after.snapshot.context, snapshot.context)).toBe(true)
        expect(after.effects.map((effect) => effect.do)).toEqual(['label'])
      }),
      { ...PARAMETERS, numRuns: 400 },
    )
  })
})

describe('the chain (§5.4)', () => {
  const { port: crypto } = createIdealTwin()
  const from = { index: 0, term: 0, chain: genesis(crypto) }
  const entries: Entry[] = []
  for (let i = 1; i <= 6; i++) {
    entries.push(entryAfter(crypto, entries.at(-1) ?? from, Math.ceil(i / 2), { id: `c${i}`, do: 'note', i }))
  }

  test('holds when payloads are dropped', () => {
    const dropped = entries.map((entry, i) => (i % 2 === 0 ? { ...entry, payload: null } : entry))
    expect(chainHolds(crypto, from, dropped)).toBe(true)
  })

  test.each(['index', 'term', 'digest', 'chain'] as const)('does not bear another %s', (field) => {
    const value = field === 'index' || field === 'term' ? 3 : crypto.hash('another', [])
    const forged = entries.map((entry, i) => (i === 1 ? { ...entry, [field]: value } : entry))
    expect(chainHolds(crypto, from, forged)).toBe(false)
  })

  test('binds each payload, and is told apart from one that looks alike', () => {
    const second = entries[1] as Entry
    expect(follows({ crypto, tuning: TUNING }, entries[0] as Entry, second, 9)).toBe(true)
    for (const payload of [null, { ...second.payload, i: 3 }, { ...second.payload, extra: null }, [1], 'x']) {
      expect(follows({ crypto, tuning: TUNING }, entries[0] as Entry, { ...second, payload }, 9)).toBe(false)
    }
    // A number is not its text, and octets are not the text of theirs.
    const [number, text] = [1, '1'].map((i) => entryAfter(crypto, from, 1, { id: 'c', do: 'note', i }).digest)
    expect(number).not.toBe(text)
  })
})

describe('parts of a tree (§5.8)', () => {
  const scalar = fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(), fc.constant(null))
  const { tree } = fc.letrec<{ tree: Plain }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      scalar,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(
        fc.string({ maxLength: 4 }).filter((key) => key !== '__proto__'),
        tie('tree'),
        { maxKeys: 5 },
      ),
    ) as fc.Arbitrary<Plain>,
  }))
  const table = fc.record({ state: tree, seen: tree, fleet: tree })

  test('come together again, in any order', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 12 }), fc.boolean(), (whole, most, backwards) => {
        const parts = partsOf(whole as Plain, most)
        const order = backwards ? [...parts].reverse() : parts
        const again = order.reduce<Plain | undefined>((sum, part) => joined(sum, part), undefined)
        expect(again).toEqual(whole)
        if (parts.length > 1)
          expect(Math.max(...parts.map(weightOf))).toBeLessThanOrEqual(weightOf(whole as Plain))
      }),
      { seed: 26, numRuns: 300 },
    )
  })

  test('that do not fit make no tree, and touch no prototype', () => {
    expect(joined({ a: 1 }, { a: 2 })).toBeUndefined()
    expect(joined({ a: { b: 1 } }, { a: 1 })).toBeUndefined()
    expect(joined({}, JSON.parse('{"__proto__": {"polluted": true}}'))).toBeUndefined()
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('of whatever shape are looked at, never trusted', () => {
    const rules = { founders: ['@a1'], isSoundState: () => true, crypto: createIdealTwin().port } as never
    fc.assert(
      fc.property(fc.oneof(tree, table as fc.Arbitrary<Plain>), fc.nat(9), (value, index) => {
        expect(isBody(rules, value, index, null)).toBe(false)
      }),
      { seed: 26, numRuns: 500 },
    )
  })
})

test('a shortened log that a leader offers is not what a follower keeps', () => {
  const { twin, steps } = stepsOf(published, 6, 1500)
  const { part, snapshot, event } = steps.find(
    ({ snapshot, event }) =>
      event.type === 'appendEntries' &&
      JSON.stringify(snapshot.value).includes('standing') &&
      (snapshot.context as { commit: number }).commit > 2,
  ) as Taken
  const { log, commit, ballot } = snapshot.context as { log: Log; commit: number; ballot: { term: number } }
  const { message } = event as unknown as { message: AppendEntries }
  const { base } = log
  // Another entry in the place of the first: it chains on from the base, and forks what is committed.
  const forged = entryAfter(twin.port, base, ballot.term, { id: 'forged', do: 'note' })
  const { index: prevIndex, term: prevTerm, chain: prevChain } = base
  const attack = { ...message, term: ballot.term, prevIndex, prevTerm, prevChain, entries: [forged], commit }
  const after = step(part.machine, snapshot, { ...event, message: attack } as never)
  expect(after.effects).toEqual([{ do: 'label', text: 'refused appendEntries' }])
  expect(same(after.snapshot.context, snapshot.context)).toBe(true)
})
