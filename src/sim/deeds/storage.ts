/** What a malicious host does to an HSM's storage (A3): an older copy, a torn write, a second instance. */
import type { Choice } from '../../../spec/boundary.ts'
import type { NodeId } from '../../../spec/names.ts'
import { isHosted } from '../choices.ts'
import { crashed, type Local } from '../local.ts'
import { type Applied, type Past, type World, withPlace } from '../world.ts'
import { type Deed, happened, onNode, type Rules, refuse, spend } from './deed.ts'
import { boot } from './nodes.ts'

/** The copy that a choice names: ordinal 0 is what storage holds now, 1 the one before it. */
function copyOf(rules: Rules, world: World, place: number, ordinal: number): Past | null {
  let past = world.pasts[place] ?? null
  for (let i = 0; i < ordinal && past !== null; i++) past = past.older
  return rules.scenario.shells[place]?.role === 'hsm' && isHosted(rules.scenario, place) ? past : null
}

function setBack(rules: Rules, world: World, place: number, node: NodeId, choice: Choice): Applied {
  const past = copyOf(rules, world, place, choice.kind === 'tear' ? 1 : choice.ordinal)
  if (past === null) return refuse(choice, 'there is no such copy')
  const local = world.locals[place] as Local
  if (local.up) return refuse(choice, 'the node is up')
  const locals = withPlace(world.locals, place, { ...local, cells: past.cells })
  const fact = { fact: 'rolledBack', node, cells: past.cells } as const
  return happened({ ...spend(world, choice.kind), locals }, { facts: [fact], node: place })
}

const clone = onNode((rules, world, place, node, choice) => {
  const past = copyOf(rules, world, place, choice.ordinal)
  if (past === null) return refuse(choice, 'there is no such copy')
  const local = world.locals[place] as Local
  if (!local.up || world.aside[place] !== null) return refuse(choice, 'the node cannot be cloned now')
  const copy: Local = { ...crashed(local), cells: past.cells }
  const parted = {
    ...spend(world, 'clone'),
    aside: withPlace(world.aside, place, local),
    locals: withPlace(world.locals, place, copy),
  }
  const booted = boot(rules, parted, place, node, { ...choice, kind: 'boot' })
  if (!booted.ok) return booted
  const cells = past.cells
  const facts = [{ fact: 'swapped', node, cells } as const, { fact: 'rolledBack', node, cells } as const]
  return { ...booted, facts: [...facts, ...booted.facts] }
})

// The instance that was set aside runs on, this one waits: messages reach whichever is in front, and timers are wound
// for it again, since a host can stop a clock and not push it.
const swap = onNode((_rules, world, place, node, choice) => {
  const other = world.aside[place]
  if (other === null || other === undefined) return refuse(choice, 'there is no second instance')
  const aside = withPlace(world.aside, place, world.locals[place] as Local)
  const locals = withPlace(world.locals, place, other)
  const fact = { fact: 'swapped', node, cells: other.cells } as const
  return happened(
    { ...spend(world, 'swap'), locals, aside },
    { facts: [fact], armed: other.timers, node: place },
  )
})

/** Deeds of a malicious host, by kind of choice. */
export const storageDeeds: Readonly<Record<string, Deed>> = {
  rollback: onNode(setBack),
  tear: onNode(setBack),
  clone,
  swap,
}
