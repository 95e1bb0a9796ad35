/** The kill table (§10.8) as a review shows it: a row for each bug, and how many of them each cell's budget would have killed. */
import type { Bug } from '../bugs/bug.ts'
import { BUGS } from '../bugs/catalogue.ts'
import { TAKES } from '../expected/takes.ts'
import { includes } from '../sim/adversary/table.ts'
import type { Cell } from './matrix.ts'
import type { MutantRow } from './mutants.ts'

/** A bug with what became of it by each strategy that was tried. */
export interface BugRow extends Pick<Bug, 'id' | 'breaks' | 'profile' | 'adversary' | 'story' | 'shownBy'> {
  /** What it takes to show: the argument of a strategy by which it survives. */
  readonly takes: string
  readonly byStrategy: readonly MutantRow[]
}

/** The bugs in the catalogue's order; rows of bugs that this build does not have are left out. */
export function bugRows(kills: readonly MutantRow[]): readonly BugRow[] {
  return BUGS.map(({ id, breaks, profile, adversary, story, shownBy }) => ({
    ...{ id, breaks, profile, adversary, story, takes: TAKES[id] ?? '' },
    ...(shownBy === undefined ? {} : { shownBy }),
    byStrategy: kills.filter((row) => row.id === id),
  }))
}

/** Of how many seeded bugs, how many. */
export interface Killed {
  readonly of: number
  readonly killed: number
}

/**
 * The bugs that break this cell's claim and need no more than its adversary, in whichever profile they were seeded; and how
 * many of them drawn runs, as the matrix draws them, killed with no more than the cell has: in most of their hunts, of which
 * the median counts. A count: says what this many runs did notice, and nothing of how likely the claim holds.
 */
export function bugsAgainst({ claim, adversary, runs, scenes }: Cell, rows: readonly BugRow[]): Killed {
  const against = rows.filter(
    ({ breaks, adversary: needs }) =>
      (breaks === claim || claim.startsWith(`${breaks} `)) && includes(adversary, needs),
  )
  const killed = against.filter(({ byStrategy }) =>
    byStrategy.some(
      ({ strategy, kills, hunts, runsToKill }) =>
        strategy === 'swarm' && 2 * kills > hunts && runsToKill !== null && runsToKill <= runs - scenes,
    ),
  )
  return { of: against.length, killed: killed.length }
}
