/** A hunt in scenes (§10.8): the one in which a bug was told to show; honest code in all of its profile and adversary. */
import { BUGS, bugNamed } from '../bugs/catalogue.ts'
import type { Doors } from '../bugs/doors.ts'
import { isClaimed } from '../expected/cells.ts'
import { SCENES } from '../scenes/bugs.ts'
import { type Course, staged } from '../scenes/staging.ts'
import { generate } from '../sim/generator.ts'
import { type Followed, follow, type Hunted, type HuntTask, killsOf, type Run } from './hunt.ts'
import { cellOf } from './judges.ts'
import { runPair } from './secrecy.ts'
import { buildWorld } from './world.ts'

const SEED = 'scene'

/** Plays it. */
export function huntInScenes({ bug: id, profile, adversary }: HuntTask): Hunted {
  const ids = id === null ? sharing(profile, adversary) : [id]
  let events = 0
  let runs = 0
  for (const one of ids) {
    const staging = SCENES[one]
    if (staging === undefined) continue
    const { scene, other } = staging
    const [course, second] = [staged(scene), staged(other ?? scene)]
    const bug = id === null ? null : bugNamed(id)
    const found =
      other === undefined
        ? follow(runOf(course, bug ?? {}), killsOf(bug, profile, adversary))
        : compared(course, second, bug ?? {}, (claim) =>
            bug === null ? isClaimed(cellOf(claim, ''), profile, adversary) : claim === bug.breaks,
          )
    runs++
    events += found.events
    if (found.killed)
      return {
        ...{ runs, events, kill: { seed: 0, step: found.events - 1, scene: one } },
        ...{ broken: found.broken, cut: 0 },
      }
  }
  return { runs, events, kill: null, broken: [], cut: 0 }
}

function sharing(profile: string, adversary: string): readonly string[] {
  return BUGS.filter((bug) => bug.profile === profile && bug.adversary === adversary).map(({ id }) => id)
}

/** The run of a scene, of the one that is not compared with another. */
export function runOfScene(id: string, doors: Doors): Run {
  const { scene } = SCENES[id] as (typeof SCENES)[string]
  return runOf(staged(scene), doors)
}

function runOf({ setup, plan, complete }: Course, doors: Doors): Run {
  const built = buildWorld(setup, doors)
  return { setup, built, steps: generate(built.simulation, plan, SEED), complete }
}

function compared(one: Course, other: Course, doors: Doors, kills: (claim: string) => boolean): Followed {
  const pair = runPair(one.setup, other.setup, one.plan, SEED, doors)
  const broken = (['SEC-2', 'SEC-3'] as const).filter((id) => pair[id] !== null)
  return { events: pair.one.events + pair.other.events, killed: broken.some(kills), broken }
}
