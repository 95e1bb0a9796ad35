/** What the vault and its sessions tell each other, and how an answer leaves (§6.2). */
import type { Effect, Octets } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { FleetSecrets } from '../tells.ts'
import type { Request } from './bodies.ts'
import type { WireBody } from './channel.ts'
import type { VaultCommand, Verdict } from './commands.ts'

/** Where an answer goes: through the front end that asked last, to the client that it named. */
export interface Route {
  readonly via: NodeId
  readonly client: NodeId
  /** Which of the client's machines asked. */
  readonly for: 'enrollment' | 'recovery'
}

/** A request that was read, with all that answering it takes. */
export interface Asked {
  readonly route: Route
  readonly request: Request
  /** The request as one octet string: equal bytes are the same request. */
  readonly bytes: Octets
  /** Null in `published`. */
  readonly replyKey: Octets | null
  readonly record: string
  /** What the operator names for deletion (`published`). */
  readonly replaces: string | null
  readonly secrets: FleetSecrets
}

// vault to session --------------------------------------------------------------------------------------------

/** The first request of a session, or a further one. */
export interface SessionAsked {
  readonly type: 'opened' | 'handed'
  readonly asked: Asked
  readonly draw?: Readonly<Record<string, Octets>>
}
/** The command that the session proposed was applied; `charged` when its attempt was taken. */
export interface SessionDecided {
  readonly type: 'charged' | 'decided'
  readonly verdict: Verdict
  readonly draw?: Readonly<Record<string, Octets>>
}
/** Settled long ago, expired, evicted, or this HSM no longer leads. */
export interface SessionClosed {
  readonly type: 'closed'
}

// session to vault --------------------------------------------------------------------------------------------

/** Asks the vault to propose a command on this session's behalf. */
export interface Proposal {
  readonly type: 'proposal'
  readonly part: 'session' | 'registration'
  readonly command: VaultCommand
}

/** The vault's answer to the front end, which passes the body on. */
export function answered({ via, client, for: machine }: Route, body: WireBody): Effect {
  const message = { type: 'answered', client, for: machine, body }
  return { do: 'send', to: via, message }
}
