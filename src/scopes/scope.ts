/** What a scope is: a small world under a name, what is claimed in it, and why its bounds are where they are. */
import type { Claim, Setting } from '../../spec/boundary.ts'
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Doors } from '../bugs/doors.ts'
import type { Model } from '../check/model.ts'
import { modelOfShells, type ShellLocal, type ShellsScope } from './shells-model.ts'

/** A small world ready to be searched, and to be run by the simulator. */
export interface ScopeWorld {
  readonly scope: ShellsScope
  readonly model: Model<ShellLocal>
  readonly claims: readonly Claim[]
  readonly setting: Setting
  /** Interchangeable nodes. */
  readonly groups: readonly (readonly NodeId[])[]
}

/** A named scope. */
export interface Scope {
  readonly name: string
  /** What happens in it; and where a bound is smaller than one would wish, why. Printed with the verdict. */
  readonly says: string
  /** The profile's name; one that is bent for the scope has a name of its own, and stands in no cell of the matrix. */
  readonly profile: string
  /**
   * Whose choices are in it, as the table of adversaries names them (§10.6), each within the printed bounds: faults
   * alone (A0), a dishonest front end with a client of its own (A2), a host that sets storage back (A3), a holder of
   * one of the two keys that sign bundles (A7).
   */
  readonly adversary: string
  /** Ids of the claims that it decides: src/run/decided.ts says in which cells of the matrix. */
  readonly claims: readonly string[]
  /** Run only when it is asked for by name: it takes minutes. */
  readonly isLarge?: true
  /** The world, built anew; `doors` let a seeded bug in (§1.12). */
  readonly build: (doors?: Doors) => ScopeWorld
}

/**
 * Options that have no field too many, however they were put together: a spread hides one from the compiler, and with it
 * once a seeded bug was lost.
 */
export type Exactly<T, O extends T> = O & Readonly<Record<Exclude<keyof O, keyof T>, never>>

/** The world of a scope, in which the claims with these ids are judged. */
export function worldOf(
  scope: ShellsScope,
  ids: readonly string[],
  setting: Setting,
  groups: ScopeWorld['groups'] = [],
): ScopeWorld {
  const claims = CATALOGUE.filter(({ id }) => ids.includes(id))
  return { scope, model: modelOfShells(scope), claims, setting, groups }
}
