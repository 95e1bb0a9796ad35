/**
 * Fresh names (`~`, spec/names.ts): a world does not depend on how they are spelled, only on which are equal. Here
 * each world's are numbered by first appearance, so that which draw came first, and which are long dead, makes no
 * other state. Where parts differ in nothing but such names, all of the world decides which comes first (name-orders.ts),
 * so that the numbered world is the same whoever drew them.
 */
import { type Bag, NameOrders } from './name-orders.ts'
import { NameWalk } from './name-walk.ts'
import type { Renamer } from './renamer.ts'
import { isLess, type Space } from './space.ts'

interface Table {
  readonly size: number
  valueOf(id: number): unknown
}

/** The names of a part of the world. */
interface Names {
  readonly names: readonly number[]
  /** Are they in an order that does not depend on how they are spelled? */
  readonly isDecided: boolean
}
const NONE: Names = { names: [], isDecided: true }

/** The names of one search. */
export class FreshNames<L = unknown> {
  private readonly space: Space<L>
  private readonly renamer: Renamer<L>
  private readonly ids = new Map<string, number>()
  private readonly texts: string[] = []
  /** By name: the number that it was given; -1: none yet. */
  private readonly numbers: number[] = []
  /** By name: its place in `seen`, if it is there. */
  private readonly place: number[] = []
  private readonly inLocal: (Names | undefined)[][]
  private readonly inInbox: (Names | undefined)[][]
  private readonly inAccumulators: (Names | undefined)[] = []
  private readonly inParts: (Names | undefined)[][] = []
  private readonly lookedAt: number[] = []
  private arisen = false
  private readonly seen: number[] = []
  private open: number[] = []
  private readonly walk: NameWalk
  private readonly orders: NameOrders
  private readonly scratch: Int32Array
  private readonly least: Int32Array

  constructor(space: Space<L>, renamer: Renamer<L>) {
    this.space = space
    this.renamer = renamer
    this.inLocal = space.locals.map(() => [])
    this.inInbox = space.locals.map(() => [])
    this.walk = new NameWalk(space.model.rewrite)
    this.orders = new NameOrders(this.walk)
    this.scratch = new Int32Array(space.slots)
    this.least = new Int32Array(space.slots)
  }

  /** Has any part of any world a fresh name in it? Looks at what was interned since it was asked last. */
  get isNeeded(): boolean {
    const { locals, letters, folds } = this.space
    if (this.arisen) return true
    const tables: readonly Table[] = [...locals, ...letters, folds]
    this.arisen = tables.some((table, at) => {
      const from = this.lookedAt[at] ?? 0
      this.lookedAt[at] = table.size
      for (let id = from; id < table.size; id++)
        if (this.namesOf(table.valueOf(id)).names.length > 0) return true
      return false
    })
    return this.arisen
  }

  /** Gives the names of a world their canonical numbers, in place. */
  settle(slots: Int32Array): void {
    const settled = this.inOrder(slots)
    if (this.open.length > 0) this.settleOpen(slots)
    else if (!settled) {
      this.numbered(
        slots,
        this.seen.map((name) => this.texts[name]!),
        this.scratch,
      )
      slots.set(this.scratch)
    }
  }

  /** Bytes held, those of the renamer included; interned keys estimated. */
  get bytes(): number {
    const lists = [...this.inLocal, ...this.inInbox, this.inAccumulators, ...this.inParts]
    const known = lists.reduce((sum, list) => sum + (list?.length ?? 0), 0)
    return this.renamer.bytes + known * 8 + this.ids.size * 200
  }

  // Of all orders in which the names may come, the one with the least world. What is decided comes first: it may decide
  // the rest.
  private settleOpen(slots: Int32Array): void {
    const { seen, texts, orders, scratch, least } = this
    const decided = seen.map((name) => texts[name]!)
    const bags = this.open.map((slot) => this.bagOf(slot, slots[slot]!))
    let isFirst = true
    orders.each(decided, bags, (names) => {
      this.numbered(slots, names, scratch)
      if (isFirst || isLess(scratch, least)) least.set(scratch)
      isFirst = false
    })
    slots.set(least)
  }

  private numbered(slots: Int32Array, names: readonly string[], into: Int32Array): void {
    const map = new Map(names.map((name, number) => [name, numberedName(name, number)]))
    this.renamer.world(slots, this.renamer.idOf(map), into)
  }

  // Lists the names of what is decided in `seen`, by first appearance; in `open`, what is not and has others. Are the
  // former numbered so?
  private inOrder(slots: Int32Array): boolean {
    const { space, seen, open, numbers, place } = this
    const { nodes } = space
    seen.length = 0
    open.length = 0
    let settled = true
    for (let slot = 0; slot <= 2 * nodes; slot++) {
      const { names, isDecided } = this.namesIn(slot, slots[slot]!)
      if (!isDecided) open.push(slot)
      else {
        for (const name of names) {
          if (seen[place[name]!] === name) continue
          settled &&= numbers[name] === seen.length
          place[name] = seen.length
          seen.push(name)
        }
      }
    }
    if (open.length === 0) return settled
    this.open = open.filter((slot) =>
      this.namesIn(slot, slots[slot]!).names.some((name) => seen[place[name]!] !== name),
    )
    return settled
  }

  private namesIn(slot: number, id: number): Names {
    const { space } = this
    const { nodes } = space
    if (slot < nodes) {
      this.inLocal[slot]![id] ??= this.namesOf(space.locals[slot]!.valueOf(id))
      return this.inLocal[slot]![id]!
    }
    if (slot === space.accumulators) {
      this.inAccumulators[id] ??= together(
        space.folds.partsOf(id).map((part, claim) => this.namesInPart(claim, part)),
      )
      return this.inAccumulators[id]!
    }
    if (id === 0) return NONE
    this.inInbox[slot - nodes]![id] ??= this.namesOfInbox(slot - nodes, id)
    return this.inInbox[slot - nodes]![id]!
  }

  private namesInPart(claim: number, part: number): Names {
    this.inParts[claim] ??= []
    this.inParts[claim]![part] ??= this.namesOf(this.space.folds.partOf(claim, part))
    return this.inParts[claim]![part]!
  }

  // Letters in an order that does not depend on how their names are spelled.
  private namesOfInbox(node: number, inbox: number): Names {
    const letters = this.lettersIn(node, inbox)
    if (this.space.model.order === 'ordered') return together(letters.map((letter) => this.namesOf(letter)))
    const all = together(this.walk.inOrder(letters).map((letter) => this.namesOf(letter)))
    return letters.length > 1 && this.walk.hasTies(letters) ? { ...all, isDecided: false } : all
  }

  private lettersIn(node: number, inbox: number): readonly unknown[] {
    const { letters, inboxes } = this.space
    return [...new Set(inboxes[node]!.lettersOf(inbox))].map((letter) => letters[node]!.valueOf(letter))
  }

  // What a slot holds, and whether it is in any order.
  private bagOf(slot: number, id: number): Bag {
    const { nodes, locals, accumulators, folds, model } = this.space
    if (slot < nodes) return { isOrdered: true, items: [locals[slot]!.valueOf(id)] }
    if (slot === accumulators) return { isOrdered: true, items: folds.valueOf(id) }
    return { isOrdered: model.order === 'ordered', items: this.lettersIn(slot - nodes, id) }
  }

  private namesOf(value: unknown): Names {
    const names = this.walk.namesIn(value)
    if (names.length === 0) return NONE
    return { names: names.map((name) => this.idOf(name)), isDecided: !this.walk.isUndecided(value) }
  }

  private idOf(text: string): number {
    const known = this.ids.get(text)
    if (known !== undefined) return known
    const id = this.texts.push(text) - 1
    this.ids.set(text, id)
    this.place.push(0)
    this.numbers.push(isNumbered(text) ? Number.parseInt(text.slice(1), 10) : -1)
    return id
  }
}

function together(parts: readonly Names[]): Names {
  const full = parts.filter(({ names }) => names.length > 0)
  if (full.length < 2) return full[0] ?? NONE
  const isDecided = full.every((part) => part.isDecided)
  return { names: [...new Set(full.flatMap(({ names }) => names))], isDecided }
}

/** Is this fresh name spelled as a number already? */
export function isNumbered(name: string): boolean {
  return /^~\d+:/.test(name)
}

/** A fresh name spelled as a number; its length in bytes, behind the last colon, stays. */
export function numberedName(name: string, number: number): string {
  return `~${number}${name.slice(name.lastIndexOf(':'))}`
}
