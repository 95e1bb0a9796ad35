/** The vault's work on the log: entries, snapshots and state transfers become items, done one at a time (§4.1). */
import type { CryptoPort } from '../crypto.ts'
import { isRecordId } from '../names.ts'
import type { Applied, Command } from '../tells.ts'
import type { DeleteCommand, Entry, VaultCommand } from './commands.ts'
import { isForgettable, isLineage, isWhole, type Lineage, type VaultState } from './state.ts'
import type { At, Context, Item } from './vault-context.ts'

const COMMANDS: readonly string[] = [
  'offer',
  'store',
  'confirm',
  'close',
  'acknowledge',
  'charge',
  'settle',
  'delete',
]

/** The command of the log that moves its clock: `tick` is the number that it makes it (§4.5). */
export interface TickCommand extends Command {
  readonly do: 'tick'
  readonly tick: number
}

function isVaultCommand(command: Command): boolean {
  return COMMANDS.includes(command.do)
}

/** The items of one applied entry. An entry that was applied before, or of another machine, has none. */
export function itemsOf({ command, term, repeated }: Applied): Item[] {
  if (command === null || repeated) return []
  if (command.do === 'tick') return [{ is: 'tick', tick: (command as TickCommand).tick }]
  if (!isVaultCommand(command)) return []
  const own = command as unknown as VaultCommand
  const main = itemFor(own, own.id, term)
  if (own.do !== 'offer' || own.replaces === null) return [main]
  // _Model_: the record that the operator names goes before the new one comes.
  const { id, session, replaces } = own
  const old: DeleteCommand = { do: 'delete', id, session, record: replaces, signer: null }
  return [itemFor(old, null, term), main]
}

// The tick is added when its turn comes: a Tick may stand before it in the queue.
function itemFor(command: VaultCommand, waiting: string | null, term: number): Item {
  const event = { type: command.do, command, tick: 0 } as Entry
  return { is: 'event', record: command.record, event, command: waiting, term }
}

/** What a snapshot's state becomes: the old records leave, the new ones arrive. */
export function itemsOfState({ lineages }: Context, state: VaultState): Item[] {
  const item = (record: string, event: Extract<Item, { is: 'event' }>['event']): Item => {
    return { is: 'event', record, event, command: null, term: 0 }
  }
  return [
    ...Object.keys(lineages).map((record) => item(record, { type: 'dismissed', record })),
    ...Object.entries(state.lineages).map(([record, lineage]) =>
      item(record, { type: 'restore', record, lineage }),
    ),
  ]
}

/** The lineages after one more is known; a record of which nothing must be remembered is not kept. */
export function withLineage(lineages: Context['lineages'], record: string, lineage: Lineage) {
  const { [record]: _old, ...others } = lineages
  return isForgettable(lineage) ? others : { ...others, [record]: lineage }
}

/** Is this a vault's state at all: every record named properly, every field there and in range (§4.4)? */
export function isVaultState(crypto: CryptoPort, value: unknown): value is VaultState {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { tick, lineages } = value as Record<string, unknown>
  if (!isWhole(tick, 0, Number.MAX_SAFE_INTEGER)) return false
  if (typeof lineages !== 'object' || lineages === null || Array.isArray(lineages)) return false
  return Object.entries(lineages).every(([record, item]) => isRecordId(record) && isLineage(crypto, item))
}

/**
 * May this state, which another replica sent, take the place of the one that this replica last had (§4.4)? No clock
 * goes back, no lineage starts again, and one that ran out stays out of guesses until its user begins another.
 */
export function isSoundState(crypto: CryptoPort, value: unknown, before: unknown): boolean {
  if (!isVaultState(crypto, value)) return false
  if (!isVaultState(crypto, before)) return true
  if (value.tick < before.tick) return false
  return Object.entries(before.lineages).every(([record, old]) => {
    const now = value.lineages[record]
    if (now === undefined) return old.generation === 0
    return now.generation >= old.generation && (old.generation === 0 || now.version >= old.version)
  })
}

/** The item that is next. */
export function nextItem({ context }: At): Item | undefined {
  return context.work[0]
}
