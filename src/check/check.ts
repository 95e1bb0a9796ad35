/** The checker's front door: a model, what is claimed of it, and the verdict. */
import type { NodeId } from '../../spec/names.ts'
import { concretise, plainly, type Replayer } from './concretise.ts'
import { explore, type Options, progressOf } from './explore.ts'
import { lassoOf } from './lasso.ts'
import type { Model } from './model.ts'
import type { Property } from './properties.ts'
import type { Search } from './search.ts'
import type { Broken, Checked, Statistics } from './verdict.ts'
import type { Finding, Properties } from './watch.ts'

/** Visits every world of a model within its bounds, and judges. */
export function check<L>(model: Model<L>, options: Options<L> = {}): Checked {
  const { properties = [] } = options
  const { search, watch, met, groups, compared } = explore(model, options)
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
    statistics: statisticsOf(search, compared),
  }
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
