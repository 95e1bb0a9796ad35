/** What the attempts machine of one record is made from, holds and hears (§4.1). */
import type { Boot } from '../boundary.ts'
import type { Deps } from '../shell.ts'
import type { Dismissed, Entry, Restore } from './commands.ts'
import type { Lineage } from './state.ts'

/** What the attempts machine is made from. */
export interface AttemptsDeps extends Deps {
  /** Ticks between guesses by guesses spent; none in `published`. */
  readonly delays: readonly number[]
}

/** One record or lineage. */
export interface Context {
  readonly lineage: Lineage
}

/** What a lineage's attempts machine takes: entries of the log that name it, a snapshot, its dismissal (§4.1). */
export type Event = Boot | Entry | Restore | Dismissed

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: Event
}

/** Tick of the log at which the entry is applied. */
export function tickOf({ event }: At): number {
  return (event as Entry).tick
}

/** The command of the entry that is being applied. */
export function commandOf<C>({ event }: At): C {
  return (event as unknown as { readonly command: C }).command
}

/** The lineage that a snapshot brought. */
export function restoredOf({ event }: At): Lineage {
  return (event as Restore).lineage
}
