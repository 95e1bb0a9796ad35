/** What the operator's front end knows and keeps (§3.7). */
import type { Boot, Received } from '../boundary.ts'
import type { NodeId, RecordId } from '../names.ts'
import type { Profile } from '../profiles.ts'
import type { Answered, NotLeader, ToVault } from '../wire.ts'

/** What the front end is made with (§3.7). */
export interface FrontEndDeps {
  readonly profile: Profile
  /** The HSMs of each fleet, by name. */
  readonly fleets: Readonly<Record<string, readonly NodeId[]>>
  /** Whose each client is: the front end authenticates accounts. A word of at most 32 characters. */
  readonly accounts: Readonly<Record<NodeId, string>>
  /** Is there a distribution of bundles in the same shell, to be told where a record lives now? */
  readonly distributes: boolean
}

/** A record id, and the one before it, which the vault is told to delete. */
export interface Handed {
  readonly record: RecordId
  readonly replaces: RecordId | null
}

/**
 * The cell `accounts`, by fleet and account: what was handed out, by registration, and last. A request that the
 * network repeats much later gets the id that it had, not a new one.
 */
export interface Registrations {
  readonly last: RecordId | null
  readonly bySession: Readonly<Record<string, Handed>>
}

/** A client's request that nobody answered yet. */
export interface Waiting {
  readonly fleet: string
  readonly account: string
  readonly record: string
  readonly replaces: string | null
  readonly body: { readonly type: string }
}

/** What the relay remembers (§3.7): registrations in flight, ids it chose, who waits, which HSM to ask. */
export interface Context {
  readonly handed: Readonly<Record<string, Registrations>>
  /** Ids that the operator chose by hand, instead of the next one. */
  readonly chosen: Readonly<Record<string, RecordId | null>>
  /** By client, the newest request. */
  readonly waiting: Readonly<Record<string, Waiting>>
  /** Place in the fleet's list of the HSM that is asked: the leader, as far as known. */
  readonly asked: Readonly<Record<string, number>>
}

/** The operator decides about record ids by hand: what a dishonest front end does (`published`, A2). */
export interface Choose {
  readonly type: 'choose'
  readonly fleet: string
  readonly account: string
  /** Null: the next id, and the one before it is not named for deletion. */
  readonly record: RecordId | null
}

/** What the relay takes: requests of clients, answers of HSMs, an id chosen by hand (§3.7). */
export type Event = Boot | Choose | Received<ToVault> | Received<Answered> | Received<NotLeader>

/** What a guard or an action is given. */
export interface At {
  readonly context: Context
  readonly event: Event
}

/** A front end that knows nothing yet. */
export const EMPTY: Context = { handed: {}, chosen: {}, waiting: {}, asked: {} }

/** Where one account's ids at one fleet are kept. */
export function handedKey(fleet: string, account: string): string {
  return `${fleet}/${account}`
}
