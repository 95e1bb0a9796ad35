/** Secrecy of a run (§10.5): the folds watch it like any other claim, their judges are asked when it is over. */
import type { Choice, Claim } from '../../spec/boundary.ts'
import type { Evidence } from '../../spec/claims/secrecy.ts'
import { secrecyClaims } from '../../spec/claims/secrecy-list.ts'
import type { Shapes } from '../../spec/claims/shapes.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Doors } from '../bugs/doors.ts'
import { termsOf } from '../crypto/ideal/deduction.ts'
import { createIdealTwin, type IdealTwin } from '../crypto/ideal/twin.ts'
import { judgeSecrecy, type SecrecyVerdict } from '../judge/knowledge.ts'
import { firstDifference } from '../judge/pairs.ts'
import type { Plan } from '../sim/plan.ts'
import type { Setup } from '../sim/setup.ts'
import { type RunResult, runChoices, runSeed } from './judge-run.ts'

/** Claims whose last accumulators can be asked for. */
export interface SecrecyWatch {
  readonly claims: readonly Claim[]
  /** SEC-1 and SEC-4, judged on what was seen so far. */
  readonly verdicts: () => { readonly 'SEC-1': SecrecyVerdict; readonly 'SEC-4': SecrecyVerdict }
  /** SEC-2 and SEC-3: what this run looked like. */
  readonly shapes: () => { readonly 'SEC-2': Shapes; readonly 'SEC-3': Shapes }
}

/** SEC-1 to SEC-5 for one run on this twin; to be watched by the monitor. */
export function watchSecrecy(twin: IdealTwin, adversary: string, owned: readonly NodeId[]): SecrecyWatch {
  const last = new Map<string, unknown>()
  const claims = secrecyClaims(adversary, owned, twin.port).map((claim) => remembered(claim, last))
  const verdict = (id: string) => judgeSecrecy(termsOf(twin.table), last.get(id) as Evidence)
  return {
    claims,
    verdicts: () => ({ 'SEC-1': verdict('SEC-1'), 'SEC-4': verdict('SEC-4') }),
    shapes: () => ({ 'SEC-2': last.get('SEC-2') as Shapes, 'SEC-3': last.get('SEC-3') as Shapes }),
  }
}

function remembered(claim: Claim, last: Map<string, unknown>): Claim {
  const keep = (accumulator: unknown) => {
    last.set(claim.id, accumulator)
    return accumulator
  }
  return {
    ...claim,
    start: (setting) => keep(claim.start(setting)),
    step: (accumulator, fact) => keep(claim.step(accumulator, fact)),
  }
}

/** Two runs of the same choices. Null where they look alike. */
export interface Pair {
  readonly 'SEC-2': string | null
  readonly 'SEC-3': string | null
  readonly one: RunResult
  readonly other: RunResult
}

/** Runs a setup as its plan and seed say, then the other setup by the very same choices, and compares (§10.5). */
export function runPair(setup: Setup, otherSetup: Setup, plan: Plan, seed: string, doors: Doors = {}): Pair {
  const [first, second] = [setup, otherSetup].map(() => {
    const twin = createIdealTwin()
    return { twin, watch: watchSecrecy(twin, 'none', []) }
  }) as [Side, Side]
  const one = runSeed(setup, plan, seed, watching(first, doors))
  const choices: readonly Choice[] = one.choices
  const other = runChoices(otherSetup, choices, watching(second, doors))
  const [left, right] = [first.watch.shapes(), second.watch.shapes()]
  const broken = other.refused === null ? null : `the same choices end early: ${other.refused.why}`
  // Where every host and message looked alike until then, a choice that is missing is the difference.
  const compare = (id: 'SEC-2' | 'SEC-3') =>
    firstDifference(left[id], right[id]) ?? (right[id].until || id === 'SEC-2' ? null : broken)
  return { 'SEC-2': compare('SEC-2'), 'SEC-3': compare('SEC-3'), one, other }
}

interface Side {
  readonly twin: IdealTwin
  readonly watch: SecrecyWatch
}

function watching({ twin, watch }: Side, doors: Doors) {
  return { claims: watch.claims, doors: { ...doors, twin } }
}
