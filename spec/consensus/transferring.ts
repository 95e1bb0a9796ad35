/** State transfer (§5.8): a leader offers, the replica fetches part after part from whom it asked. */
import { actionsFor } from '../actions.ts'
import type { Octets, Plain } from '../boundary.ts'
import { acceptanceFor } from './acceptance.ts'
import { type At, type ConsensusEvent, type Context, messageOf, type Rules, senderOf } from './context.ts'
import { acknowledgement } from './following.ts'
import { sending } from './greeting.ts'
import type { Body, Log } from './log.ts'
import type { FetchPart, InstallSnapshot, SnapshotPart } from './messages.ts'
import { type Incoming, isBody, joined, partsOfBody } from './snapshot.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

function incomingFrom(at: At): Incoming {
  const { term, index, lastTerm, chain, parts } = messageOf<InstallSnapshot>(at)
  return { from: senderOf(at), term, index, lastTerm, chain, parts, got: [] }
}

// The tree with this message's part added: complete, or not yet.
function gathered(at: At): Plain | undefined {
  const parts = [...(at.context.incoming?.got ?? []), messageOf<SnapshotPart>(at).tree]
  let tree: Plain | undefined
  for (const part of parts) {
    tree = joined(tree, part)
    if (tree === undefined) return undefined
  }
  return tree
}

/** The guards of state transfer. */
export function transferGuards(rules: Rules) {
  const { isAcceptable } = acceptanceFor(rules)
  return {
    /** An offer that no honest leader makes. */
    isAbsurdOffer: (at: At): boolean => {
      const { term, index, lastTerm, parts } = messageOf<InstallSnapshot>(at)
      return index === 0 || lastTerm > term || parts === 0 || parts > rules.tuning.transferPartsMax
    },
    /** A part comes only from the replica that was asked for it, in this term. */
    isPartUnasked: (at: At): boolean =>
      at.context.incoming?.from !== senderOf(at) ||
      messageOf<SnapshotPart>(at).term !== at.context.ballot.term,
    /** A part that is here already, or of another snapshot. */
    isOtherPart: (at: At): boolean => {
      const { incoming } = at.context
      const { index, part } = messageOf<SnapshotPart>(at)
      return index !== incoming?.index || part !== incoming.got.length
    },
    /** After this part there are more to fetch. */
    isPartMissing: ({ context: { incoming } }: At): boolean =>
      incoming !== null && incoming.got.length + 1 < incoming.parts,
    /** Hostile input: a tree, every count in range, the vault's state sound. */
    isSoundSnapshot: (at: At): boolean => {
      const { incoming, log } = at.context
      return incoming !== null && isBody(rules, gathered(at), incoming.index, log.base.body?.state ?? null)
    },
    /** Somebody who lacks entries asks for a part of the snapshot that this leader still has. */
    mayFetch: (at: At): boolean => {
      const { term, index, part } = messageOf<FetchPart>(at)
      const { ballot, log, progress } = at.context
      return (
        isAcceptable(at) &&
        progress[senderOf(at)] !== undefined &&
        term === ballot.term &&
        log.base.body !== null &&
        index === log.base.index &&
        part < partsOfBody(rules, log.base.body).length
      )
    },
  }
}

/** The actions of state transfer. */
export function transferActions(rules: Rules) {
  return {
    /** Starts anew unless this very snapshot is on its way from this very replica. */
    beginTransfer: change((at) => {
      const [offered, { incoming }] = [incomingFrom(at), at.context]
      const goesOn =
        incoming !== null &&
        incoming.from === offered.from &&
        incoming.term === offered.term &&
        incoming.chain === offered.chain &&
        incoming.parts === offered.parts
      return goesOn ? {} : { incoming: offered }
    }),
    fetchPart: ask(({ context }) => {
      const { incoming, ballot } = context
      if (incoming === null) return []
      const { from, index, got } = incoming
      const message = { type: 'fetchPart', term: ballot.term, index, part: got.length } as const
      return [sending(rules, context, from, message)]
    }),
    keepPart: change((at) => {
      const { incoming } = at.context
      if (incoming === null) return {}
      return { incoming: { ...incoming, got: [...incoming.got, messageOf<SnapshotPart>(at).tree] } }
    }),
    dropTransfer: change(() => ({ incoming: null })),
    sendPart: ask((at) => {
      const { index, part } = messageOf<FetchPart>(at)
      const { ballot, log } = at.context
      const tree = partsOfBody(rules, log.base.body as Body)[part] as Plain
      const message = { type: 'snapshotPart', term: ballot.term, index, part, tree } as const
      return [sending(rules, at.context, senderOf(at), message)]
    }),
    /** The snapshot takes the place of the whole log. */
    install: change((at) => {
      const { index, lastTerm: term, chain } = at.context.incoming as Incoming
      const body = gathered(at) as unknown as Body
      const log: Log = { base: { index, term, chain: chain as Octets, body }, entries: [] }
      const unsaved = { ...at.context.unsaved, log: true }
      return { log, commit: index, applied: index, seen: body.seen, incoming: null, unsaved }
    }),
    acknowledgeInstalled: ask((at) => acknowledgement(rules, at, at.context.log.base.index)),
    acknowledgeOffered: ask((at) => acknowledgement(rules, at, messageOf<InstallSnapshot>(at).index)),
    refuseOffer: ask((at) => {
      const { index: prevIndex } = messageOf<InstallSnapshot>(at)
      const { ballot, commit: hint, incarnation } = at.context
      const refusal = { type: 'appendRefused', term: ballot.term, prevIndex, hint, incarnation } as const
      return [sending(rules, at.context, senderOf(at), refusal)]
    }),
  }
}
