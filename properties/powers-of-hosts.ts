/** What a host of HSMs can do (A3). */
import { type Shapes, sec3 } from '../spec/claims/shapes.ts'
import { fleet, length, type Named, type Rows, reaching, type Shown, ways } from './powers-scenes.ts'
import type { Stage } from './powers-stage.ts'

const restarted = (stage: Stage, ...lines: string[]) => {
  for (const line of ['crash a1', ...lines, 'boot a1']) stage.act(line)
  return length(stage, 'a1')
}

// Copies are as many entries short as there were writes since.
const back = (profile: Named, ...lines: string[]): Shown => {
  const full = length(fleet(profile), 'a1')
  const short = (stage: Stage, ...more: string[]) => restarted(stage, ...more) < full
  return ways(
    fleet(profile),
    (one) => short(one),
    (other) => short(other, ...lines),
  )
}

const instances = (stage: Stage, ...lines: string[]) => {
  for (const line of lines) stage.act(line)
  return length(stage, 'a1') === length(stage, 'a3')
}

/** By capability and power. */
export const OF_HOSTS: Rows = {
  'A3 rollback': { shows: (profile) => back(profile, 'rollback a1 #2'), is: [false, true] },
  'A3 tear': { shows: (profile) => back(profile, 'tear a1'), is: [false, true] },
  'A3 clone': {
    shows: (profile) => ways(fleet(profile), instances, (other) => instances(other, 'clone a1 #2')),
    is: [true, false],
  },
  'A3 swap': {
    shows: (profile) => {
      const stage = fleet(profile)
      stage.act('clone a1 #2')
      return ways(stage, instances, (other) => instances(other, 'swap a1'))
    },
    is: [false, true],
  },
  // Both others have lost power; the leader counts on one that it hears again.
  'A3 echo': {
    shows: (profile) => {
      const stage = fleet(profile)
      for (const line of ['crash a1', 'crash a2']) stage.act(line)
      stage.ring('a3', 'quorumCheck')
      const leads = (one: Stage) => one.ring('a3', 'quorumCheck').state('a3', 'consensus')
      return ways(stage, leads, (other) => {
        other.act('echo a1 a3 #0')
        return leads(other.deliver('a1', 'a3'))
      })
    },
    is: ['standing', 'beating'],
  },
  'A3 schedule': {
    shows: (profile) => reaching(profile, 'pause a1'),
    is: [true, false],
    silent: true,
  },
  'A3 watch': {
    shows: (profile) => {
      const sees = (stage: Stage) => {
        const claim = sec3(stage.built.twin.port)
        const read = stage.happened().filter(({ fact }) => claim.reads.includes(fact))
        const start = claim.start(stage.built.setting)
        const { lines } = read.reduce((at, fact) => claim.step(at, fact), start) as Shapes
        return lines.some((line) => line.startsWith('@a1 '))
      }
      return ways(fleet(profile), sees, (other) => {
        other.act('begin phone2')
        return sees(other.calm())
      })
    },
    is: [false, true],
    silent: true,
  },
}
