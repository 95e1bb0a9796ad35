/** What the claims about replication share: how a vault's events look as facts. */
import type { Claim, Fact } from '../boundary.ts'

/** Gives a claim to a list of claims of all kinds; its accumulator is its own affair. */
export function claim<A>(it: Claim<A>): Claim {
  return it as Claim
}

/** What was told to a vault, if this fact is that. */
export function toldVault<E extends { readonly type: string }>(fact: Fact, type: E['type']): E | undefined {
  return fact.fact === 'told' && fact.machine === 'vault' && fact.event.type === type
    ? (fact.event as unknown as E)
    : undefined
}
