/** When things are due: arrivals, timers and planned choices on virtual time. */
import type { NodeId } from '../../spec/names.ts'
import { Agenda } from './agenda.ts'
import type { Armed } from './local.ts'
import type { Plan, Planned } from './plan.ts'
import { forks, type Random } from './random.ts'
import type { Flight, Happened } from './world.ts'

/** One timer of one machine: how often it was wound. */
interface Clock {
  round: number
  /** Where its jitter comes from, or null. */
  readonly jitter: Random | null
}

/** Something that is due. */
export type Due =
  | { readonly due: 'arrival' | 'loss'; readonly flight: Flight }
  | {
      readonly due: 'timer'
      readonly node: NodeId
      readonly armed: Armed
      readonly clock: Clock
      readonly round: number
    }
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
  // By names that are there already: a key put together at each event would cost more than the rest of the schedule.
  private readonly clocks = new Map<NodeId, Map<string, Map<string, Clock>>>()
  private readonly links = new Map<NodeId, Map<NodeId, Random>>()
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
  isCurrent({ clock, round }: Extract<Due, { due: 'timer' }>): boolean {
    return clock.round === round
  }

  private post(now: number, flight: Flight): void {
    const { delay, lossPerMille, duplicatePerMille, suppressed } = this.plan
    const link = this.linkOf(flight)
    const arrival = now + link.int(delay.min, delay.max)
    const heldBack = suppressed?.[`${flight.from}>${flight.to} ${typeOf(flight)}`] ?? 0
    const lost = !this.calm && link.chance(Math.max(lossPerMille, heldBack))
    this.add(arrival, { due: lost ? 'loss' : 'arrival', flight })
    if (this.calm || !link.chance(duplicatePerMille)) return
    const planned = { at: arrival, kind: 'duplicate', nodes: [flight.from, flight.to] }
    this.add(arrival, { due: 'planned', planned })
  }

  // A timeout is stretched by up to its own length (§1.8), so that replicas do not all stand for election at once.
  private wind(now: number, node: NodeId, armed: Armed): void {
    const clock = this.clockOf(node, armed)
    const round = ++clock.round
    const jitter = clock.jitter === null ? 0 : clock.jitter.int(0, armed.ticks)
    const ticks = Math.floor(((armed.ticks + jitter) * 100) / (this.plan.rates[node] ?? 100))
    this.add(now + Math.max(1, ticks), { due: 'timer', node, armed, clock, round })
  }

  private linkOf({ from, to }: Flight): Random {
    const known = this.links.get(from)?.get(to)
    if (known !== undefined) return known
    const links = this.links.get(from) ?? new Map<NodeId, Random>()
    const link = this.fork(`link/${from}>${to}`)
    this.links.set(from, links.set(to, link))
    return link
  }

  private clockOf(node: NodeId, { machine, timer }: Armed): Clock {
    const known = this.clocks.get(node)?.get(machine)?.get(timer)
    if (known !== undefined) return known
    const machines = this.clocks.get(node) ?? new Map<string, Map<string, Clock>>()
    const timers = machines.get(machine) ?? new Map<string, Clock>()
    const clock: Clock = { round: 0, jitter: /Timeout/.test(timer) ? this.fork(`timer/${node}`) : null }
    this.clocks.set(node, machines.set(machine, timers.set(timer, clock)))
    return clock
  }
}
