/** ENR-2 and ENR-3: only what was confirmed answers, only what was served is stored (§3). */
import type { Fact, Octets } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Decided, OfferCommand, StoreCommand } from '../vault/commands.ts'
import { VERSION } from '../vault/words.ts'
import { account, firstRelease, GUESS_READS, type Guesses, startGuesses } from './guesses.ts'
import { claim, toldVault } from './told.ts'

interface Confirmed {
  readonly guesses: Guesses
  /** By client: RFC 9807's record that it made last. */
  readonly made: Readonly<Record<NodeId, Octets>>
  /** Records whose client signed the store request: one that will be confirmed (`hardened`). */
  readonly asked: Readonly<Record<string, true>>
  /** Records whose client signed a confirmation. */
  readonly signed: Readonly<Record<string, true>>
  readonly why: string | null
  /** A recovery was asked for while a record of the account waited to be confirmed. */
  readonly met: boolean
}

/** ENR-2 (§3.3): a record that answers before its confirmation breaks it. */
export const enr2 = claim<Confirmed>({
  id: 'ENR-2',
  kind: 'always',
  section: '3.3',
  says: 'A record answers only after the client confirmed it.',
  source: 'ours',
  reads: GUESS_READS,
  start: (setting) => ({
    guesses: startGuesses(setting),
    made: {},
    asked: {},
    signed: {},
    why: null,
    met: false,
  }),
  step: (at, fact) => {
    const guesses = account(at.guesses, fact)
    const next = guesses === at.guesses ? at : { ...at, guesses }
    const fresh = firstRelease(at.guesses, guesses)
    if (fresh !== undefined) {
      const free = at.asked[fresh.envelope] && !at.signed[fresh.envelope]
      return free
        ? { ...next, met: true, why: at.why ?? `${fresh.node} answers for a record that nobody confirmed` }
        : next
    }
    const verdict = toldVault<Decided>(fact, 'decided')
    if (verdict !== undefined) {
      const met = verdict.lineage.pending !== null && /charged|refused/.test(verdict.verdict.is)
      return met && !at.met ? { ...next, met } : next
    }
    if (fact.fact !== 'called') return next
    const { node, op, args, result } = fact
    if (op === 'registrationFinish') {
      const { ok, value } = result as { readonly ok: boolean; readonly value?: { readonly record: Octets } }
      return ok && value !== undefined ? { ...next, made: { ...at.made, [node]: value.record } } : next
    }
    const made = at.made[node]
    if (op !== 'sign' || made === undefined) return next
    if (args[1] === `${VERSION} enrolStore`) return { ...next, asked: { ...at.asked, [made]: true } }
    return args[1] === `${VERSION} enrolConfirm` ? { ...next, signed: { ...at.signed, [made]: true } } : next
  },
  broken: ({ why }) => why,
  witness: ({ met }) => met,
})

interface Served {
  readonly fleetOf: Guesses['fleetOf']
  /** Responses that an HSM of the fleet made, as `fleet response`. */
  readonly made: Readonly<Record<string, true>>
  /** Responses of the registrations that were offered, as `fleet/record registration`. */
  readonly offered: Readonly<Record<string, Octets>>
  /** The store request that each HSM looks at. */
  readonly asked: Readonly<Record<NodeId, StoreCommand>>
  readonly why: string | null
  readonly refused: boolean
  readonly stored: boolean
}

function told(at: Served, fact: Extract<Fact, { fact: 'told' }>): Served {
  const { node, machine, event } = fact
  const fleet = at.fleetOf[node]
  if (machine.startsWith('attempts/')) {
    const { command } = event as unknown as { readonly command: OfferCommand | StoreCommand }
    if (event.type === 'offer') {
      const { record, offer } = command as OfferCommand
      const name = `${fleet}/${record} ${offer.registration}`
      return at.offered[name] === undefined
        ? { ...at, offered: { ...at.offered, [name]: offer.response } }
        : at
    }
    return event.type === 'store' ? { ...at, asked: { ...at.asked, [node]: command as StoreCommand } } : at
  }
  const decided = toldVault<Decided>(fact, 'decided')
  const asked = at.asked[node]
  if (decided === undefined || asked === undefined) return at
  const { [node]: _done, ...rest } = at.asked
  if (decided.verdict.is !== 'stored') return { ...at, asked: rest, refused: true }
  const response = at.offered[`${fleet}/${asked.record} ${asked.stored.registration}`]
  const served = response !== undefined && at.made[`${fleet} ${response}`] === true
  const why = served ? at.why : (at.why ?? `${node} stored a record for a registration that it never served`)
  return { ...at, asked: rest, stored: true, why }
}

/** ENR-3 (§3.2): a record stored for a session that this vault did not serve breaks it. */
export const enr3 = claim<Served>({
  id: 'ENR-3',
  kind: 'always',
  section: '3.2',
  says: 'A record is stored only for the registration that this vault itself served.',
  source: 'model',
  reads: ['told', 'called'],
  start: (setting) => ({
    ...{ fleetOf: startGuesses(setting).fleetOf, made: {}, offered: {}, asked: {} },
    ...{ why: null, refused: false, stored: false },
  }),
  step: (at, fact) => {
    if (fact.fact === 'told') return told(at, fact)
    if (fact.fact !== 'called' || fact.op !== 'registrationRespond') return at
    const { ok, value } = fact.result as { readonly ok: boolean; readonly value?: Octets }
    const fleet = at.fleetOf[fact.node]
    return ok && fleet !== undefined ? { ...at, made: { ...at.made, [`${fleet} ${value}`]: true } } : at
  },
  broken: ({ why }) => why,
  // A store request was refused, and another was not.
  witness: ({ refused, stored }) => refused && stored,
})
