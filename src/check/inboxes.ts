/**
 * The network, one inbox per node: what is in flight to it, as one interned integer. Adding a letter and taking
 * one out are looked up, so that the search never handles lists. Inbox 0 is empty.
 */
import type { Order } from './model.ts'
import { Grid, Ints } from './pairs.ts'

/** All inboxes that one node ever had. Letters are the node's own numbers; see letters.ts for what they say. */
export class Inboxes {
  /** How many letters an inbox holds, copies counted. */
  readonly counts = new Ints()
  private readonly contents: (readonly number[])[] = []
  private letters = 0
  private readonly ids = new Map<string, number>()
  private readonly added = new Grid()
  private readonly order: Order
  private readonly sender: (letter: number) => number

  /** `sender` gives a number for the link on which a letter travels. */
  constructor(order: Order, sender: (letter: number) => number) {
    this.order = order
    this.sender = sender
    this.idOf([])
  }

  /** How many distinct inboxes there are. */
  get size(): number {
    return this.contents.length
  }

  /** The inbox after a letter was sent to it. */
  add(inbox: number, letter: number): number {
    const known = this.added.get(inbox, letter)
    if (known >= 0) return known
    const next = this.idOf([...this.lettersOf(inbox), letter])
    this.added.set(inbox, letter, next)
    return next
  }

  /** The inbox after a letter in it was duplicated: in a queue the copy follows at once. */
  double(inbox: number, letter: number): number {
    const content = this.lettersOf(inbox)
    const at = content.indexOf(letter)
    return this.idOf([...content.slice(0, at), letter, ...content.slice(at)])
  }

  /** All letters of an inbox, copies included, in canonical order. */
  lettersOf(inbox: number): readonly number[] {
    return this.contents[inbox] as readonly number[]
  }

  /** The inbox with these letters; of each link, in the order in which they were sent. */
  idOf(letters: readonly number[]): number {
    const content = this.canonical(letters)
    const key = content.join()
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const id = this.contents.length
    this.ids.set(key, id)
    this.contents.push(content)
    this.letters += content.length
    this.counts.push(content.length)
    return id
  }

  /** The distinct letters that can arrive next, and the inbox that each leaves behind. */
  arrivals(inbox: number): readonly { readonly letter: number; readonly rest: number }[] {
    const content = this.lettersOf(inbox)
    const next = content.filter((_, at) => this.isNext(content, at))
    return next.map((letter) => ({
      letter,
      rest: this.order === 'set' ? inbox : this.without(content, letter),
    }))
  }

  /** Bytes held, the interned lists estimated. */
  get bytes(): number {
    return this.counts.bytes + this.added.bytes + this.contents.length * 200 + this.letters * 16
  }

  private canonical(letters: readonly number[]): readonly number[] {
    switch (this.order) {
      case 'set':
        return [...new Set(letters)].sort((a, b) => a - b)
      case 'unordered':
        return [...letters].sort((a, b) => a - b)
      case 'ordered':
        // A stable sort: letters of one link stay in the order in which they were sent.
        return [...letters].sort((a, b) => this.sender(a) - this.sender(b))
    }
  }

  private without(content: readonly number[], letter: number): number {
    const gone = content.indexOf(letter)
    return this.idOf(content.filter((_, at) => at !== gone))
  }

  private isNext(content: readonly number[], at: number): boolean {
    if (at === 0) return true
    const [letter, before] = [content[at] as number, content[at - 1] as number]
    return this.order === 'ordered' ? this.sender(letter) !== this.sender(before) : letter !== before
  }
}
