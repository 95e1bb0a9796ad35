/**
 * The security matrix (§10.9): profile by adversary by claim, from runs that judged every claim at once. A cell says what
 * was seen, never how likely it is that the claim holds.
 */
import type { DecidedCell } from './decided.ts'
import type { Judged, SimRun } from './sim-run.ts'

/**
 * What a cell says. `exhaustive`: the claim is made, and holds in every world of the scopes that name it. `holds`: no run
 * broke it, and its witness occurred. `broken`: some run or search did. `inconclusive`: the claim is made, and the
 * situation that could have broken it never arose. `notFound`: it must be found broken, and was not, or not by the search
 * by which it must. `notClaimed`: nobody claims it, and nothing broke it.
 */
export type CellState = 'exhaustive' | 'holds' | 'broken' | 'inconclusive' | 'notFound' | 'notClaimed'

/** Where a claim broke earliest. */
export interface Break {
  readonly seed: number
  /** The scene that it was, if it was one. */
  readonly scene?: string
  readonly step: number
  readonly why: string
}

/** One cell. */
export interface Cell {
  readonly claim: string
  readonly profile: string
  readonly adversary: string
  readonly state: CellState
  /** Drawn runs and directed scenes; and of these, how many were scenes. */
  readonly runs: number
  readonly scenes: number
  readonly events: number
  /** Runs in which the claim's witness occurred. */
  readonly witnessed: number
  readonly brokenIn: number
  /** How many of these were directed scenes. */
  readonly brokenInScenes: number
  /** The break at the earliest step, or null. */
  readonly shortest: Break | null
  /** The more able adversary under which its situation arose, where under this one it never did. */
  readonly shownUnder?: string
  /** What exhaustive searches decided of it, where some did. */
  readonly decided?: DecidedCell
}

/** What the table of claims says of a cell. */
export interface Said {
  readonly isClaimed: (claim: string, profile: string, adversary: string) => boolean
  readonly mustBreak: (claim: string, profile: string, adversary: string) => boolean
  /** Must a drawn run or an exhaustive search find the break, and no scene that was told for it? */
  readonly bySearch: (claim: string, profile: string, adversary: string) => boolean
}

/** The runs of one pair. */
export interface PairRuns {
  readonly profile: string
  readonly adversary: string
  readonly judged: readonly Judged[]
}

/** The cells of one pair, one for each claim that its runs judged. */
export function cellsOf({ profile, adversary, judged }: PairRuns, said: Said): readonly Cell[] {
  const claims = Object.keys(judged[0]?.run.claims ?? {})
  const events = judged.reduce((sum, { run }) => sum + run.events, 0)
  return claims.map((claim) => {
    const isJudged = ({ claims: states, witnesses }: SimRun) =>
      witnesses[claim] === true && states[claim] !== 'inconclusive'
    const witnessed = judged.filter(({ run }) => isJudged(run)).length
    const breaks = judged.flatMap(({ run }) => breakIn(run, claim)).sort((a, b) => a.step - b.step)
    const brokenInScenes = breaks.filter(({ scene }) => scene !== undefined).length
    const seen = { brokenIn: breaks.length, brokenInScenes, witnessed }
    return {
      ...{ claim, profile, adversary, state: stateOf(claim, profile, adversary, seen, said) },
      ...{ runs: judged.length, scenes: judged.filter(({ run }) => run.scene !== undefined).length },
      ...{ events, ...seen, shortest: breaks[0] ?? null },
    }
  })
}

function stateOf(
  claim: string,
  profile: string,
  adversary: string,
  { brokenIn, brokenInScenes, witnessed }: Pick<Cell, 'brokenIn' | 'brokenInScenes' | 'witnessed'>,
  { isClaimed, mustBreak, bySearch }: Said,
): CellState {
  const isTold = brokenIn > 0 && brokenIn === brokenInScenes && bySearch(claim, profile, adversary)
  if (brokenIn > 0) return isTold ? 'notFound' : 'broken'
  if (isClaimed(claim, profile, adversary)) return witnessed > 0 ? 'holds' : 'inconclusive'
  return mustBreak(claim, profile, adversary) ? 'notFound' : 'notClaimed'
}

/**
 * Settles by inclusion what is inconclusive: whoever is more able can do all that this adversary can, so a claim that
 * held there, with its witness, held against this one too.
 */
export function settled(
  cells: readonly Cell[],
  includes: (adversary: string, other: string) => boolean,
): readonly Cell[] {
  return cells.map((cell) => {
    if (cell.state !== 'inconclusive') return cell
    const abler = cells.find(
      ({ claim, profile, adversary, state, shownUnder }) =>
        claim === cell.claim &&
        profile === cell.profile &&
        state === 'holds' &&
        shownUnder === undefined &&
        adversary !== cell.adversary &&
        includes(adversary, cell.adversary),
    )
    return abler === undefined ? cell : { ...cell, state: 'holds', shownUnder: abler.adversary }
  })
}

/**
 * Cells with what exhaustive searches decided of them. A search that holds outweighs samples in which nothing broke or
 * nothing arose; one that breaks outweighs all, as a run that breaks does. What nobody claims stays so.
 */
export function searched(cells: readonly Cell[], decided: readonly DecidedCell[]): readonly Cell[] {
  return cells.map((cell) => {
    const found = decided.find(
      ({ claim, profile, adversary }) =>
        claim === cell.claim && profile === cell.profile && adversary === cell.adversary,
    )
    if (found === undefined) return cell
    const isOpen = cell.state === 'holds' || cell.state === 'inconclusive'
    const state = found.state === 'broken' || isOpen ? found.state : cell.state
    return { ...cell, state, decided: found }
  })
}

/** Cells with further runs of their columns, which can break a cell and never make one hold. */
export function furtherBroken(cells: readonly Cell[], further: readonly Cell[]): readonly Cell[] {
  return cells.map((cell) => {
    const { claim, profile, adversary, shortest } = cell
    const more = further.find(
      (one) => one.claim === claim && one.profile === profile && one.adversary === adversary,
    )
    if (more === undefined || more.shortest === null) return cell
    const isSooner = shortest === null || more.shortest.step < shortest.step
    return {
      ...cell,
      state: 'broken',
      runs: cell.runs + more.runs,
      events: cell.events + more.events,
      witnessed: cell.witnessed + more.witnessed,
      brokenIn: cell.brokenIn + more.brokenIn,
      brokenInScenes: cell.brokenInScenes + more.brokenInScenes,
      shortest: isSooner ? more.shortest : shortest,
    }
  })
}

const BROKEN = /^broken(?: at step (\d+))?: (.*)$/s

// What shows only when two runs are compared broke at the end.
function breakIn({ seed, scene, events, claims }: SimRun, claim: string): readonly Break[] {
  const found = BROKEN.exec(claims[claim] ?? '')
  if (found === null) return []
  const at = { seed, step: Number(found[1] ?? events - 1), why: found[2] as string }
  return [scene === undefined ? at : { ...at, scene }]
}

/** Cells as they are committed: profile, adversary, claim, state. */
export type Committed = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, CellState>>>>>
>

/** A cell that is not as committed. */
export interface Difference {
  readonly cell: Cell
  readonly committed: CellState | 'absent'
}

/** Every cell whose state is not the committed one; a break that must be found and was not is none that can be committed. */
export function differences(cells: readonly Cell[], committed: Committed): readonly Difference[] {
  return cells.flatMap((cell) => {
    const expected = committed[cell.profile]?.[cell.adversary]?.[cell.claim] ?? 'absent'
    return expected === cell.state && cell.state !== 'notFound' ? [] : [{ cell, committed: expected }]
  })
}
