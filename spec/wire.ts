/** Messages on the way from a client through the front end to an HSM, and back (§3.5, §3.7). */
import type { NodeId } from './names.ts'

/** From a client to the front end: a message for a fleet, which the front end cannot read where it is sealed. */
export interface ToVault {
  readonly type: 'toVault'
  readonly fleet: string
  readonly body: { readonly type: string }
}
/** From the front end to one HSM. `record` and `replaces` are the operator's choice (`published`). */
export interface Relayed {
  readonly type: 'relayed'
  readonly client: NodeId
  readonly account: string
  readonly record: string
  readonly replaces: string | null
  readonly body: { readonly type: string }
}
/** From an HSM to the front end: an answer for this client; or a hint at the leader, for the front end alone. */
export interface Answered {
  readonly type: 'answered'
  readonly client: NodeId
  /** Which of the client's machines asked. */
  readonly for: 'enrollment' | 'recovery'
  readonly body: { readonly type: string }
}
/** HSM to front end: this replica does not lead; `leader` is its best knowledge of who does, or null. */
export interface NotLeader {
  readonly type: 'notLeader'
  readonly client: NodeId
  readonly leader: NodeId | null
  readonly body: { readonly type: string }
}
/** From the front end to the client, whose shell routes by type. */
export interface FromVault {
  readonly type: 'enrollmentAnswered' | 'recoveryAnswered'
  readonly fleet: string
  readonly body: { readonly type: string }
}
