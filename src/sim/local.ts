/** The state of one node, as plain data: what its machines hold, what its storage holds, which timers run. */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { Octets } from '../../spec/boundary.ts'
import type { Part } from '../../spec/shell.ts'
import { unbooted } from '../../spec/step.ts'

/** One machine's state. `name` is the part's name, or `part/key` for a keyed part. */
export interface Resident {
  readonly value: unknown
  readonly context: unknown
}

/** An armed timer: which machine's, its event, and how long XState asked for (nominal ticks of 1 ms). */
export interface Armed {
  readonly machine: string
  readonly timer: string
  readonly ticks: number
}

/** An evaluation that this node's port answered: what a later send may be found to contain. */
export interface Evaluation {
  readonly key: Octets
  readonly element: Octets
  readonly answer: Octets
}

/** `down` keeps storage alone; `up` holds machines and timers as well. */
export interface Local {
  readonly up: boolean
  readonly machines: Readonly<Record<string, Resident>>
  readonly cells: Readonly<Record<string, unknown>>
  readonly timers: readonly Armed[]
  /** The world's own memory of evaluations at this node; a crash does not make the world forget. */
  readonly evaluations: readonly Evaluation[]
}

/** A node before its first power-on. */
export function powerless(cells: Readonly<Record<string, unknown>>): Local {
  return { up: false, machines: {}, cells, timers: [], evaluations: [] }
}

/** What a crash leaves: storage. */
export function crashed(local: Local): Local {
  return { ...local, up: false, machines: {}, timers: [] }
}

// XState steps full snapshots; a resident keeps what matters. The snapshot of each resident is kept beside it.
const snapshots = new WeakMap<Resident, AnyMachineSnapshot>()

/** The resident of a snapshot. */
export function residentOf(snapshot: AnyMachineSnapshot): Resident {
  const resident = { value: snapshot.value, context: snapshot.context }
  snapshots.set(resident, snapshot)
  return resident
}

/** The snapshot of a resident, rebuilt where the resident was made by a renaming or read from a file. */
export function snapshotOf(machine: AnyStateMachine, resident: Resident): AnyMachineSnapshot {
  const known = snapshots.get(resident)
  if (known !== undefined) return known
  const rebuilt = machine.resolveState({
    value: resident.value as never,
    context: resident.context as never,
  }) as AnyMachineSnapshot
  snapshots.set(resident, rebuilt)
  return rebuilt
}

const origins = new WeakMap<Part, Resident>()

/** A part before its boot event; the same object each time. */
export function originOf(part: Part): Resident {
  const known = origins.get(part)
  if (known !== undefined) return known
  const origin = residentOf(unbooted(part.machine, part.input))
  origins.set(part, origin)
  return origin
}
