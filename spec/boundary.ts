/**
 * The boundary between the formal model (spec/) and the world that runs it (src/): the whole outside world
 * of a machine, on one screen. Each part cites its section of spec/README.md (§1.1 to §1.13).
 */
import type { TrustSetting } from './fleet/setting.ts'
import type { NodeId } from './names.ts'

/** JSON-safe immutable data: all that a context, a message, a cell, a fact or an accumulator may hold. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

/**
 * A byte string that only the crypto port looks into. Real: lower-case hex. Ideal: a term's content address.
 * Both twins are canonical, so `===` is equality; secrets are compared inside the port, in constant time (§1.7).
 */
export type Octets = string & { readonly __octets: true }

/** A message on the wire. `type` is its name in the prose; the rest is plain data. */
export interface Message {
  readonly type: string
}

/** What a machine may ask of the world. The order in a step's list is a contract (§1.1). */
export type Effect =
  /** Puts a message on the link to `to`. */
  | { readonly do: 'send'; readonly to: NodeId; readonly message: Message }
  /** Makes a cell durable. It holds before any later effect of the same step takes place. */
  | { readonly do: 'persist'; readonly cell: string; readonly value: unknown }
  /** Removes a cell from storage; what the host kept of older values is the world's affair. */
  | { readonly do: 'erase'; readonly cell: string }
  /** Hands an internal event to a machine of the same shell, or to `user`, the person at a client. */
  | { readonly do: 'tell'; readonly machine: string; readonly event: InternalEvent }
  /** Starts a timer; XState's `after`, which comes back as data. `ticks` is nominal: the world's clocks drift (§1.8). */
  | { readonly do: 'arm'; readonly timer: string; readonly ticks: number }
  /** Stops a timer. */
  | { readonly do: 'cancel'; readonly timer: string }
  /** Explains a step to a reader. Deleting every label changes no verdict (§1.3). */
  | { readonly do: 'label'; readonly text: string }

/** An event between machines of one shell: trusted, so one that is not expected is a defect of ours. */
export interface InternalEvent {
  readonly type: string
  readonly draw?: Draw
}

/** Randomness that a message type or internal event declares in DRAWS; added by the shell (§1.6). */
export type Draw = Readonly<Record<string, Octets>>

/** A message as a machine receives it. `from` is authenticated only where the prose says so. */
export interface Received<M extends Message = Message> {
  readonly type: M['type']
  readonly from: NodeId
  readonly message: M
  readonly draw?: Draw
}

/** The first event of every machine after power-on: what storage still holds, and a fresh incarnation (§1.2). */
export interface Boot {
  readonly type: 'boot'
  readonly self: NodeId
  /** Never seen before, whatever storage says: no counter is read back. */
  readonly incarnation: Octets
  readonly cells: Readonly<Record<string, unknown>>
}

/** What a claim may look at; derived by the world, never reported by the machine under test (§1.3). */
export type Fact =
  /** A message left a node. */
  | { readonly fact: 'sent'; readonly node: NodeId; readonly to: NodeId; readonly message: Message }
  /** A message reached a node's machine. */
  | { readonly fact: 'received'; readonly node: NodeId; readonly from: NodeId; readonly message: Message }
  /** Storage took a value. */
  | { readonly fact: 'persisted'; readonly node: NodeId; readonly cell: string; readonly value: unknown }
  | { readonly fact: 'erased'; readonly node: NodeId; readonly cell: string }
  /** A machine handed an event to a neighbour: how the world sees a log entry being applied. */
  | { readonly fact: 'told'; readonly node: NodeId; readonly machine: string; readonly event: InternalEvent }
  /** The crypto port's own log of one call; `evaluated` is `op: 'registrationRespond' | 'loginRespond'`. */
  | {
      readonly fact: 'called'
      readonly node: NodeId
      readonly op: string
      readonly args: readonly unknown[]
      readonly result: unknown
    }
  /** An OPRF evaluation left the HSM inside a message: (key, element) are as the port logged them. */
  | {
      readonly fact: 'released'
      readonly node: NodeId
      readonly to: NodeId
      readonly key: Octets
      readonly element: Octets
    }
  /** A timer ran out that was armed for so many ticks of its node's own clock. */
  | {
      readonly fact: 'rang'
      readonly node: NodeId
      readonly machine: string
      readonly timer: string
      readonly ticks: number
    }
  /** A client's own word to its user: the only report that counts as a fact. */
  | { readonly fact: 'outcome'; readonly node: NodeId; readonly event: InternalEvent }
  /** The user at a client began an operation. */
  | { readonly fact: 'began'; readonly node: NodeId; readonly machine: string; readonly event: InternalEvent }
  | { readonly fact: 'booted'; readonly node: NodeId; readonly incarnation: Octets }
  | { readonly fact: 'crashed'; readonly node: NodeId }
  /** Storage was set back to an older copy, or the node now runs on a copy of another moment. */
  | { readonly fact: 'rolledBack'; readonly node: NodeId; readonly cells: Readonly<Record<string, unknown>> }
  /**
   * The host lets the node's other instance run, or a new one whose memory is empty; the first one waits, memory and
   * all (A3). `cells` is what the instance that runs has in storage.
   */
  | { readonly fact: 'swapped'; readonly node: NodeId; readonly cells: Readonly<Record<string, unknown>> }
  /** An adversary read this storage (A4: an HSM's records; A10: a phone's). */
  | { readonly fact: 'leaked'; readonly node: NodeId; readonly cells: Readonly<Record<string, unknown>> }
  /** A bound of §5.12 has run out: of the operation that this user began, or of the wait for this fleet's leader. */
  | { readonly fact: 'overdue'; readonly what: 'operation' | 'leader'; readonly whose: string }
  /** A machine met a message that its state neither handles nor lists as ignored. */
  | { readonly fact: 'refused'; readonly node: NodeId; readonly machine: string; readonly type: string }

/** Facts of a run that never change: known to every fold at its start. */
export interface Setting {
  readonly fleets: Readonly<Record<string, readonly NodeId[]>>
  readonly clients: readonly NodeId[]
  /** q of each fleet. */
  readonly quorums: Readonly<Record<string, number>>
  readonly limit: number
  /** Ticks of the log between guesses by guesses spent (§4.5); absent: none. */
  readonly delays?: readonly number[]
  /** Who is at work (§10.6), absent where there are faults alone. */
  readonly adversary?: AdversaryInPlay
  /** Nodes whose signature admits an HSM to a fleet (§5.10). */
  readonly ceremonies?: readonly NodeId[]
  /** What clients ship, and what the log held at the start (§7); absent in worlds without fleet keys. */
  readonly trust?: TrustSetting
}

/** What folds and judges must know of an adversary. */
export interface AdversaryInPlay {
  /** As in the table: `A6`, or several joined by `+`. */
  readonly who: string
  /** Nodes that it runs: its clients, malicious replicas. No claim is about them. */
  readonly owned: readonly NodeId[]
  /** Which of its capabilities each of its clients stands for. */
  readonly clients: Readonly<Record<NodeId, string>>
  /** Secrets that it was given at the start. */
  readonly given: readonly Octets[]
}

/** A claim is a fold over facts, as data, with its witness (§1.4). */
export interface Claim<A = unknown> {
  /** As in claims.md and in the prose, for example `REP-1`. */
  readonly id: string
  readonly kind: 'always' | 'step' | 'history' | 'pair' | 'eventually'
  /** Section of spec/README.md. */
  readonly section: string
  readonly says: string
  /** Meta's own statement, the academic model's, or ours. */
  readonly source: 'Meta' | 'model' | 'ours'
  /** The kinds of fact that `step` looks at; the monitor shows it no others. */
  readonly reads: readonly Fact['fact'][]
  readonly start: (setting: Setting) => A
  /** Small, canonical, JSON-safe; the same object when nothing changed. */
  readonly step: (accumulator: A, fact: Fact) => A
  /** Why it is broken, or null. */
  readonly broken: (accumulator: A) => string | null
  /** Did the situation arise in which the claim's seeded bug would have made it false? */
  readonly witness: (accumulator: A) => boolean
  /**
   * Fields of the accumulator, as dotted paths, that nothing but `witness` and they themselves depend on, and that
   * stay once they are set. The checker tells no two worlds apart by them (docs/checking.md).
   */
  readonly latches?: readonly string[]
  /** The engine that judges what a fold cannot. */
  readonly judge?: 'linearizable' | 'derivable'
}

/** One labelled choice: named by kind, nodes and ordinal, never by bytes (§1.5). */
export interface Choice {
  readonly kind: string
  readonly nodes: readonly NodeId[]
  /** Which of several alike, in the world's stable order; 0 when there is one. */
  readonly ordinal: number
  /** Virtual time that passes before it, in ticks of 1 ms; absent where time is not looked at. */
  readonly after?: number
  /** The node crashes when so many effects of the step it causes have taken place. */
  readonly crashAfter?: number
}

/** What generator, checker, replayer and adversary all drive, and nothing else (§1.5). */
export interface System<W> {
  readonly initial: W
  /** Every choice there is, in a stable order. */
  readonly enabled: (world: W) => readonly Choice[]
  /** Pure. A choice that is not enabled is a typed refusal, since replay files are edited by people. */
  readonly apply: (world: W, choice: Choice) => Applied<W>
}

/** What a choice came to (§1.5): the next world with the facts of the step, or, where it was not enabled, why. */
export type Applied<W> =
  | { readonly ok: true; readonly world: W; readonly facts: readonly Fact[] }
  | { readonly ok: false; readonly why: string }
