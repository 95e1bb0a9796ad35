/** Secrecy (§10.5) in the simulated fleet: the same machines, ideal cryptography, both profiles. */
import { describe, expect, test } from 'vitest'
import { nodeId } from '../spec/names.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { runPair, watchSecrecy } from '../src/run/secrecy.ts'
import { swarm } from '../src/sim/swarm.ts'
import { brokenIn } from './kept.ts'

// One run, watched for three adversaries: the front end, who also got a record, who also runs a replica.
function watched(profile: string, seed: string) {
  const twin = createIdealTwin()
  const drawn = swarm(seed, { profile, adversary: 'A1', crypto: 'ideal' })
  // Nobody in play: the views are given by hand.
  const { adversary: _, ...setup } = drawn.setup
  const { plan } = drawn
  const watches = [
    watchSecrecy(twin, 'A2', []),
    watchSecrecy(twin, 'A4', []),
    watchSecrecy(twin, 'A2', [nodeId('a1')]),
  ]
  const run = runSeed(setup, plan, seed, { claims: watches.flatMap(({ claims }) => claims), doors: { twin } })
  const [frontEnd, leak, replica] = watches.map(({ verdicts }) => verdicts())
  return { run, frontEnd: frontEnd!, leak: leak!, replica: replica! }
}

describe.each(['published', 'hardened'])('%s', (profile) => {
  const { run, frontEnd, leak, replica } = watched(profile, '1')

  test('network and front end learn nothing, and no draw is used twice', () => {
    expect(Object.keys(run.statistics.outcomes)).toContain('recoveryEnded: recovered')
    expect(frontEnd['SEC-1']).toMatchObject({ verdict: 'holds' })
    expect(brokenIn(run, { counts: (cell) => cell === 'SEC-5' })).toEqual([])
    expect(run.witnesses).toMatchObject({ 'SEC-1': true, 'SEC-4': true, 'SEC-5': true })
  })

  test('records alone test a guess in published, not in hardened', () => {
    const expected = profile === 'published' ? 'broken' : 'holds'
    expect([leak['SEC-4'].verdict, leak['SEC-1'].verdict]).toEqual([expected, expected])
  })

  test('a malicious replica tests offline in both', () => {
    expect(replica['SEC-1']).toMatchObject({ verdict: 'broken', how: 'offlineTest' })
  })

  test.each([
    ['word1', 1],
    ['word2', 0],
  ])('a thief who tries %s pays for one online test, and gets %i secrets', (secret, guessed) => {
    const twin = createIdealTwin()
    const { setup, plan } = swarm('1', { profile, adversary: 'none', crypto: 'ideal' })
    const acts = [
      { node: 'phone1', do: 'enrol', secret: 'word1', key: 'K' },
      { node: 'phone2', do: 'recover', secret },
    ] as const
    const thief = nodeId('phone2')
    const planned = [
      { at: 3000, kind: 'begin', nodes: [nodeId('phone1')] },
      { at: 9000, kind: 'begin', nodes: [thief] },
    ]
    const watch = watchSecrecy(twin, 'A2', [thief])
    runSeed({ ...setup, limit: 10, acts }, { ...plan, planned }, '1', {
      claims: watch.claims,
      doors: { twin },
    })
    expect(watch.verdicts()['SEC-1']).toEqual({ verdict: 'holds', onlineTests: 1, guessed })
  })

  test('right and wrong passwords look alike to front end and hosts in hardened alone', () => {
    const { setup, plan } = swarm('1', { profile, adversary: 'none', crypto: 'ideal' })
    const node = setup.clients[0]!.node
    const recovering = (secret: string) => ({
      ...setup,
      acts: [
        { node, do: 'enrol', secret: 'word1', key: 'K' } as const,
        { node, do: 'recover', secret } as const,
      ],
    })
    const { one, other, ...differences } = runPair(recovering('word1'), recovering('longer'), plan, '1')
    expect(one.statistics.outcomes).toMatchObject({ 'recoveryEnded: recovered': 1 })
    expect(other.statistics.outcomes).toMatchObject({ 'recoveryEnded: wrongPassword': 1 })
    expect(one.witnesses).toMatchObject({ 'SEC-2': true, 'SEC-3': true })
    const expected = profile === 'hardened' ? [null, null] : [expect.any(String), expect.any(String)]
    expect([differences['SEC-2'], differences['SEC-3']]).toEqual(expected)
  })
})
