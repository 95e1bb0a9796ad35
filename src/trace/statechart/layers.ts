/**
 * Layered drawing of one level of a statechart: each arrow points down where it can, its label has a place of its own,
 * and an arrow that spans layers passes through a point in each. (Sugiyama's method, in its plainest form.)
 */

/** A box, a label or a bend. */
export interface Slot {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** An arrow between two boxes, with the size of its label. */
export interface Link {
  readonly from: string
  readonly to: string
  readonly label: Slot
}

/** Slots by layer, from the top, and for each link the slots it passes, from its source to its target. */
export interface Layered {
  readonly layers: Slot[][]
  readonly chains: readonly (readonly string[])[]
}

/** Puts boxes into layers; the first box is the topmost if nothing points at it. */
export function layered(boxes: readonly Slot[], links: readonly Link[]): Layered {
  const rank = ranks(boxes, links)
  const layers: Slot[][] = []
  const put = (slot: Slot, layer: number) => {
    while (layers.length <= layer) layers.push([])
    layers[layer]?.push(slot)
  }
  for (const box of boxes) put(box, rank.get(box.id) as number)
  const chains = links.map(({ from, to, label }, i) => {
    const [a, b] = [rank.get(from) as number, rank.get(to) as number]
    const [top, bottom] = [Math.min(a, b), Math.max(a, b)]
    const between: string[] = []
    // The label stands beside the arrow's source, where the reader looks for it.
    const labelled = a < b ? a + 1 : a - 1
    for (let layer = top + 1; layer < bottom; layer++) {
      const slot = layer === labelled ? label : { id: `bend ${i} ${layer}`, width: 10, height: 0 }
      put(slot, layer)
      between.push(slot.id)
    }
    return [from, ...(a < b ? between : between.reverse()), to]
  })
  return { layers: ordered(layers, chains), chains }
}

// Boxes stand in even layers, so that there is an odd one for labels between any two of them.
function ranks(boxes: readonly Slot[], links: readonly Link[]): Map<string, number> {
  const forward = acyclic(boxes, links)
  const rank = new Map(boxes.map(({ id }) => [id, 0]))
  for (let pass = 0; pass < boxes.length; pass++) {
    for (const { from, to } of forward) {
      rank.set(to, Math.max(rank.get(to) as number, (rank.get(from) as number) + 2))
    }
  }
  return rank
}

// Links that would close a circle, seen from the first box on, are drawn upwards and do not count.
function acyclic(boxes: readonly Slot[], links: readonly Link[]): Link[] {
  const state = new Map<string, 'open' | 'done'>()
  const kept: Link[] = []
  const visit = (id: string): void => {
    state.set(id, 'open')
    for (const link of links.filter(({ from }) => from === id)) {
      if (state.get(link.to) === 'open') continue
      kept.push(link)
      if (!state.has(link.to)) visit(link.to)
    }
    state.set(id, 'done')
  }
  for (const { id } of boxes) if (!state.has(id)) visit(id)
  return kept
}

// Each layer is sorted by where its neighbours stand, downwards and upwards in turn.
function ordered(layers: Slot[][], chains: readonly (readonly string[])[]): Slot[][] {
  const neighbours = new Map<string, string[]>()
  for (const chain of chains) {
    for (let i = 0; i + 1 < chain.length; i++) {
      const [a, b] = [chain[i] as string, chain[i + 1] as string]
      neighbours.set(a, [...(neighbours.get(a) ?? []), b])
      neighbours.set(b, [...(neighbours.get(b) ?? []), a])
    }
  }
  const place = new Map<string, number>()
  const note = (layer: readonly Slot[]) => {
    for (const [i, { id }] of layer.entries()) place.set(id, (i + 0.5) / layer.length)
  }
  for (const layer of layers) note(layer)
  for (let sweep = 0; sweep < 12; sweep++) {
    const turn = sweep % 2 === 0 ? layers : [...layers].reverse()
    for (const layer of turn) {
      const wish = (id: string) =>
        mean(
          (neighbours.get(id) ?? []).map((other) => place.get(other) as number),
          place.get(id) as number,
        )
      const wishes = new Map(layer.map(({ id }) => [id, wish(id)]))
      layer.sort((a, b) => (wishes.get(a.id) as number) - (wishes.get(b.id) as number))
      note(layer)
    }
  }
  return layers
}

/** The mean of some numbers, or what to take where there are none. */
export function mean(numbers: readonly number[], otherwise: number): number {
  return numbers.length === 0 ? otherwise : numbers.reduce((sum, n) => sum + n, 0) / numbers.length
}
