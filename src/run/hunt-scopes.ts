/**
 * A hunt through scopes (§10.8): the bug goes through its door into every small world whose claims include the one that it
 * names and whose adversary can do what it needs, and the checker looks at all of it, or at as much as a budget allows.
 */
import { bugNamed } from '../bugs/catalogue.ts'
import { check } from '../check/check.ts'
import { isClaimed } from '../expected/cells.ts'
import { EXPECTED } from '../expected/scopes.ts'
import { SCOPES } from '../scopes/catalogue.ts'
import type { Scope, ScopeWorld } from '../scopes/scope.ts'
import { includes } from '../sim/adversary/table.ts'
import { simulation } from '../sim/system.ts'
import { replayerOf } from './check-scope.ts'
import type { Hunted, HuntTask } from './hunt.ts'
import { followChoices } from './judge-run.ts'
import { claimsFor } from './judges.ts'

/** Scopes in which a bug can show, small ones first: only where honest code keeps the claim does its break say anything. */
export function scopesFor(id: string): readonly Scope[] {
  const { breaks, adversary: needs, profile } = bugNamed(id)
  const found = SCOPES.filter(
    ({ claims, adversary, isLarge, ...scope }) =>
      isLarge !== true &&
      scope.profile === profile &&
      claims.includes(breaks) &&
      (needs === 'none' || includes(adversary, needs)) &&
      isClaimed(breaks, profile, adversary),
  )
  const worlds = ({ name }: Scope) => EXPECTED[name]?.distinct ?? 0
  return found.sort((a, b) => worlds(a) - worlds(b))
}

/** Searches them in turn, up to the first kill; `runs` are scopes, `events` distinct worlds, or orbits with symmetry. */
export function searchScopes({ bug: id, strategy, worldsMax }: HuntTask): Hunted {
  const none: Hunted = { runs: 0, events: 0, kill: null, broken: [], cut: 0 }
  if (id === null) return none
  const bug = bugNamed(id)
  let { runs, events, cut } = none
  for (const scope of scopesFor(id)) {
    const world = scope.build(bug)
    // Without interchangeable nodes both strategies are one.
    const symmetry = strategy === 'symmetry' ? world.groups : []
    if (strategy === 'symmetry' && symmetry.length === 0) continue
    const { model, setting } = world
    const claims = world.claims.filter((claim) => claim.id === bug.breaks)
    const replayer = replayerOf(world)
    const searched = check(model, { claims, setting, symmetry, replayer, worldsMax: worldsMax ?? 1 })
    runs++
    events += searched.distinct
    if (searched.verdict === 'inconclusive') cut++
    const [first] = searched.broken
    if (first === undefined) continue
    const { broken, witnessed } = replayed(world, first.trace, bug.breaks)
    const reached = witnessed || searched.notReached.length === 0
    if (reached)
      return {
        runs,
        events,
        kill: { seed: 0, step: first.steps, scope: scope.name, trace: first.trace },
        broken,
        cut,
      }
  }
  return { runs, events, kill: null, broken: [], cut }
}

// What else falls on the way of the shortest counterexample, and did the situation of the claim arise there? If not, it is
// enough that it arose somewhere in what was searched.
function replayed({ scope, setting }: ScopeWorld, trace: Parameters<typeof followChoices>[1], claim: string) {
  const { scenario, log } = scope
  const built = { simulation: simulation(scenario, log), setting, twin: scenario.twin }
  const run = followChoices(built, trace, { claims: claimsFor('ideal') })
  return { broken: run.broken.map(({ id }) => id), witnessed: run.witnesses[claim] === true }
}
