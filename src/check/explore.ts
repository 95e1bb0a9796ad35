/** A search of a model, from its tables to the limit that it met: what verdicts and coverage are read from. */
import type { Claim, Setting } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { Audit, NotSymmetric } from './audit.ts'
import type { Replayer } from './concretise.ts'
import { FreshNames } from './fresh-names.ts'
import type { Model } from './model.ts'
import { Outlooks } from './outlooks.ts'
import type { Property } from './properties.ts'
import { Renamer } from './renamer.ts'
import { type Limits, Search, type Settling } from './search.ts'
import { Space } from './space.ts'
import { Steps } from './steps.ts'
import { Symmetry } from './symmetry.ts'
import type { Checked } from './verdict.ts'
import { Properties } from './watch.ts'

/** What to check, and how. */
export interface Options<L = unknown> {
  readonly properties?: readonly Property<L>[]
  readonly claims?: readonly Claim[]
  /** What every claim's fold knows at its start; needed where there are claims. */
  readonly setting?: Setting
  /** Groups of interchangeable nodes. An *eventually* is searched for without symmetry, whatever is said here. */
  readonly symmetry?: readonly (readonly NodeId[])[]
  /** Is every step compared with the renamed one of a swapped node? True unless said. */
  readonly audit?: boolean
  /** Is the model asked once for each distinct step? True unless said. */
  readonly memo?: boolean
  /** Is the search over when the first property is broken? True unless said. */
  readonly stopsAtFirst?: boolean
  readonly worldsMax?: number
  readonly bytesMax?: number
  /** What replays a trace before it is reported; the model's plain system unless said. */
  readonly replayer?: Replayer<L>
  /** Called with what there is so far, once in some thousand worlds. */
  readonly onProgress?: (progress: Progress) => void
}

/** How far a search has come. */
export type Progress = Pick<Checked, 'depth' | 'distinct' | 'generated'>

/** Limits unless said: 2^27 worlds, 4 GiB. */
export const LIMITS: Limits = { worldsMax: 2 ** 27, bytesMax: 2 ** 32 }

const NO_SETTING: Setting = { fleets: {}, clients: [], quorums: {}, limit: 0 }

/** A search that has ended. */
export interface Explored<L = unknown> {
  readonly search: Search<L>
  readonly watch: Properties<L>
  /** The limit that was met, or undefined: every world was visited, or the watch had enough. */
  readonly met: string | undefined
  /** The groups by which it was reduced. */
  readonly groups: readonly (readonly NodeId[])[]
  /** Steps that were compared with their mirror images. */
  readonly compared: number
}

/** Visits every world of a model within its bounds. */
export function explore<L>(model: Model<L>, options: Options<L>): Explored<L> {
  const { properties = [], claims = [], setting = NO_SETTING, memo = true, stopsAtFirst = true } = options
  const live = properties.some(({ kind }) => kind === 'eventually')
  const groups = live ? [] : (options.symmetry ?? [])
  const space = new Space(model, claims, setting)
  const renamer = new Renamer(space)
  const steps = new Steps(space, memo)
  const audited = groups.length > 0 && options.audit !== false
  const audit = audited ? new Audit(space, steps, renamer, groups) : undefined
  steps.witness = audit?.witness
  const search = new Search(space, steps, memo, settlingOf(space, renamer, groups))
  const watch = new Properties(search, properties, stopsAtFirst)
  const limits = {
    worldsMax: options.worldsMax ?? LIMITS.worldsMax,
    bytesMax: options.bytesMax ?? LIMITS.bytesMax,
  }
  const met = search.run(limits, watch, () => options.onProgress?.(progressOf(search)))
  return { search, watch, met, groups, compared: audit?.compared ?? 0 }
}

/** How far a search has come. */
export function progressOf<L>({ depth, visited, expander }: Search<L>): Progress {
  return { depth, distinct: visited.count, generated: expander.generated }
}

function settlingOf<L>(
  space: Space<L>,
  renamer: Renamer<L>,
  groups: readonly (readonly NodeId[])[],
): Settling {
  const names = new FreshNames(space, renamer)
  if (groups.length === 0) return names
  const symmetry = new Symmetry(space, renamer, new Outlooks(space, groups), names, groups)
  const beginning = space.initial()
  names.settle(beginning)
  if (!symmetry.isFixed(beginning)) {
    throw new NotSymmetric(`${space.model.name} is not symmetric: it does not begin so`)
  }
  return symmetry
}
