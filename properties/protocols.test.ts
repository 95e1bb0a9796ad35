/**
 * A suite for each protocol: each of its claims under every adversary that it is made for (src/expected/cells.ts), in drawn
 * runs that go to the end of their second phase. A seed runs once for all claims; runs that are short run again, and hash
 * alike. Enough must really have happened, and each claim's witness must have been seen as often as its floor says.
 */
import { describe, expect, test } from 'vitest'
import type { Fact } from '../spec/boundary.ts'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { PROFILES } from '../spec/profiles.ts'
import { madeUnder } from '../src/expected/cells.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { cellsIn, claimsFor } from '../src/run/judges.ts'
import { addUp, below, type Floors } from '../src/run/statistics.ts'
import { buildWorld } from '../src/run/world.ts'
import { type Line, type Scene, staged } from '../src/scenes/staging.ts'
import type { Step } from '../src/sim/generator.ts'
import { brokenIn } from './kept.ts'
import { COLUMNS, type Column, columnsOf, endsOf, ran, type Told } from './protocol-runs.ts'

/** Claims by protocol. */
const PROTOCOLS: Readonly<Record<string, RegExp>> = {
  consensus: /^(REP-\d|LIV-[12])$/,
  enrolment: /^ENR-[123]$/,
  'recovery and attempts': /^(REC|ATT)-\d$/,
  'fleet keys and transparency': /^(FLT-\d|TRN-\d|ENR-4|LIV-3)$/,
  secrecy: /^SEC-/,
  'backup and holding': /^BKP-\d$/,
}
const CLAIMS = [...claimsFor('ideal').flatMap(({ id }) => cellsIn(id)), 'SEC-2', 'SEC-3']

/** Of all runs so many at least must have seen what the claim is about, where it is made: about half of those that do. */
const WITNESSES: Readonly<Record<string, number>> = {
  ...{
    'REP-1': 1,
    'REP-3': 4,
    'REP-4': 6,
    'REP-5': 3,
    'REP-6': 2,
    'REP-7': 1,
    'REP-8': 1,
    'LIV-1': 2,
    'LIV-2': 2,
  },
  // One drawn run of forty sees it: its floor is that of the runs of consensus.test.ts.
  'REP-2': 0,
  ...{ 'ENR-1': 1, 'ENR-2': 1, 'ENR-3': 1, 'REC-1': 4, 'REC-2': 1, 'REC-3': 9, 'REC-4': 7 },
  ...{ 'ATT-1': 1, 'ATT-2': 4, 'ATT-3': 4, 'ATT-4': 1, 'ATT-5': 2, 'ATT-6': 1, 'ATT-7': 2, 'ATT-8': 1 },
  ...{ 'ENR-4': 9, 'FLT-1': 3, 'FLT-2': 1, 'FLT-3': 1, 'FLT-4': 1, 'LIV-3': 2 },
  ...{ 'TRN-1': 1, 'TRN-2': 2, 'TRN-3': 1, 'TRN-4': 1, 'TRN-5': 1 },
  ...{ 'SEC-1 code': 8, 'SEC-1 password': 4, 'SEC-2': 1, 'SEC-3': 1, 'SEC-4': 1, 'SEC-5': 10 },
  ...{ 'BKP-1': 1, 'BKP-2': 1, 'BKP-3': 1 },
}

/** Of all runs of a profile together: at most half of what happens. */
const FLOORS: Floors = {
  operations: { enrol: 15, recover: 100, rotate: 2, look: 5, backUp: 1, restore: 2 },
  outcomes: {
    ...{ 'enrollmentEnded: enrolled': 10, 'recoveryEnded: recovered': 8, 'recoveryEnded: wrongPassword': 15 },
    ...{ 'recoveryEnded: exhausted': 2, 'rotationEnded: activated': 1, 'auditTold: done': 4 },
  },
  faults: {
    ...{
      crash: 15,
      drop: 10,
      duplicate: 50,
      cut: 10,
      isolate: 8,
      replay: 30,
      inject: 15,
      alter: 10,
      resend: 25,
    },
    ...{ echo: 3, clone: 1, swap: 3, leak: 1, find: 1 },
  },
  effects: { A0: 20, A1: 20, A2: 60, A3: 4, A4: 2, A7: 1, A8: 2, A9: 2, A10: 2 },
}

test('every claim belongs to one protocol, and is made under somebody', () => {
  for (const claim of CLAIMS) {
    expect([claim, Object.values(PROTOCOLS).filter((own) => own.test(claim)).length]).toEqual([claim, 1])
    const made = Object.keys(PROFILES).flatMap((profile) => madeUnder(claim, profile))
    expect([claim, made.length > 0]).toEqual([claim, true])
  }
})

describe.each(Object.entries(PROTOCOLS))('%s', (_, own) => {
  const claims = CLAIMS.filter((claim) => own.test(claim))

  test.each(columnsOf(claims).map((column) => [`${column.profile} ${column.adversary}`, column] as const))(
    'what is claimed holds, %s',
    (_name, column: Column) => {
      expect(
        ran(column)
          .broken.filter(({ cell }) => own.test(cell))
          .map(({ line }) => line),
      ).toEqual([])
    },
  )

  test('the witnesses were seen', () => {
    const all = COLUMNS.flatMap((column) => ran(column).witnessed)
    const seen = claims.map((claim) => [claim, all.filter((id) => id === claim).length] as const)
    expect(seen.filter(([claim, runs]) => runs < (WITNESSES[claim] as number))).toEqual([])
  })
})

describe('fleet keys in the hands of their signers', () => {
  const runsOf = (adversary: string) => ran({ profile: 'hardened', adversary }).runs
  const accused = ({ told }: Told) => told.some(({ type }) => type === 'logAccused')

  test('A7 splits a view and is accused; nobody is accused of an honest log', () => {
    const [a7, all] = [runsOf('A7'), COLUMNS.flatMap((column) => ran(column).runs)]
    expect(a7.some((run) => run.setup.splitView === true && accused(run))).toBe(true)
    expect(all.filter((run) => accused(run) && run.setup.splitView !== true)).toEqual([])
  })

  test('A9 is detected: its epochs are reported as unevidenced', () => {
    const audits = runsOf('A9').flatMap(({ told }) => told.filter(({ type }) => type === 'auditTold'))
    expect(audits.some(({ unevidenced }) => (unevidenced as number[]).includes(2))).toBe(true)
  })
})

describe.each(Object.keys(PROFILES))('%s', (profile) => {
  const all = () => COLUMNS.filter((column) => column.profile === profile).map(ran)

  test('enough really happened', () => {
    expect(below(addUp(all().flatMap(({ statistics }) => statistics)), FLOORS)).toEqual([])
  })

  test('short runs, run again, hash alike', () => {
    expect(all().flatMap(({ differing }) => differing)).toEqual([])
    expect(all().flatMap(({ again }) => again).length).toBeGreaterThanOrEqual(4)
  })

  // Two of three lose power at once: with incarnations that is the end of the fleet's records, without them it is not.
  test('what is beyond recovery has a name, and is not held against liveness', () => {
    const { setup, plan, complete } = staged({
      ...{ profile: profile as Scene['profile'], limit: 3, size: 3, healAt: 8_000, until: 50_000 },
      lines: [
        [2_000, 'phone1 enrol word1'],
        ...['a1', 'a3'].flatMap((node): Line[] => [
          [5_000, `crash ${node}`],
          [5_500, `boot ${node}`],
        ]),
        [9_000, 'phone2 recover word1'],
      ],
    })
    const facts: Fact[] = []
    const claims = CATALOGUE.filter(({ id }) => id.startsWith('LIV'))
    const onStep = ({ happened }: Step) => facts.push(...happened.facts)
    const run = runSeed(setup, plan, 'scene', { claims, complete, onStep })
    expect(brokenIn(run)).toEqual([])
    expect(endsOf(buildWorld(setup).setting, facts)).toEqual([
      profile === 'hardened' ? 'recordsLost' : 'lives',
    ])
    const outcome = profile === 'hardened' ? 'unavailable' : 'recovered'
    expect(run.statistics.outcomes).toMatchObject({ [`recoveryEnded: ${outcome}`]: 1 })
  })
})

test('without incarnations liveness claims something of every fleet, with them of some', () => {
  const endsIn = (profile: string) => ran({ profile, adversary: 'A0' }).ends
  expect(endsIn('published').filter((end) => end !== 'lives')).toEqual([])
  expect(endsIn('hardened')).toContain('lives')
})

test('each floor fails where nothing happens', () => {
  const { setup, plan } = staged({ profile: 'published', limit: 3, lines: [], until: 500 })
  const { statistics } = runSeed(setup, plan, 'scene', { claims: [], complete: false })
  const floors = Object.values(FLOORS).flatMap((group) => Object.keys(group))
  expect(below(statistics, FLOORS)).toHaveLength(floors.length)
  expect(Object.keys(WITNESSES).sort()).toEqual([...CLAIMS].sort())
})
