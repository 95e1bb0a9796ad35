/** What a registration session holds and hears (§3.2): nothing that a later leader could not do without. */
import type { Boot, Octets } from '../boundary.ts'
import type { RequestType } from './bodies.ts'
import type { WireBody } from './channel.ts'
import type { VaultCommand } from './commands.ts'
import type { Asked, SessionAsked, SessionClosed, SessionDecided } from './reply.ts'

/** A request's bytes and the answer to them. */
export interface Done {
  readonly bytes: Octets
  readonly body: WireBody
}

/** What one session's registration remembers (§3.1). */
export interface Context {
  /** The newest copy of the request that is worked on. */
  readonly asked: Asked | null
  /** What it asks the log for; null where it is malformed, or signed by nobody. */
  readonly command: VaultCommand | null
  /** The newest answer to each type of request. */
  readonly done: Readonly<Partial<Record<RequestType, Done>>>
}

/** A session before its first request. */
export const EMPTY: Context = { asked: null, command: null, done: {} }

/** What a registration takes: a request of its session, the log's decision, the session's end. */
export type Event = Boot | SessionAsked | SessionDecided | SessionClosed

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: Event
}

/** The request of the event that is being handled. */
export function askedOf({ event }: At): Asked {
  return (event as SessionAsked).asked
}
