/** Why a strategy did not kill a bug (§10.8): what it tried, or why there was nothing to try. */
import type { Bug } from '../bugs/bug.ts'
import { type Hunted, isDrawnInPairs, type Strategy } from './hunt.ts'
import { scopesFor } from './hunt-scopes.ts'

/** In words; `hunts` are those of this strategy, which had no kill. */
export function whyAlive(bug: Bug, strategy: Strategy, hunts: readonly Hunted[]): string {
  const { id, breaks, profile, adversary, shownBy } = bug
  const total = (of: (hunt: Hunted) => number) => hunts.reduce((sum, hunt) => sum + of(hunt), 0)
  const [runs, events, cut] = [total((one) => one.runs), total((one) => one.events), total((one) => one.cut)]
  switch (strategy) {
    case 'exhaustive':
    case 'symmetry':
      if (scopesFor(id).length === 0)
        return `nothing to search: no scope carries ${breaks} in ${profile}${adversary === 'none' ? '' : ` with what ${adversary} can do`}`
      if (runs === 0) return 'nothing to search: no scope that carries its claim has interchangeable nodes'
      return cut > 0
        ? `${events} worlds of ${runs} scopes, ${cut} of them not to the end, have not what it takes`
        : `${runs} scopes searched whole, ${events} worlds: within their bounds there is not what it takes`
    case 'scene':
      return `nothing to play: no scene was told of it${shownBy === undefined ? '' : `, it is caught in ${shownBy}`}`
    default:
      if (isDrawnInPairs(bug, strategy))
        return 'nothing to draw: two runs are compared for it, and walks that keep no clock are not'
      return `${runs} runs, ${events} events have not what it takes`
  }
}
