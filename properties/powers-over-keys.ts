/** What can be done with the fleet's keys by who distributes them, who signs them, who runs a fleet (A2, A7, A9). */

import type { Line } from '../src/scenes/staging.ts'
import type { Setup } from '../src/sim/setup.ts'
import { epochOf, type Named, type Rows, type Shown } from './powers-scenes.ts'
import { reach, type Stage } from './powers-stage.ts'

type Keys = NonNullable<Setup['hostile']>['keys']

// One HSM, with another fleet to come; watchers look, phones ask for keys, each by hand.
function keys(
  profile: Named,
  name: string,
  who: string,
  setup: Partial<Setup>,
  rogue = false,
  held: Keys = [],
): Stage {
  const lines: readonly Line[] = [
    [2_000, 'phone2 recover word1'],
    [3_000, 'operator rotate b'],
    ...['phone1', 'phone3'].map((node): Line => [50_000, `${node} enrol word1`]),
    ...['watch1', 'watch2'].map((node): Line => [50_000, `${node} look`]),
  ]
  const isB = name !== 'one fleet'
  return reach(
    `keys ${name} ${JSON.stringify(setup)}`,
    {
      ...{ profile, limit: 3, until: 60_000 },
      fleets: [{ name: 'b', size: 1, ...(rogue ? { rogue: true as const } : {}) }],
      setup: { watchers: 2, adversary: { who, owned: [], holds: held }, ...setup },
      lines: isB ? lines : lines.filter(([, what]) => what !== 'operator rotate b'),
    },
    6_000,
  )
}

const TWO = 'after a rotation'
const ONE = 'one fleet'

function compared(without: Stage, having: Stage, look: (stage: Stage) => unknown): Shown {
  return { shown: [look(without), look(having)], effects: having.effects.value() }
}

// Whoever asks for keys, one after the other.
const asks =
  (...nodes: string[]) =>
  (stage: Stage): void => {
    for (const node of nodes) {
      stage.act(`begin ${node}`)
      stage.calm()
    }
  }

const forges = (profile: Named, trick: 'ownKeys' | 'counterOverContent', held: Keys): Shown => {
  const tricks = (trick_: 'honest' | typeof trick) => ({ hostile: { tricks: [trick_], keys: held } })
  const [without, having] = (['honest', trick] as const).map((one) =>
    keys(profile, ONE, 'A7', tricks(one), false, held),
  )
  return compared(without as Stage, having as Stage, (stage) => {
    asks('phone1')(stage)
    return stage.told('phone1')
  })
}

/** By capability and power. */
export const OVER_KEYS: Rows = {
  'A2 differ': {
    shows: (profile) => {
      const shown = (tricks: readonly ('honest' | 'stale')[]) =>
        keys(profile, TWO, 'A2', { hostile: { tricks, keys: [] } })
      return compared(shown(['honest']), shown(['honest', 'honest', 'stale']), (stage) => {
        asks('phone1', 'phone3')(stage)
        return ['phone1', 'phone3'].map((phone) => epochOf(stage, phone))
      })
    },
    is: [
      [2, 2],
      [2, 1],
    ],
    silent: true,
  },
  'A7 auditor': {
    shows: (profile) => forges(profile, 'ownKeys', ['auditor']),
    is: [['enrolled'], ['untrustedFleet']],
  },
  'A7 operator': {
    shows: (profile) => forges(profile, 'counterOverContent', ['operator']),
    is: [['enrolled'], ['untrustedFleet']],
  },
  'A7 splitView': {
    shows: (profile) => {
      const held = ['auditor'] as const
      const look = (stage: Stage) => {
        asks('watch1', 'watch2')(stage)
        return [...stage.told('watch1'), ...stage.told('watch2')]
      }
      return compared(
        keys(profile, ONE, 'A7', {}, false, held),
        keys(profile, ONE, 'A7', { splitView: true }, false, held),
        look,
      )
    },
    is: [
      ['auditTold', 'auditTold'],
      ['auditTold', 'logAccused', 'auditTold'],
    ],
    silent: true,
  },
  // The first request has the auditor sign, the second one is shown what it signed.
  'A9 plant': {
    shows: (profile) => {
      const shown = (trick: 'honest' | 'planted') =>
        keys(profile, ONE, 'A9', { hostile: { tricks: [trick], keys: ['operator'] } }, false, ['operator'])
      return compared(shown('honest'), shown('planted'), (stage) => {
        asks('phone1', 'phone3')(stage)
        return epochOf(stage, 'phone3')
      })
    },
    is: [1, 2],
  },
  'A9 fleet': {
    shows: (profile) => {
      const at = (name: string) => keys(profile, name, 'A9', {}, true, ['operator'])
      return compared(at(ONE), at(TWO), (stage) => {
        asks('phone1')(stage)
        return [epochOf(stage, 'phone1'), ...stage.told('phone1')]
      })
    },
    is: [
      [1, 'enrolled'],
      [2, 'enrolled'],
    ],
  },
}
