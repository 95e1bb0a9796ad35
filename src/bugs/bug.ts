/**
 * A seeded bug: one small change, through one of the four doors (§1.12), that a named claim must catch. Most were
 * found in real systems.
 */
import type { AnyStateMachine } from 'xstate'
import type { Effect } from '../../spec/boundary.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Profile } from '../../spec/profiles.ts'

/** The door through which a bug enters. */
export type Door =
  /** Other named guards or actions for one part of a shell: `machine.provide`. */
  | { readonly part: string; readonly provide: (machine: AnyStateMachine) => AnyStateMachine }
  /** A wrapper of the crypto port. */
  | { readonly port: (port: CryptoPort) => CryptoPort }
  /** Another order of the effects of a machine's step. */
  | { readonly reorder: (machine: string, effects: readonly Effect[]) => readonly Effect[] }
  /** A field of the profile. */
  | { readonly profilePatch: Partial<Profile> }

/** One seeded bug. */
export type Bug = Door & {
  /** A short name, for example `releasedBeforeCommitted`. */
  readonly id: string
  /** Its number in the list of claims.md, if it is one of those. */
  readonly number?: number
  /** The claim that must catch it. */
  readonly breaks: string
  /** The weakest adversary that it needs. */
  readonly adversary: string
  readonly profile: 'published' | 'hardened'
  /** What is wrong, in one sentence. */
  readonly story: string
  /** The real system that had it. */
  readonly precedent?: string
  /** A scenario or a suite of npm test in which its claim catches it, for bugs that drawn runs seldom meet. */
  readonly shownBy?: string
}
