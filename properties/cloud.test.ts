/** The cloud store and the phone's backups (§8.4; BKP-1): what comes back is what a holder of K wrote, or nothing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import { bkp1 } from '../spec/claims/backup.ts'
import { nodeId } from '../spec/names.ts'
import type { Doors } from '../src/bugs/doors.ts'
import { runSeed } from '../src/run/judge-run.ts'
import type { Plan } from '../src/sim/plan.ts'
import type { Act, Setup } from '../src/sim/setup.ts'
import { brokenIn } from './kept.ts'

const [phone1, phone2] = ['phone1', 'phone2'].map(nodeId)
const enrol = (node: string, key: string): Act => ({ node, do: 'enrol', secret: 'word1', key })
const recover: Act = { node: 'phone2', do: 'recover', secret: 'word1' }
const backUp = (node: string, key: string): Act => ({ node, do: 'backUp', key })
const restore = (node: string): Act => ({ node, do: 'restore' })

interface Course {
  readonly acts: readonly Act[]
  readonly doors?: Doors
  readonly seed?: string
  readonly extra?: Plan['planned']
}

const GAP_TICKS = 2_500

// One HSM, one account, one act after the other.
function course({ acts, doors = {}, seed = '1', extra = [] }: Course) {
  const setup: Setup = {
    ...{ crypto: 'ideal', profile: 'hardened', limit: 10, drawSeed: seed },
    fleets: [{ name: 'a', size: 1 }],
    clients: ['phone1', 'phone2'].map((node) => ({ node, account: 'user1' })),
    acts,
    budgets: { replay: 100, alter: 1e6, crash: 10 },
  }
  const end = 1_000 + GAP_TICKS * (acts.length + 1)
  const begins = acts.map(({ node }, i) => ({
    at: 1_000 + GAP_TICKS * i,
    kind: 'begin',
    nodes: [nodeId(node)],
  }))
  const plan: Plan = {
    ...{ delay: { min: 5, max: 5 }, lossPerMille: 0, duplicatePerMille: 0, rates: {} },
    planned: [...begins, ...extra],
    ...{ healAt: end, endAt: end, revived: [], abandoned: [] },
  }
  const told: Record<string, unknown>[] = []
  const run = runSeed(setup, plan, seed, {
    ...{ claims: [bkp1], doors },
    onStep: ({ happened }) => {
      for (const fact of happened.facts)
        if (fact.fact === 'outcome' && /^(backup|restore)Ended$/.test(fact.event.type))
          told.push(fact.event as never)
    },
  })
  return { run, told: told.map(({ outcome }) => outcome) }
}

const moved = [enrol('phone1', 'K'), backUp('phone1', 'one'), recover, restore('phone2')]

describe('a backup', () => {
  test('comes back on another phone that recovered K', () => {
    expect(course({ acts: moved }).told).toEqual(['kept', 'restored'])
  })

  test('needs K: a phone that was switched off asks for the secret again', () => {
    const off = [
      { at: 5_000, kind: 'crash', nodes: [phone1!] },
      { at: 5_010, kind: 'boot', nodes: [phone1!] },
    ]
    const acts = [enrol('phone1', 'K'), backUp('phone1', 'one'), restore('phone1'), restore('phone2')]
    expect(course({ acts, extra: off }).told).toEqual(['kept', 'noKey', 'noKey'])
  })

  test('of another K does not open', () => {
    const acts = [...moved.slice(0, 3), enrol('phone1', 'K2'), backUp('phone1', 'two'), restore('phone2')]
    const { told, run } = course({ acts })
    expect(told).toEqual(['kept', 'kept', 'damaged'])
    expect(brokenIn(run)).toEqual([])
    expect(run.witnesses['BKP-1']).toBe(true)
  })

  test('may be an older one of the same K, which is not claimed to be the newest', () => {
    const acts = [...moved, backUp('phone1', 'two'), restore('phone2')]
    const old = { kind: 'replay', nodes: [nodeId('cloud'), phone2!], ordinal: 0, at: 13_501 }
    const { told, run } = course({ acts, extra: [old] })
    expect(told).toEqual(['kept', 'restored', 'kept', 'restored'])
    expect(brokenIn(run)).toEqual([])
    expect(run.statistics.choices.replay).toBe(1)
  })
})

describe('BKP-1', () => {
  // Files of this account, of another K, and junk: what the network may put in the place of an answer.
  test('whatever the network makes of it, nothing else comes back', () => {
    let witnessed = 0
    const acts = [...moved, enrol('phone1', 'K2'), backUp('phone1', 'two'), recover]
    const answers = fc.tuple(fc.constant(0), fc.nat(1), fc.nat(1))
    fc.assert(
      fc.property(fc.nat(), answers, (seed, ordinals) => {
        const restores = ordinals.map(() => restore('phone2'))
        // Asked after five ticks, answered after ten.
        const extra = ordinals.map((ordinal, i) => ({
          ...{ at: 1_007 + GAP_TICKS * (acts.length + i), kind: 'alter', ordinal },
          nodes: [nodeId('cloud'), phone2!],
        }))
        const { run } = course({ acts: [...acts, ...restores], seed: `${seed}`, extra })
        expect(brokenIn(run)).toEqual([])
        expect(run.statistics.choices.alter).toBeGreaterThan(0)
        if (run.witnesses['BKP-1']) witnessed++
      }),
      { seed: 5, numRuns: 8 },
    )
    expect(witnessed).toBe(8)
  })

  test('falls where a phone takes what does not open', () => {
    const careless: Doors = {
      port: (port) => ({
        ...port,
        open: (key, associated, sealed) => {
          const opened = port.open(key, associated, sealed)
          return opened.ok ? opened : { ok: true, value: 'anything' as Octets }
        },
      }),
    }
    const acts = [...moved.slice(0, 3), enrol('phone1', 'K2'), backUp('phone1', 'two'), restore('phone2')]
    const { run } = course({ acts, doors: careless })
    expect(run.broken.map(({ id }) => id)).toEqual(['BKP-1'])
    expect(run.witnesses['BKP-1']).toBe(true)
  })
})
