/**
 * The folds of §4 against histories written by hand: batches, replicas that lag behind, restarts. In each the vault
 * did nothing wrong; beside it stands the same history with the wrong that it resembles. Takes no time.
 */
import { describe, expect, test } from 'vitest'
import type { Claim, Fact, Message, Octets, Setting } from '../spec/boundary.ts'
import { att1, attemptsClaims } from '../spec/claims/attempts.ts'
import { att3 } from '../spec/claims/counter.ts'
import { att8 } from '../spec/claims/delays.ts'
import { att4 } from '../spec/claims/exhaustion.ts'
import { att7 } from '../spec/claims/silence.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import { CLOCK_DELAYS } from '../spec/vault/clock-context.ts'
import { blankLineage, type Lineage } from '../spec/vault/state.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { swarm } from '../src/sim/swarm.ts'
import { brokenIn } from './kept.ts'

const [a1, a2] = [nodeId('a1'), nodeId('a2')]
const setting: Setting = { fleets: { a: [a1, a2] }, clients: [], quorums: { a: 2 }, limit: 4 }

function broken(claim: Claim, facts: readonly Fact[]): string | null {
  const read = facts.filter(({ fact }) => claim.reads.includes(fact))
  return claim.broken(read.reduce((at, fact) => claim.step(at, fact), claim.start(setting)))
}

function record(secret: string, remaining: number): Lineage {
  const active = { key: `key ${secret}`, envelope: `envelope ${secret}`, ciphertext: `K ${secret}` }
  return { ...blankLineage(4), version: 1, active, remaining } as unknown as Lineage
}

const told = (node: NodeId, machine: string, event: object): Fact => {
  return { fact: 'told', node, machine, event: event as never }
}

/** An entry is looked at, and this is what it comes to. */
function entry(node: NodeId, type: string, session: string, lineage: Lineage, verdict: object): Fact[] {
  const command = { id: `${type} ${session}`, record: '#user', session, digest: 'ke1', right: true }
  return [
    told(node, 'attempts/#user', { type, command }),
    told(node, 'vault', { type: 'decided', record: '#user', lineage, verdict }),
  ]
}

const charged = { is: 'charged' }
const exhausted = { is: 'refused', why: 'exhausted' }
const other = (node: NodeId) =>
  told(node, 'attempts/#other', { type: 'charge', command: { id: 'x', record: '#other', session: 's9' } })

const evaluates = (node: NodeId, secret: string): Fact => ({
  ...{ fact: 'called', node, op: 'loginRespond', args: [{ oprfKey: secret, record: `envelope ${secret}` }] },
  result: { ok: true, value: { state: `state ${secret}` } },
})
const verifies = (node: NodeId, secret: string): Fact => ({
  ...{ fact: 'called', node, op: 'loginVerify', args: [`state ${secret}`, 'ke3'] },
  result: { ok: true },
})
const releases = (node: NodeId, secret: string): Fact => ({
  ...{ fact: 'released', node, to: nodeId('front') },
  ...{ key: secret as Octets, element: 'element' as Octets },
})

// A phone that got no answer sends its KE1 again, and the next leader appends another charge for it (§4.2).
describe('the same bytes are charged by two leaders', () => {
  const charge = (node: NodeId, id: string, session: string): Fact[] => [
    told(node, 'attempts/#user', {
      type: 'charge',
      command: { id, record: '#user', session, digest: session },
    }),
    told(node, `session/${session}`, { type: 'charged' }),
  ]
  const answers = (node: NodeId, session: string): Fact[] => [
    ...charge(node, `${node} ${session}`, session),
    evaluates(node, 'one'),
    { ...(releases(node, 'one') as object), element: session } as Fact,
  ]
  const settles = (node: NodeId, session: string) => [
    told(node, 'attempts/#user', {
      type: 'settle',
      command: { id: `settle ${session}`, record: '#user', session, digest: session, right: true },
    }),
  ]
  const twice = [...answers(a1, 's1'), ...answers(a2, 's1')]
  const four = ['s2', 's3', 's4', 's5'].flatMap((session) => answers(a2, session))

  test('ATT-1: a proof frees both', () => {
    const freed = [...twice, verifies(a2, 'one'), ...settles(a2, 's1'), ...four]
    expect(broken(att1, freed)).toBeNull()
    expect(broken(att1, [...freed, ...answers(a1, 's6')])).toContain('5 evaluations')
  })

  test('ATT-1: without one they are one guess', () => {
    expect(broken(att1, [...twice, ...four.slice(0, 9)])).toBeNull()
    expect(broken(att1, [...twice, ...four])).toContain('5 evaluations')
  })

  test('ATT-1: a proof frees what came before its first charge, and nothing between the two', () => {
    const between = [...answers(a1, 's1'), ...answers(a1, 's0'), ...answers(a2, 's1')]
    const freed = [...between, verifies(a2, 'one'), ...settles(a2, 's1')]
    expect(broken(att1, [...freed, ...four.slice(0, 9)])).toBeNull()
    expect(broken(att1, [...freed, ...four])).toContain('5 evaluations')
  })
})

describe('two charges are applied in one step of the HSM', () => {
  // The second charge is looked at before the first one's session evaluates.
  const batch = (session: string): Fact[] => [
    ...entry(a1, 'charge', 's1', record('one', 3), charged),
    told(a1, `session/${session}`, { type: 'charged' }),
    other(a1),
    evaluates(a1, 'one'),
    releases(a1, 'one'),
    verifies(a1, 'one'),
    ...entry(a1, 'settle', 's1', record('one', 4), { is: 'settled', right: true }),
  ]

  test('the proof is still that of its own charge', () => {
    expect(broken(att3, batch('s1'))).toBeNull()
  })

  test('a proof of another session resets nothing', () => {
    expect(broken(att3, batch('s2'))).toContain('raised the counter')
  })
})

describe('a record runs out, and a later lineage of the account runs out as well', () => {
  const spent = (secret: string) => entry(a1, 'charge', secret, record(secret, 0), charged)
  const erased: Lineage = { ...blankLineage(4, 1), remaining: 0, erased: true }
  const ranOut = (node: NodeId, id: string) => entry(node, 'charge', id, erased, exhausted)
  const ahead = [...spent('one'), ...ranOut(a1, 'end one'), ...spent('two'), ...ranOut(a1, 'end two')]

  test('a replica that lags behind may still hold the later one', () => {
    const pending = { ...erased, pending: record('two', 4).active }
    const behind = [
      ...entry(a2, 'charge', 'one', record('one', 0), charged),
      ...ranOut(a2, 'end one'),
      ...entry(a2, 'store', 'three', pending, { is: 'stored' }),
      ...ranOut(a2, 'charge three'),
      ...entry(a2, 'confirm', 'four', record('two', 4), { is: 'confirmed' }),
    ]
    expect(broken(att4, [...ahead, ...behind])).toBeNull()
  })

  test('a replica that starts again goes through it once more', () => {
    const again = [{ fact: 'crashed', node: a1 } as const, ...ahead]
    expect(broken(att4, [...ahead, ...again])).toBeNull()
  })

  test('a replica that applied the end may not', () => {
    const flagged = { ...record('two', 0), erased: true }
    const late = entry(a2, 'charge', 'end two', flagged, exhausted)
    expect(broken(att4, [...ahead, ...late])).toContain('still holds a secret')
  })
})

// A host cloned the HSM: two instances run in turn, each with what it has in memory (A3).
describe('two instances of one HSM', () => {
  const swapped: Fact = { fact: 'swapped', node: a2, cells: {} }
  const booted: Fact = { fact: 'booted', node: a2, incarnation: 'i' as Octets }
  const cloned = [swapped, booted]
  const spent = (id: string, remaining: number) => entry(a2, 'charge', id, record('one', remaining), charged)
  const stored = entry(a2, 'store', 'one', record('one', 4), { is: 'stored' })
  const erased: Lineage = { ...blankLineage(4, 1), remaining: 0, erased: true }
  const ends = entry(a2, 'charge', 'end', erased, exhausted)

  test('ATT-3: the older one has spent less, and raised nothing', () => {
    const both = [...stored, ...spent('one', 3), ...spent('two', 2), ...cloned, ...stored, ...spent('one', 3)]
    expect(broken(att3, [...both, swapped, ...spent('three', 1), swapped, ...spent('two', 2)])).toBeNull()
    expect(broken(att3, [...both, swapped, ...spent('three', 3)])).toContain('raised the counter')
  })

  test('ATT-4: the older one still holds what ran out in the other, until it has applied the end', () => {
    const both = [...stored, ...spent('one', 0), ...ends, ...cloned, ...stored, ...spent('one', 0)]
    expect(broken(att4, [...both, swapped, ...ends, swapped, ...spent('one', 0), ...ends])).toBeNull()
    expect(broken(att4, [...both, swapped, ...spent('one', 0)])).toContain('still holds a secret')
  })

  test('ATT-7: what the one took, the other has not to pay', () => {
    const both = [...stored, ...spent('one', 3), ...cloned, ...stored, swapped, ...spent('two', 2), swapped]
    expect(broken(att7, [...both, ...spent('one', 3), ...spent('two', 2)])).toBeNull()
    const free = [...spent('one', 4), ...spent('two', 3)]
    expect(broken(att7, [...both, ...free])).toContain('has paid nothing')
  })

  test('ATT-8: each has a clock of its own', () => {
    const rang: Fact = { fact: 'rang', node: a2, machine: 'clock', timer: 'delta', ticks: CLOCK_DELAYS.delta }
    const ready: Fact = { fact: 'sent', node: a2, to: a1, message: { type: 'tickReady', tick: 1 } as Message }
    expect(broken(att8, [booted, rang, ...cloned, swapped, ready])).toBeNull()
    expect(broken(att8, [booted, rang, ...cloned, ready])).toContain('its clock has not run')
  })
})

// The seed's own clone, whose two instances run in turn; the record runs out meanwhile.
test('a drawn run with two instances of one HSM breaks nothing of §4', () => {
  const { setup, plan } = swarm('40', { profile: 'hardened', adversary: 'A3', crypto: 'ideal' })
  const until = { ...plan, endAt: plan.healAt }
  const run = runSeed(setup, until, '40', { claims: attemptsClaims, complete: false })
  expect(run.statistics.choices).toMatchObject({ clone: 1, swap: 5 })
  expect(run.witnesses['ATT-4']).toBe(true)
  expect(brokenIn(run)).toEqual([])
})
