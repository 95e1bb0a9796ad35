/**
 * Which choices of a failing run can have led to the break (§10.7): those after which the claim's accumulator changed, and
 * before each of them what changed its node, and the step that sent what was delivered. The rest is tried to go at once.
 */
import type { Choice } from '../../spec/boundary.ts'
import type { Flight, World } from '../sim/world.ts'
import type { Point } from './track.ts'

/** Choices about links: without one a message that was delivered may not arrive. */
const ABOUT_LINKS: readonly string[] = ['cut', 'isolate', 'heal', 'pause', 'resume']

/** The choices that can have led to it. `lastOnly`: to the last choice alone, whatever the claim saw before. */
export function causesOf(
  nodes: readonly string[],
  choices: readonly Choice[],
  points: readonly Point[],
  lastOnly: boolean,
): readonly Choice[] {
  const senders = sendersIn(points)
  const changers = changersIn(points)
  const needed = new Set<number>()
  const wanted: number[] = []
  const want = (i: number | undefined) => {
    if (i === undefined || needed.has(i)) return
    needed.add(i)
    wanted.push(i)
  }
  for (let i = choices.length - 1; i >= 0; i--) {
    const seen = points[i]?.accumulator !== points[i + 1]?.accumulator
    if (i === choices.length - 1 || (seen && !lastOnly)) want(i)
    else if (ABOUT_LINKS.includes((choices[i] as Choice).kind)) needed.add(i)
  }
  for (let i = wanted.pop(); i !== undefined; i = wanted.pop()) {
    const before = (points[i] as Point).world
    const after = (points[i + 1] as Point).world
    const choice = choices[i] as Choice
    for (const place of [...changed(before, after), nodes.indexOf(actorOf(choice))])
      want(changers[place]?.findLast((step) => step < (i as number)))
    for (const flight of taken(before, after, choice)) want(senders.get(flight))
  }
  return choices.filter((_, i) => needed.has(i))
}

function sendersIn(points: readonly Point[]): Map<Flight, number> {
  const senders = new Map<Flight, number>()
  for (let i = 1; i < points.length; i++) {
    for (const flight of (points[i] as Point).world.flights)
      if (!senders.has(flight)) senders.set(flight, i - 1)
  }
  return senders
}

// By place, the choices that changed the node there, in order.
function changersIn(points: readonly Point[]): number[][] {
  const changers: number[][] = []
  for (let i = 1; i < points.length; i++) {
    for (const place of changed((points[i - 1] as Point).world, (points[i] as Point).world)) {
      const own = changers[place] ?? []
      own.push(i - 1)
      changers[place] = own
    }
  }
  return changers
}

// Who takes the step.
function actorOf({ kind, nodes: [first, second] }: Choice): string {
  return (kind === 'deliver' ? second : first) ?? ''
}

function changed(before: World, after: World): number[] {
  if (before.locals === after.locals) return []
  return after.locals.flatMap((local, place) => (local === before.locals[place] ? [] : [place]))
}

// The flights that are gone after a choice, and for what repeats one, all that were like it.
function taken(before: World, after: World, { kind, nodes: [from, to] }: Choice): Flight[] {
  const left = new Set(after.flights)
  const gone = before.flights.filter((flight) => !left.has(flight))
  if (kind === 'deliver') return gone
  return [...before.flights, ...before.seen].filter((flight) => flight.from === from && flight.to === to)
}
