/** Follows messages from the step that sent them to the step that delivered or lost them. */
import type { Arrow, Origin, Ref } from './model.ts'
import type { Flying, Taken } from './moment.ts'

interface Following {
  arrow: Arrow
}

/** The arrows of a run in the making. */
export class Arrows {
  private readonly all: Following[] = []
  private readonly flying = new Map<Flying, number>()
  private readonly laneOf: (node: string) => number
  private readonly ref: (value: unknown) => Ref

  constructor(laneOf: (node: string) => number, ref: (value: unknown) => Ref) {
    this.laneOf = laneOf
    this.ref = ref
  }

  /** Takes in a step; returns the arrow that ended in it, or -1. */
  follow(step: number, { choice: { kind }, sent, world }: Taken): number {
    const ended = this.end(step, kind === 'deliver' ? 'delivered' : 'lost', new Set(world.flights))
    const origin: Origin = kind === 'duplicate' || kind === 'replay' ? kind : 'sent'
    for (const flight of sent) this.start(step, flight, origin)
    return ended
  }

  /** All arrows, in the order of sending. */
  list(): Arrow[] {
    return this.all.map(({ arrow }) => arrow)
  }

  /** The arrow at a place of the list. */
  at(index: number): Arrow | undefined {
    return this.all[index]?.arrow
  }

  private start(step: number, flight: Flying, origin: Origin): void {
    const { from, to, message } = flight
    this.flying.set(flight, this.all.length)
    const [body, type] = [this.ref(message), message.type]
    const lanes = { from: this.laneOf(from), to: this.laneOf(to) }
    this.all.push({ arrow: { ...lanes, type, body, origin, start: step, end: -1, fate: 'flying' } })
  }

  // Messages leave by being delivered or lost, one in a step at most.
  private end(step: number, fate: Arrow['fate'], now: ReadonlySet<Flying>): number {
    let ended = -1
    for (const [flight, index] of this.flying) {
      if (now.has(flight)) continue
      this.flying.delete(flight)
      const followed = this.all[index] as Following
      followed.arrow = { ...followed.arrow, end: step, fate }
      ended = index
    }
    return ended
  }
}
