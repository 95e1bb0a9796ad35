/** Signatures of whole worlds, remembered part by part: how a world looks to each of its symmetric nodes. */
import type { NodeId } from '../../spec/names.ts'
import { Ints } from './pairs.ts'
import { type Outlook, outlookOf, signatureOf } from './signature.ts'
import type { Space } from './space.ts'

/** The outlooks of one search. */
export class Outlooks<L = unknown> {
  private readonly space: Space<L>
  /** By place: the outlook of that node; undefined when it is in no group. */
  private readonly outlooks: readonly (Outlook | undefined)[]
  private readonly groupOf: readonly number[]
  /** By place of the onlooker and slot: signatures by id; 0: not known yet. */
  private readonly known: readonly (readonly Ints[])[]
  /** The same by claim and its accumulator. */
  private readonly claims: readonly Ints[][]

  constructor(space: Space<L>, groups: readonly (readonly NodeId[])[]) {
    this.space = space
    const numbers = new Map(groups.flatMap((group, number) => group.map((node) => [node as string, number])))
    this.groupOf = space.model.nodes.map((node) => numbers.get(node) ?? -1)
    this.outlooks = space.model.nodes.map((node) =>
      numbers.has(node) ? outlookOf(node, numbers, space.model.rewrite) : undefined,
    )
    this.claims = space.model.nodes.map(() => [])
    this.known = space.model.nodes.map(() => Array.from({ length: space.slots }, () => new Ints()))
  }

  /** How the world looks to a node: 32 bits that no renaming of the world, with the node, changes. */
  signature(slots: Int32Array, node: number): number {
    const { nodes, accumulators } = this.space
    let own = this.part(slots, node, accumulators)
    own = mixed(own, this.part(slots, node, node), this.part(slots, node, nodes + node))
    // Nodes of any group are summed, since a renaming shuffles them; the others have their places.
    let peers = 0
    for (let other = 0; other < nodes; other++) {
      if (other === node) continue
      const seen = mixed(
        this.groupOf[other]!,
        this.part(slots, node, other),
        this.part(slots, node, nodes + other),
      )
      if (this.groupOf[other]! >= 0) peers = (peers + mixed(seen, seen, 1)) | 0
      else own = mixed(own, seen, other)
    }
    return mixed(own, peers, 2)
  }

  /** Bytes held. */
  get bytes(): number {
    return [...this.known, ...this.claims].flat().reduce((sum, ints) => sum + (ints?.bytes ?? 0), 0)
  }

  private part(slots: Int32Array, node: number, slot: number): number {
    const id = slots[slot]!
    const known = this.known[node]![slot]!
    if (id < known.length && known.at[id] !== 0) return known.at[id]!
    const signature = this.compute(node, slot, id) || 1
    while (known.length <= id) known.push(0)
    known.at[id] = signature
    return signature
  }

  private claim(node: number, claim: number, part: number): number {
    this.claims[node]![claim] ??= new Ints()
    const known = this.claims[node]![claim]!
    if (part < known.length && known.at[part] !== 0) return known.at[part]!
    const signature = signatureOf(this.outlooks[node]!, this.space.folds.partOf(claim, part)) || 1
    while (known.length <= part) known.push(0)
    known.at[part] = signature
    return signature
  }

  private compute(node: number, slot: number, id: number): number {
    const { nodes, accumulators, locals, folds, letters, inboxes, model } = this.space
    const outlook = this.outlooks[node]!
    if (slot < nodes) return signatureOf(outlook, locals[slot]!.valueOf(id))
    if (slot === accumulators) {
      return folds.partsOf(id).reduce((sum, part, claim) => mixed(sum, this.claim(node, claim, part), 6), 7)
    }
    const values = inboxes[slot - nodes]!.lettersOf(id).map((at) => letters[slot - nodes]!.valueOf(at))
    if (model.order !== 'ordered') {
      return values.reduce((sum, letter) => (sum + mixed(signatureOf(outlook, letter), 3, 4)) | 0, 5)
    }
    const links = new Map<NodeId, unknown[]>()
    for (const letter of values) links.set(letter.from, [...(links.get(letter.from) ?? []), letter])
    return [...links.values()].reduce((sum, link) => (sum + mixed(signatureOf(outlook, link), 3, 4)) | 0, 5)
  }
}

function mixed(a: number, b: number, c: number): number {
  let h = Math.imul(a ^ 0x9e3779b1, 0x85ebca6b) ^ b
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35) ^ c
  h = Math.imul(h ^ (h >>> 13), 0x27d4eb2f)
  return h ^ (h >>> 16)
}
