/**
 * The attempts machine alone (§4): sequences of committed entries, in both profiles, limits from 1 to 255, ticks of the
 * log that pass. Beside it runs a counter of a few lines that knows nothing of records. About two core-seconds.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hardened, PROFILES, published } from '../spec/profiles.ts'
import type { Verdict } from '../spec/vault/commands.ts'
import { delayAfter, SESSION_TICKS } from '../spec/vault/counting.ts'
import { isLineage, LIMIT_MAX } from '../spec/vault/state.ts'
import { octets, owner, port, record, secretsOf } from './attempts-record.ts'

const is = (verdict: Verdict) => (verdict.is === 'refused' ? verdict.why : verdict.is)
const limits = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(10, 254, LIMIT_MAX))

/** Guesses by session, settled right, wrong or not at all, in the order of the log. */
const guesses = fc.array(
  fc.record({ again: fc.boolean(), settles: fc.constantFrom('right', 'wrong', null), ticks: fc.nat(3) }),
  { maxLength: 30 },
)

describe.each(Object.keys(PROFILES))('%s', (profile) => {
  test('the counter is that of a sequential one, and nothing is left after the last guess', () => {
    let ranOut = 0
    fc.assert(
      fc.property(limits, guesses, (limit, list) => {
        const own = record(profile, [])
        let { lineage } = own.enrol(1, limit, null)
        let left = limit
        let tick = 0
        for (const [i, { again, settles, ticks }] of list.entries()) {
          tick += ticks
          const charged = own.charge(`s${i}`, tick)
          if (left === 0) {
            ranOut++
            expect(charged.verdict.is).toBe('refused')
            expect(secretsOf(1).some((secret) => JSON.stringify(charged.lineage).includes(secret))).toBe(
              false,
            )
            return
          }
          left--
          expect(charged.verdict).toMatchObject({ is: 'charged', remaining: left })
          if (again) expect(own.charge(`s${i}`, tick).verdict).toMatchObject({ remaining: left })
          expect(is(own.charge(`s${i}`, tick, 'other').verdict)).toBe('otherBytes')
          lineage = charged.lineage
          if (settles !== null) {
            const settled = own.settle(`s${i}`, settles === 'right', lineage.version, tick)
            if (settles === 'right') left = limit
            lineage = settled.lineage
            expect(settled.verdict).toMatchObject({ is: 'settled', remaining: left })
            expect(is(own.settle(`s${i}`, true, lineage.version, tick).verdict)).toBe('unknown')
          }
          if (lineage.active !== null) expect(isLineage(port, lineage)).toBe(true)
        }
      }),
      { seed: 5, numRuns: 150 },
    )
    expect(ranOut).toBeGreaterThan(10)
  })

  test('what a snapshot carries goes on as if there had been none', () => {
    fc.assert(
      fc.property(limits, guesses, fc.nat(29), (limit, list, cut) => {
        const [own, other] = [record(profile, []), record(profile, [])]
        own.enrol(1, limit, null)
        let moved = false
        for (const [i, { settles, ticks }] of list.entries()) {
          const charged = own.charge(`s${i}`, i + ticks)
          if (moved) expect(other.charge(`s${i}`, i + ticks)).toEqual(charged)
          const right = settles === 'right'
          const settled = settles && own.settle(`s${i}`, right, charged.lineage.version, i + ticks)
          if (moved && settled)
            expect(other.settle(`s${i}`, right, charged.lineage.version, i + ticks)).toEqual(settled)
          if (i === cut) {
            expect(is(other.restore((settled || charged).lineage).verdict)).toBe('restored')
            moved = true
          }
        }
      }),
      { seed: 6, numRuns: 100 },
    )
  })

  test('a limit that is 0, too large, or missing is no record', () => {
    const { lineage } = record(profile).enrol(1, 3, null)
    expect(isLineage(port, lineage)).toBe(true)
    for (const limit of [0, -1, 256, 2.5, Number.NaN, null, undefined, '3'])
      expect(isLineage(port, { ...lineage, limit })).toBe(false)
    for (const remaining of [-1, 4, 255, null, undefined])
      expect(isLineage(port, { ...lineage, remaining })).toBe(false)
  })
})

test('sessions end by ticks of the log: the same bytes are a new guess then, and prove nothing', () => {
  const own = record('hardened', [])
  const { lineage } = own.enrol(1, 5, null)
  expect(own.charge('s', 7).verdict).toMatchObject({ remaining: 4 })
  expect(own.charge('s', 7 + SESSION_TICKS - 1).verdict).toMatchObject({ remaining: 4 })
  expect(is(own.settle('s', true, lineage.version, 7 + SESSION_TICKS).verdict)).toBe('unknown')
  expect(own.charge('s', 7 + SESSION_TICKS).verdict).toMatchObject({ remaining: 3 })
})

test('delays grow by guesses spent, and a proof sets them back', () => {
  const own = record('hardened')
  const { lineage } = own.enrol(1, 9, null)
  let [tick, spent] = [0, 0]
  const waited: number[] = []
  for (let i = 0; i < 8; i++) {
    const wait = delayAfter(hardened.delays, spent)
    if (wait > 0) {
      const early = own.charge(`early${i}`, tick + wait - 1)
      expect(early.verdict).toMatchObject({ why: 'delayed', ticksLeft: 1 })
      expect(early.lineage.remaining).toBe(9 - spent)
    }
    tick += wait
    waited.push(wait)
    expect(own.charge(`s${i}`, tick).verdict).toMatchObject({ is: 'charged', remaining: 9 - ++spent })
  }
  expect(waited).toEqual(hardened.delays.slice(0, 8))
  expect(own.settle('s7', true, lineage.version, tick).lineage).toMatchObject({ remaining: 9, readyAt: 0 })
  expect(published.delays).toEqual([])
})

describe('a lineage (hardened)', () => {
  test('what remains carries over to each next record, whatever limit that one asks for', () => {
    fc.assert(
      fc.property(
        limits,
        fc.array(limits, { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        (limit, later, spent) => {
          const own = record('hardened', [])
          let { lineage } = own.enrol(1, limit, null)
          const used = Math.min(spent, limit)
          for (let i = 0; i < used; i++) lineage = own.charge(`s${i}`, i).lineage
          for (const [n, other] of later.entries()) {
            const { verdict, lineage: next } = own.enrol(n + 2, other, lineage)
            lineage = next
            expect(verdict.is).toBe('confirmed')
            expect(lineage).toMatchObject({ limit, remaining: limit - used, pending: null })
          }
        },
      ),
      { seed: 7, numRuns: 60 },
    )
  })

  test('that ran out takes no further record but one that names how many ran out, and then has its own budget', () => {
    const own = record('hardened', [])
    const first = own.enrol(1, 1, null).lineage
    own.charge('s', 0)
    const { lineage } = own.charge('t', 0)
    expect(lineage).toMatchObject({ erased: true, remaining: 0, generation: 1, active: null })
    expect(is(own.enrol(2, 3, first).verdict)).toBe('exhausted')
    expect(own.enrol(3, 3, lineage).lineage).toMatchObject({ erased: false, remaining: 3, generation: 1 })
  })

  test('only its holder replaces, closes or deletes it', () => {
    const own = record('hardened', [])
    const { lineage } = own.enrol(1, 3, null)
    const stranger = octets('stranger', 32)
    const close = { signer: stranger, pending: octets('p', 32), to: octets('to', 32) }
    expect(is(own.entry('close', close).verdict)).toBe('unknown')
    expect(is(own.entry('delete', { signer: stranger }).verdict)).toBe('unknown')
    expect(is(own.entry('delete', { signer: null }).verdict)).toBe('unknown')
    expect(own.charge('s', 0).lineage.active).toEqual(lineage.active)
    expect(is(own.entry('close', { ...close, signer: owner }).verdict)).toBe('closed')
    expect(is(own.charge('t', 0).verdict)).toBe('notEnrolled')
  })
})
