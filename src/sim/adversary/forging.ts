/**
 * What a malicious replica may say to another one (A6), besides what an honest one would: everything that its types
 * allow and that differs from the truth in one respect. The list is in a stable order; a choice names its place.
 */
import type { Message, Plain } from '../../../spec/boundary.ts'
import type { Context } from '../../../spec/consensus/context.ts'
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

/** To another replica, in the sessions that it has with it (§5.14). Empty while it is down. */
export function forgedToReplica(arms: Arms, node: NodeId, local: Local, to: NodeId): readonly Message[] {
  const { crypto } = arms.deps
  const consensus = local.machines.consensus?.context as Context | undefined
  const shell = arms.delivered.find((one) => one.node === node)
  const machine = shell?.standing.consensus?.machine
  if (consensus === undefined || machine === undefined) return []
  const { ballot, log, incarnation, commit } = consensus
  const { term } = ballot
  const last = lastOf(log)
  const rules = { ...rulesBehind(machine), crypto }
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
  const before = placeAt(log, last.index - 1) ?? log.base
  const newest = log.entries.at(-1)?.payload ?? null
  const body = { seen: log.base.body?.seen ?? {}, fleet: fleetOf(rules, log) }
  const tree = { ...body, state: refilled(local) } as unknown as Plain
  const ahead = last.index + 3
  const lies: ConsensusMessage[] = [
    // Votes for whoever asks, twice in a term too.
    ...[term, term + 1].map((t) => ({ type: 'vote', term: t, granted: true, incarnation }) as const),
    ...[term, term + 1].map((t) => ({ type: 'preVote', term: t, granted: true, incarnation }) as const),
    { type: 'requestVote', term: term + 1, lastIndex: ahead, lastTerm: term, admission: null },
    // It has what it has not, and lacks what it has.
    ...[last.index, last.index + 1, ahead].map(
      (match) => ({ type: 'appended', term, match, incarnation }) as const,
    ),
    { type: 'appendRefused', term, prevIndex: last.index, hint: 0, incarnation },
    // As a leader that nobody elected: one entry for these, another for those, or none.
    ...[term, term + 1].flatMap((t) => [
      appends(last, t, []),
      appends(before, t, [null]),
      appends(last, t, [null]),
      ...(newest === null ? [] : [appends(before, t, [{ ...newest, id: `${newest.id}.again` }])]),
    ]),
    appends(placeAt(log, commit - 1) ?? log.base, term + 1, [null]),
    // A snapshot in which nobody ever guessed, and everything that waits is confirmed.
    {
      type: 'installSnapshot',
      term,
      index: ahead,
      lastTerm: term,
      chain: last.chain,
      parts: 1,
      admission: null,
    },
    { type: 'snapshotPart', term, index: ahead, part: 0, tree },
    { type: 'timeoutNow', term },
  ]
  return lies.flatMap((lie) => {
    const effect = sending(rules, consensus, to, lie)
    return effect.do === 'send' ? [effect.message] : []
  })
}

function refilled({ machines }: Local): unknown {
  const { tick = 0, lineages = {} } = (machines.vault?.context ?? {}) as Partial<VaultContext>
  const full = Object.entries(lineages).map(([id, one]) => {
    const live = one.pending === null ? {} : { active: one.pending, pending: null, version: one.version + 1 }
    return [id, { ...one, ...live, remaining: one.limit, charges: [], readyAt: 0 }] as const
  })
  return { tick, lineages: Object.fromEntries(full) }
}
