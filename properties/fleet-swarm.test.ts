/** Fleet keys in the whole world (§7): cells that a scene of its own shows. What drawn runs show: protocols.test.ts. */
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { nodeId } from '../spec/names.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { isClaimed } from '../src/expected/cells.ts'
import { type RunResult, runSeed } from '../src/run/judge-run.ts'
import { watchSecrecy } from '../src/run/secrecy.ts'
import type { Plan, Planned } from '../src/sim/plan.ts'
import type { Act, Setup } from '../src/sim/setup.ts'
import { brokenIn } from './kept.ts'

const FLEET = /^(FLT|TRN|LIV-3|ENR-4)/
const WATCHED = CATALOGUE.filter(({ id }) => FLEET.test(id))
const ids = ({ broken }: RunResult) => broken.map(({ id }) => id)

interface Scene extends Partial<Setup> {
  readonly acts: readonly Act[]
  readonly planned: readonly Planned[]
}

const begin = (at: number, node: string): Planned => ({ at, kind: 'begin', nodes: [nodeId(node)] })
const rotate: Act = { node: 'operator', do: 'rotate', key: 'b' }

function scene({ planned, ...own }: Scene): { setup: Setup; plan: Plan } {
  const setup: Setup = {
    crypto: 'ideal',
    profile: 'hardened',
    limit: 3,
    fleets: [
      { name: 'a', size: 1 },
      { name: 'b', size: 1 },
    ],
    clients: ['phone1', 'phone2'].map((node) => ({ node, account: 'user1' })),
    budgets: { crash: 10 },
    drawSeed: 'scene',
    ...own,
  }
  const quiet = { lossPerMille: 0, duplicatePerMille: 0, rates: {}, revived: [], abandoned: [] }
  const plan = { ...quiet, delay: { min: 2, max: 10 }, planned, healAt: 60_000, endAt: 60_000 }
  return { setup, plan }
}

describe.each(['published', 'hardened'])('%s', (profile) => {
  // A9: what a user types at a fleet whose HSMs are the adversary's.
  test.each([
    ['a password', 'word1', 'broken'],
    ['a code', 'ACDEFHJKLMNPQRSTUVWXYZ0123456789ACDEFHJK', 'holds'],
  ])('SEC-1 under A9, %s', (_, secret, verdict) => {
    const twin = createIdealTwin()
    const fleets = [
      { name: 'a', size: 1 },
      { name: 'b', size: 1, rogue: true as const },
    ]
    const acts: Act[] = [rotate, { node: 'phone1', do: 'enrol', secret, key: 'K' }]
    const { setup, plan } = scene({
      ...{ profile, fleets, acts },
      planned: [begin(1_000, 'operator'), begin(3_000, 'phone1')],
    })
    const watch = watchSecrecy(twin, 'A9', [nodeId('b1')])
    const run = runSeed(setup, plan, '1', { claims: watch.claims, doors: { twin } })
    expect(run.statistics.outcomes).toMatchObject({ 'enrollmentEnded: enrolled': 1 })
    expect(watch.verdicts()['SEC-1'].verdict).toBe(verdict)
  })

  // The record is at the old fleet; this phone asked for the new one's keys, and could not enrol there.
  test('FLT-3, a phone whose enrolment at the new fleet failed goes back for the record', () => {
    const acts: Act[] = [
      { node: 'phone1', do: 'enrol', secret: 'right', key: 'K' },
      rotate,
      { node: 'phone2', do: 'enrol', secret: 'right', key: 'K' },
      { node: 'phone2', do: 'recover', secret: 'right' },
    ]
    const { setup, plan } = scene({
      ...{ profile, acts },
      planned: [
        begin(1_000, 'phone1'),
        begin(4_000, 'operator'),
        begin(6_000, 'phone2'),
        { at: 6_045, kind: 'crash', nodes: [nodeId('b1')] },
        begin(36_000, 'phone2'),
      ],
    })
    const run = runSeed(setup, plan, '1', { claims: WATCHED })
    const { outcomes } = run.statistics
    expect(outcomes).toMatchObject({ 'enrollmentEnded: enrolled': 1 })
    expect(ids(run)).toEqual(profile === 'published' ? ['FLT-3'] : [])
    const recovered = profile === 'published' ? 'untrustedFleet' : 'recovered'
    expect(outcomes).toMatchObject({ [`recoveryEnded: ${recovered}`]: 1 })
    expect(isClaimed('FLT-3', profile, 'A0')).toBe(profile === 'hardened')
  })

  // The operator lost this record on its word; the phone learns of it only by silence.
  test('a phone whose record was lost with the old fleet can enrol by hand', () => {
    const enrol: Act = { node: 'phone1', do: 'enrol', secret: 'right', key: 'K' }
    const acts: Act[] = [
      ...[enrol, enrol, enrol, rotate],
      { node: 'operator', do: 'retire' },
      { node: 'operator', do: 'retire', count: 1 },
      { node: 'phone2', do: 'recover', secret: 'right' },
    ]
    const { setup, plan } = scene({
      ...{ profile, acts },
      planned: [
        ...[1_000, 14_000, 44_000].map((at) => begin(at, 'phone1')),
        ...[4_000, 8_000, 11_000].map((at) => begin(at, 'operator')),
        begin(52_000, 'phone2'),
      ],
    })
    const claims = CATALOGUE.filter(({ id }) => FLEET.test(id) || /^(ENR|ATT-6|REC-1)/.test(id))
    const run = runSeed(setup, plan, '1', { claims })
    expect(brokenIn(run)).toEqual([])
    expect(run.statistics.outcomes).toMatchObject({
      'retirementTold: counted': 1,
      'retirementTold: erased': 1,
      'recoveryEnded: recovered': 1,
      ...(profile === 'hardened'
        ? { 'enrollmentEnded: unconfirmed': 1, 'enrollmentEnded: enrolled': 2 }
        : { 'enrollmentEnded: enrolled': 3 }),
    })
  })

  test('FLT-2, a new phone is shown an epoch whose overlap is over', () => {
    const clients = [
      { node: 'phone1', account: 'user1' },
      { node: 'phone8', account: 'user1', builtDays: 91 },
    ]
    const acts: Act[] = [
      { node: 'phone1', do: 'recover', secret: 'right' },
      rotate,
      { node: 'auditor', do: 'clock', count: 91 },
      { node: 'phone8', do: 'recover', secret: 'right' },
    ]
    const { setup, plan } = scene({
      ...{ profile, clients, acts, hostile: { tricks: ['stale'], keys: [] } },
      planned: [
        begin(1_000, 'phone1'),
        begin(4_000, 'operator'),
        begin(9_000, 'auditor'),
        begin(10_000, 'phone8'),
      ],
    })
    const run = runSeed(setup, plan, '1', { claims: WATCHED })
    expect(run.witnesses['FLT-2']).toBe(true)
    expect(ids(run).filter((id) => id === 'FLT-2')).toEqual(profile === 'published' ? ['FLT-2'] : [])
    expect(isClaimed('FLT-2', profile, 'A2')).toBe(profile === 'hardened')
  })
})
