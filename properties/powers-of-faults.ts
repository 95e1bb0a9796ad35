/** What breaks by itself (A0). */
import type { Context as FrontEnd, Waiting } from '../spec/frontend/front-end-context.ts'
import { nodeId } from '../spec/names.ts'
import { buildWorld } from '../src/run/world.ts'
import { staged } from '../src/scenes/staging.ts'
import { generate } from '../src/sim/generator.ts'
import { appending, fleet, length, type Named, type Rows, reaching, replica, ways } from './powers-scenes.ts'
import { on, type Stage } from './powers-stage.ts'

const timersOf = (stage: Stage, node: string) =>
  stage.built.simulation.offered(stage.world, 'timer').some(({ nodes }) => nodes[0] === `@${node}`)

// A heartbeat and its answers, if there are any, and the leader's look at who answered.
const checked = (stage: Stage) => {
  for (let i = 0; i < 2; i++) {
    stage.ring('a3', 'heartbeat').calm()
    stage.ring('a3', 'quorumCheck')
  }
  return stage.state('a3', 'consensus')
}

// Who leads first, with the clocks of all three as they are.
function firstLeader(profile: Named, rates: Readonly<Record<string, number>>): string | undefined {
  const { setup, plan } = staged({ profile, limit: 3, size: 3, until: 1_000, lines: [] })
  for (const { happened } of generate(buildWorld(setup).simulation, { ...plan, rates }, 'scene'))
    for (const fact of happened.facts)
      if (
        fact.fact === 'told' &&
        fact.event.type === 'roleChanged' &&
        (fact.event as { leads?: boolean }).leads
      )
        return fact.node
  return undefined
}

/** By capability and power. */
export const OF_FAULTS: Rows = {
  'A0 crash': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (stage) => stage.local('a1').up,
        (stage) => {
          stage.act('crash a1')
          return stage.local('a1').up
        },
      ),
    is: [true, false],
  },
  'A0 boot': {
    shows: (profile) => {
      const stage = fleet(profile)
      stage.act('crash a1')
      return ways(
        stage,
        (one) => one.local('a1').up,
        (other) => {
          other.act('boot a1')
          return other.local('a1').up
        },
      )
    },
    is: [false, true],
    silent: true,
  },
  'A0 pause': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (stage) => timersOf(stage, 'a1'),
        (stage) => {
          stage.act('pause a1')
          return timersOf(stage, 'a1')
        },
      ),
    is: [true, false],
    silent: true,
  },
  'A0 drop': {
    shows: (profile) => {
      const stage = appending(profile)
      const before = length(stage, 'a1')
      return ways(
        stage,
        (one) => length(one.deliver('a3', 'a1'), 'a1') - before,
        (other) => length(other.drop('a3', 'a1').calm(), 'a1') - before,
      )
    },
    is: [1, 0],
    silent: true,
  },
  // A request twice is one that nobody answered: the front end turns to the next HSM.
  'A0 duplicate': {
    shows: (profile) => {
      const stage = fleet(profile)
      stage.act('begin mallory')
      stage.calm(on('mallory', 'front', 'toVault'))
      const asked = (one: Stage) => one.context<FrontEnd>('front', 'relay').asked.a
      return ways(
        stage,
        (one) => asked(one.deliver('mallory', 'front')),
        (other) => {
          other.act('duplicate mallory front #0')
          return asked(other.deliver('mallory', 'front').deliver('mallory', 'front'))
        },
      )
    },
    is: [2, 0],
  },
  // Two guesses wait for a leader that stood still: which of them comes first in its log?
  'A0 reorder': {
    shows: (profile) => {
      const stage = fleet(profile)
      stage.act('begin mallory')
      stage.calm(on('front', 'a3', 'relayed')).act('pause a3')
      stage.act('begin thief')
      stage.calm().act('resume a3')
      const first = (one: Stage, place: number) => {
        const { body } = one.context<FrontEnd>('front', 'relay').waiting[nodeId('mallory')] as Waiting
        const { session } = body as unknown as { session: string }
        one.act(`deliver front a3 #${place}`)
        return JSON.stringify(replica(one, 'a3').log.entries.at(-1)).includes(session)
      }
      return ways(
        stage,
        (one) => first(one, 0),
        (other) => first(other, 1),
      )
    },
    is: [true, false],
    silent: true,
  },
  'A0 cut': {
    shows: (profile) => reaching(profile, 'cut a3 a1'),
    is: [true, false],
    silent: true,
  },
  'A0 isolate': {
    shows: (profile) =>
      ways(fleet(profile), checked, (stage) => {
        stage.act('isolate a3')
        return checked(stage)
      }),
    is: ['beating', 'standing'],
    silent: true,
  },
  'A0 drift': {
    shows: (profile) => ({
      shown: [firstLeader(profile, {}), firstLeader(profile, { '@a1': 200 })],
      effects: {},
    }),
    is: ['@a3', '@a1'],
    silent: true,
  },
}
