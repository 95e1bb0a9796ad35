/**
 * What a malicious replica may say to another one (A6), besides what an honest one would: everything that its types
 * allow and that differs from the truth in one respect. The list is in a stable order; a choice names its place.
 */
import type { Plain } from '../../../spec/boundary.ts'
import type { Context, Rules } from '../../../spec/consensus/context.ts'
import { entryAfter, type Place } from '../../../spec/consensus/entry.ts'
import { fleetOf } from '../../../spec/consensus/fleet.ts'
import { sending } from '../../../spec/consensus/greeting.ts'
import { lastOf, placeAt } from '../../../spec/consensus/log.ts'
import { rulesBehind } from '../../../spec/consensus/machine.ts'
import type { ConsensusMessage } from '../../../spec/consensus/messages.ts'
import type { NodeId } from '../../../spec/names.ts'
import type { Command } from '../../../spec/tells.ts'
import type { Context as VaultContext } from '../../../spec/vault/vault-context.ts'
import type { Local } from '../local.ts'
import type { Arms } from '../world.ts'
import type { Lie, ToldLie } from './lies.ts'

/** To another replica, in the sessions that it has with it (§5.14). Empty while it is down. */
export function forgedToReplica(arms: Arms, node: NodeId, local: Local, to: NodeId): readonly ToldLie[] {
  const { crypto } = arms.deps
  const consensus = local.machines.consensus?.context as Context | undefined
  const shell = arms.delivered.find((one) => one.node === node)
  const machine = shell?.standing.consensus?.machine
  if (consensus === undefined || machine === undefined) return []
  const rules = { ...rulesBehind(machine), crypto }
  const all = [...ofVotes(consensus), ...asLeader(rules, consensus), ...ofState(rules, consensus, local)]
  return all.flatMap(([lie, told]) => {
    const effect = sending(rules, consensus, to, told)
    return effect.do === 'send' ? [{ lie, message: effect.message }] : []
  })
}

type Told = readonly [Lie, ConsensusMessage]

/** So far ahead of its log is what it says it has. */
const AHEAD = 3

// Votes for whoever asks, twice in a term too; it has what it has not, and lacks what it has.
function ofVotes({ ballot: { term }, log, incarnation }: Context): readonly Told[] {
  const { index } = lastOf(log)
  const ahead = index + AHEAD
  const terms = [term, term + 1]
  return [
    ...terms.map((t): Told => ['vote', { type: 'vote', term: t, granted: true, incarnation }]),
    ...terms.map((t): Told => ['preVote', { type: 'preVote', term: t, granted: true, incarnation }]),
    ['candidacy', { type: 'requestVote', term: term + 1, lastIndex: ahead, lastTerm: term, admission: null }],
    ...[index, index + 1, ahead].map(
      (match): Told => ['acknowledgement', { type: 'appended', term, match, incarnation }],
    ),
    ['lack', { type: 'appendRefused', term, prevIndex: index, hint: 0, incarnation }],
  ]
}

// As a leader that nobody elected: one entry for these, another for those, or none.
function asLeader({ crypto }: Rules, { ballot: { term }, log, commit }: Context): readonly Told[] {
  const last = lastOf(log)
  const before = placeAt(log, last.index - 1) ?? log.base
  const newest = log.entries.at(-1)?.payload ?? null
  const appends = (from: Place, inTerm: number, payloads: readonly (Command | null)[]): ConsensusMessage => ({
    type: 'appendEntries',
    term: inTerm,
    prevIndex: from.index,
    prevTerm: from.term,
    prevChain: from.chain,
    entries: payloads.map((payload) => entryAfter(crypto, from, inTerm, payload)),
    commit: from.index + payloads.length,
    admission: null,
  })
  return [
    ...[term, term + 1].flatMap((t): readonly Told[] => [
      ['leadership', appends(last, t, [])],
      ['overwriting', appends(before, t, [null])],
      ['entry', appends(last, t, [null])],
      ...(newest === null
        ? []
        : [['commandAgain', appends(before, t, [{ ...newest, id: `${newest.id}.again` }])] as const]),
    ]),
    ['overwritingCommitted', appends(placeAt(log, commit - 1) ?? log.base, term + 1, [null])],
  ]
}

// A snapshot in which nobody ever guessed, and everything that waits is confirmed; and an election when it likes.
function ofState(rules: Rules, { ballot: { term }, log }: Context, local: Local): readonly Told[] {
  const { index, chain } = lastOf(log)
  const ahead = index + AHEAD
  const body = { seen: log.base.body?.seen ?? {}, fleet: fleetOf(rules, log) }
  const tree = { ...body, state: refilled(local) } as unknown as Plain
  const offer = { index: ahead, lastTerm: term, chain, parts: 1, admission: null }
  return [
    ['snapshotOffer', { type: 'installSnapshot', term, ...offer }],
    ['snapshot', { type: 'snapshotPart', term, index: ahead, part: 0, tree }],
    ['urging', { type: 'timeoutNow', term }],
  ]
}

function refilled({ machines }: Local): unknown {
  const { tick = 0, lineages = {} } = (machines.vault?.context ?? {}) as Partial<VaultContext>
  const full = Object.entries(lineages).map(([id, one]) => {
    const live = one.pending === null ? {} : { active: one.pending, pending: null, version: one.version + 1 }
    return [id, { ...one, ...live, remaining: one.limit, charges: [], readyAt: 0 }] as const
  })
  return { tick, lineages: Object.fromEntries(full) }
}
