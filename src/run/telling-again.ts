/**
 * A failing run told again (§10.7): its acts and faults alone, in their order, in a network without losses where every
 * message takes one tick. What does not hang on who overtook whom breaks there as well, in far fewer choices, and acts,
 * faults, fleets and HSMs can go one by one without any message being missed.
 */
import type { Choice, Claim } from '../../spec/boundary.ts'
import { nodeId } from '../../spec/names.ts'
import type { Doors } from '../bugs/doors.ts'
import type { Plan, Planned } from '../sim/plan.ts'
import type { Act, Setup } from '../sim/setup.ts'
import { hsmsOf } from '../sim/swarm.ts'
import { type Before, type Failing, Trial } from './shrinking.ts'

/** An act or a fault, and how long after the one before it. */
interface Item {
  readonly gap: number
  readonly planned: Omit<Planned, 'at'>
  readonly act: Act | null
}

/** What is told: the setup has the items' acts and no others. */
export interface Story {
  readonly setup: Setup
  readonly items: readonly Item[]
  /** Ticks from the last act to the end. */
  readonly rest: number
  /** Did the run keep a clock? */
  readonly isClocked: boolean
}

/** A story that breaks the claim, with the trial that its run was kept in. */
export interface Told {
  readonly trial: Trial
  readonly setup: Setup
  readonly failing: Failing
}

/** What a network without faults, and nobody in it, does of itself. */
const COURSE: readonly string[] = ['deliver', 'timer', 'drop', 'duplicate']
/** Until here a fleet has a leader, and between two items at most so much time passes. */
const SETTLED_TICKS = 1_500
/** The clock of each fleet's first HSM: it is the first to stand for election. */
const FAST_PERCENT = 400
const GAPS: readonly number[] = [20, 300, 6, 2_000]
/** Where time is what is claimed. */
const LONG_GAPS: readonly number[] = [2_000, Number.POSITIVE_INFINITY]

/** The story of a run. A choice counts for a tick where the run kept no clock. */
export function storyOf(setup: Setup, choices: readonly Choice[]): Story {
  const items: Item[] = []
  const booted = new Set<string>()
  const acts = new Map<string, Act[]>()
  for (const act of setup.acts) acts.set(`@${act.node}`, [...(acts.get(`@${act.node}`) ?? []), act])
  const isClocked = choices.some(({ after }) => after !== undefined)
  let [gap, rest] = [0, 0]
  for (const { kind, nodes, ordinal, after = isClocked ? 0 : 1, crashAfter } of choices) {
    gap += after
    rest = kind === 'begin' ? 0 : rest + after
    const actor = nodes[kind === 'deliver' ? 1 : 0] ?? ''
    // Every node is powered at the beginning.
    const isFirstBoot = kind === 'boot' && !booted.has(actor)
    if (isFirstBoot) booted.add(actor)
    if (isFirstBoot || (COURSE.includes(kind) && crashAfter === undefined)) continue
    const isCut = COURSE.includes(kind)
    const planned = isCut
      ? { kind: 'crashWithin', nodes: [nodeId(actor.slice(1))], ordinal: crashAfter as number }
      : { kind, nodes, ordinal }
    items.push({ gap, planned, act: kind === 'begin' ? (acts.get(actor)?.shift() ?? null) : null })
    gap = 0
  }
  return { setup, items, rest, isClocked }
}

/** What is planned in a story, with its own times: every clock runs as it should. */
export function timedPlan(story: Story): Plan {
  return planOf(story, Number.POSITIVE_INFINITY, {})
}

// Gaps are no longer than `gapMax`.
function planOf({ items, rest }: Story, gapMax: number, rates: Plan['rates']): Plan {
  let at = gapMax === Number.POSITIVE_INFINITY ? 0 : SETTLED_TICKS
  const planned = items.map((item): Planned => {
    at += Math.min(item.gap, gapMax)
    return { at, ...item.planned }
  })
  const endAt = at + Math.max(rest, Math.min(gapMax, SETTLED_TICKS))
  return {
    ...{ delay: { min: 1, max: 1 }, lossPerMille: 0, duplicatePerMille: 0, rates, planned },
    ...{ healAt: endAt + 1, revived: [], abandoned: [], endAt },
  }
}

/** Tells a story, and stories with less in them, as long as the claim breaks; null where it does not even at first. */
export class Telling {
  /** What all attempts together have cost. */
  cost = 0
  private readonly claim: Claim
  private readonly doors: Doors
  private readonly before: Before
  /** In search of a first one; then as many again. */
  private readonly costMax: number

  constructor(claim: Claim, doors: Doors, before: Before, costMax: number) {
    this.claim = claim
    this.doors = doors
    this.before = before
    this.costMax = costMax
  }

  /** The shortest that was found. What acts alone come to is tried first: most failures are no matter of faults. */
  shortest(story: Story): Told | null {
    const isWhole = this.claim.kind === 'eventually'
    const alone = withItems(
      story,
      story.items.filter(({ act }) => act !== null),
    )
    // Where a run kept no clock, its faults came at any moment, and mean nothing at another.
    const stories = isWhole ? [story] : story.isClocked ? [alone, story] : [alone]
    const sizeMax = Math.max(...story.setup.fleets.map(({ size }) => size))
    for (const one of stories) {
      for (let size = 1; size <= sizeMax; size++) {
        const smaller = ofSize(one, size)
        for (const gapMax of isWhole ? LONG_GAPS : GAPS) {
          if (this.cost > this.costMax) return null
          const told = this.tell(smaller, gapMax)
          if (told !== null) return this.fewer(smaller, told, gapMax)
        }
      }
    }
    return null
  }

  // Fleets first, then runs of items, long ones first.
  private fewer(story: Story, first: Told, gapMax: number): Told {
    let [best, told] = [story, first]
    const attempt = (smaller: Story) => {
      const found = this.cost < 2 * this.costMax ? this.tell(smaller, gapMax) : null
      if (found !== null) [best, told] = [smaller, found]
      return found !== null
    }
    while (best.setup.fleets.length > 1 && attempt(withoutLastFleet(best)));
    for (const setup of plainer(best.setup)) attempt({ ...best, setup: { ...best.setup, ...setup } })
    for (let size = best.items.length; size >= 1; size >>= 1) {
      for (let end = best.items.length; end > 0; end -= size)
        attempt(withItems(best, best.items.toSpliced(Math.max(0, end - size), Math.min(size, end))))
    }
    return told
  }

  // Whoever is asked first leads, unless time is what is claimed.
  private ratesIn({ setup }: Story): Plan['rates'] {
    if (this.claim.kind === 'eventually') return {}
    return Object.fromEntries(setup.fleets.map(({ name }) => [`@${name}1`, FAST_PERCENT]))
  }

  private tell(story: Story, gapMax: number): Told | null {
    const trial = new Trial(story.setup, this.claim, this.doors, this.before)
    const failing = trial.tell(planOf(story, gapMax, this.ratesIn(story)))
    this.cost += trial.cost
    return failing === null ? null : { trial, setup: story.setup, failing }
  }
}

// With their acts, and the clients that are still named.
function withItems({ setup, ...story }: Story, items: readonly Item[]): Story {
  const acts = new Set(items.map(({ act }) => act))
  const named = new Set(items.flatMap(({ planned }) => planned.nodes ?? []).map(String))
  const clients = setup.clients.filter(({ node }) => named.has(`@${node}`))
  return { ...story, setup: { ...setup, acts: setup.acts.filter((act) => acts.has(act)), clients }, items }
}

function ofSize(story: Story, size: number): Story {
  const { setup } = story
  return within(story, {
    ...setup,
    fleets: setup.fleets.map((one) => ({ ...one, size: Math.min(one.size, size) })),
  })
}

// Fewer guesses, no watchers, an honest front end: what a setup can do without, each for itself.
function plainer({ limit }: Setup): readonly Partial<Setup>[] {
  const limits = Array.from({ length: limit - 1 }, (_, i) => ({ limit: limit - 1 - i }))
  return [
    ...limits,
    { watchers: undefined },
    { splitView: undefined },
    { hostile: undefined },
  ] as Partial<Setup>[]
}

function withoutLastFleet(story: Story): Story {
  return within(story, { ...story.setup, fleets: story.setup.fleets.slice(0, -1) })
}

// Without what names an HSM that is not there any more.
function within({ setup: before, items, ...story }: Story, setup: Setup): Story {
  const gone = new Set(hsmsOf(before.fleets).map(String))
  for (const node of hsmsOf(setup.fleets)) gone.delete(node)
  const left = items.filter(({ planned, act }) => {
    return !(planned.nodes ?? []).some((node) => gone.has(node)) && !gone.has(`@${act?.key}`)
  })
  return withItems({ ...story, setup, items }, left)
}
