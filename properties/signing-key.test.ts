/**
 * A5 in `hardened` (§10.6): with the leaked signing key the adversary can do nothing more than A2. By deduction, by
 * trying, and for receipts by showing that its own clients have no need of one. About one core-second.
 */
import { describe, expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import { type Evidence, sec1 } from '../spec/claims/secrecy.ts'
import { viewOf } from '../spec/claims/views.ts'
import type { Context as Recovering } from '../spec/client/recovery-context.ts'
import type { FleetSecrets } from '../spec/tells.ts'
import type { Answer } from '../spec/vault/bodies.ts'
import { answerBody } from '../spec/vault/vault-channel.ts'
import { termsOf } from '../src/crypto/ideal/deduction.ts'
import type { IdealTwin } from '../src/crypto/ideal/twin.ts'
import { Knowledge } from '../src/judge/deduction.ts'
import type { Arms } from '../src/sim/world.ts'
import { answering, type Named } from './powers-scenes.ts'
import { on, reach, type Stage } from './powers-stage.ts'

const armsIn = (stage: Stage) => stage.built.simulation.scenario.arms as Arms & { signing: FleetSecrets }
const asking = (stage: Stage) => stage.context<Recovering>('phone2', 'recovery')

/** Do these octets follow from what A2 saw until then, and from what it holds besides? */
function derives({ built, facts }: Stage, octets: Octets, ...held: Octets[]): boolean {
  const claim = sec1((setting) => viewOf('A2', setting))
  const read = facts.filter(({ fact }) => claim.reads.includes(fact))
  const { seen } = read.reduce((at, fact) => claim.step(at, fact), claim.start(built.setting)) as Evidence
  const { table } = built.twin as IdealTwin
  const terms = termsOf(table)
  const all = [...Object.values(seen).flatMap((texts) => Object.keys(texts)), ...held]
  const known = all.flatMap((text) => terms.find(text) ?? [])
  return new Knowledge(terms.theory(new Set()), known).derivable(table.read(octets))
}

/** The answer that is on its way to phone 2, replaced by this one and delivered. */
function told(stage: Stage, body: unknown): Stage {
  const flights = stage.world.flights.map((flight) =>
    on('front', 'phone2')(flight) ? { ...flight, message: { ...flight.message, body } } : flight,
  )
  const other = stage.fork()
  other.world = { ...stage.world, flights: flights as typeof stage.world.flights }
  return other.deliver('front', 'phone2')
}

/** An answer of the fleet's to phone 2: its record ran out. Signed with the leaked key, sealed or not. */
function signed(stage: Stage, key: Octets | null): unknown {
  const { deps, signing } = armsIn(stage)
  const session = asking(stage).session as Octets
  const answer: Answer = {
    ...{ type: 'refused', session, to: 'recoverStart', why: 'exhausted', ticksLeft: 0, generation: 0 },
  }
  return answerBody(deps, signing, answer, { key, nonce: stage.built.twin.draw('a5', 'nonce', 12) })
}

describe('a phone that waits for an answer', () => {
  const stage = answering('hardened')
  const replyKey = asking(stage).replyKey as Octets
  const { signing } = armsIn(stage)

  test('has a reply key that does not follow from what was seen and the signing key', () => {
    expect(derives(stage, replyKey, signing.signing)).toBe(false)
    // It does from the sealing key: this is what the answer hangs on.
    const vault = stage.context<{ secrets: FleetSecrets }>('a3', 'vault')
    expect(derives(stage, replyKey, vault.secrets.sealing)).toBe(true)
  })

  test('does not see an answer that is rightly signed, in the clear or under another key', () => {
    for (const key of [null, stage.built.twin.draw('a5', 'key', 32)]) {
      const after = told(stage, signed(stage, key))
      expect([after.state('phone2', 'recovery'), asking(after)]).toEqual(['asking', asking(stage)])
    }
  })

  test('would take it under its reply key, and takes it in the clear in `published`', () => {
    expect(told(stage, signed(stage, replyKey)).state('phone2', 'recovery')).toBe('decoying')
    const published = answering('published')
    expect(told(published, signed(published, null)).told('phone2')).toEqual(['exhausted'])
  })
})

// A receipt (§7.3) opens the new fleet to the holder of a record that is pending there. A user's phone takes one out of a
// sealed answer alone; the adversary's own client enrols in the user's name without one, where the user has nothing yet.
test('an own client needs no receipt: at a new fleet an account is open until its user comes by', () => {
  const stage = reach(
    'squatted',
    {
      ...{ profile: 'hardened' as Named, limit: 3, until: 60_000 },
      fleets: [{ name: 'b', size: 1 }],
      lines: [
        [2_000, 'phone1 enrol word1'],
        [3_000, 'operator rotate b'],
        [50_000, 'mallory enrol word2 K-mallory'],
        [50_000, 'phone1 move word1'],
      ],
    },
    6_000,
  )
  stage.act('begin mallory')
  stage.calm().act('begin phone1')
  expect(stage.told('mallory')).toEqual(['enrolled'])
  // The user is told; the old fleet has the record still, and its guesses.
  expect(stage.calm().told('phone1')).toEqual(['taken'])
  const { lineages } = stage.context<{ lineages: Record<string, { active: unknown }> }>('a1', 'vault')
  expect(Object.values(lineages).filter(({ active }) => active !== null)).toHaveLength(1)
})
