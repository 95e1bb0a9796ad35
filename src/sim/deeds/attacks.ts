/** What an adversary does that no fault does: messages altered, signed anew, forged; storage read. */
import { RECORD_CELLS } from '../../../spec/claims/views.ts'
import type { NodeId } from '../../../spec/names.ts'
import { ALTERATIONS_MAX } from '../adversary/altering.ts'
import {
  ATTACKS,
  alteration,
  forgeries,
  isClientLink,
  SIGNINGS_MAX,
  signings,
} from '../adversary/attack-choices.ts'
import { crashed, type Local } from '../local.ts'
import { type Applied, type Flight, type World, withPlace } from '../world.ts'
import { type Deed, happened, onNode, refuse, spend } from './deed.ts'
import { named } from './network.ts'
import { boot } from './nodes.ts'

// The new message joins those in flight as the newest.
function sent(world: World, kind: string, flight: Omit<Flight, 'by'>): Applied {
  const fresh: Flight = { ...flight, by: ATTACKS[kind] as string }
  return happened({ ...spend(world, kind), flights: [...world.flights, fresh] }, { sent: [fresh] })
}

function inPlaceOf(world: World, kind: string, old: Flight, message: Flight['message']): Applied {
  const fresh: Flight = { ...old, message, by: ATTACKS[kind] as string }
  const flights = world.flights.map((flight) => (flight === old ? fresh : flight))
  return happened({ ...spend(world, kind), flights }, { sent: [fresh] })
}

// A copy of what was seen: of clients' links for the network, of the front end's own for the front end.
const again =
  (kind: 'replay' | 'resend'): Deed =>
  ({ scenario }, world, choice) => {
    const flight = named(world.seen, choice)
    if (flight === undefined || isClientLink(scenario, flight) !== (kind === 'replay')) {
      return refuse(choice, 'there is no such message')
    }
    return sent(world, kind, flight)
  }

// A copy of what a host overheard, from long ago or just now.
const echo: Deed = (_rules, world, choice) => {
  const [from, to] = choice.nodes
  let left = choice.ordinal
  for (let heard = world.overheard; heard !== null; heard = heard.older) {
    const { flight } = heard
    if (flight.from === from && flight.to === to && left-- === 0) return sent(world, 'echo', flight)
  }
  return refuse(choice, 'nobody overheard such a message')
}

const alter: Deed = ({ scenario }, world, choice) => {
  const place = Math.floor(choice.ordinal / ALTERATIONS_MAX)
  const flight = named(world.flights, { ...choice, ordinal: place })
  if (flight === undefined || !isClientLink(scenario, flight))
    return refuse(choice, 'no such message is in flight')
  const message = alteration(scenario, world, flight, choice.ordinal % ALTERATIONS_MAX)
  return message === undefined
    ? refuse(choice, 'there is no such field')
    : inPlaceOf(world, 'alter', flight, message)
}

const sign: Deed = ({ scenario }, world, choice) => {
  const place = Math.floor(choice.ordinal / SIGNINGS_MAX)
  const flight = named(world.flights, { ...choice, ordinal: place })
  if (flight === undefined) return refuse(choice, 'no such message is in flight')
  const message = signings(scenario, world, flight)[choice.ordinal % SIGNINGS_MAX]
  return message === undefined
    ? refuse(choice, 'there is no such answer')
    : inPlaceOf(world, 'sign', flight, message)
}

const inject: Deed = (rules, world, choice) => {
  const [to] = choice.nodes
  const flight = world.seen[choice.ordinal]
  if (flight === undefined || to === undefined || rules.place.get(to) === undefined || to === flight.to) {
    return refuse(choice, 'there is no such message')
  }
  return sent(world, 'inject', { ...flight, to })
}

const forge: Deed = ({ scenario, place }, world, choice) => {
  const [from, to] = choice.nodes as readonly [NodeId?, NodeId?]
  if (from === undefined || to === undefined || !place.has(to)) return refuse(choice, 'there is no such node')
  const told = forgeries(scenario, world, from, to)[choice.ordinal]
  return told === undefined
    ? refuse(choice, 'there is no such lie')
    : sent(world, 'forge', { from, to, message: told.message })
}

const leak = onNode(({ scenario }, world, place, node, choice) => {
  if (scenario.shells[place]?.role !== 'hsm') return refuse(choice, 'it is no HSM')
  const { cells } = world.locals[place] as Local
  const records = Object.fromEntries(Object.entries(cells).filter(([cell]) => RECORD_CELLS.includes(cell)))
  return happened(spend(world, 'leak'), { facts: [{ fact: 'leaked', node, cells: records }] })
})

// The finder's phone goes on with what the found one had stored; the owner's does too.
const find = onNode((rules, world, place, node, choice) => {
  const by = choice.nodes[1]
  const other = by === undefined ? undefined : rules.place.get(by)
  const { shells } = rules.scenario
  if (by === undefined || other === undefined || other === place) return refuse(choice, 'there is no finder')
  if (shells[place]?.role !== 'client' || shells[other]?.role !== 'client')
    return refuse(choice, 'it is no phone')
  const { cells } = world.locals[place] as Local
  const taken: Local = { ...crashed(world.locals[other] as Local), cells }
  const found = { ...spend(world, 'find'), locals: withPlace(world.locals, other, taken) }
  const booted = boot(rules, found, other, by, choice)
  return booted.ok ? { ...booted, facts: [{ fact: 'leaked', node, cells }, ...booted.facts] } : booted
})

/** Deeds of an adversary, by kind of choice. */
export const attackDeeds: Readonly<Record<string, Deed>> = {
  replay: again('replay'),
  resend: again('resend'),
  echo,
  alter,
  inject,
  sign,
  forge,
  leak,
  find,
}
