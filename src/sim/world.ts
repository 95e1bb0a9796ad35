/**
 * The world: nodes, messages in flight, cut links, old copies of storage. A value; `apply` in apply.ts makes
 * the next one. It knows no schedule: the generator (or the checker, or a file) says what happens next.
 */
import type { Effect, Fact, InternalEvent, Message } from '../../spec/boundary.ts'
import type { Twin } from '../../spec/crypto.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Deps, Shell } from '../../spec/shell.ts'
import type { FleetSecrets } from '../../spec/tells.ts'
import { type Armed, type Local, powerless } from './local.ts'

/** A message in flight. Two equal ones are two objects. */
export interface Flight {
  readonly from: NodeId
  readonly to: NodeId
  readonly message: Message
  /** The capability whose doing it is, when no node sent it of itself. No node sees this. */
  readonly by?: string
}

/** What a host kept of a node's storage, newest first. */
export interface Past {
  readonly cells: Readonly<Record<string, unknown>>
  readonly older: Past | null
}

/** What a malicious host overheard between two HSMs of which one is its own, newest first. */
export interface Overheard {
  readonly flight: Flight
  readonly older: Overheard | null
}

/** Everything there is at one moment. Arrays are indexed like Scenario.shells. */
export interface World {
  /** Virtual time in ticks of 1 ms. */
  readonly now: number
  readonly locals: readonly Local[]
  /** In the order in which they were sent. */
  readonly flights: readonly Flight[]
  /** What crossed a link that is not between HSMs, for replay; kept only where the adversary may. */
  readonly seen: readonly Flight[]
  /** What crossed links between HSMs, for `echo`; kept only where a host may. */
  readonly overheard: Overheard | null
  /** One-way cuts, as `from>to`, sorted. */
  readonly cuts: readonly string[]
  /** Paused nodes: their messages and timers wait. */
  readonly paused: readonly NodeId[]
  readonly pasts: readonly (Past | null)[]
  /** A second instance of a node, with its own volatile state, that runs while the first is set aside. */
  readonly aside: readonly (Local | null)[]
  readonly draws: readonly number[]
  readonly boots: readonly number[]
  /** Position in each node's list of operations. */
  readonly begun: readonly number[]
  /** How much of each budget is used. */
  readonly spent: Readonly<Record<string, number>>
}

/** What a user or an operator does at a node, by its own machines. */
export interface Operation {
  readonly node: NodeId
  readonly machine: string
  readonly event: InternalEvent
}

/** The adversary's and the faults' means, by kind of choice: how often each may be used. */
export type Budgets = Readonly<Record<string, number>>

/** What a run starts from. */
export interface Scenario {
  readonly seed: string
  readonly twin: Twin
  readonly shells: readonly Shell[]
  readonly operations: readonly Operation[]
  /** A kind that is not listed is not to be had. `deliver`, `timer`, `begin`, `boot` and `heal` need no budget. */
  readonly budgets: Budgets
  /** Has the host kept each storage as it was delivered, so that it can go back that far? */
  readonly keepsDelivered?: true
  /** Nodes whose storage a malicious host has in its hands; absent where any node's may be (scenarios by hand). */
  readonly hosts?: readonly NodeId[]
  /** Absent: there are faults, and no adversary that signs or forges. */
  readonly arms?: Arms
  /** One of the doors by which seeded bugs enter: another order of a step's effects (§1.12). */
  readonly reorder?: Reorder
}

/** What an adversary has in its hands, for the choices that are its own. */
export interface Arms {
  /** HSMs that it runs (A6): their insides are its own. */
  readonly owned: readonly NodeId[]
  /** Those HSMs as they were delivered, whatever bug was seeded into them since. */
  readonly delivered: readonly Shell[]
  /** The port, unwatched, and the profile: what it computes is no call of an honest node. */
  readonly deps: Deps
  /** The serving fleet's signing key, with keys of its own for all else (A5); null: it has none. */
  readonly signing: FleetSecrets | null
}

/** Rewrites the effects of one machine's step. */
export type Reorder = (machine: string, effects: readonly Effect[]) => readonly Effect[]

/** What a choice did, besides the world that it made. */
export interface Happened {
  readonly ok: true
  readonly world: World
  readonly facts: readonly Fact[]
  /** New messages in flight, in order. */
  readonly sent: readonly Flight[]
  readonly armed: readonly Armed[]
  /** The node that took a step, or -1. */
  readonly node: number
}

export type Applied = Happened | { readonly ok: false; readonly why: string }

/** The world before anything: every node without power. */
export function beginning(scenario: Scenario): World {
  const { shells } = scenario
  return {
    now: 0,
    locals: shells.map((shell) => powerless(shell.cells)),
    flights: [],
    seen: [],
    overheard: null,
    cuts: [],
    paused: [],
    pasts: shells.map(({ cells }) => (scenario.keepsDelivered === true ? { cells, older: null } : null)),
    aside: shells.map(() => null),
    draws: shells.map(() => 0),
    boots: shells.map(() => 0),
    begun: shells.map(() => 0),
    spent: {},
  }
}

/** The parts of a world that ordinary events change. */
export type Moving = Pick<World, 'now' | 'locals' | 'flights' | 'seen' | 'overheard' | 'pasts' | 'draws'>

/** The world with some of its parts changed. Every event makes one: a literal costs a tenth of a spread. */
export function moved(world: World, changed: Partial<Moving>): World {
  return {
    now: changed.now ?? world.now,
    locals: changed.locals ?? world.locals,
    flights: changed.flights ?? world.flights,
    seen: changed.seen ?? world.seen,
    overheard: changed.overheard ?? world.overheard,
    cuts: world.cuts,
    paused: world.paused,
    pasts: changed.pasts ?? world.pasts,
    aside: world.aside,
    draws: changed.draws ?? world.draws,
    boots: world.boots,
    begun: world.begun,
    spent: world.spent,
  }
}

/** Is this link cut in this direction? */
export function isCut(world: World, from: NodeId, to: NodeId): boolean {
  return world.cuts.length > 0 && world.cuts.includes(`${from}>${to}`)
}

/** A copy of a list with one place changed. */
export function withPlace<T>(list: readonly T[], place: number, value: T): readonly T[] {
  const next = list.slice()
  next[place] = value
  return next
}
