/**
 * Watches a run (§10.2): every claim's fold sees every fact that it reads, after each step. The monitor goes on after
 * the first broken claim, so that a report names all that broke. What a fold cannot decide it only collects: the judge
 * that its claim names is asked when the run is over.
 */
import type { Claim, Fact, Setting } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'

/** What became of one claim in one run. */
export interface ClaimReport {
  readonly id: string
  /** Why it is broken and in which step (counted from 0), or null. */
  readonly broken: { readonly why: string; readonly step: number } | null
  /** The first step after which the witness held, or null: the situation never arose. */
  readonly witnessed: number | null
  /** Its claim names a judge, and nobody asked one: neither broken nor kept. */
  readonly unjudged: boolean
}

/**
 * Why an accumulator breaks its claim, or null; undefined: nobody could tell within the judge's budget, which is never a
 * pass. What was broken once stays broken as the run goes on.
 */
export type Judge = (accumulator: unknown, claim: Claim) => string | null | undefined

/** Judges by the name that claims have for them. */
export type Judges = Readonly<Partial<Record<NonNullable<Claim['judge']>, Judge>>>

/** A monitor over some claims. */
export interface Monitor {
  /** Shows the facts of one step. Returns the claims that this step broke. */
  readonly observe: (facts: readonly Fact[]) => readonly string[]
  /** The second phase has run its bound: only now *eventually* claims can be broken (§10.2). */
  readonly finish: () => void
  /** Asks the judges about what was seen so far; `exact`: also after which step it broke, which costs a dozen answers. */
  readonly conclude: (exact?: boolean) => void
  readonly report: () => readonly ClaimReport[]
  /** Another monitor that has seen the same: runs that begin alike need not be watched twice. */
  readonly fork: () => Monitor
}

interface Watched {
  readonly claim: Claim
  accumulator: unknown
  broken: ClaimReport['broken']
  witnessed: number | null
  /** For a judge: what the accumulator was after which step, oldest first. */
  readonly past: { readonly step: number; readonly accumulator: unknown }[]
  judged: boolean
  /** The last step that changed the accumulator. */
  changed: number
}

/** Starts a monitor. A claim whose judge is not given stays unjudged. */
export function createMonitor(claims: readonly Claim[], setting: Setting, judges: Judges = {}): Monitor {
  const watched: Watched[] = claims.map((claim) => ({
    claim,
    accumulator: claim.start(setting),
    broken: null,
    witnessed: null,
    past: [],
    judged: claim.judge === undefined,
    changed: -1,
  }))
  return monitoring(watched, -1, setting, judges)
}

function monitoring(watched: readonly Watched[], last: number, setting: Setting, judges: Judges): Monitor {
  const silent = theirsIn(setting)
  const readers = new Map<Fact['fact'], Watched[]>()
  for (const one of watched) {
    for (const kind of one.claim.reads) readers.set(kind, [...(readers.get(kind) ?? []), one])
  }
  let step = last
  // A step that the world looked up brings the very facts of before. Folds are pure: those whose accumulators have not
  // changed since would make nothing of them again.
  const shown = new WeakMap<readonly Fact[], number>()
  const observe = (facts: readonly Fact[]): readonly string[] => {
    step++
    if (facts.length === 0) return []
    const before = shown.get(facts) ?? -2
    shown.set(facts, step - 1)
    const changed: Watched[] = []
    for (const fact of facts) {
      const theirs = silent.size > 0 && 'node' in fact && silent.has(fact.node)
      for (const one of readers.get(fact.fact) ?? []) {
        if (one.changed <= before || (theirs && one.claim.judge !== 'derivable')) continue
        const next = one.claim.step(one.accumulator, fact)
        if (next === one.accumulator) continue
        one.accumulator = next
        if (one.changed !== step) changed.push(one)
        one.changed = step
      }
    }
    const fell: string[] = []
    for (const one of changed) {
      if (one.claim.judge !== undefined) one.past.push({ step, accumulator: one.accumulator })
      if (look(one, step)) fell.push(one.claim.id)
    }
    return fell
  }
  const finish = () => {
    for (const one of watched) if (one.claim.kind === 'eventually') fall(one, step)
  }
  return {
    observe,
    finish,
    conclude: (exact = false) => {
      for (const one of watched) {
        const judge = one.claim.judge === undefined ? undefined : judges[one.claim.judge]
        if (judge !== undefined) ask(one, judge, exact)
      }
    },
    report: () =>
      watched.map(({ claim, broken, witnessed, judged }) => ({
        ...{ id: claim.id, broken, witnessed, unjudged: !judged },
      })),
    fork: () =>
      monitoring(
        watched.map((one) => ({ ...one, past: [...one.past] })),
        step,
        setting,
        judges,
      ),
  }
}

/** HSMs that are the adversary's: what one says of itself is no fact about an honest one (§10.6); it is knowledge. */
export function theirsIn({ adversary, fleets }: Setting): ReadonlySet<NodeId> {
  const hsms = new Set(Object.values(fleets).flat())
  return new Set((adversary?.owned ?? []).filter((node) => hsms.has(node)))
}

// The last step that changed it, or the first after which it is broken: halving finds that, since it stays broken.
function ask(one: Watched, judge: Judge, exact: boolean): void {
  const { past, claim } = one
  const at = (i: number) => judge((past[i] as Watched['past'][number]).accumulator, claim)
  const last = past.length - 1
  let why = last < 0 ? null : at(last)
  one.judged = why !== undefined
  if (why === null || why === undefined) return
  let [from, to] = [exact ? 0 : last, last]
  while (from < to) {
    const middle = (from + to) >> 1
    const earlier = at(middle)
    if (earlier === null || earlier === undefined) from = middle + 1
    else {
      to = middle
      why = earlier
    }
  }
  one.broken = { why, step: (past[to] as Watched['past'][number]).step }
}

// Returns whether the claim broke just now. What must happen eventually cannot be broken before the end.
function look(one: Watched, step: number): boolean {
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
