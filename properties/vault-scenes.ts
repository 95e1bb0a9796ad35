/** Scenes around one vault, played: for the suites of §3, §4, §6 and their seeded bugs. */
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import type { Doors } from '../src/bugs/doors.ts'
import { type RunResult, runSeed } from '../src/run/judge-run.ts'
import { type Scene, staged } from '../src/scenes/staging.ts'

/** The claims that scenes are about. */
export const VAULT_CLAIMS = CATALOGUE.filter(({ id }) => /^(ENR|REC|ATT|SEC)/.test(id))

/** Ticks after the last line of a scene in which it comes to its end. */
const ENDS_TICKS = 4_000

/** Plays a scene, not much longer than something happens in it. */
export function play(scene: Scene, doors: Doors = {}, claims = VAULT_CLAIMS): RunResult {
  const last = Math.max(...scene.lines.map(([at]) => at))
  const { setup, plan, complete } = staged({ until: last + ENDS_TICKS, ...scene })
  return runSeed(setup, plan, 'scene', { claims, doors, complete })
}
