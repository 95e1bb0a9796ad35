/** The kill table (§10.8): hunts put together, by bug and strategy; and which claims it could do without. */
import type { Bug } from '../bugs/bug.ts'
import kills from '../expected/kills.json' with { type: 'json' }
import type { Hunted, HuntTask, Strategy } from './hunt.ts'
import { whyAlive } from './survivors.ts'

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
  /** Of a survivor: what was tried, or that there was nothing to try; null where a hunt killed. */
  readonly why: string | null
}

/** The table as it is committed: `npm run kills` writes it, and nothing else. */
export const COMMITTED_KILLS = kills as readonly unknown[] as readonly MutantRow[]

/** A hunt with its task. */
export interface Ended {
  readonly task: HuntTask
  readonly hunted: Hunted
}

/** The rows of all hunts for bugs, in the order in which bugs and strategies first come. */
export function rowsOf(bugs: readonly Bug[], ended: readonly Ended[]): readonly MutantRow[] {
  const strategies = [...new Set(ended.map(({ task }) => task.strategy))]
  return bugs.flatMap((bug) =>
    strategies.map((strategy) =>
      rowOf(
        bug,
        strategy,
        ended.filter(({ task }) => task.bug === bug.id && task.strategy === strategy),
      ),
    ),
  )
}

function rowOf(bug: Bug, strategy: Strategy, all: readonly Ended[]): MutantRow {
  const { id, breaks } = bug
  // Where there is nothing to look in, nothing was hunted.
  const hunts = all.filter(({ hunted }) => hunted.runs > 0)
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
    why:
      kills.length > 0
        ? null
        : whyAlive(
            bug,
            strategy,
            hunts.map(({ hunted }) => hunted),
          ),
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

/**
 * Claims that some bug needs: they alone fell, in a run that killed it. A bug that no hunt met needs the claim by which the
 * scenario or suite that it names catches it.
 */
export function needed(
  bugs: readonly Pick<Bug, 'id' | 'breaks' | 'shownBy'>[],
  rows: readonly MutantRow[],
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const { id, breaks, killedBy } of rows) {
    if (killedBy.length === 1 && killedBy[0] === breaks) found[breaks] ??= id
  }
  const alive = survivors(rows)
  for (const { id, breaks, shownBy } of bugs) {
    if (shownBy !== undefined && alive.includes(id)) found[breaks] ??= id
  }
  return found
}

/** Of these claims, those that no bug needs: whatever broke them broke another claim too. */
export function redundant(
  claims: readonly string[],
  bugs: Parameters<typeof needed>[0],
  rows: readonly MutantRow[],
): readonly string[] {
  const alone = needed(bugs, rows)
  return claims.filter((claim) => alone[claim] === undefined)
}

/** In what these rows are not as committed, of the rows that there are in both. */
export function rowDifferences(
  rows: readonly MutantRow[],
  committed: readonly MutantRow[],
): readonly string[] {
  return rows.flatMap((row) => {
    const was = committed.find(({ id, strategy }) => id === row.id && strategy === row.strategy)
    if (was === undefined) return [`${row.id} ${row.strategy}: nothing is committed`]
    const fields = (Object.keys(row) as (keyof MutantRow)[]).filter(
      (field) => JSON.stringify(row[field]) !== JSON.stringify(was[field]),
    )
    return fields.length === 0 ? [] : [`${row.id} ${row.strategy}: not as committed in ${fields.join(', ')}`]
  })
}
