/** What a scope is: a small world under a name, what is claimed in it, and why its bounds are where they are. */
import type { Claim, Setting } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Model } from '../check/model.ts'
import type { ShellLocal, ShellsScope } from './shells-model.ts'

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
  /** Run only when it is asked for by name: it takes minutes. */
  readonly isLarge?: true
  readonly build: () => ScopeWorld
}
