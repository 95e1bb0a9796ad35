/**
 * Claims as part of the world: each claim's accumulator is interned by itself, and all of them together are one
 * integer. So a claim costs a lookup per step, and whether it is broken is asked once per distinct accumulator.
 */
import type { Claim, Fact, Setting } from '../../spec/boundary.ts'
import { Ids } from './ids.ts'
import { unlatched } from './latches.ts'
import { Pairs } from './pairs.ts'

/** Stands for every accumulator in which its claim is broken. */
const FALLEN: unknown = Object.freeze({ broken: true })

/** One claim's accumulators. */
class Fold {
  readonly values = new Ids<unknown>()
  readonly memo = new Pairs()
  /** The accumulator in which the claim is broken; -1: none was met. */
  fallen = -1
  readonly start: unknown
  readonly claim: Claim

  constructor(claim: Claim, setting: Setting) {
    this.claim = claim
    this.start = claim.start(setting)
  }

  // A broken claim stays so, and says why in words, which no renaming reaches: all that is broken counts as one.
  idOf(value: unknown): number {
    if (value !== FALLEN && this.claim.broken(value) === null) {
      return this.values.idOf(unlatched(this.claim, value, this.start))
    }
    this.fallen = this.values.idOf(FALLEN)
    return this.fallen
  }
}

/** The accumulators of the claims under check. */
export class Folds {
  readonly claims: readonly Claim[]
  /** The accumulators at the start, before any fact: as values, and their number. */
  readonly startValues: readonly unknown[]
  readonly start: number
  /** Bit i: the situation that claim i speaks of has arisen somewhere in the search. */
  witnessed = 0
  private readonly folds: readonly Fold[]
  private readonly ids = new Map<string, number>()
  private readonly parts: (readonly number[])[] = []
  private readonly brokenOf: number[] = []
  private readonly facts = new Ids<readonly Fact[]>()
  private readonly memo = new Pairs()
  private readonly reads: ReadonlySet<Fact['fact']>

  /** At most 31 claims: their verdicts are bits of one integer. */
  constructor(claims: readonly Claim[], setting: Setting) {
    if (claims.length > 31) throw new Error(`at most 31 claims at once, not ${claims.length}`)
    this.claims = claims
    this.reads = new Set(claims.flatMap((claim) => claim.reads))
    // List 0 is the empty one: a step without facts that any claim reads.
    this.facts.idOf([])
    this.folds = claims.map((claim) => new Fold(claim, setting))
    this.startValues = this.folds.map(({ start }) => start)
    this.startValues.forEach((value, at) => {
      this.look(at, value)
    })
    this.start = this.accumulatorsId(this.startValues)
  }

  /** How many distinct accumulators there are, those of all claims together counted as one. */
  get size(): number {
    return this.parts.length
  }

  /** Does any claim look at this kind of fact? */
  isRead(fact: Fact['fact']): boolean {
    return this.reads.has(fact)
  }

  /** The number of a step's facts, those that no claim reads left out; 0: none. */
  factsId(facts: readonly Fact[]): number {
    const read = facts.filter((fact) => this.reads.has(fact.fact))
    return read.length === 0 ? 0 : this.facts.idOf(read)
  }

  /** The facts with this number. */
  factsOf(facts: number): readonly Fact[] {
    return this.facts.valueOf(facts)
  }

  /** The accumulators after these facts. To be asked of steps that are taken only: it notes witnesses. */
  step(accumulators: number, facts: number): number {
    const known = this.memo.get(accumulators, facts)
    if (known >= 0) return known
    const before = this.partsOf(accumulators)
    const next = this.together(before.map((part, claim) => this.stepOne(claim, part, facts)))
    this.memo.set(accumulators, facts, next)
    return next
  }

  /** One claim's accumulator after one fact, as a value; a fact that it does not read changes nothing. */
  after(claim: number, value: unknown, fact: Fact): unknown {
    const it = this.claims[claim]!
    return it.reads.includes(fact.fact) ? it.step(value, fact) : value
  }

  /** The number of these accumulators, one per claim. */
  accumulatorsId(values: readonly unknown[]): number {
    return this.together(values.map((value, claim) => this.partId(claim, value)))
  }

  /** The number of one claim's accumulator among its own. */
  partId(claim: number, value: unknown): number {
    return this.folds[claim]!.idOf(value)
  }

  /** The number of accumulators whose own numbers are these. */
  together(parts: readonly number[]): number {
    const key = parts.join()
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const id = this.parts.push(parts) - 1
    this.ids.set(key, id)
    this.brokenOf.push(
      parts.reduce((set, part, claim) => (this.folds[claim]!.fallen === part ? set | (1 << claim) : set), 0),
    )
    return id
  }

  /** By claim: the number of its own accumulator. */
  partsOf(accumulators: number): readonly number[] {
    return this.parts[accumulators]!
  }

  /** One claim's accumulator. */
  partOf(claim: number, part: number): unknown {
    return this.folds[claim]!.values.valueOf(part)
  }

  /** The accumulators with this number. */
  valueOf(accumulators: number): readonly unknown[] {
    return this.partsOf(accumulators).map((part, claim) => this.partOf(claim, part))
  }

  /** Bit i: claim i is broken here. */
  broken(accumulators: number): number {
    return this.brokenOf[accumulators]!
  }

  /** Bytes held, interned objects and keys estimated. */
  get bytes(): number {
    const own = this.memo.bytes + this.facts.bytes + this.parts.length * (160 + 20 * this.claims.length)
    return this.folds.reduce((sum, { memo, values }) => sum + memo.bytes + values.bytes, own)
  }

  private stepOne(claim: number, part: number, facts: number): number {
    const { values, memo, fallen } = this.folds[claim]!
    if (part === fallen) return part
    const known = memo.get(part, facts)
    if (known >= 0) return known
    let value = values.valueOf(part)
    for (const fact of this.factsOf(facts)) {
      value = this.after(claim, value, fact)
      this.look(claim, value)
    }
    const next = this.partId(claim, value)
    memo.set(part, facts, next)
    return next
  }

  private look(claim: number, value: unknown): void {
    if (this.claims[claim]!.witness(value)) this.witnessed |= 1 << claim
  }
}
