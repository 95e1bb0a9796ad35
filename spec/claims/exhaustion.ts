/** ATT-4: what ran out never answers again, and is gone (§4.3). "After" is meant in the order of the log. */
import type { Fact } from '../boundary.ts'
import type { Log } from '../consensus/log.ts'
import type { NodeId } from '../names.ts'
import type { Applied } from '../tells.ts'
import type { Decided } from '../vault/commands.ts'
import type { Lineage } from '../vault/state.ts'
import { account, type Evaluated, firstRelease, GUESS_READS, type Guesses, startGuesses } from './guesses.ts'
import { forgotten, learnt, MEMORY_READS, type Memories, memoriesAfter, NO_MEMORIES } from './memories.ts'
import { claim, toldVault } from './told.ts'

/** A record that ran out. */
interface RanOut {
  /** How many charges were before it, and the entry that ended it. */
  readonly charges: number
  readonly index: number
  readonly command: string
  /** OPRF key or salt, RFC 9807's record, ciphertext. */
  readonly secrets: readonly string[]
}

/** Where one HSM is in the log, since its boot or its last state transfer. */
interface Place {
  /** Index of the entry that it applied last. */
  readonly index: number
  /** The command that its attempts machines looked at last. */
  readonly command: string
  /** Commands that ended a record. */
  readonly ended: readonly string[]
  /** The secret that each record last had. */
  readonly secrets: Readonly<Record<string, readonly string[]>>
}

const NOWHERE: Place = { index: 0, command: '', ended: [], secrets: {} }

interface Exhaustion {
  readonly guesses: Guesses
  readonly at: Memories<Place>
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

function moved(at: Exhaustion, node: NodeId, change: Partial<Place>): Exhaustion {
  return { ...at, at: learnt(at.at, node, { ...(at.at.runs[node] ?? NOWHERE), ...change }) }
}

function decided(before: Exhaustion, node: NodeId, { record, lineage, verdict }: Decided): Exhaustion {
  const place = `${before.guesses.fleetOf[node]}/${record}`
  const { index, command, ended, secrets } = before.at.runs[node] ?? NOWHERE
  const had = secrets[record] ?? []
  const known = before.out[place] ?? []
  let at = before
  // A spent record whose last session still hopes has not run out: it says so by what it answers next.
  const out = ranOut(verdict) && (verdict.is === 'refused' || lineage.active === null)
  if (out && had.length > 0 && !known.some((one) => one.secrets[0] === had[0])) {
    const charges = (at.guesses.charges[place] ?? []).length
    at = { ...at, out: { ...at.out, [place]: [...known, { charges, index, command, secrets: had }] } }
  }
  const list = at.out[place] ?? []
  if (list.some((one) => one.command === command) && !ended.includes(command))
    at = moved(at, node, { ended: [...ended, command] })
  // A replica that lags behind is held to what it applied itself.
  const mine = list.filter((one) => at.at.runs[node]?.ended.includes(one.command))
  if (mine.some((one) => holds(lineage, one.secrets)))
    return { ...at, why: at.why ?? `${node} still holds a secret of ${record}, which ran out` }
  const fresh = secretsOf(lineage)
  return fresh.length === 0 || fresh[0] === had[0]
    ? at
    : moved(at, node, { secrets: { ...secrets, [record]: fresh } })
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

function told(at: Exhaustion, fact: Extract<Fact, { fact: 'told' }>): Exhaustion {
  const { node, machine, event } = fact
  if (machine.startsWith('attempts/')) {
    const { command } = event as unknown as { readonly command?: { readonly id: string } }
    return command === undefined ? at : moved(at, node, { command: command.id })
  }
  // What a state transfer left out, nobody saw it do.
  if (toldVault(fact, 'installed') !== undefined) return { ...at, at: forgotten(at.at, node) }
  const applied = toldVault<Applied>(fact, 'applied')
  if (applied !== undefined) return moved(at, node, { index: applied.index })
  const verdict = toldVault<Decided>(fact, 'decided')
  return verdict === undefined ? at : decided(at, node, verdict)
}

/** ATT-4 (§4.3): an evaluation after exhaustion, or a secret that stays, breaks it. */
export const att4 = claim<Exhaustion>({
  id: 'ATT-4',
  kind: 'always',
  section: '4.3',
  says: 'No evaluation after the exhaustion entry, and no replica that applied it holds the secret any longer.',
  source: 'Meta',
  reads: [...GUESS_READS, ...MEMORY_READS, 'persisted'],
  start: (setting) => ({ guesses: startGuesses(setting), at: NO_MEMORIES, out: {}, why: null }),
  step: (at, fact) => {
    if (fact.fact === 'persisted') return persisted(at, fact)
    const guesses = account(at.guesses, fact)
    // What an HSM does again after a restart, it has not done yet.
    const places = memoriesAfter(at.at, fact)
    const next = guesses === at.guesses && places === at.at ? at : { ...at, guesses, at: places }
    if (fact.fact === 'released') {
      const fresh = firstRelease(at.guesses, guesses)
      return fresh !== undefined && isLate(next, fresh)
        ? { ...next, why: at.why ?? `${fresh.node} released an evaluation for a record that ran out` }
        : next
    }
    return fact.fact === 'told' ? told(next, fact) : next
  },
  broken: ({ why }) => why,
  witness: ({ out }) => Object.keys(out).length > 0,
})
