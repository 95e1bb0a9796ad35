/**
 * What the explorer's page is made of: a replayed run as plain data. The recorder writes it, the page reads it; nothing
 * else is shared. Values (contexts, messages, cells) live once in a pool and are named by their place in it, so that
 * ten thousand states cost little more than the changes between them.
 */

/** A place in the pool. */
export type Ref = number

/**
 * The pool: an item refers only to earlier items. A scalar stands for itself; a list is `[ref, ...]`; a table is
 * `[-1 - shape, ref, ...]` with its keys in `shapes[shape]`.
 */
export interface Pooled {
  readonly shapes: readonly (readonly string[])[]
  readonly items: readonly (null | boolean | number | string | readonly number[])[]
}

/** One lane: a node. `parts` are its machines by name, keyed ones once. */
export interface Lane {
  readonly node: string
  /** The shell's role; `rogue client` for a phone in the adversary's hands. */
  readonly role: string
  /** Part name to the name of its statechart in `charts`. */
  readonly parts: Readonly<Record<string, string>>
  /** Its state before the first step. */
  readonly origin: Ref
}

/** How a message came to be in flight: by its sender, or as a copy that the network made. */
export type Origin = 'sent' | 'duplicate' | 'replay'

/** One message in flight. */
export interface Arrow {
  /** Lanes. */
  readonly from: number
  readonly to: number
  readonly type: string
  readonly body: Ref
  readonly origin: Origin
  /** Steps; `end` is -1 while it is still in flight when the run ends. */
  readonly start: number
  readonly end: number
  readonly fate: 'delivered' | 'lost' | 'flying'
}

/** What a step shows as a sign on a lane. */
export type MarkKind =
  | 'began'
  | 'outcome'
  | 'persist'
  | 'erase'
  | 'commit'
  | 'charge'
  | 'release'
  | 'refused'
  | 'boot'
  | 'crash'
  | 'rollback'

/** A sign, and what it says. */
export interface Mark {
  readonly kind: MarkKind
  readonly lane: number
  readonly text: string
}

/** One step. It is named by its place in the trace, counted from 0. */
export interface PageStep {
  /** The choice's kind. */
  readonly kind: string
  /** Lanes that the choice names. */
  readonly lanes: readonly number[]
  /** Virtual time after it, in ticks of 1 ms. */
  readonly at: number
  /** The lane that took a step, or -1. */
  readonly lane: number
  /** That lane's state after it; -1 where it did not change. */
  readonly state: Ref
  /** The arrow that it delivered or lost, or -1. */
  readonly arrow: number
  /** What happened, in order: the world's facts, and the machines' labels as `{label, machine}`. */
  readonly facts: readonly Ref[]
  readonly marks: readonly Mark[]
  /** The choice's own fields that are worth showing: ordinal of an old copy, place of a crash. */
  readonly note: string
}

/** A stretch of a lane, from one step to before another. */
export interface Span {
  readonly lane: number
  readonly kind: 'down' | 'paused' | 'cut' | 'leads'
  readonly from: number
  readonly to: number
  readonly text: string
  /** The term, where it leads. */
  readonly term?: number
  /** Cut off from fewer than half of the others. */
  readonly slight?: boolean
}

/** A sentence of the run's story. */
export interface Milestone {
  readonly step: number
  readonly tone: 'user' | 'fault' | 'mended' | 'leader' | 'vault' | 'broken'
  readonly text: string
  /** How often, where the same was told several times in a row, and the step of the last. */
  readonly times?: number
  readonly until?: number
}

/** What became of a claim. */
export interface Judged {
  readonly id: string
  readonly says: string
  readonly section: string
  readonly source: string
  /** Is it claimed at all in this profile? If not, breaking it is a finding, and no failure. */
  readonly claimed: boolean
  readonly broken: { readonly step: number; readonly why: string } | null
  /** The first step after which its witness held, or null. */
  readonly witnessed: number | null
}

/** A state of a statechart: its path, as `follower.standing`. */
export interface ChartState {
  readonly path: string
  readonly type: string
  readonly initial: boolean
}

/** One transition of a statechart. */
export interface ChartTransition {
  readonly from: string
  readonly event: string
  readonly guard: string
  readonly to: readonly string[]
  readonly actions: readonly string[]
}

/** A machine's diagram (SVG, `data-state` on each state), and the same as a table. */
export interface Chart {
  readonly id: string
  readonly svg: string
  readonly states: readonly ChartState[]
  readonly transitions: readonly ChartTransition[]
}

/** What the adversary learnt, and at which step. */
export interface Learnt {
  readonly step: number
  readonly text: string
}

/** Everything on the page. */
export interface PageData {
  readonly version: 1
  readonly file: string
  readonly build: string
  readonly profile: string
  readonly crypto: string
  readonly seed: string | null
  /** The claim for which the trace was kept. */
  readonly broke: string | null
  /** The seeded bug that the machines had, with its sentence; or null. */
  readonly bug: string | null
  readonly traceHash: string
  readonly setup: Ref
  readonly lanes: readonly Lane[]
  readonly steps: readonly PageStep[]
  readonly arrows: readonly Arrow[]
  readonly spans: readonly Span[]
  readonly story: readonly Milestone[]
  readonly claims: readonly Judged[]
  readonly charts: Readonly<Record<string, Chart>>
  /** Whose knowledge `learnt` is; '' where nobody computed it. */
  readonly adversary: string
  readonly learnt: readonly Learnt[]
  /** Octet strings of ideal cryptography, read: what the term is made of. */
  readonly readings: Readonly<Record<string, string>>
  readonly pool: Pooled
}
