/** ATT-4: what ran out never answers again, and is gone (§4.3). "After" is meant in the order of the log. */
import type { Fact } from '../boundary.ts'
import type { Log } from '../consensus/log.ts'
import type { NodeId } from '../names.ts'
import type { Applied } from '../tells.ts'
import type { Decided } from '../vault/commands.ts'
import type { Lineage } from '../vault/state.ts'
import { account, type Evaluated, firstRelease, GUESS_READS, type Guesses, startGuesses } from './guesses.ts'
import { claim, toldVault } from './told.ts'

/** A record that ran out. */
interface RanOut {
  /** How many charges were before it, and the index of the entry that ended it. */
  readonly charges: number
  readonly index: number
  /** OPRF key or salt, RFC 9807's record, ciphertext. */
  readonly secrets: readonly string[]
}

interface Exhaustion {
  readonly guesses: Guesses
  /** The secret that each record last had, by `fleet/record`. */
  readonly secrets: Readonly<Record<string, readonly string[]>>
  /** Index of the entry that each HSM applied last. */
  readonly index: Readonly<Record<NodeId, number>>
  readonly out: Readonly<Record<string, readonly RanOut[]>>
  readonly why: string | null
}

function secretsOf({ active }: Lineage): readonly string[] {
  return active === null ? [] : [active.key, active.envelope, active.ciphertext]
}

function holds(value: unknown, secrets: readonly string[]): boolean {
  if (typeof value === 'string') return secrets.includes(value)
  return (
    typeof value === 'object' && value !== null && Object.values(value).some((item) => holds(item, secrets))
  )
}

function ranOut(verdict: Decided['verdict']): boolean {
  return (
    (verdict.is === 'refused' && verdict.why === 'exhausted') ||
    (verdict.is === 'settled' && !verdict.right && verdict.remaining === 0)
  )
}

function decided(at: Exhaustion, node: NodeId, { record, lineage, verdict }: Decided): Exhaustion {
  const place = `${at.guesses.fleetOf[node]}/${record}`
  const known = at.out[place] ?? []
  const secrets = at.secrets[place] ?? []
  const last = known.some((one) => one.secrets[0] === secrets[0])
  let next = at
  // A spent record whose last session still hopes has not run out: it says so by what it answers next.
  const out = ranOut(verdict) && (verdict.is === 'refused' || lineage.active === null)
  if (out && secrets.length > 0 && !last) {
    const charges = (at.guesses.charges[place] ?? []).length
    const one: RanOut = { charges, index: at.index[node] ?? 0, secrets }
    next = { ...at, out: { ...at.out, [place]: [...known, one] } }
  }
  // A replica that lags behind has not applied it yet: only one that says so itself is held to it.
  const says = lineage.erased || (verdict.is === 'refused' && verdict.why === 'exhausted')
  const mine = says ? (next.out[place] ?? []) : []
  if (mine.some((one) => holds(lineage, one.secrets)))
    return { ...next, why: at.why ?? `${node} still holds a secret of ${record}, which ran out` }
  const fresh = secretsOf(lineage)
  return fresh.length === 0 || fresh[0] === secrets[0]
    ? next
    : { ...next, secrets: { ...next.secrets, [place]: fresh } }
}

function isLate({ out, guesses }: Exhaustion, { charge, envelope }: Evaluated): boolean {
  return Object.entries(out).some(([place, list]) => {
    const position = (guesses.charges[place] ?? []).findIndex(({ id }) => id === charge)
    // The last entry in the list is the charge that found nothing.
    return list.some(({ charges, secrets }) => secrets.includes(envelope) && position >= charges)
  })
}

// The compaction bound: a snapshot of a later index, in storage.
function persisted(at: Exhaustion, fact: Extract<Fact, { fact: 'persisted' }>): Exhaustion {
  if (fact.cell !== 'log' || Object.keys(at.out).length === 0) return at
  const { base } = fact.value as Log
  for (const [place, list] of Object.entries(at.out)) {
    for (const { index, secrets } of list) {
      if (at.guesses.fleetOf[fact.node] !== place.slice(0, place.indexOf('/')) || base.index < index) continue
      if (holds(base.body, secrets))
        return { ...at, why: at.why ?? `${fact.node} keeps a secret of ${place} in a snapshot` }
    }
  }
  return at
}

/** ATT-4 (§4.3): an evaluation after exhaustion, or a secret that stays, breaks it. */
export const att4 = claim<Exhaustion>({
  id: 'ATT-4',
  kind: 'always',
  section: '4.3',
  says: 'No evaluation after the exhaustion entry, and no replica that applied it holds the secret any longer.',
  source: 'Meta',
  reads: [...GUESS_READS, 'persisted'],
  start: (setting) => ({ guesses: startGuesses(setting), secrets: {}, index: {}, out: {}, why: null }),
  step: (at, fact) => {
    if (fact.fact === 'persisted') return persisted(at, fact)
    const guesses = account(at.guesses, fact)
    const next = guesses === at.guesses ? at : { ...at, guesses }
    if (fact.fact === 'released') {
      const fresh = firstRelease(at.guesses, guesses)
      return fresh !== undefined && isLate(next, fresh)
        ? { ...next, why: at.why ?? `${fresh.node} released an evaluation for a record that ran out` }
        : next
    }
    const applied = toldVault<Applied>(fact, 'applied')
    if (applied !== undefined && fact.fact === 'told')
      return { ...next, index: { ...next.index, [fact.node]: applied.index } }
    const verdict = toldVault<Decided>(fact, 'decided')
    return verdict !== undefined && fact.fact === 'told' ? decided(next, fact.node, verdict) : next
  },
  broken: ({ why }) => why,
  witness: ({ out }) => Object.keys(out).length > 0,
})
