/**
 * Watches a run (§10.2): every claim's fold sees every fact that it reads, after each step. The monitor goes on after
 * the first broken claim, so that a report names all that broke.
 */
import type { Claim, Fact, Setting } from '../../spec/boundary.ts'

/** What became of one claim in one run. */
export interface ClaimReport {
  readonly id: string
  /** Why it is broken and in which step (counted from 0), or null. */
  readonly broken: { readonly why: string; readonly step: number } | null
  /** The first step after which the witness held, or null: the situation never arose. */
  readonly witnessed: number | null
}

/** A monitor over some claims. */
export interface Monitor {
  /** Shows the facts of one step. Returns the claims that this step broke. */
  readonly observe: (facts: readonly Fact[]) => readonly string[]
  /** The second phase has run its bound: only now *eventually* claims can be broken (§10.2). */
  readonly finish: () => void
  readonly report: () => readonly ClaimReport[]
}

interface Watched {
  readonly claim: Claim
  accumulator: unknown
  broken: ClaimReport['broken']
  witnessed: number | null
}

/** Starts a monitor. */
export function createMonitor(claims: readonly Claim[], setting: Setting): Monitor {
  const watched: Watched[] = claims.map((claim) => ({
    claim,
    accumulator: claim.start(setting),
    broken: null,
    witnessed: null,
  }))
  const readers = new Map<Fact['fact'], Watched[]>()
  for (const one of watched) {
    for (const kind of one.claim.reads) readers.set(kind, [...(readers.get(kind) ?? []), one])
  }
  let step = -1
  const observe = (facts: readonly Fact[]): readonly string[] => {
    step++
    const changed = new Set<Watched>()
    for (const fact of facts) {
      for (const one of readers.get(fact.fact) ?? []) {
        const next = one.claim.step(one.accumulator, fact)
        if (next === one.accumulator) continue
        one.accumulator = next
        changed.add(one)
      }
    }
    const fell: string[] = []
    for (const one of changed) if (judge(one, step)) fell.push(one.claim.id)
    return fell
  }
  const finish = () => {
    for (const one of watched) if (one.claim.kind === 'eventually') fall(one, step)
  }
  return {
    observe,
    finish,
    report: () => watched.map(({ claim, broken, witnessed }) => ({ id: claim.id, broken, witnessed })),
  }
}

// Returns whether the claim broke just now. What must happen eventually cannot be broken before the end.
function judge(one: Watched, step: number): boolean {
  if (one.witnessed === null && one.claim.witness(one.accumulator)) one.witnessed = step
  return one.claim.kind !== 'eventually' && fall(one, step)
}

function fall(one: Watched, step: number): boolean {
  if (one.broken !== null) return false
  const why = one.claim.broken(one.accumulator)
  if (why === null) return false
  one.broken = { why, step }
  return true
}
