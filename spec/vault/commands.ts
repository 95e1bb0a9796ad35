/** The vault's commands in the replicated log, and what applying each of them comes to (§3, §4). */
import type { Octets } from '../boundary.ts'
import type { Closed, Receipt } from './moving.ts'
import type { Lineage, Offer, Stored } from './state.ts'

interface About {
  /** A fresh name of the HSM that proposed it, so that two proposals are never taken for one. */
  readonly id: string
  /** The record that it is about (`published`), or the lineage of an account (`hardened`). */
  readonly record: string
  /** The session at the HSM that proposed it. */
  readonly session: Octets
}

/** A client wants to register; `replaces` is what the operator names for deletion (`published`, _model_). */
export interface OfferCommand extends About {
  readonly do: 'offer'
  readonly replaces: string | null
  readonly offer: Offer
  /** How many exhausted lineages the user knows of (`hardened`). */
  readonly generation: number
}
/** Stores what the client made of an offer. */
export interface StoreCommand extends About {
  readonly do: 'store'
  readonly stored: Omit<Stored, 'key'>
  /** What the client saw of the registration. */
  readonly transcript: Octets
  /** The key under which the request was signed (`hardened`). */
  readonly signer: Octets | null
  /** Hash of the version that it replaces, or null (`hardened`). */
  readonly replaces: Octets | null
  /** How many exhausted lineages the user knows of (`hardened`). */
  readonly generation: number
}
/** Makes the pending record the active one (`hardened`). */
export interface ConfirmCommand extends About {
  readonly do: 'confirm'
  readonly registration: Octets
  readonly digest: Octets
  readonly version: number
  readonly signer: Octets
  /** Where the lineage moves: what the old fleet signed (§7.3). */
  readonly receipt: Receipt | null
}
/** Erases a lineage that moves to another fleet (§7.3). */
export interface CloseCommand extends About {
  readonly do: 'close'
  readonly signer: Octets
  readonly pending: Octets
  readonly to: Octets
}
/** Forgets the receipt of a lineage that has arrived where it went (§7.3). */
export interface AcknowledgeCommand extends About {
  readonly do: 'acknowledge'
  readonly signer: Octets
  readonly pending: Octets
}
/** Takes one guess, before anything is answered. */
export interface ChargeCommand extends About {
  readonly do: 'charge'
  readonly digest: Octets
}
/** Ends a session: right or wrong. */
export interface SettleCommand extends About {
  readonly do: 'settle'
  readonly digest: Octets
  readonly version: number
  readonly right: boolean
}
/** Removes a record. */
export interface DeleteCommand extends About {
  readonly do: 'delete'
  /** The key under which it was asked for (`hardened`). */
  readonly signer: Octets | null
}

/** Every command that the vault asks its log for (§3.2, §4.2). */
export type VaultCommand =
  | OfferCommand
  | StoreCommand
  | ConfirmCommand
  | CloseCommand
  | AcknowledgeCommand
  | ChargeCommand
  | SettleCommand
  | DeleteCommand

/** Why an entry changed nothing. */
export type Refusal =
  /** The id, or the account, has a record that this request may not replace. */
  | 'taken'
  /** No guess is left. */
  | 'exhausted'
  /** There is no such record. */
  | 'notEnrolled'
  /** The next guess is not to be had yet. */
  | 'delayed'
  /** This session was charged for other bytes. */
  | 'otherBytes'
  /** There is no such registration, charge or pending record. */
  | 'unknown'

/** What applying one command came to; told to the vault, and by it to the session that waits for it. */
export type Verdict =
  | {
      readonly is: 'offered'
      readonly offer: Offer
      readonly version: number
      readonly active: Octets | null
    }
  | { readonly is: 'stored'; readonly version: number }
  | { readonly is: 'confirmed'; readonly version: number }
  | { readonly is: 'closed'; readonly closed: Closed }
  | { readonly is: 'acknowledged' }
  | {
      readonly is: 'charged'
      readonly stored: Stored
      readonly version: number
      readonly remaining: number
    }
  | {
      readonly is: 'settled'
      readonly right: boolean
      readonly remaining: number
      readonly ciphertext: Octets
    }
  | { readonly is: 'deleted' }
  | { readonly is: 'restored' }
  | { readonly is: 'gone' }
  | { readonly is: 'refused'; readonly why: Refusal; readonly ticksLeft: number; readonly generation: number }

// vault to attempts, and back ---------------------------------------------------------------------------------

/** A committed command about this record; the type is the command's own `do`. */
export interface Entry<C extends VaultCommand = VaultCommand> {
  readonly type: C['do']
  readonly command: C
  readonly tick: number
}
/** The record as a snapshot has it. */
export interface Restore {
  readonly type: 'restore'
  readonly record: string
  readonly lineage: Lineage
}
/** The vault forgets this record: nothing is left of it. */
export interface Dismissed {
  readonly type: 'dismissed'
  readonly record: string
}
/** The answer to every one of these: the record after it, and what it came to. */
export interface Decided {
  readonly type: 'decided'
  readonly record: string
  readonly lineage: Lineage
  readonly verdict: Verdict
}
