/** Stretches of lanes: without power, paused, cut off, leading a term. */
import type { Fact } from '../../../spec/boundary.ts'
import type { RoleChanged } from '../../../spec/tells.ts'
import type { Span } from './model.ts'
import type { Moment } from './moment.ts'

/** The spans of a run in the making. */
export class Spans {
  private readonly done: Span[] = []
  private readonly open = new Map<string, Span>()
  private readonly nodes: readonly string[]
  private cuts: readonly string[] = []

  constructor(nodes: readonly string[], origin: Moment) {
    this.nodes = nodes
    origin.locals.forEach(({ up }, lane) => {
      if (!up) this.begin({ lane, kind: 'down', from: 0, text: 'not powered yet' })
    })
  }

  /** Takes in what a step left behind. */
  follow(step: number, world: Moment, facts: readonly Fact[]): void {
    for (const [lane, node] of this.nodes.entries()) {
      const down = world.locals[lane]?.up !== true
      this.set({ lane, kind: 'down', from: step, text: 'no power' }, down)
      this.set({ lane, kind: 'paused', from: step, text: 'paused' }, world.paused.includes(node as never))
      if (down) this.end(lane, 'leads', step)
    }
    if (world.cuts !== this.cuts) this.cutOff(step, world.cuts)
    for (const fact of facts) {
      if (fact.fact === 'told' && fact.event.type === 'roleChanged') this.lead(step, fact)
    }
  }

  /** All spans; those that are open end after the last step. */
  list(steps: number): Span[] {
    return [...this.done, ...[...this.open.values()].map((span) => ({ ...span, to: steps }))]
  }

  private lead(step: number, { node, event }: Extract<Fact, { fact: 'told' }>): void {
    const lane = this.nodes.indexOf(node)
    const { leads, term } = event as RoleChanged
    const open = this.open.get(`${lane} leads`)
    if (open?.term === term && leads) return
    this.end(lane, 'leads', step)
    if (leads) this.begin({ lane, kind: 'leads', from: step, text: `leads term ${term}`, term })
  }

  private cutOff(step: number, cuts: readonly string[]): void {
    this.cuts = cuts
    for (const [lane, node] of this.nodes.entries()) {
      const to = cuts.filter((cut) => cut.startsWith(`${node}>`)).map((cut) => cut.slice(node.length + 1))
      const from = cuts.filter((cut) => cut.endsWith(`>${node}`)).map((cut) => cut.slice(0, -node.length - 1))
      const text = cutText(to, from)
      if (this.open.get(`${lane} cut`)?.text === text) continue
      this.end(lane, 'cut', step)
      const slight = Math.max(to.length, from.length) * 2 < this.nodes.length - 1
      if (text !== '') this.begin({ lane, kind: 'cut', from: step, text, slight })
    }
  }

  private set(span: Omit<Span, 'to'>, holds: boolean): void {
    if (holds === this.open.has(`${span.lane} ${span.kind}`)) return
    if (holds) this.begin(span)
    else this.end(span.lane, span.kind, span.from)
  }

  private begin(span: Omit<Span, 'to'>): void {
    this.open.set(`${span.lane} ${span.kind}`, { ...span, to: -1 })
  }

  private end(lane: number, kind: Span['kind'], to: number): void {
    const span = this.open.get(`${lane} ${kind}`)
    if (span === undefined) return
    this.open.delete(`${lane} ${kind}`)
    if (to > span.from) this.done.push({ ...span, to })
  }
}

function cutText(to: readonly string[], from: readonly string[]): string {
  if (to.length === 0 && from.length === 0) return ''
  if (to.join() === from.join()) return `cut off from ${to.join(', ')}`
  const parts = [to.length > 0 ? `cannot reach ${to.join(', ')}` : '']
  parts.push(from.length > 0 ? `cannot hear ${from.join(', ')}` : '')
  return parts.filter((part) => part !== '').join('; ')
}
