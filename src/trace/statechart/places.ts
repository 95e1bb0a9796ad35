/** Coordinates for layered slots: in a row nothing overlaps, and everything stands as near to its neighbours as it can. */
import { type Layered, mean, type Slot } from './layers.ts'

/** Distances in pixels. */
const GAP_X = 22
const GAP_Y = 16

/** A place: the middle of a slot. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The middle of a slot, and where its layer begins and ends. */
export interface Spot extends Point {
  readonly top: number
  readonly bottom: number
}

/** Every slot's place, and the size of the whole. */
export interface Placed {
  readonly at: ReadonlyMap<string, Spot>
  readonly width: number
  readonly height: number
}

/** Places all slots; the top left corner of the drawing is 0, 0. */
export function placed({ layers, chains }: Layered): Placed {
  const neighbours = pairs(chains)
  const x = new Map<string, number>()
  for (const layer of layers)
    spread(
      layer,
      layer.map(() => 0),
      x,
    )
  for (let sweep = 0; sweep < 24; sweep++) {
    for (const layer of sweep % 2 === 0 ? layers : [...layers].reverse()) {
      const wishes = layer.map(({ id }) =>
        mean(
          (neighbours.get(id) ?? []).map((other) => x.get(other) as number),
          x.get(id) as number,
        ),
      )
      spread(layer, wishes, x)
    }
  }
  return withRows(layers, x)
}

function withRows(layers: readonly Slot[][], x: ReadonlyMap<string, number>): Placed {
  const slots = layers.flat()
  const left = Math.min(...slots.map(({ id, width }) => (x.get(id) as number) - width / 2))
  const right = Math.max(...slots.map(({ id, width }) => (x.get(id) as number) + width / 2))
  const at = new Map<string, Spot>()
  let y = 0
  for (const layer of layers) {
    const height = Math.max(0, ...layer.map((slot) => slot.height))
    const rows = { y: y + height / 2, top: y, bottom: y + height }
    for (const { id } of layer) at.set(id, { x: (x.get(id) as number) - left, ...rows })
    y += height + GAP_Y
  }
  return { at, width: right - left, height: y - GAP_Y }
}

// Keeps the order: places the slots at their wishes, then lets those that overlap push each other apart evenly.
function spread(layer: readonly Slot[], wishes: readonly number[], x: Map<string, number>): void {
  type Block = { slots: Slot[]; wish: number; width: number }
  const blocks: Block[] = []
  for (const [i, slot] of layer.entries()) {
    let block: Block = { slots: [slot], wish: wishes[i] as number, width: slot.width + GAP_X }
    for (let last = blocks[blocks.length - 1]; last !== undefined; last = blocks[blocks.length - 1]) {
      if (last.wish + last.width / 2 <= block.wish - block.width / 2) break
      blocks.pop()
      const count = last.slots.length + block.slots.length
      const wish = (last.wish * last.slots.length + block.wish * block.slots.length) / count
      block = { slots: [...last.slots, ...block.slots], wish, width: last.width + block.width }
    }
    blocks.push(block)
  }
  for (const { slots, wish, width } of blocks) {
    let left = wish - width / 2
    for (const slot of slots) {
      x.set(slot.id, left + (slot.width + GAP_X) / 2)
      left += slot.width + GAP_X
    }
  }
}

function pairs(chains: readonly (readonly string[])[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const chain of chains) {
    for (let i = 0; i + 1 < chain.length; i++) {
      for (const [a, b] of [
        [chain[i], chain[i + 1]],
        [chain[i + 1], chain[i]],
      ] as [string, string][]) {
        found.set(a, [...(found.get(a) ?? []), b])
      }
    }
  }
  return found
}
