/** Whose a phone and a record are, as the front end's own messages show it (§3.7). */
import type { Fact, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Relayed } from '../wire.ts'
import { startCount } from './storage.ts'

/** Whose a client and a record are, from what the front end relays: how claims tell one account from another. */
export interface Owners {
  readonly fleetOf: Readonly<Record<NodeId, string>>
  /** By client. */
  readonly accounts: Readonly<Record<string, string>>
  /** By `fleet/record`. In `hardened` a lineage is named after its account. */
  readonly records: Readonly<Record<string, string>>
}

/** No message was relayed yet. */
export function startOwners(setting: Setting): Owners {
  return { fleetOf: startCount(setting).fleetOf, accounts: {}, records: {} }
}

/** The owners after one fact; the same object when nothing changed. */
export function ownersOf(before: Owners, fact: Fact): Owners {
  if (fact.fact !== 'sent' || fact.message.type !== 'relayed') return before
  const { client, account, record } = fact.message as unknown as Relayed
  const fleet = before.fleetOf[fact.to]
  const places = [`${fleet}/${record}`, `${fleet}/#${account}`]
  if (before.accounts[client] === account && places.every((place) => before.records[place] === account))
    return before
  const records = { ...before.records, ...Object.fromEntries(places.map((place) => [place, account])) }
  return { ...before, accounts: { ...before.accounts, [client]: account }, records }
}
