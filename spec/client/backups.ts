/** What a phone's machines and its user say of backups (§8.4). */
import type { Draw, Octets } from '../boundary.ts'

/** This phone has K from now on: it enrolled it, or recovered it. */
export interface KeyHeld {
  readonly type: 'keyHeld'
  /** K, 32 bytes. */
  readonly key: Octets
}

/** The user's act: back this up under the K that the phone holds. */
export interface BackUp {
  readonly type: 'backUp'
  readonly content: Octets
  readonly draw?: Draw
}
/** The user's act: restore the backup of this account. */
export interface Restore {
  readonly type: 'restore'
}
/** How one of the two ended (§8.4). `damaged`: what came does not open under this K. */
export interface BackupsEnded {
  readonly type: 'backupEnded' | 'restoreEnded'
  readonly outcome: 'kept' | 'restored' | 'damaged' | 'nothingStored' | 'noKey' | 'unavailable'
  /** What was restored. */
  readonly content?: Octets
}
