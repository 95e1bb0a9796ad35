/** What happens to messages and links: delivered, lost, doubled, cut, healed. */
import type { Choice } from '../../../spec/boundary.ts'
import { type Flight, isCut, moved, type World } from '../world.ts'
import { type Deed, happened, type Rules, refuse, run, spend } from './deed.ts'

/** The flight that a choice names: the so-manieth on its link, in the order of sending. */
export function named(list: readonly Flight[], { nodes: [from, to], ordinal }: Choice): Flight | undefined {
  let seen = 0
  for (const flight of list) {
    if (flight.from === from && flight.to === to && seen++ === ordinal) return flight
  }
  return undefined
}

function without(world: World, flight: Flight): World {
  return moved(world, { flights: world.flights.filter((other) => other !== flight) })
}

// A message on a cut link, or to a node without power, is lost without anybody paying for it.
function isLostAnyway({ place }: Rules, world: World, { from, to }: Flight): boolean {
  const at = place.get(to)
  return at === undefined || isCut(world, from, to) || !world.locals[at]?.up
}

const deliver: Deed = (rules, world, choice) => {
  const flight = named(world.flights, choice)
  if (flight === undefined) return refuse(choice, 'no such message is in flight')
  const { from, to, message } = flight
  const place = rules.place.get(to)
  if (place === undefined) return refuse(choice, 'there is no such node')
  if (isCut(world, from, to)) return refuse(choice, 'the link is cut')
  if (!world.locals[place]?.up) return refuse(choice, 'the node is down')
  if (world.paused.includes(to)) return refuse(choice, 'the node is paused')
  return run(rules, without(world, flight), place, { kind: 'message', from, message }, choice)
}

const drop: Deed = (rules, world, choice) => {
  const flight = named(world.flights, choice)
  if (flight === undefined) return refuse(choice, 'no such message is in flight')
  const rest = without(world, flight)
  if (isLostAnyway(rules, world, flight)) return happened(rest)
  if (!rules.within(world, 'drop')) return refuse(choice, 'its budget is used up')
  return happened(spend(rest, 'drop'))
}

// The copy joins the messages in flight as the newest.
const duplicate: Deed = (_rules, world, choice) => {
  const flight = named(world.flights, choice)
  if (flight === undefined) return refuse(choice, 'there is no such message')
  const again = { ...flight, by: flight.by ?? 'A0' }
  return happened({ ...spend(world, 'duplicate'), flights: [...world.flights, again] }, { sent: [again] })
}

const cut: Deed = (rules, world, choice) => {
  const [from, to] = choice.nodes
  if (from === undefined || to === undefined || !rules.place.has(from) || !rules.place.has(to)) {
    return refuse(choice, 'there is no such link')
  }
  const cuts = [...new Set([...world.cuts, `${from}>${to}`])].sort()
  return happened({ ...spend(world, 'cut'), cuts })
}

// Cuts the named nodes off from all others, both ways; among themselves they still talk.
const isolate: Deed = (rules, world, choice) => {
  if (choice.nodes.some((node) => !rules.place.has(node))) return refuse(choice, 'there is no such node')
  const cuts = new Set(world.cuts)
  for (const inside of choice.nodes) {
    for (const { node: outside } of rules.scenario.shells) {
      if (!choice.nodes.includes(outside)) cuts.add(`${inside}>${outside}`).add(`${outside}>${inside}`)
    }
  }
  return happened({ ...spend(world, 'isolate'), cuts: [...cuts].sort() })
}

/** Deeds on messages and links, by kind of choice. */
export const networkDeeds: Readonly<Record<string, Deed>> = {
  deliver,
  drop,
  duplicate,
  cut,
  isolate,
  heal: (_rules, world) => happened({ ...world, cuts: [] }),
}
