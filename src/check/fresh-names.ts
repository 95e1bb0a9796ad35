/**
 * Fresh names (`~`, spec/names.ts): a world does not depend on how they are spelled, only on which are equal. Here
 * each world's are numbered by first appearance, so that which draw came first, and which are long dead, makes no
 * other state. Where two messages differ in nothing but such names, their order may stay undecided: that costs
 * states, never a verdict.
 */
import { NameWalk } from './name-walk.ts'
import type { Renamer } from './renamer.ts'
import type { Space } from './space.ts'

interface Table {
  readonly size: number
  valueOf(id: number): unknown
}

const NONE: readonly number[] = []

/** The names of one search. */
export class FreshNames<L = unknown> {
  private readonly space: Space<L>
  private readonly renamer: Renamer<L>
  private readonly ids = new Map<string, number>()
  private readonly texts: string[] = []
  /** By name: the number that it was given; -1: none yet. */
  private readonly numbers: number[] = []
  private readonly inLocal: (readonly number[] | undefined)[][]
  private readonly inInbox: (readonly number[] | undefined)[][]
  private readonly inAccumulators: (readonly number[] | undefined)[] = []
  private readonly inParts: (readonly number[] | undefined)[][] = []
  private readonly lookedAt: number[] = []
  private arisen = false
  private readonly seen: number[] = []
  private readonly walk: NameWalk
  private readonly scratch: Int32Array

  constructor(space: Space<L>, renamer: Renamer<L>) {
    this.space = space
    this.renamer = renamer
    this.inLocal = space.locals.map(() => [])
    this.inInbox = space.locals.map(() => [])
    this.walk = new NameWalk(space.model.rewrite)
    this.scratch = new Int32Array(space.slots)
  }

  /** Has any part of any world a fresh name in it? Looks at what was interned since it was asked last. */
  get isNeeded(): boolean {
    const { locals, letters, folds } = this.space
    if (this.arisen) return true
    const tables: readonly Table[] = [...locals, ...letters, folds]
    this.arisen = tables.some((table, at) => {
      const from = this.lookedAt[at] ?? 0
      this.lookedAt[at] = table.size
      for (let id = from; id < table.size; id++) if (this.namesOf(table.valueOf(id)).length > 0) return true
      return false
    })
    return this.arisen
  }

  /** Gives the names of a world their canonical numbers, in place. */
  settle(slots: Int32Array): void {
    if (this.inOrder(slots)) return
    const map = new Map(
      this.seen.map((name, number) => [this.texts[name]!, numberedName(this.texts[name]!, number)]),
    )
    this.renamer.world(slots, this.renamer.idOf(map), this.scratch)
    slots.set(this.scratch)
  }

  /** Bytes held, those of the renamer included; interned keys estimated. */
  get bytes(): number {
    const lists = [...this.inLocal, ...this.inInbox, this.inAccumulators, ...this.inParts]
    const known = lists.reduce((sum, list) => sum + (list?.length ?? 0), 0)
    return this.renamer.bytes + known * 8 + this.ids.size * 200
  }

  // Lists the names by first appearance in `seen`; are they numbered so already?
  private inOrder(slots: Int32Array): boolean {
    const { space, seen, numbers } = this
    const { nodes } = space
    seen.length = 0
    let settled = true
    for (let part = 0; part <= 2 * nodes; part++) {
      for (const name of this.namesIn(part, slots[part]!)) {
        if (seen.includes(name)) continue
        settled &&= numbers[name] === seen.length
        seen.push(name)
      }
    }
    return settled
  }

  private namesIn(slot: number, id: number): readonly number[] {
    const { space } = this
    const { nodes } = space
    if (slot < nodes) {
      this.inLocal[slot]![id] ??= this.namesOf(space.locals[slot]!.valueOf(id))
      return this.inLocal[slot]![id]!
    }
    if (slot === space.accumulators) {
      this.inAccumulators[id] ??= space.folds
        .partsOf(id)
        .flatMap((part, claim) => this.namesInPart(claim, part))
      return this.inAccumulators[id]!
    }
    if (id === 0) return NONE
    this.inInbox[slot - nodes]![id] ??= this.namesOfInbox(slot - nodes, id)
    return this.inInbox[slot - nodes]![id]!
  }

  private namesInPart(claim: number, part: number): readonly number[] {
    this.inParts[claim] ??= []
    const known = this.inParts[claim]!
    known[part] ??= this.namesOf(this.space.folds.partOf(claim, part))
    return known[part]!
  }

  // Letters in an order that does not depend on how their names are spelled.
  private namesOfInbox(node: number, inbox: number): readonly number[] {
    const { letters, inboxes, model } = this.space
    const values = inboxes[node]!.lettersOf(inbox).map((letter) => letters[node]!.valueOf(letter))
    if (model.order === 'ordered') return this.namesOf(values)
    return this.namesOf(this.walk.inOrder(values))
  }

  private namesOf(value: unknown): readonly number[] {
    const names = this.walk.namesIn(value)
    return names.length === 0 ? NONE : names.map((name) => this.idOf(name))
  }

  private idOf(text: string): number {
    const known = this.ids.get(text)
    if (known !== undefined) return known
    const id = this.texts.push(text) - 1
    this.ids.set(text, id)
    this.numbers.push(isNumbered(text) ? Number.parseInt(text.slice(1), 10) : -1)
    return id
  }
}

/** Is this fresh name spelled as a number already? */
export function isNumbered(name: string): boolean {
  return /^~\d+:/.test(name)
}

/** A fresh name spelled as a number; its length in bytes, behind the last colon, stays. */
export function numberedName(name: string, number: number): string {
  return `~${number}${name.slice(name.lastIndexOf(':'))}`
}
