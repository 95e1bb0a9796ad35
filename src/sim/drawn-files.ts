/**
 * Backups in a drawn run (§8.4): who holds K backs something up, comes by for it later, and overwrites it. What the
 * cloud provider makes of it is the network's affair (A1).
 */
import { nodeId } from '../../spec/names.ts'
import type { Planned } from './plan.ts'
import type { Random } from './random.ts'
import type { Act } from './setup.ts'

/** Its part of a run: all acts of the users, with backups among them. */
export interface FilesPart {
  readonly acts: readonly Act[]
  readonly planned: readonly Planned[]
}

/** Of a thousand runs, those in which users back something up. */
const BACKS_UP = 400

/** Draws it. */
export function drawFiles(random: Random, acts: readonly Act[]): FilesPart {
  if (!random.chance(BACKS_UP)) return { acts, planned: [] }
  const planned: Planned[] = []
  const all: Act[] = []
  for (const act of acts) {
    all.push(act)
    const follows = act.do === 'enrol' ? 'backUp' : act.do === 'recover' ? 'restore' : null
    if (follows === null || !random.chance(600)) continue
    // Both ways: an old phone looks at its backup, a new one overwrites it.
    const what = random.chance(200) ? (follows === 'backUp' ? 'restore' : 'backUp') : follows
    all.push({ node: act.node, do: what, ...(what === 'backUp' ? { key: `file${all.length}` } : {}) })
    planned.push({ at: random.int(3_000, 27_000), kind: 'begin', nodes: [nodeId(act.node)] })
  }
  return { acts: all, planned }
}
