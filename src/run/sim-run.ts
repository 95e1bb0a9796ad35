/** One seed of `strongroom sim`, judged: what a worker sends back. */

import type { Doors } from '../bugs/doors.ts'
import { isClaimed } from '../expected/cells.ts'
import { courseOfScene } from '../scenes/columns.ts'
import type { Course } from '../scenes/staging.ts'
import type { Adversary } from '../sim/adversary/table.ts'
import { swarm } from '../sim/swarm.ts'
import { formatTrace, type Trace } from '../trace/format.ts'
import { isAccounted, type SecretGuesses } from './guess-account.ts'
import { type RunResult, runSeed } from './judge-run.ts'
import { cellOf, claimsFor } from './judges.ts'
import { pairOf } from './pairs-run.ts'
import type { Statistics } from './statistics.ts'
import { traceOf } from './trace-of.ts'

/** What all runs of one call have in common. */
export interface SimSettings {
  readonly profile: string
  readonly adversary: Adversary
  readonly crypto: 'real' | 'ideal'
  /** Each seed's pair of runs as well: SEC-2 and SEC-3. Ideal cryptography alone. */
  readonly pairs?: boolean
  /** A scene of the matrix in place of what the seed draws; then the seed decides nothing. */
  readonly scene?: string
}

/** Holds, broken, or nothing happened that would show anything. */
export type Verdict = 'holds' | 'broken' | 'inconclusive'

/** One run in the JSON report; its fields are stable. */
export interface SimRun {
  readonly seed: number
  /** The scene that it was, if it was one. */
  readonly scene?: string
  readonly events: number
  readonly ticks: number
  readonly traceHash: string
  readonly verdict: Verdict
  /** `holds`, or where and why it broke. */
  readonly claims: Readonly<Record<string, string>>
  readonly witnesses: Readonly<Record<string, boolean>>
  /** The account of guesses (§4.10), a row for each secret. */
  readonly guesses: readonly SecretGuesses[]
  /** The trace file of a broken run. */
  readonly trace?: string
  /** The page that shows it, at the step that breaks the claim. */
  readonly page?: string
}

/** A run with what is added up over all runs. */
export interface Judged {
  readonly run: SimRun
  readonly statistics: Statistics
  /** The claim that made it a failure, if one did. */
  readonly broke: string | null
}

interface Staged extends Course {
  /** What the times that the setup leaves open come from. */
  readonly seed: string
}

// A drawn run, or a scene.
function courseOf(seed: number, settings: SimSettings): Staged {
  const { profile, adversary, scene } = settings
  if (scene !== undefined) return { ...courseOfScene(scene, profile, adversary), seed: 'scene' }
  return { ...swarm(String(seed), settings), complete: true, seed: String(seed) }
}

/** Runs one seed; `doors` as `doorsFor` makes them. */
export function simulateSeed(seed: number, settings: SimSettings, doors: Doors): Judged {
  const { setup, plan, complete, seed: from } = courseOf(seed, settings)
  const result = runSeed(setup, plan, from, { claims: claimsFor(setup.crypto), doors, complete })
  const { events, ticks, traceHash, witnesses, statistics, guesses } = result
  const pair = settings.pairs === true && setup.crypto === 'ideal' ? pairClaims(seed, settings) : null
  const fell = [...result.broken, ...(pair?.broken ?? [])]
  const { profile, adversary, scene } = settings
  const cells = fell.map(({ id, why }) => cellOf(id, why))
  const broke = cells.find((id) => isClaimed(id, profile, adversary)) ?? null
  const idle = Object.keys(statistics.outcomes).length === 0
  const verdict = broke !== null ? 'broken' : idle ? 'inconclusive' : 'holds'
  return {
    run: {
      ...{ seed, events, ticks, traceHash, verdict, ...(scene === undefined ? {} : { scene }) },
      claims: { ...claimsOf(result), ...pair?.claims },
      witnesses: { ...inCells(witnesses), ...pair?.witnesses },
      guesses,
    },
    statistics,
    broke,
  }
}

function pairClaims(seed: number, { profile, adversary }: SimSettings) {
  const { witnessed, ...found } = pairOf(seed, profile, adversary)
  const ids = ['SEC-2', 'SEC-3'] as const
  return {
    broken: ids.flatMap((id) => (found[id] === null ? [] : [{ id, why: found[id] }])),
    claims: Object.fromEntries(ids.map((id) => [id, found[id] === null ? 'holds' : `broken: ${found[id]}`])),
    witnesses: Object.fromEntries(ids.map((id) => [id, witnessed])),
  }
}

function claimsOf({ broken, witnesses, unjudged }: RunResult): Record<string, string> {
  const claims: Record<string, string> = {}
  for (const id of Object.keys(witnesses)) claims[id] = unjudged.includes(id) ? 'inconclusive' : 'holds'
  const cells: Record<string, string> = inCells(claims)
  for (const { id, why, step } of broken) cells[cellOf(id, why)] = `broken at step ${step}: ${why}`
  return cells
}

// One fold watches SEC-1; its cells are two.
function inCells<T>({ 'SEC-1': both, ...rest }: Readonly<Record<string, T>>): Record<string, T> {
  return both === undefined ? rest : { ...rest, 'SEC-1 code': both, 'SEC-1 password': both }
}

/** The text of a seed's trace file: the run once more, this time with a hash for each step. */
export function traceText(seed: number, settings: SimSettings, doors: Doors, claim?: string): string {
  return formatTrace(traceAgain(seed, settings, doors, claim))
}

function traceAgain(seed: number, settings: SimSettings, doors: Doors, claim?: string): Trace {
  const { setup, plan, complete, seed: from } = courseOf(seed, settings)
  const watch = { claims: claimsFor(setup.crypto), doors, complete, hashes: true }
  return traceOf(runSeed(setup, plan, from, watch), from, claim)
}

/** A run's account of guesses, and the facts that it is made of, one a line: for whoever recomputes it (§4.10). */
export function accounted(
  seed: number,
  settings: SimSettings,
  doors: Doors,
): { readonly facts: string; readonly guesses: readonly SecretGuesses[] } {
  const { setup, plan, complete, seed: from } = courseOf(seed, settings)
  const lines: string[] = []
  const { guesses } = runSeed(setup, plan, from, {
    ...{ claims: [], doors, complete },
    onStep: ({ happened }) => {
      for (const fact of happened.facts) if (isAccounted(fact)) lines.push(JSON.stringify(fact))
    },
  })
  return { facts: `${lines.join('\n')}\n`, guesses }
}

/** The text of a trace file up to the step that breaks a claim: what comes later explains nothing. */
export function breakText(seed: number, settings: SimSettings, claim: string, step: number): string {
  const trace = traceAgain(seed, settings, {}, claim)
  const steps = trace.steps.slice(0, step + 1)
  const complete = steps.length === trace.steps.length
  const hash = steps.at(-1)?.h ?? trace.hash
  return formatTrace({ header: { ...trace.header, complete }, steps, hash })
}

/** The verdict over many runs: inconclusive only if every run was. */
export function overall(runs: readonly { readonly verdict: Verdict }[]): Verdict {
  if (runs.some(({ verdict }) => verdict === 'broken')) return 'broken'
  return runs.every(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'holds'
}
