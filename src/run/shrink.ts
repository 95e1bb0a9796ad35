/** A failing run made small (§10.7): fewer choices, fewer acts, fewer nodes, no time; the same claim stays broken. */
import type { Choice, Claim } from '../../spec/boundary.ts'
import type { Setup } from '../sim/setup.ts'
import { causesOf } from './causes.ts'
import { type Failing, Trial, without, zeroed } from './shrinking.ts'
import type { Doors } from './world.ts'

/** What is to be shrunk. */
export interface ShrinkTask {
  readonly setup: Setup
  readonly choices: readonly Choice[]
  readonly claim: Claim
  readonly doors?: Doors
  /** Choices taken at most, over all attempts. */
  readonly stepsMax?: number
}

/** The small run; null where the given one does not break the claim. */
export type Shrunk = {
  readonly setup: Setup
  readonly choices: readonly Choice[]
  readonly why: string
  /** Choices taken in all attempts. */
  readonly taken: number
}

/** Ten seconds, where a step costs what it costs in a fleet of five. */
const STEPS_MAX = 100_000
/** The first pass leaves out no less than this part of the choices at a time. */
const COARSE = 24

/** Shrinks. A claim about what must happen eventually is refused by its caller: less of a run always breaks it. */
export function shrink({
  setup,
  choices,
  claim,
  doors = {},
  stepsMax = STEPS_MAX,
}: ShrinkTask): Shrunk | null {
  let trial = new Trial(setup, claim, doors)
  // Time is not looked at by any choice.
  const timeless = choices.map(({ after: _, ...choice }) => choice)
  const first = trial.run(timeless)
  if (first === null) return null
  let best = causes(trial, first)
  let smallest = setup
  let taken = 0
  const left = () => Math.max(trial.taken, stepsMax - taken)
  const fewerNodes = () => {
    for (const smaller of smallerSetups) {
      for (;;) {
        const next = smaller(smallest, best.choices)
        if (next === null) break
        const attempt = new Trial(next.setup, claim, doors, trial)
        const found = attempt.run(next.choices)
        if (found === null) {
          taken += attempt.taken
          break
        }
        taken += trial.taken
        trial = attempt
        best = causes(trial, found)
        smallest = next.setup
      }
    }
  }
  // Kinds, nodes, and long runs of choices first: every later attempt is cheaper for it.
  best = withoutClasses(trial, best, left())
  fewerNodes()
  best = causes(trial, without(trial, best, left(), Math.ceil(best.choices.length / COARSE)))
  fewerNodes()
  best = causes(trial, withoutClasses(trial, best, left()))
  best = causes(trial, without(trial, best, left(), Math.ceil(best.choices.length / COARSE)))
  best = without(trial, best, left())
  fewerNodes()
  best = without(trial, zeroed(trial, best, left()), left())
  return { setup: used(smallest, best), choices: best.choices, why: best.why, taken: taken + trial.taken }
}

// What cannot have led to the break goes at once, if it can.
function causes(trial: Trial, failing: Failing): Failing {
  let best = failing
  for (const lastOnly of [true, false]) {
    const fewer = causesOf(trial.nodes, best.choices, trial.points, lastOnly)
    if (fewer.length < best.choices.length) best = trial.run(fewer) ?? best
  }
  return best
}

// All choices of one kind, or that name one node, or both, at once: the most frequent first, seldom ones not at all.
function withoutClasses(trial: Trial, failing: Failing, stepsMax: number): Failing {
  let best = failing
  const classes = new Map<string, number>()
  for (const choice of failing.choices)
    for (const name of classesOf(choice)) classes.set(name, (classes.get(name) ?? 0) + 1)
  const frequent = [...classes].filter(([, count]) => count * COARSE >= failing.choices.length)
  for (const [name] of frequent.sort(([, a], [, b]) => b - a)) {
    const fewer = best.choices.filter((choice) => !classesOf(choice).includes(name))
    if (fewer.length === best.choices.length || trial.taken > stepsMax) continue
    best = trial.run(fewer) ?? best
  }
  return best
}

function classesOf({ kind, nodes }: Choice): readonly string[] {
  return [kind, ...nodes, ...nodes.map((node) => `${kind} ${node}`)]
}

type Smaller = (
  setup: Setup,
  choices: readonly Choice[],
) => { readonly setup: Setup; readonly choices: readonly Choice[] } | null

// Each is tried again and again, until it cannot make anything smaller.
const smallerSetups: readonly Smaller[] = [withoutActs, withoutFleets, withFewerHsms]

// Acts that no choice begins, and the clients that begin none.
function withoutActs(setup: Setup, choices: readonly Choice[]): ReturnType<Smaller> {
  const begun = new Map<string, number>()
  for (const { kind, nodes } of choices) {
    const node = nodes[0]?.slice(1) ?? ''
    if (kind === 'begin') begun.set(node, (begun.get(node) ?? 0) + 1)
  }
  const acts = setup.acts.filter(({ node }) => {
    const left = begun.get(node) ?? 0
    begun.set(node, left - 1)
    return left > 0
  })
  const named = new Set(choices.flatMap(({ nodes }) => nodes))
  const clients = setup.clients.filter(({ node }) => named.has(`@${node}` as never))
  const isSame = acts.length === setup.acts.length && clients.length === setup.clients.length
  return isSame ? null : { setup: { ...setup, acts, clients }, choices }
}

function withoutFleets(setup: Setup, choices: readonly Choice[]): ReturnType<Smaller> {
  const last = setup.fleets.at(-1)
  if (last === undefined || setup.fleets.length === 1) return null
  const fleets = setup.fleets.slice(0, -1)
  return { setup: { ...setup, fleets }, choices: choices.filter((choice) => !names(choice, last.name, 1)) }
}

// The last HSM of the largest fleet.
function withFewerHsms(setup: Setup, choices: readonly Choice[]): ReturnType<Smaller> {
  const { name, size } = setup.fleets.reduce((a, b) => (b.size > a.size ? b : a))
  if (size === 1) return null
  const fleets = setup.fleets.map((fleet) => (fleet.name === name ? { ...fleet, size: size - 1 } : fleet))
  return { setup: { ...setup, fleets }, choices: choices.filter((choice) => !names(choice, name, size)) }
}

function names({ nodes }: Choice, fleet: string, from: number): boolean {
  return nodes.some((node) => {
    const [, name, number] = /^@([a-z]+)(\d+)$/.exec(node) ?? []
    return name === fleet && Number(number) >= from
  })
}

// Budgets of what is not used any more.
function used(setup: Setup, { choices }: Failing): Setup {
  const kinds = new Set(choices.map(({ kind }) => kind))
  if (choices.some(({ crashAfter }) => crashAfter !== undefined)) kinds.add('crash')
  const budgets = Object.fromEntries(
    Object.entries(setup.budgets).filter(([kind]) => kinds.has(kind) || kind === 'replay'),
  )
  return { ...setup, budgets }
}
