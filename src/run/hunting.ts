/** Every way of looking for a seeded bug (§10.8). */
import { type Hunted, type HuntTask, hunt } from './hunt.ts'
import { huntInScenes } from './hunt-scenes.ts'
import { searchScopes } from './hunt-scopes.ts'

/** Hunts one bug, by the strategy that the task names. */
export function huntBy(task: HuntTask): Hunted {
  switch (task.strategy) {
    case 'exhaustive':
    case 'symmetry':
      return searchScopes(task)
    case 'scene':
      return huntInScenes(task)
    default:
      return hunt({ ...task, strategy: task.strategy })
  }
}
