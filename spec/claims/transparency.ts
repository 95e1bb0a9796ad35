/** TRN-2 to TRN-5: the log only grows, and whoever watches it says what it saw (§7.4, §7.5). */
import type { Claim, Fact, Octets, Setting } from '../boundary.ts'
import type { Checkpoint } from '../fleet/bundle.ts'
import type { CeremonyOutcome } from '../fleet/keys-context.ts'
import type { Entry } from '../fleet/log.ts'
import type { StampRequest } from '../fleet/messages.ts'
import type { Logged } from '../fleet/setting.ts'
import type { AuditTold } from '../fleet/watcher.ts'
import type { NodeId } from '../names.ts'
import { loggedNow, trn1 } from './epochs.ts'
import { claim } from './told.ts'

interface Growing {
  readonly log: readonly Logged[]
  readonly why: string | null
  readonly witnessed: boolean
}

/** TRN-2. */
export const trn2 = claim<Growing>({
  id: 'TRN-2',
  kind: 'always',
  section: '7.4',
  says: 'the log only grows: epochs up by exactly one, a digest once, nothing published again',
  source: 'ours',
  reads: ['received', 'persisted'],
  start: ({ trust }) => ({ log: trust?.genesis ?? [], why: null, witnessed: false }),
  step: (at, fact) => {
    const log = loggedNow(fact)
    if (log !== undefined) return { ...at, log, why: at.why ?? brokenGrowth(at.log, log) }
    if (fact.fact !== 'received' || fact.message.type !== 'stampRequest' || at.witnessed) return at
    const { epoch } = fact.message as StampRequest
    return epoch === (at.log.at(-1)?.epoch ?? 0) + 1 ? at : { ...at, witnessed: true }
  },
  broken: ({ why }) => why,
  // Somebody asked the auditor for an epoch that is not the next one.
  witness: ({ witnessed }) => witnessed,
})

function brokenGrowth(before: readonly Logged[], after: readonly Logged[]): string | null {
  for (const [i, entry] of before.entries()) {
    const kept = after[i]
    if (kept === undefined || kept.epoch !== entry.epoch || kept.digest !== entry.digest) {
      return `entry ${i} of the log has changed or gone`
    }
  }
  const seen = new Set(before.map(({ digest }) => digest))
  let last = before.at(-1)?.epoch ?? 0
  for (const { epoch, digest } of after.slice(before.length)) {
    if (epoch !== last + 1) return `epoch ${epoch} follows epoch ${last}`
    if (seen.has(digest)) return `epoch ${epoch} repeats a digest`
    seen.add(digest)
    last = epoch
  }
  return null
}

interface Views {
  /** The head that each watcher holds, and every root that it has held, by size. */
  readonly roots: Readonly<Record<NodeId, Readonly<Record<number, Octets>>>>
  /** Watchers that met a contradiction in this step and have not said so yet. */
  readonly owed: Readonly<Record<NodeId, string>>
  readonly witnessed: boolean
}

/** TRN-3. */
export const trn3 = claim<Views>({
  id: 'TRN-3',
  kind: 'always',
  section: '7.4',
  says: 'a split view is noticed by auditors who compare',
  source: 'ours',
  reads: ['received', 'persisted', 'outcome'],
  start: () => ({ roots: {}, owed: {}, witnessed: false }),
  step: (at, fact) => {
    if (fact.fact === 'persisted' && fact.cell === 'watch.head') {
      const { size, root } = fact.value as Checkpoint
      return { ...at, roots: { ...at.roots, [fact.node]: { ...at.roots[fact.node], [size]: root } } }
    }
    if (fact.fact === 'received' && fact.message.type === 'headShared') return compared(at, fact)
    if (fact.fact !== 'outcome' || fact.event.type !== 'logAccused') return at
    const { [fact.node]: _said, ...owed } = at.owed
    return { ...at, owed }
  },
  broken: ({ owed }) => Object.values(owed)[0] ?? null,
  // Two watchers held signed checkpoints of one size with two roots.
  witness: ({ witnessed }) => witnessed,
})

// Heads that an honest watcher holds and shares were signed: it refuses others.
function compared(at: Views, fact: Extract<Fact, { fact: 'received' }>): Views {
  const theirs = at.roots[fact.from]
  const shared = (fact.message as unknown as { readonly checkpoint: Checkpoint | null }).checkpoint
  if (shared === null || theirs?.[shared.size] !== shared.root) return at
  const mine = at.roots[fact.node]?.[shared.size]
  if (mine === undefined || mine === shared.root) return at
  const why = `${fact.node} and ${fact.from} hold two logs of size ${shared.size}, and nobody says so`
  return { ...at, owed: { ...at.owed, [fact.node]: why }, witnessed: true }
}

interface Audits {
  /** The size of the largest log that each watcher was shown: an older answer is no news. */
  readonly shown: Readonly<Record<NodeId, number>>
  readonly why: string | null
  readonly witnessed: boolean
}

/** TRN-4. */
export const trn4 = claim<Audits>({
  id: 'TRN-4',
  kind: 'always',
  section: '7.4',
  says: 'a partial audit is reported as partial',
  source: 'ours',
  reads: ['received', 'outcome'],
  start: () => ({ shown: {}, why: null, witnessed: false }),
  step: (at, fact) => {
    if (fact.fact === 'received' && fact.message.type === 'logAnswer') {
      const { entries } = fact.message as unknown as { readonly entries: unknown }
      if (!Array.isArray(entries)) return at
      const most = Math.max(at.shown[fact.node] ?? 0, entries.length)
      return { ...at, shown: { ...at.shown, [fact.node]: most } }
    }
    const told = auditNow(fact)
    if (told === undefined || fact.fact !== 'outcome') return at
    const whole = told.from === 1 && told.to === (at.shown[fact.node] ?? told.size)
    const witnessed = at.witnessed || !whole
    if (told.partial === !whole) return witnessed === at.witnessed ? at : { ...at, witnessed }
    const range = `epochs ${told.from} to ${told.to} of ${told.size}`
    return {
      ...at,
      witnessed,
      why: `${fact.node} audited ${range} and called it ${told.partial ? 'partial' : 'whole'}`,
    }
  },
  broken: ({ why }) => why,
  // An audit left epochs out.
  witness: ({ witnessed }) => witnessed,
})

function auditNow(fact: Fact): AuditTold | undefined {
  return fact.fact === 'outcome' && fact.event.type === 'auditTold' ? (fact.event as AuditTold) : undefined
}

interface Evidenced {
  readonly hsms: readonly NodeId[]
  /** Transcripts that ended a ceremony inside an HSM of this world. */
  readonly held: readonly Octets[]
  /** Epochs whose ceremony took place before the run. */
  readonly before: readonly number[]
  readonly log: readonly Pick<Entry, 'epoch' | 'transcript'>[]
  readonly why: string | null
  readonly witnessed: boolean
}

/** TRN-5. */
export const trn5 = claim<Evidenced>({
  id: 'TRN-5',
  kind: 'always',
  section: '7.5',
  says: 'a fleet key whose epoch has no verifying evidence is reported as unevidenced',
  source: 'ours',
  reads: ['persisted', 'outcome', 'received'],
  start: ({ fleets, trust }: Setting) => ({
    hsms: Object.values(fleets).flat(),
    held: [],
    before: trust?.evidenced ?? [],
    log: [],
    why: null,
    witnessed: false,
  }),
  step: (at, fact) => {
    if (fact.fact === 'persisted' && fact.cell === 'fleet.ceremony' && at.hsms.includes(fact.node)) {
      const { transcript } = fact.value as CeremonyOutcome
      return transcript === null ? at : { ...at, held: [...new Set([...at.held, transcript])] }
    }
    const log = loggedNow(fact)
    if (log !== undefined) return { ...at, log: log as unknown as Evidenced['log'] }
    const told = auditNow(fact)
    if (told === undefined) return at
    const silent = at.log.filter(({ epoch }) => epoch >= told.from && epoch <= told.to && !isHeld(at, epoch))
    const missed = silent.find(({ epoch }) => !told.unevidenced.includes(epoch))
    const witnessed = at.witnessed || silent.length > 0
    if (missed === undefined) return witnessed === at.witnessed ? at : { ...at, witnessed }
    return { ...at, witnessed, why: `epoch ${missed.epoch} has no evidence and was not reported` }
  },
  broken: ({ why }) => why,
  // An epoch was audited whose keys no HSM of this world made in a ceremony.
  witness: ({ witnessed }) => witnessed,
})

function isHeld({ held, before, log }: Evidenced, epoch: number): boolean {
  if (before.includes(epoch)) return true
  const transcript = log.find((entry) => entry.epoch === epoch)?.transcript
  return typeof transcript === 'string' && held.includes(transcript)
}

/** TRN-1 to TRN-5. */
export const transparencyClaims: readonly Claim[] = [trn1, trn2, trn3, trn4, trn5]
