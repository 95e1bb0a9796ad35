/** Which of the adversary's own choices are enabled, in a stable order, and what each would put on the wire. */
import type { Choice, Message, Octets } from '../../../spec/boundary.ts'
import type { NodeId } from '../../../spec/names.ts'
import type { Shell } from '../../../spec/shell.ts'
import type { Local } from '../local.ts'
import type { Flight, Scenario, World } from '../world.ts'
import { ALTERATIONS_MAX, alterationsOf, altered } from './altering.ts'
import { forgedAnswers } from './answering.ts'
import { forgedToReplica } from './forging.ts'
import type { ToldLie } from './lies.ts'
import { signedInstead } from './signing.ts'

/** Answers that may be signed anew in the place of one. */
export const SIGNINGS_MAX = 8

/** The kinds of choice that are an adversary's own, with the capability that they belong to. */
export const ATTACKS: Readonly<Record<string, string>> = {
  replay: 'A1',
  alter: 'A1',
  inject: 'A1',
  resend: 'A2',
  echo: 'A3',
  rollback: 'A3',
  tear: 'A3',
  clone: 'A3',
  swap: 'A3',
  leak: 'A4',
  sign: 'A5',
  forge: 'A6',
  find: 'A10',
}

/** The role of a node. */
export function roleOf(scenario: Scenario, node: NodeId): Shell['role'] | undefined {
  return scenario.shells.find((shell) => shell.node === node)?.role
}

/** Is this link one of a client? Those are the network's. */
export function isClientLink(scenario: Scenario, { from, to }: Pick<Flight, 'from' | 'to'>): boolean {
  return roleOf(scenario, from) === 'client' || roleOf(scenario, to) === 'client'
}

/** Messages that were seen on the same way, of the same type: from a client, or to one. */
function alike(scenario: Scenario, world: World, flight: Flight): readonly Message[] {
  const up = roleOf(scenario, flight.from) === 'client'
  return world.seen
    .filter(
      ({ from, message }) =>
        (roleOf(scenario, from) === 'client') === up && message.type === flight.message.type,
    )
    .map(({ message }) => message)
}

/** The message that an `alter` makes of a flight; undefined when there is no such alteration. */
export function alteration(
  scenario: Scenario,
  world: World,
  flight: Flight,
  variant: number,
): Message | undefined {
  const { port, draw } = scenario.twin
  const made = alterationsOf(port, flight.message, alike(scenario, world, flight))[variant]
  if (made === undefined) return undefined
  const label = `junk/${world.now}/${world.spent.alter ?? 0}`
  return altered(port, flight.message, made, (bytes) => draw(scenario.seed, label, bytes))
}

/** The answers that a `sign` may put in the place of a flight. */
export function signings(scenario: Scenario, world: World, flight: Flight): readonly Message[] {
  return scenario.arms === undefined ? [] : signedInstead(scenario.arms, flight.message, world.seen)
}

/** What a malicious replica may send to a node; a choice names the place in this list. */
export function forgeries(scenario: Scenario, world: World, from: NodeId, to: NodeId): readonly ToldLie[] {
  const place = scenario.shells.findIndex(({ node }) => node === from)
  const { arms, twin, seed } = scenario
  if (arms === undefined || !arms.owned.includes(from) || place < 0) return []
  const local = world.locals[place] as Local
  if (roleOf(scenario, to) === 'hsm') return forgedToReplica(arms, from, local, to)
  const junk = (label: string, bytes: number): Octets =>
    twin.draw(seed, `forged/${label}/${world.now}/${world.spent.forge ?? 0}`, bytes)
  return roleOf(scenario, to) === 'frontEnd' ? forgedAnswers(arms, local, world.seen, junk) : []
}

type List = (scenario: Scenario, world: World, found: Choice[]) => void

// Calls back for each flight that passes, with its ordinal on its link.
function each(flights: readonly Flight[], visit: (flight: Flight, ordinal: number) => void): void {
  const counts = new Map<string, number>()
  for (const flight of flights) {
    const link = flight.from + flight.to
    const ordinal = counts.get(link) ?? 0
    counts.set(link, ordinal + 1)
    visit(flight, ordinal)
  }
}

/** The lists of choices, by kind. */
export const attackLists: Readonly<Record<string, List>> = {
  replay: (s, w, found) =>
    each(w.seen, (flight, ordinal) => {
      const { from, to } = flight
      if (isClientLink(s, flight)) found.push({ kind: 'replay', nodes: [from, to], ordinal })
    }),
  resend: (s, w, found) =>
    each(w.seen, (flight, ordinal) => {
      const { from, to } = flight
      if (!isClientLink(s, flight)) found.push({ kind: 'resend', nodes: [from, to], ordinal })
    }),
  // By age on its link, newest first: what is in flight anyway is an ordinary double.
  echo: (_s, w, found) => {
    const counts = new Map<string, number>()
    for (let heard = w.overheard; heard !== null; heard = heard.older) {
      const { from, to } = heard.flight
      const ordinal = counts.get(from + to) ?? 0
      counts.set(from + to, ordinal + 1)
      found.push({ kind: 'echo', nodes: [from, to], ordinal })
    }
  },
  alter: (s, w, found) =>
    each(w.flights, (flight, place) => {
      if (!isClientLink(s, flight)) return
      const { length } = alterationsOf(s.twin.port, flight.message, alike(s, w, flight))
      const { from, to } = flight
      for (let variant = 0; variant < length; variant++) {
        found.push({ kind: 'alter', nodes: [from, to], ordinal: place * ALTERATIONS_MAX + variant })
      }
    }),
  // What one client was told is told to another.
  inject: (s, w, found) => {
    w.seen.forEach(({ to }, ordinal) => {
      if (roleOf(s, to) !== 'client') return
      for (const { node, role } of s.shells) {
        if (role === 'client' && node !== to) found.push({ kind: 'inject', nodes: [node], ordinal })
      }
    })
  },
  sign: (s, w, found) =>
    each(w.flights, (flight, place) => {
      const { from, to } = flight
      const { length } = roleOf(s, to) === 'client' ? signings(s, w, flight) : []
      for (let variant = 0; variant < length; variant++) {
        found.push({ kind: 'sign', nodes: [from, to], ordinal: place * SIGNINGS_MAX + variant })
      }
    }),
  forge: (s, w, found) => {
    for (const from of s.arms?.owned ?? []) {
      for (const { node: to } of s.shells) {
        if (to === from) continue
        const { length } = forgeries(s, w, from, to)
        for (let ordinal = 0; ordinal < length; ordinal++)
          found.push({ kind: 'forge', nodes: [from, to], ordinal })
      }
    }
  },
  leak: (s, _w, found) => {
    for (const { node, role } of s.shells)
      if (role === 'hsm') found.push({ kind: 'leak', nodes: [node], ordinal: 0 })
  },
  find: (s, _w, found) => {
    const phones = s.shells.filter(({ role }) => role === 'client').map(({ node }) => node)
    for (const node of phones) {
      for (const by of phones) if (by !== node) found.push({ kind: 'find', nodes: [node, by], ordinal: 0 })
    }
  },
}
