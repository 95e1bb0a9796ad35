/**
 * Renaming of interned parts, remembered: what a local state, a letter, an inbox or the accumulators become under
 * a renaming of identifiers, as integers. A true renaming: every identifier inside every part is replaced.
 */
import type { Permutation } from '../../spec/names.ts'
import { Pairs } from './pairs.ts'
import { Rewriter } from './rewriter.ts'
import type { Space } from './space.ts'

/** A renaming, numbered: of nodes, of fresh names, or of both. */
interface Renaming {
  readonly rewriter: Rewriter
  /** By place of a node: the place of its new name. */
  readonly places: readonly number[]
}

/** The renamings of one search. Renaming 0 changes nothing. */
export class Renamer<L = unknown> {
  private readonly space: Space<L>
  private readonly renamings: Renaming[] = []
  private readonly ids = new Map<string, number>()
  private readonly locals: readonly Pairs[]
  private readonly letters: readonly Pairs[]
  private readonly inboxes: readonly Pairs[]
  private readonly accumulators = new Pairs()
  private readonly parts: Pairs[] = []
  private readonly factLists = new Pairs()

  constructor(space: Space<L>) {
    this.space = space
    const tables = () => space.model.nodes.map(() => new Pairs())
    this.locals = tables()
    this.letters = tables()
    this.inboxes = tables()
    this.idOf(new Map())
  }

  /** How many distinct renamings there are. */
  get size(): number {
    return this.renamings.length
  }

  /** The number of a renaming. What it does to a node must be a node. */
  idOf(map: Permutation): number {
    const moved = [...map].filter(([from, to]) => from !== to)
    const key = moved.map(([from, to]) => `${from}>${to}`).join(' ')
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const places = this.space.model.nodes.map((node) =>
      this.space.placeOf((map.get(node) ?? node) as typeof node),
    )
    this.renamings.push({ rewriter: new Rewriter(new Map(moved), this.space.model.rewrite), places })
    this.ids.set(key, this.renamings.length - 1)
    return this.renamings.length - 1
  }

  /** By place of a node: where this renaming puts it. */
  placesOf(renaming: number): readonly number[] {
    return this.renamings[renaming]!.places
  }

  /** A value under a renaming; in canonical order, so that machines that walk over keys see no difference. */
  value<T>(value: T, renaming: number): T {
    return this.renamings[renaming]!.rewriter.value(value) as T
  }

  /** The local state that a node's becomes, at the node that it becomes. */
  local(node: number, local: number, renaming: number): number {
    const known = this.locals[node]!.get(local, renaming)
    if (known >= 0) return known
    const { locals } = this.space
    const to = this.placesOf(renaming)[node]!
    const next = locals[to]!.idOf(this.value(locals[node]!.valueOf(local), renaming))
    this.locals[node]!.set(local, renaming, next)
    return next
  }

  /** The letter that a node's becomes. */
  letter(node: number, letter: number, renaming: number): number {
    const known = this.letters[node]!.get(letter, renaming)
    if (known >= 0) return known
    const { letters } = this.space
    const to = this.placesOf(renaming)[node]!
    const next = letters[to]!.idOf(this.value(letters[node]!.valueOf(letter), renaming))
    this.letters[node]!.set(letter, renaming, next)
    return next
  }

  /** The inbox that a node's becomes. */
  inbox(node: number, inbox: number, renaming: number): number {
    if (inbox === 0) return 0
    const known = this.inboxes[node]!.get(inbox, renaming)
    if (known >= 0) return known
    const { inboxes } = this.space
    const to = this.placesOf(renaming)[node]!
    const letters = inboxes[node]!.lettersOf(inbox).map((letter) => this.letter(node, letter, renaming))
    const next = inboxes[to]!.idOf(letters)
    this.inboxes[node]!.set(inbox, renaming, next)
    return next
  }

  /** The accumulators that these become. */
  folded(accumulators: number, renaming: number): number {
    const known = this.accumulators.get(accumulators, renaming)
    if (known >= 0) return known
    const { folds } = this.space
    const next = folds.together(
      folds.partsOf(accumulators).map((part, claim) => this.part(claim, part, renaming)),
    )
    this.accumulators.set(accumulators, renaming, next)
    return next
  }

  private part(claim: number, part: number, renaming: number): number {
    this.parts[claim] ??= new Pairs()
    const known = this.parts[claim]!.get(part, renaming)
    if (known >= 0) return known
    const { folds } = this.space
    const next = folds.partId(claim, this.value(folds.partOf(claim, part), renaming))
    this.parts[claim]!.set(part, renaming, next)
    return next
  }

  /** The facts that these become. */
  facts(facts: number, renaming: number): number {
    if (facts === 0) return 0
    const known = this.factLists.get(facts, renaming)
    if (known >= 0) return known
    const { folds } = this.space
    const next = folds.factsId(this.value(folds.factsOf(facts), renaming))
    this.factLists.set(facts, renaming, next)
    return next
  }

  /** Renames a whole world into `into`, which must be another array. */
  world(slots: Int32Array, renaming: number, into: Int32Array): void {
    const { nodes, accumulators, budget } = this.space
    const places = this.placesOf(renaming)
    for (let node = 0; node < nodes; node++) {
      const to = places[node]!
      into[to] = this.local(node, slots[node]!, renaming)
      into[nodes + to] = this.inbox(node, slots[nodes + node]!, renaming)
    }
    into[accumulators] = this.folded(slots[accumulators]!, renaming)
    into[budget] = slots[budget]!
  }

  /** Bytes held. */
  get bytes(): number {
    const { locals, letters, inboxes, parts } = this
    const tables = [...locals, ...letters, ...inboxes, ...parts, this.accumulators, this.factLists]
    return tables.reduce((sum, { bytes }) => sum + bytes, this.ids.size * 160)
  }
}
