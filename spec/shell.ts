/**
 * What runs inside one node: several machines in one shell (§1.2). A shell is data; src/sim steps it.
 */
import type { AnyStateMachine } from 'xstate'
import type { CryptoPort } from './crypto.ts'
import type { NodeId } from './names.ts'
import type { Profile } from './profiles.ts'

/** Declared draws: event type to field to size in bytes. An event type that is not listed carries none. */
export type DrawTable = Readonly<Record<string, Readonly<Record<string, number>>>>

/** What every machine factory is given. */
export interface Deps {
  readonly crypto: CryptoPort
  readonly profile: Profile
}

/** One machine of a shell, with what it declares. */
export interface Part {
  readonly machine: AnyStateMachine
  /** Input of the machine's initial context, the same at each boot; plain data. */
  readonly input: unknown
  readonly draws: DrawTable
  /** Message types that the shell routes to this machine. A type that no part accepts is refused. */
  readonly accepts: readonly string[]
}

/**
 * A node. A *standing* part exists from boot on, under its name. A *keyed* part has one instance per key,
 * made by the first `tell` to `name/key` (for example `attempts/#r1`), gone at a crash or in a final state.
 */
export interface Shell {
  readonly node: NodeId
  readonly role: 'hsm' | 'client' | 'frontEnd' | 'cloud' | 'operator' | 'auditor' | 'other'
  readonly standing: Readonly<Record<string, Part>>
  readonly keyed: Readonly<Record<string, Part>>
  /** Storage as the node was delivered, before its first boot. */
  readonly cells: Readonly<Record<string, unknown>>
}
