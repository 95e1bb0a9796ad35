/** The checker's front door: a model, what is claimed of it, and the verdict. */
import type { Claim, Setting } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { Audit, NotSymmetric } from './audit.ts'
import { concretise, plainly, type Replayer } from './concretise.ts'
import { FreshNames } from './fresh-names.ts'
import { lassoOf } from './lasso.ts'
import type { Model } from './model.ts'
import { Outlooks } from './outlooks.ts'
import type { Property } from './properties.ts'
import { Renamer } from './renamer.ts'
import { type Limits, Search, type Settling } from './search.ts'
import { Space } from './space.ts'
import { Steps } from './steps.ts'
import { Symmetry } from './symmetry.ts'
import type { Broken, Checked, Statistics } from './verdict.ts'
import { type Finding, Properties } from './watch.ts'

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
  /** Called after each level with what there is so far. */
  readonly onLevel?: (progress: {
    readonly depth: number
    readonly distinct: number
    readonly generated: number
  }) => void
}

/** Limits unless said: 2^27 worlds, 4 GiB. */
export const LIMITS: Limits = { worldsMax: 2 ** 27, bytesMax: 2 ** 32 }

const NO_SETTING: Setting = { fleets: {}, clients: [], quorums: {}, limit: 0 }

/** Visits every world of a model within its bounds, and judges. */
export function check<L>(model: Model<L>, options: Options<L> = {}): Checked {
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
  const met = search.run(limits, watch, () => options.onLevel?.(progressOf(search)))
  const complete = met === undefined && !watch.enough
  const replayer = options.replayer ?? (plainly(model) as Replayer<L>)
  const broken = watch.findings.map((finding) => brokenBy(search, finding, replayer))
  if (complete) broken.push(...lassos(search, properties, watch, replayer))
  const notReached = watch.notReached
  const why =
    met !== undefined
      ? `stopped at ${met}`
      : notReached.length > 0
        ? `not reached: ${notReached.join('; ')}`
        : ''
  const verdict = broken.length > 0 ? 'broken' : why === '' ? 'holds' : 'inconclusive'
  return {
    name: model.name,
    verdict,
    broken,
    notReached,
    why: verdict === 'inconclusive' ? why : '',
    ...progressOf(search),
    complete,
    bound: boundOf(model, groups, properties),
    statistics: statisticsOf(search, audit?.compared ?? 0),
  }
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

function brokenBy<L>(
  search: Search<L>,
  { property, why, path, after }: Finding,
  replayer: Replayer<L>,
): Broken {
  const worlds = path.map((world) => search.slotsOf(world))
  if (after !== undefined) {
    search.settleOne(after)
    worlds.push(after)
  }
  const { choices, folded } = concretise(search, worlds, replayer)
  const claim = search.space.folds.claims.findIndex(({ id }) => id === property)
  // In the names of the trace.
  const said = claim < 0 ? null : search.space.folds.claims[claim]!.broken(folded[claim])
  return { property, why: said ?? why, steps: worlds.length - 1, trace: choices }
}

function lassos<L>(
  search: Search<L>,
  properties: readonly Property<L>[],
  watch: Properties<L>,
  replayer: Replayer<L>,
): Broken[] {
  return properties.flatMap((property) => {
    if (property.kind !== 'eventually') return []
    const lasso = lassoOf(search, property)
    if (lasso === undefined) return []
    const stem = [...watch.pathTo(lasso.stem[0]!), ...lasso.stem.slice(1)]
    const worlds = [...stem, ...lasso.loop.slice(1)].map((world) => search.slotsOf(world))
    const { choices } = concretise(search, worlds, replayer)
    const before = choices.length - (lasso.loop.length - 1)
    const why = lasso.loop.length > 1 ? 'a fair run that never comes there' : 'a run that ends before'
    return [
      {
        property: property.says,
        why,
        steps: stem.length - 1,
        trace: choices.slice(0, before),
        loop: choices.slice(before),
      },
    ]
  })
}

function progressOf<L>({ depth, visited, expander }: Search<L>) {
  return { depth, distinct: visited.count, generated: expander.generated }
}

function boundOf<L>(
  model: Model<L>,
  groups: readonly (readonly NodeId[])[],
  properties: readonly Property<L>[],
): Checked['bound'] {
  const fair = properties.flatMap((each) => (each.kind === 'eventually' ? [each.fairness.says] : []))
  return {
    ...model.bounds,
    network: model.order,
    symmetry: groups.length === 0 ? 'off' : groups.map((group) => group.join(' ')).join('; '),
    ...(fair.length === 0 ? {} : { fairness: [...new Set(fair)].join('; ') }),
  }
}

function statisticsOf<L>(search: Search<L>, comparedSteps: number): Statistics {
  const { space, steps, visited, expander } = search
  const sum = (tables: readonly { readonly size: number }[]) =>
    tables.reduce((all, { size }) => all + size, 0)
  return {
    steps: steps.asked,
    comparedSteps,
    locals: sum(space.locals),
    letters: sum(space.letters),
    inboxes: sum(space.inboxes),
    accumulators: space.folds.size,
    outside: expander.outside,
    bytesVisited: visited.bytes,
    bytesAll: search.bytes,
    words: visited.layout.words,
  }
}
