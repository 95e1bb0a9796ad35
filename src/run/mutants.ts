/** The kill table (§10.8): hunts put together, by bug and strategy; and which claims it could do without. */
import type { Bug } from '../bugs/bug.ts'
import type { Hunted, HuntTask } from './hunt.ts'

/** One row: a bug, under one strategy, from several seeds on. Its fields are stable. */
export interface MutantRow {
  readonly id: string
  readonly breaks: string
  /** Claims that broke in the killing runs; empty for a survivor. */
  readonly killedBy: readonly string[]
  readonly strategy: string
  /** Medians over the hunts that killed; null for a survivor. */
  readonly runsToKill: number | null
  readonly eventsToKill: number | null
  /** 90th percentiles of the same. */
  readonly runsToKill90: number | null
  readonly eventsToKill90: number | null
  readonly hunts: number
  readonly kills: number
  /** Where the first hunt that killed found it: its seed, 0 for a scope or a scene; null for a survivor. */
  readonly seed: number | null
  /** The same in words, with the step at which it was dead: of a scope, the steps of its shortest counterexample. */
  readonly where: string | null
}

/** A hunt with its task. */
export interface Ended {
  readonly task: HuntTask
  readonly hunted: Hunted
}

/** The rows of all hunts for bugs, in the order in which bugs and strategies first come. */
export function rowsOf(bugs: readonly Bug[], ended: readonly Ended[]): readonly MutantRow[] {
  const strategies = [...new Set(ended.map(({ task }) => task.strategy))]
  return bugs.flatMap((bug) =>
    strategies.flatMap((strategy) => {
      const hunts = ended.filter(
        ({ task, hunted }) => task.bug === bug.id && task.strategy === strategy && hunted.runs > 0,
      )
      return hunts.length === 0 ? [] : [rowOf(bug, strategy, hunts)]
    }),
  )
}

function rowOf({ id, breaks }: Bug, strategy: string, hunts: readonly Ended[]): MutantRow {
  const kills = hunts.flatMap(({ hunted }) => (hunted.kill === null ? [] : [hunted]))
  const runs = kills.map((hunted) => hunted.runs)
  const events = kills.map((hunted) => hunted.events)
  return {
    ...{ id, breaks, strategy, hunts: hunts.length, kills: kills.length },
    killedBy: [...new Set(kills.flatMap(({ broken }) => broken))].sort(),
    ...{ runsToKill: percentile(runs, 50), eventsToKill: percentile(events, 50) },
    ...{ runsToKill90: percentile(runs, 90), eventsToKill90: percentile(events, 90) },
    seed: kills[0]?.kill?.seed ?? null,
    where: kills[0]?.kill == null ? null : placeOf(kills[0].kill),
  }
}

function placeOf({ seed, scope, scene, step }: NonNullable<Hunted['kill']>): string {
  const place = scope !== undefined ? `scope ${scope}` : scene !== undefined ? 'its scene' : `seed ${seed}`
  return `${place}, step ${step}`
}

/** The smallest value that is at least as large as `percent` of them; null of none. */
export function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null
}

/** Bugs that no strategy killed. */
export function survivors(rows: readonly MutantRow[]): readonly string[] {
  const killed = new Set(rows.filter(({ kills }) => kills > 0).map(({ id }) => id))
  return [...new Set(rows.map(({ id }) => id))].filter((id) => !killed.has(id))
}

/** Claims that some bug names and that alone fell in a run that killed it, with that bug. */
export function needed(rows: readonly MutantRow[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const { id, breaks, killedBy } of rows) {
    if (killedBy.length === 1 && killedBy[0] === breaks) found[breaks] ??= id
  }
  return found
}

/** Claims of the catalogue that no bug needs: whatever broke them broke another claim too. */
export function redundant(claims: readonly string[], rows: readonly MutantRow[]): readonly string[] {
  const alone = needed(rows)
  return claims.filter((claim) => alone[claim] === undefined)
}
