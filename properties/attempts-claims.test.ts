/**
 * The folds of §4 against histories written by hand: batches, replicas that lag behind, restarts. In each the vault
 * did nothing wrong; beside it stands the same history with the wrong that it resembles. Takes no time.
 */
import { describe, expect, test } from 'vitest'
import type { Claim, Fact, Octets, Setting } from '../spec/boundary.ts'
import { att3 } from '../spec/claims/counter.ts'
import { att4 } from '../spec/claims/exhaustion.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import { blankLineage, type Lineage } from '../spec/vault/state.ts'

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
