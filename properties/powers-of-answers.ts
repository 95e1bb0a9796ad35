/** What a malicious replica can answer to clients in the place of the HSM that was asked (A6). */
import { nodeId } from '../spec/names.ts'
import { forgeries } from '../src/sim/adversary/attack-choices.ts'
import type { Lie } from '../src/sim/adversary/lies.ts'
import { fleet, type Named, type Rows, remaining, type Shown, ways } from './powers-scenes.ts'
import { on, type Stage } from './powers-stage.ts'

// A request of this user is at the leader's door, and it is one that this lie answers.
function requested(profile: Named, user: string, lie: Lie): Stage | null {
  const stage = fleet(profile)
  stage.act(`begin ${user}`)
  for (;;) {
    stage.calm(on('front', 'a3', 'relayed'))
    if (!stage.world.flights.some(on('front', 'a3', 'relayed'))) return null
    const { scenario } = stage.built.simulation
    const newest = forgeries(scenario, stage.world, nodeId('a2'), nodeId('front')).map((told) => told.lie)
    // To a guess there are two answers, to all else one.
    if (newest.slice(newest.at(-2) === 'free' ? -2 : -1).includes(lie)) return stage
    stage.deliver('front', 'a3')
  }
}

// Another HSM answers than the one that was asked, and of things that never happened.
const answered =
  (user: string, lie: Lie, look: (stage: Stage) => unknown) =>
  (profile: Named): Shown => {
    const stage = requested(profile, user, lie)
    if (stage === null) return { shown: ['no such request', 'no such request'], effects: {} }
    return ways(stage, look, (other) => look(other.lie('a2', 'front', lie, -1).deliver('front', user)))
  }

/** By capability and power. */
export const OF_ANSWERS: Rows = {
  // The phone goes on with an evaluation, and the record has as many guesses as before.
  'A6 free': {
    shows: answered('phone2', 'free', (stage) => [stage.state('phone2', 'recovery'), remaining(stage, 'a3')]),
    is: [
      ['asking', 2],
      ['finishing', 2],
    ],
  },
  'A6 refusal': {
    shows: answered('phone2', 'refusal', (stage) => stage.state('phone2', 'recovery')),
    is: ['asking', 'idle'],
    hardened: ['asking', 'decoying'],
  },
  'A6 stored': {
    shows: answered('phone3', 'stored', (stage) => stage.state('phone3', 'enrollment')),
    is: ['storing', 'idle'],
    hardened: ['storing', 'confirming'],
  },
  'A6 confirmed': {
    shows: answered('phone3', 'confirmed', (stage) => stage.told('phone3')),
    is: ['no such request', 'no such request'],
    hardened: [[], ['enrolled']],
  },
  'A6 wrong': {
    shows: answered('phone2', 'wrong', (stage) => stage.told('phone2')),
    is: [[], ['unavailable']],
  },
  'A6 erased': {
    shows: answered('phone1', 'erased', (stage) => [stage.told('phone1'), remaining(stage, 'a3')]),
    is: [
      [[], 2],
      [['deleted'], 2],
    ],
    hardened: [
      [[], 3],
      [['deleted'], 3],
    ],
  },
}
