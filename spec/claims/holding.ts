/**
 * BKP-3: what a phone counts on gives K (§8.3). What is open is seen at the vault, in the store, and in what the user
 * typed back; what the phone counts on, in its storage. Judged while one phone alone changes an account's ways, and as
 * long as nobody else used up the guesses.
 */
import type { Claim, Fact, InternalEvent, Octets, Setting } from '../boundary.ts'
import type { DigitsShown, Held, Way } from '../client/holding-context.ts'
import type { Keep, Store } from '../cloud/store.ts'
import type { NodeId } from '../names.ts'
import type { Decided } from '../vault/commands.ts'
import { startCount } from './storage.ts'
import { claim, toldVault } from './told.ts'

/** One phone that holds K. */
interface Phone {
  readonly held: Held
  /** The act that goes on, or the last one. */
  readonly act: string
  /** RFC 9807 records that it made. */
  readonly made: Readonly<Record<Octets, true>>
  /** Where the store has its wrapped key, and those that it sent: each of them opens. */
  readonly place: string
  readonly wrapped: Readonly<Record<Octets, true>>
  readonly shown: string | null
  readonly typedBack: boolean
}

interface Holdings {
  readonly setting: Pick<Setting, 'clients'>
  /** Somebody did something about the ways. */
  readonly begun: boolean
  readonly fleetOf: Readonly<Record<NodeId, string>>
  /** The command that each HSM looks at, and those that some HSM decided: of each entry the first decision is news. */
  readonly looksAt: Readonly<Record<NodeId, string | null>>
  readonly seen: Readonly<Record<string, true>>
  /** By `fleet/record`: the envelope that answers, or null. */
  readonly records: Readonly<Record<string, Octets | null>>
  /** Records that ran out of guesses: whoever counted on them was not wrong. */
  readonly usedUp: Readonly<Record<Octets, true>>
  readonly store: Store
  readonly phones: Readonly<Record<NodeId, Phone>>
  readonly why: string | null
  readonly met: boolean
}

const NEW: Phone = {
  ...{ held: { key: null, certain: [], doubtful: [] }, act: '', made: {}, place: '', wrapped: {} },
  ...{ shown: null, typedBack: false },
}

function withPhone(at: Holdings, node: NodeId, change: Partial<Phone>): Holdings {
  return { ...at, phones: { ...at.phones, [node]: { ...(at.phones[node] ?? NEW), ...change } } }
}

function isOpen(at: Holdings, phone: Phone, way: Way): boolean {
  if (way === 'digits') return phone.typedBack
  if (way === 'passkey') return phone.wrapped[at.store[phone.place]?.value as Octets] === true
  const answering = [...Object.values(at.records), ...Object.keys(at.usedUp)]
  return answering.some((envelope) => phone.made[envelope as Octets])
}

// Two who change the ways of one account close them for each other.
function judged(at: Holdings): Holdings {
  const changing = Object.entries(at.phones).filter(([, { act }]) => /^(hold|close)$/.test(act))
  if (changing.length !== 1) return at
  const [node, phone] = changing[0] as [NodeId, Phone]
  const { certain, doubtful } = phone.held
  const gone = certain.find((way) => !isOpen(at, phone, way))
  const met = at.met || doubtful.some((way) => !isOpen(at, phone, way))
  const why = at.why ?? (gone === undefined ? null : `${node} counts on its ${gone}, which gives nothing`)
  return met === at.met && why === at.why ? at : { ...at, met, why }
}

function kept(at: Holdings, node: NodeId, held: Held): Holdings {
  const before = at.phones[node] ?? NEW
  const next = withPhone(at, node, { held })
  const left = before.held.certain.length > 0 && held.certain.length === 0
  if (left && before.act === 'close')
    return { ...next, why: at.why ?? `${node} closes the last way to its K` }
  if (before.held.key !== null && held.key !== before.held.key)
    return { ...next, why: at.why ?? `${node} has not the K any more that it held` }
  return judged(next)
}

const spelled = (digits: string) => digits.replace(/[\s-]/g, '').toLowerCase()

function began(at: Holdings, node: NodeId, event: InternalEvent): Holdings {
  const { type, digits = '' } = event as unknown as { readonly type: string; readonly digits?: string }
  if (type !== 'typeBack') return withPhone(at, node, { act: type })
  const { shown = null, typedBack = false } = at.phones[node] ?? {}
  return withPhone(at, node, {
    typedBack: typedBack || (shown !== null && spelled(shown) === spelled(digits)),
  })
}

function decided(at: Holdings, node: NodeId, { record, lineage, verdict }: Decided): Holdings {
  const looksAt = at.looksAt[node] ?? null
  const place = `${at.fleetOf[node]}/${record}`
  const command = `${place} ${looksAt}`
  if (looksAt === null || at.seen[command]) return at
  const before = at.records[place] ?? null
  const envelope = lineage.active?.envelope ?? null
  const ranOut =
    (verdict.is === 'refused' && verdict.why === 'exhausted') ||
    (verdict.is === 'settled' && !verdict.right && verdict.remaining === 0)
  const spent = ranOut && envelope === null ? before : null
  const usedUp = spent === null ? at.usedUp : { ...at.usedUp, [spent]: true as const }
  const seen = { ...at.seen, [command]: true as const }
  return judged({ ...at, usedUp, seen, records: { ...at.records, [place]: envelope } })
}

// What comes from a snapshot was decided elsewhere, and may be over.
function looking(at: Holdings, { node, event }: Extract<Fact, { fact: 'told' }>): Holdings {
  const { command } = event as unknown as { readonly command?: { readonly id: string } }
  const looksAt = command === undefined ? null : `${event.type} ${command.id}`
  return { ...at, looksAt: { ...at.looksAt, [node]: looksAt } }
}

function step(at: Holdings, fact: Fact): Holdings {
  // Records that were there before somebody holds K are none of theirs.
  if (!at.begun)
    return fact.fact === 'began' && fact.machine === 'holding' ? step({ ...at, begun: true }, fact) : at
  if (fact.fact === 'told' && fact.machine.startsWith('attempts/')) return looking(at, fact)
  const verdict = toldVault<Decided>(fact, 'decided')
  if (verdict !== undefined && 'node' in fact) return decided(at, fact.node, verdict)
  if (fact.fact === 'persisted' && fact.cell === 'store') return judged({ ...at, store: fact.value as Store })
  if (!('node' in fact) || !at.setting.clients.includes(fact.node)) return at
  const { node } = fact
  switch (fact.fact) {
    case 'persisted':
      return fact.cell === 'holding' ? kept(at, node, fact.value as Held) : at
    case 'began':
      return fact.machine === 'holding' ? began(at, node, fact.event) : at
    case 'outcome': {
      const { digits } = fact.event as unknown as DigitsShown
      return fact.event.type === 'digitsShown' ? withPhone(at, node, { shown: digits }) : at
    }
    case 'sent': {
      const { type, account, kind, value } = fact.message as unknown as Keep
      if (type !== 'keep' || kind !== 'wrapped' || value === null) return at
      const { wrapped } = at.phones[node] ?? NEW
      return withPhone(at, node, { place: `${account} ${kind}`, wrapped: { ...wrapped, [value]: true } })
    }
    case 'called': {
      const { ok, value } = fact.result as {
        readonly ok?: boolean
        readonly value?: { readonly record: Octets }
      }
      if (fact.op !== 'registrationFinish' || ok !== true || at.phones[node] === undefined) return at
      const { made } = at.phones[node] ?? NEW
      return withPhone(at, node, { made: { ...made, [value?.record as Octets]: true } })
    }
    default:
      return at
  }
}

/** BKP-3 (§8.3): a phone that counts on a way which gives nothing, or that closes its last one, breaks it. */
export const bkp3: Claim = claim<Holdings>({
  id: 'BKP-3',
  kind: 'always',
  section: '8.3',
  says: 'Each way to K that a phone counts on gives K, and no phone closes the last one that it counts on.',
  source: 'ours',
  reads: ['began', 'persisted', 'outcome', 'sent', 'called', 'told'],
  start: (setting) => ({
    ...{ setting: { clients: setting.clients }, begun: false },
    ...{ fleetOf: startCount(setting).fleetOf, looksAt: {}, seen: {}, records: {} },
    ...{ usedUp: {}, store: {}, phones: {} },
    ...{ why: null, met: false },
  }),
  step,
  broken: ({ why }) => why,
  // A way was closed, or not there yet, and the phone knew that it might be so.
  witness: ({ met }) => met,
})
