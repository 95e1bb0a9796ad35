/**
 * Which capabilities took effect in a run (§10.6): something of an adversary's doing reached an honest node and changed its
 * next state. A run in which an adversary only tried is no evidence against it.
 */
import type { Choice, Message, Setting } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Relayed } from '../../spec/wire.ts'
import { capabilitiesOf } from '../sim/adversary/table.ts'
import { named } from '../sim/deeds/network.ts'
import type { Happened, World } from '../sim/world.ts'

/** Watches one run. */
export interface Effects {
  /** Takes in a step: the world before it, the choice, what it did. */
  readonly add: (before: World, choice: Choice, happened: Happened) => void
  /** How often each capability changed an honest node's next state. */
  readonly value: () => Readonly<Record<string, number>>
}

/** Starts watching. `nodes` are in the order of the world's places. */
export function createEffects(setting: Setting, nodes: readonly NodeId[]): Effects {
  const counts: Record<string, number> = {}
  const count = (capability: string) => {
    counts[capability] = (counts[capability] ?? 0) + 1
  }
  const { who = 'none', owned = [], clients = {} } = setting.adversary ?? {}
  const rogues: Readonly<Record<string, string>> = clients
  const theirs = new Set<string>(owned)
  const isHonest = (node: NodeId | undefined) => node !== undefined && !theirs.has(node)
  // Nodes whose storage was set back, and that have not been booted since; accounts that the front end decides about.
  const setBack = new Set<NodeId>()
  const chosen = new Set<string>()
  let leaked = false
  const signers = capabilitiesOf(who).filter(({ id }) => id === 'A7' || id === 'A9')
  const served = new Set<string>()
  const delivered = (message: Message, by: string | undefined) => {
    if (by !== undefined) count(by)
    // A bundle that no honest HSM ever served was made by whoever holds a signer's key.
    if (message.type === 'bundleAnswer' && !served.has(bundleIn(message))) {
      for (const { id } of signers) count(id)
    }
    if (message.type !== 'relayed') return
    const { client, account } = message as unknown as Relayed
    const rogue = rogues[client]
    if (rogue !== undefined) count(rogue)
    // What a leaked record is worth, the adversary's own client tries.
    if (rogue !== undefined && leaked) count('A4')
    if (chosen.has(account)) count('A2')
  }
  return {
    add: (before, choice, happened) => {
      const {
        kind,
        nodes: [first],
      } = choice
      const node = nodes[happened.node]
      const changed = before.locals[happened.node] !== happened.world.locals[happened.node]
      if (kind === 'crash' && isHonest(first)) count('A0')
      if (kind === 'leak') leaked = true
      for (const { from, message } of happened.sent)
        if (message.type === 'bundleServed' && isHonest(from)) served.add(bundleIn(message))
      if (kind === 'begin') for (const fact of happened.facts) noteChoice(fact, chosen)
      if ((kind === 'rollback' || kind === 'tear') && first !== undefined) setBack.add(first)
      if (kind === 'boot' && first !== undefined && setBack.delete(first)) count('A3')
      if (kind === 'clone' || kind === 'swap') count('A3')
      if (kind !== 'deliver' || !changed || !isHonest(node)) return
      const flight = named(before.flights, choice)
      if (flight !== undefined) delivered(flight.message, flight.by)
    },
    value: () => counts,
  }
}

function bundleIn(message: Message): string {
  const { bundle } = message as unknown as { readonly bundle: Readonly<Record<string, unknown>> | null }
  return `${bundle?.artifact} ${bundle?.signature} ${bundle?.counterSignature}`
}

function noteChoice(fact: Happened['facts'][number], chosen: Set<string>): void {
  if (fact.fact !== 'began' || fact.event.type !== 'choose') return
  chosen.add((fact.event as unknown as { readonly account: string }).account)
}
