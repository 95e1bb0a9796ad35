/** What the recovery machine of one phone holds and hears (§6.4). Nothing of it outlives a crash: the user asks again. */

import type { Boot, Octets, Received } from '../boundary.ts'
import type { CryptoError } from '../crypto.ts'
import type { Delete, FleetKeys, KeysRefused, KeysTrusted, Recover } from '../tells.ts'
import type { Answer } from '../vault/bodies.ts'
import type { WireBody } from '../vault/channel.ts'
import type { FromVault } from '../wire.ts'
import { answerIn } from './channel.ts'
import type { Holder } from './client-deps.ts'

/** What opening KE2 came to. */
export type Opened =
  | { readonly ok: true; readonly ke3: Octets; readonly sessionKey: Octets; readonly exportKey: Octets }
  | { readonly ok: false; readonly error: CryptoError | 'stretching' }

/** What a recovery remembers (§6.4): plain data; nothing of it outlives a restart. */
export interface Context {
  readonly goal: 'recover' | 'delete'
  readonly secret: Octets | null
  readonly startsLeft: number
  readonly keys: FleetKeys | null
  readonly session: Octets | null
  /** What OPAQUE keeps between KE1 and KE2. */
  readonly login: Octets | null
  /** The request that is out, as it left. Null: the fleet's key is none. */
  readonly body: WireBody | null
  readonly replyKey: Octets | null
  /** The answer that is being looked at; null between two steps. */
  readonly answer: Answer | null
  readonly opened: Opened | null
  /** What the vault said instead of KE2 (`hardened`): told once the decoy is answered, as after a wrong password. */
  readonly refused: Answer<'refused'> | null
  /** From KE2's answer: whose record it is, and how many guesses it has left. */
  readonly identity: string
  readonly owner: Octets | null
  readonly attemptsLeft: number
  /** K, and in `hardened` the record's key pair, once they are open; null before. */
  readonly key: Octets | null
  readonly holder: Holder | null
}

/** Before the first recovery and after each: no secret, no session. */
export const EMPTY: Context = {
  goal: 'recover',
  secret: null,
  startsLeft: 0,
  keys: null,
  session: null,
  login: null,
  body: null,
  replyKey: null,
  answer: null,
  opened: null,
  refused: null,
  identity: '',
  owner: null,
  attemptsLeft: 0,
  key: null,
  holder: null,
}

/** What the client's recovery machine takes: the user's acts, trust's word on keys, the vault's answers, timers (§6.4). */
export type Event =
  | Boot
  | Recover
  | Delete
  | KeysTrusted
  | KeysRefused
  | Received<FromVault>
  | { readonly type: `xstate.after.${string}` }

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: Event
}

/** A refusal that is being looked at, or was kept until the decoy is answered. */
export function refusalIn(at: At): Answer<'refused'> | undefined {
  return at.context.refused ?? answerIn(at, 'refused')
}
