/**
 * Recoveries of one account at once, from three phones through three front ends (§3.7, §6.2), while the leader is cut off
 * with one of them, crashes or hands over: the budget holds, and a right guess gets its K. About four core-seconds.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fact } from '../spec/boundary.ts'
import type { NodeId } from '../spec/names.ts'
import type { Ended } from '../spec/tells.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { type Course, type Line, type Scene, staged } from '../src/scenes/staging.ts'
import { brokenIn } from './kept.ts'
import { VAULT_CLAIMS } from './vault-scenes.ts'

const DOORS = ['front', 'front2', 'front3']
const CALM = 12_000

const crowds = fc.record({
  guesses: fc.array(
    fc.record({ phone: fc.integer({ min: 1, max: 3 }), at: fc.nat(900), right: fc.boolean() }),
    { minLength: 4, maxLength: 7 },
  ),
  // a3 leads.
  trouble: fc.constantFrom('isolate a3 front2', 'isolate a3 front2 phone2', 'crash a3', 'a3 handOver a1'),
  troubleAt: fc.integer({ min: 3_050, max: 3_600 }),
  // More than anybody can use up here, or few.
  limit: fc.constantFrom(2, 9, 9),
})
type Crowd = typeof crowds extends fc.Arbitrary<infer C> ? C : never

function course(profile: Scene['profile'], { guesses, trouble, troubleAt, limit }: Crowd): Course {
  const clients = DOORS.map((door, i) => ({ node: `phone${i + 1}`, account: 'user1', door }))
  // In `published` front ends share the ids that one of them handed out.
  const shared = DOORS.slice(1).map((door): Line => [2_900, `${door} choose user1 user1.1`])
  const tried = guesses.map(({ phone, at, right }): Line => {
    return [3_000 + at, `phone${phone} recover ${right ? 'word1' : 'wrong'}`]
  })
  const once: Line[] = [
    [2_000, 'phone1 enrol word1'],
    [troubleAt, trouble],
    [7_000, 'heal'],
    [7_000, 'boot a3'],
  ]
  const last = DOORS.map((_, i): Line => [CALM + 500 * i, `phone${i + 1} recover word1`])
  const lines = [...once, ...shared, ...tried, ...last]
  return staged({ profile, limit, size: 3, until: CALM + 3_000, setup: { clients }, lines })
}

/** What is seen of a crowd: ends while others waited, HSMs that answered, and how the last ones ended, in the calm. */
function watched() {
  const open = new Set<NodeId>()
  const answering = new Set<NodeId>()
  const last: string[] = []
  let atOnce = 0
  const see = (fact: Fact, now: number) => {
    if (fact.fact === 'began' && fact.event.type === 'recover') open.add(fact.node)
    if (fact.fact === 'sent' && fact.message.type === 'answered') answering.add(fact.node)
    if (fact.fact !== 'outcome' || fact.event.type !== 'recoveryEnded') return
    if (open.size > 1) atOnce++
    open.delete(fact.node)
    if (now > CALM) last.push((fact.event as unknown as Ended).outcome)
  }
  return { see, seen: () => ({ atOnce, leaders: answering.size, last }) }
}

test.each(['published', 'hardened'] as const)(
  '%s: through three front ends, by whatever leader',
  (profile) => {
    let atOnce = 0
    let byTwo = 0
    fc.assert(
      fc.property(crowds, (crowd) => {
        const { setup, plan } = course(profile, crowd)
        const { see, seen } = watched()
        const run = runSeed(setup, plan, 'scene', {
          ...{ claims: VAULT_CLAIMS, complete: false },
          onStep: ({ happened: { facts, world } }) => {
            for (const fact of facts) see(fact, world.now)
          },
        })
        expect(brokenIn(run)).toEqual([])
        const { leaders, last, ...more } = seen()
        atOnce += more.atOnce
        byTwo += leaders > 1 ? 1 : 0
        expect(last).toHaveLength(DOORS.length)
        const gets = profile === 'hardened' ? /recovered|delayed/ : /recovered/
        if (crowd.limit === 9) expect(last.filter((outcome) => !gets.test(outcome))).toEqual([])
      }),
      { seed: 12, numRuns: 4 },
    )
    expect(atOnce).toBeGreaterThan(6)
    expect(byTwo).toBeGreaterThan(1)
  },
)
