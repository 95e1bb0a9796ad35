/**
 * What clients ask a vault, and what it answers (§3.5, §6.1). In `published` a request travels in the clear, except
 * what is to be stored; in `hardened` all of them are sealed to the fleet.
 */
import type { Octets } from '../boundary.ts'
import type { Fields, Shape } from './codec.ts'

/** Requests by type. Every one also has `session`, 16 bytes that the client drew. */
export const REQUESTS = {
  /** R1. `owner` and `generation` are the lineage's (`hardened`); null and 0 elsewhere. */
  enrolStart: { request: 'o32', owner: 'maybe', generation: 'count' },
  /** R3. `signer` and `signature` prove that the client may replace what is there (`hardened`). */
  enrolStore: {
    envelope: 'o192',
    ciphertext: 'octets',
    stretch: 'stretch',
    transcript: 'o32',
    limit: 'count',
    owner: 'maybe',
    generation: 'count',
    replaces: 'maybe',
    signer: 'maybe',
    /** Signing key of the fleet that the lineage leaves (§7.3), or null. */
    moves: 'maybe',
    signature: 'signed',
  },
  /** Step 5 of `hardened`. */
  enrolConfirm: {
    version: 'count',
    digest: 'o32',
    owner: 'o32',
    /** The receipt of a lineage that moves: whose, what remains, and its signature; null, 0, null elsewhere. */
    from: 'maybe',
    remaining: 'count',
    receipt: 'signed',
    signature: 'o64',
  },
  /** To the old fleet of a lineage that moves: erase it, for the record that is pending there (§7.3). */
  enrolClose: { owner: 'o32', pending: 'o32', to: 'o32', signature: 'o64' },
  /** To the old fleet again: the record is active at the new one, the receipt may go (§7.3). */
  enrolAcknowledge: { owner: 'o32', pending: 'o32', signature: 'o64' },
  recoverStart: { ke1: 'o96' },
  recoverFinish: { ke3: 'o64' },
  erase: { signer: 'maybe', signature: 'signed' },
} as const satisfies Readonly<Record<string, Shape>>

/** Answers by type. Every one also has `session`, and a signature of the fleet over all of it. */
export const ANSWERS = {
  /** R2. `active` is the digest of the record that this one would replace, or null. */
  enrolResponse: { record: 'text', response: 'o64', version: 'count', active: 'maybe' },
  enrolStored: { record: 'text', version: 'count', digest: 'o32' },
  enrolConfirmed: { record: 'text', version: 'count', digest: 'o32' },
  enrolClosed: { record: 'text', pending: 'o32', remaining: 'count', receipt: 'o64' },
  enrolAcknowledged: { record: 'text' },
  /** KE2, with what the client must know to finish. */
  recoverResponse: {
    record: 'text',
    ke2: 'o320',
    stretch: 'stretch',
    owner: 'maybe',
    version: 'count',
    attemptsLeft: 'count',
  },
  /** After KE3: K's ciphertext under the session key; empty when KE3 was wrong. */
  recoverResult: { right: 'flag', sealed: 'octets', attemptsLeft: 'count' },
  erased: { record: 'text' },
  /** `to`: the type of the request. `why`: a Refusal, `malformed`, or `closing`. */
  refused: { to: 'text', why: 'text', ticksLeft: 'count', generation: 'count' },
  /** The HSM that answers holds no such session: it never did, or it forgot. */
  sessionUnknown: {},
} as const satisfies Readonly<Record<string, Shape>>

/** The type of a request inside the fleet's channel (§6.1). */
export type RequestType = keyof typeof REQUESTS
/** The type of an answer inside the fleet's channel (§6.1). */
export type AnswerType = keyof typeof ANSWERS

/** A request of one type (or of any), checked. */
export type Request<T extends RequestType = RequestType> = {
  readonly [K in T]: { readonly type: K; readonly session: Octets } & Fields<(typeof REQUESTS)[K]>
}[T]

/** An answer of one type (or of any), checked. */
export type Answer<T extends AnswerType = AnswerType> = {
  readonly [K in T]: { readonly type: K; readonly session: Octets } & Fields<(typeof ANSWERS)[K]>
}[T]

/** Does this name a type of request? */
export function isRequestType(value: unknown): value is RequestType {
  return typeof value === 'string' && Object.hasOwn(REQUESTS, value)
}

/** Does this name a type of answer? */
export function isAnswerType(value: unknown): value is AnswerType {
  return typeof value === 'string' && Object.hasOwn(ANSWERS, value)
}
