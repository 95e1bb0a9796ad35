/** When things are due: arrivals, timers and planned choices on virtual time. */
import type { NodeId } from '../../spec/names.ts'
import { Agenda } from './agenda.ts'
import type { Armed } from './local.ts'
import type { Plan, Planned } from './plan.ts'
import { forks, type Random } from './random.ts'
import type { Flight, Happened } from './world.ts'

/** Something that is due. */
export type Due =
  | { readonly due: 'arrival' | 'loss'; readonly flight: Flight }
  | { readonly due: 'timer'; readonly node: NodeId; readonly armed: Armed; readonly round: number }
  | { readonly due: 'planned'; readonly planned: Planned }
  | { readonly due: 'heal' }

// What a message is, as far as whoever relays it can read: the type of its body, where it has one.
function typeOf({ message }: Flight): string {
  const { body } = message as { readonly body?: { readonly type?: unknown } }
  return String(body?.type ?? message.type)
}

/** The schedule of one run: an agenda, and the forks of the seed that its times come from. */
export class Schedule {
  readonly fork: (label: string) => Random
  private readonly agenda = new Agenda<Due>()
  private readonly rounds = new Map<string, number>()
  private readonly plan: Plan
  private calm = false

  constructor(plan: Plan, seed: string, nodes: readonly NodeId[]) {
    this.plan = plan
    this.fork = forks(`${seed}/generator`)
    for (const node of nodes) this.add(0, { due: 'planned', planned: { at: 0, kind: 'boot', nodes: [node] } })
    for (const planned of plan.planned) this.add(planned.at, { due: 'planned', planned })
    this.add(plan.healAt, { due: 'heal' })
  }

  add(at: number, due: Due): void {
    this.agenda.add(at, due)
  }

  /** The next thing that is due before the plan ends. */
  next(): { readonly at: number; readonly item: Due } | undefined {
    const next = this.agenda.take()
    return next === undefined || next.at > this.plan.endAt ? undefined : next
  }

  /** The second phase: from now on nothing is lost or doubled. */
  settle(): void {
    this.calm = true
  }

  /** Takes in what a choice did at this time. */
  follow(now: number, { sent, armed }: Happened, node: NodeId | undefined): void {
    for (const flight of sent) this.post(now, flight)
    if (node !== undefined) for (const timer of armed) this.wind(now, node, timer)
  }

  /** Is this timer still the one that was wound last? */
  isCurrent({ node, armed, round }: Extract<Due, { due: 'timer' }>): boolean {
    return this.rounds.get(`${node} ${armed.machine} ${armed.timer}`) === round
  }

  private post(now: number, flight: Flight): void {
    const { delay, lossPerMille, duplicatePerMille, suppressed } = this.plan
    const name = `${flight.from}>${flight.to}`
    const link = this.fork(`link/${name}`)
    const arrival = now + link.int(delay.min, delay.max)
    const lost =
      !this.calm && link.chance(Math.max(lossPerMille, suppressed?.[`${name} ${typeOf(flight)}`] ?? 0))
    this.add(arrival, { due: lost ? 'loss' : 'arrival', flight })
    if (this.calm || !link.chance(duplicatePerMille)) return
    const planned = { at: arrival, kind: 'duplicate', nodes: [flight.from, flight.to] }
    this.add(arrival, { due: 'planned', planned })
  }

  // A timeout is stretched by up to its own length (§1.8), so that replicas do not all stand for election at once.
  private wind(now: number, node: NodeId, armed: Armed): void {
    const key = `${node} ${armed.machine} ${armed.timer}`
    const round = (this.rounds.get(key) ?? 0) + 1
    this.rounds.set(key, round)
    const jitter = /Timeout/.test(armed.timer) ? this.fork(`timer/${node}`).int(0, armed.ticks) : 0
    const ticks = Math.floor(((armed.ticks + jitter) * 100) / (this.plan.rates[node] ?? 100))
    this.add(now + Math.max(1, ticks), { due: 'timer', node, armed, round })
  }
}
