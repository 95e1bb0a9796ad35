/**
 * When the bounds of liveness have run out (§5.12). They run from the last fault on, and stand still while a link is cut, a
 * node paused, somebody who is asked down, or less than a quorum up. Read from the world and the choices alone, so a
 * replay judges as the run did.
 */
import type { Choice, Fact, Setting } from '../../spec/boundary.ts'
import { CLIENT_DELAYS } from '../../spec/client/client-deps.ts'
import { leaderBoundTicks, operationBoundTicks } from '../../spec/consensus/bounds.ts'
import type { NodeId } from '../../spec/names.ts'
import type { RoleChanged } from '../../spec/tells.ts'
import { type Happened, isCut, type World } from '../sim/world.ts'

/** What a run does of itself. All else is a fault, or an act of somebody who is no user: a rotation, a handover. */
const CALM: readonly string[] = ['deliver', 'timer', 'duplicate']

interface Wait {
  readonly began: number
  told: boolean
}

/** Watches one run. `nodes` in the order of the world's places; `patience`: ticks after which a user's machine gives up. */
export class Deadlines {
  private readonly setting: Setting
  private readonly nodes: readonly NodeId[]
  private readonly patience: number
  private readonly places: ReadonlyMap<NodeId, number>
  private readonly fleetOf = new Map<NodeId, string>()
  /** Operations by user, and fleets that have no leader. */
  private readonly open = new Map<NodeId, Wait>()
  private readonly leaders = new Map<string, Set<NodeId>>()
  private readonly leaderless = new Set<string>()
  private quietSince = 0
  private troubled = true

  constructor(setting: Setting, nodes: readonly NodeId[], patience: number = CLIENT_DELAYS.giveUp) {
    this.setting = setting
    this.nodes = nodes
    this.patience = patience
    this.places = new Map(nodes.map((node, place) => [node, place]))
    for (const [fleet, members] of Object.entries(setting.fleets)) {
      this.leaders.set(fleet, new Set())
      for (const node of members) this.fleetOf.set(node, fleet)
    }
  }

  /** The same watch, to go on from here on its own. */
  copy(): Deadlines {
    const copy = new Deadlines(this.setting, this.nodes, this.patience)
    for (const [node, wait] of this.open) copy.open.set(node, { ...wait })
    for (const [fleet, leaders] of this.leaders) copy.leaders.set(fleet, new Set(leaders))
    for (const fleet of this.leaderless) copy.leaderless.add(fleet)
    copy.quietSince = this.quietSince
    copy.troubled = this.troubled
    return copy
  }

  /** Takes in a step; what became overdue by the time at which it was taken, then the step's own facts. */
  add(before: World, choice: Choice, { world, facts }: Happened): readonly Fact[] {
    if (this.troubled) this.quietSince = world.now
    const late = this.overdue(world.now)
    if (this.isFault(before, choice)) {
      this.quietSince = world.now
      this.leaderless.clear()
      this.troubled = this.isTroubled(world)
    }
    for (const fact of facts) this.note(fact, world.now)
    return late.length === 0 ? facts : [...late, ...facts]
  }

  /** Nobody waits, and every fleet has a leader. */
  isIdle(): boolean {
    return this.open.size === 0 && [...this.leaders.values()].every(({ size }) => size > 0)
  }

  private overdue(now: number): readonly Fact[] {
    const late: Fact[] = []
    for (const [node, wait] of this.open) {
      if (wait.told || now <= this.endOf(wait)) continue
      wait.told = true
      late.push({ fact: 'overdue', what: 'operation', whose: node })
    }
    for (const [fleet, leaders] of this.leaders) {
      const { length } = this.setting.fleets[fleet] as readonly NodeId[]
      if (leaders.size > 0 || this.leaderless.has(fleet)) continue
      if (now <= this.quietSince + leaderBoundTicks(length)) continue
      this.leaderless.add(fleet)
      late.push({ fact: 'overdue', what: 'leader', whose: fleet })
    }
    return late
  }

  // Whoever lost a session with a leader, or is caught by a rotation, waits until the client gives up.
  private endOf({ began }: Wait): number {
    const sizes = Object.values(this.setting.fleets).map(({ length }) => length)
    const settled = this.quietSince + leaderBoundTicks(Math.max(...sizes))
    const from = began >= settled ? began : Math.max(settled, began + this.patience)
    return from + operationBoundTicks()
  }

  private note(fact: Fact, now: number): void {
    if (!('node' in fact)) return
    const { node } = fact
    const isUser = this.setting.clients.includes(node)
    if (fact.fact === 'began' && isUser) this.open.set(node, { began: now, told: false })
    else if (fact.fact === 'outcome') this.open.delete(node)
    else if (fact.fact === 'crashed') {
      this.open.delete(node)
      this.leaders.get(this.fleetOf.get(node) ?? '')?.delete(node)
    } else if (fact.fact === 'told' && fact.event.type === 'roleChanged') {
      const leaders = this.leaders.get(this.fleetOf.get(node) ?? '')
      if ((fact.event as RoleChanged).leads) leaders?.add(node)
      else leaders?.delete(node)
    }
  }

  private isFault(before: World, { kind, nodes, crashAfter }: Choice): boolean {
    const [from, to] = nodes as readonly [NodeId, NodeId]
    if (crashAfter !== undefined) return true
    if (kind === 'begin') return !this.setting.clients.includes(from)
    // What is lost on the way to a node that is down, or over a cut link, is no fault of its own.
    if (kind === 'drop') return this.isUp(before, to) && !isCut(before, from, to)
    return !CALM.includes(kind)
  }

  private isUp({ locals }: World, node: NodeId): boolean {
    return locals[this.places.get(node) ?? -1]?.up === true
  }

  private isTroubled(world: World): boolean {
    const { fleets, quorums } = this.setting
    const few = Object.entries(fleets).some(
      ([fleet, nodes]) => nodes.filter((node) => this.isUp(world, node)).length < (quorums[fleet] ?? 0),
    )
    const others = [...this.places.keys()].filter((node) => !this.fleetOf.has(node))
    return (
      few || world.cuts.length + world.paused.length > 0 || others.some((node) => !this.isUp(world, node))
    )
  }
}
