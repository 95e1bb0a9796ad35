/**
 * Claims as part of the world: the accumulators of all claims together are one interned integer, so a claim
 * costs a lookup per step, and whether it is broken is asked once per distinct accumulator.
 */
import type { Claim, Fact, Setting } from '../../spec/boundary.ts'
import { Ids } from './ids.ts'
import { Ints, Pairs } from './pairs.ts'

/** The accumulators of the claims under check. */
export class Folds {
  readonly claims: readonly Claim[]
  /** The accumulators at the start, before any fact: as values, and their number. */
  readonly startValues: readonly unknown[]
  readonly start: number
  private readonly accumulators = new Ids<readonly unknown[]>()
  private readonly facts = new Ids<readonly Fact[]>()
  private readonly memo = new Pairs()
  private readonly brokenOf = new Ints()
  private readonly witnessOf = new Ints()
  private readonly reads: ReadonlySet<Fact['fact']>

  /** At most 31 claims: their verdicts are bits of one integer. */
  constructor(claims: readonly Claim[], setting: Setting) {
    if (claims.length > 31) throw new Error(`at most 31 claims at once, not ${claims.length}`)
    this.claims = claims
    this.reads = new Set(claims.flatMap((claim) => claim.reads))
    // List 0 is the empty one: a step without facts that any claim reads.
    this.facts.idOf([])
    this.startValues = claims.map((claim) => claim.start(setting))
    this.start = this.accumulatorsId(this.startValues)
  }

  /** How many distinct accumulators there are. */
  get size(): number {
    return this.accumulators.size
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

  /** The accumulators after these facts. */
  step(accumulators: number, facts: number): number {
    const known = this.memo.get(accumulators, facts)
    if (known >= 0) return known
    const before = this.accumulators.valueOf(accumulators)
    const after = this.claims.map((claim, at) =>
      this.facts
        .valueOf(facts)
        .reduce(
          (folded, fact) => (claim.reads.includes(fact.fact) ? claim.step(folded, fact) : folded),
          before[at],
        ),
    )
    const next = this.accumulatorsId(after)
    this.memo.set(accumulators, facts, next)
    return next
  }

  /** The number of these accumulators, one per claim. */
  accumulatorsId(values: readonly unknown[]): number {
    const id = this.accumulators.idOf(values)
    if (id < this.brokenOf.length) return id
    const own = this.accumulators.valueOf(id)
    this.brokenOf.push(bits(this.claims, (claim, at) => claim.broken(own[at]) !== null))
    this.witnessOf.push(bits(this.claims, (claim, at) => claim.witness(own[at])))
    return id
  }

  /** The accumulators with this number. */
  valueOf(accumulators: number): readonly unknown[] {
    return this.accumulators.valueOf(accumulators)
  }

  /** Bit i: claim i is broken here. */
  broken(accumulators: number): number {
    return this.brokenOf.at[accumulators] as number
  }

  /** Bit i: the situation that claim i speaks of has arisen. */
  witnessed(accumulators: number): number {
    return this.witnessOf.at[accumulators] as number
  }

  /** Bytes held by the memo. */
  get bytes(): number {
    return this.memo.bytes + this.brokenOf.bytes + this.witnessOf.bytes
  }
}

function bits(claims: readonly Claim[], holds: (claim: Claim, at: number) => boolean): number {
  return claims.reduce((set, claim, at) => (holds(claim, at) ? set | (1 << at) : set), 0)
}
