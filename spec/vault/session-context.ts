/** What a recovery session holds and hears (§6.2): volatile, at the one HSM that opened it. */
import type { Boot, Octets } from '../boundary.ts'
import type { Answer, AnswerType } from './bodies.ts'
import type { WireBody } from './channel.ts'
import type { Asked, SessionAsked, SessionClosed, SessionDecided } from './reply.ts'

/** Null is: not yet. */
export interface Context {
  /** The newest copy of the request that is worked on. */
  readonly asked: Asked | null
  /** Fresh name of this session at this HSM: its commands are never taken for another's. */
  readonly name: Octets | null
  /** KE1's bytes, its hash, and the answer to it. */
  readonly start: Octets | null
  readonly digest: Octets | null
  readonly answer: WireBody | null
  /** What OPAQUE keeps between KE2 and KE3. */
  readonly login: Octets | null
  /** The record's version when KE1 was charged. */
  readonly version: number
  /** KE3's bytes, the session key if it was right, and the answer to it. */
  readonly finish: Octets | null
  readonly sessionKey: Octets | null
  readonly result: WireBody | null
}

/** A session before its first request. */
export const EMPTY: Context = {
  asked: null,
  name: null,
  start: null,
  digest: null,
  answer: null,
  login: null,
  version: 0,
  finish: null,
  sessionKey: null,
  result: null,
}

/** What a session of recovery takes: its requests, the log's decisions, its end (§6.2). */
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

/** The request that the session works on. */
export function current({ context }: At): Asked {
  return context.asked as Asked
}

/** The verdict of the event that is being handled. */
export function verdictOf<V extends SessionDecided['verdict']>({ event }: At): V {
  return (event as SessionDecided).verdict as V
}

/** The fields of an answer, without what every answer has. */
export type Said = { readonly [T in AnswerType]: Omit<Answer<T>, 'session'> }[AnswerType]
