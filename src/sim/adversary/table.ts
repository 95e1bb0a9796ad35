/** The table of adversaries (§10.6). Inclusion is a partial order, not a line. */
import { accountThief } from './account-thief.ts'
import { bundleSigner } from './bundle-signer.ts'
import type { Capability, CapabilityId, Drawn, Part } from './capability.ts'
import { faults } from './faults.ts'
import { frontEnd } from './front-end.ts'
import { host } from './host.ts'
import { network } from './network.ts'
import { phoneFinder } from './phone-finder.ts'
import { recordLeak } from './record-leak.ts'
import { replica } from './replica.ts'
import { rogueFleet } from './rogue-fleet.ts'
import { signingKey } from './signing-key.ts'

/** Who is at work: `none` (a world without faults), a capability, or several joined by `+`, as in `A4+A8`. */
export type Adversary = string

/** Every capability, each after those that it includes. */
export const CAPABILITIES: readonly Capability[] = [
  ...[faults, network, frontEnd, host, recordLeak, signingKey, replica],
  ...[bundleSigner, accountThief, rogueFleet, phoneFinder],
]

const byId = new Map<string, Capability>(CAPABILITIES.map((one) => [one.id, one]))

/** Is this the name of an adversary? */
export function isAdversary(text: string): boolean {
  return text === 'none' || text.split('+').every((id) => byId.has(id))
}

/** The capabilities of an adversary with all that they include, in the order of the table. */
export function capabilitiesOf(adversary: Adversary): readonly Capability[] {
  if (adversary === 'none') return []
  const wanted = new Set<CapabilityId>()
  const want = (id: string) => {
    const one = byId.get(id)
    if (one === undefined) throw new Error(`there is no adversary ${id}`)
    wanted.add(one.id)
    for (const included of one.includes) want(included)
  }
  for (const id of adversary.split('+')) want(id)
  return CAPABILITIES.filter(({ id }) => wanted.has(id))
}

/** Can this adversary do all that the other can? */
export function includes(adversary: Adversary, other: Adversary): boolean {
  const able = capabilitiesOf(adversary)
  return capabilitiesOf(other).every((one) => able.includes(one))
}

/** What an adversary may do: of each kind as often as its most able part. */
export function budgetsFor(adversary: Adversary): Record<string, number> {
  const budgets: Record<string, number> = {}
  for (const one of capabilitiesOf(adversary)) {
    for (const [kind, times] of Object.entries(one.budgets))
      budgets[kind] = Math.max(budgets[kind] ?? 0, times)
  }
  return budgets
}

/** An adversary's whole part in a run; `fork` gives each capability a stream of its own. */
export function drawAdversary(
  adversary: Adversary,
  run: Drawn,
  fork: (label: string) => Parameters<Capability['draw']>[0],
): Required<Part> {
  const parts = capabilitiesOf(adversary).map((one) => one.draw(fork(`swarm/${one.id}`), run))
  type Lists = Exclude<keyof Part, 'suppressed'>
  const all = <K extends Lists>(field: K) => parts.flatMap((part) => [...(part[field] ?? [])])
  return {
    clients: all('clients') as Required<Part>['clients'],
    acts: all('acts') as Required<Part>['acts'],
    planned: all('planned') as Required<Part>['planned'],
    reactions: all('reactions') as Required<Part>['reactions'],
    suppressed: Object.assign({}, ...parts.map(({ suppressed }) => suppressed)),
    hosts: all('hosts') as string[],
    owned: [...new Set(all('owned') as string[])],
    holds: [...new Set(all('holds') as string[])],
  }
}
