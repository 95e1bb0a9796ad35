/** Every change of a record, by name, and the answers to the vault (§4.2, §4.3). */
import { actionsFor } from '../actions.ts'
import type { InternalEvent, Octets } from '../boundary.ts'
import {
  type At,
  type AttemptsDeps,
  type Context,
  commandOf,
  type Event,
  restoredOf,
  tickOf,
} from './attempts-context.ts'
import type {
  ConfirmCommand,
  Decided,
  Dismissed,
  OfferCommand,
  Refusal,
  Restore,
  StoreCommand,
  Verdict,
} from './commands.ts'
import {
  activated,
  charged,
  closed,
  erased,
  freed,
  movedAway,
  offerFor,
  offerLike,
  storedFrom,
  withOffer,
} from './counting.ts'
import type { Closed } from './moving.ts'
import { blankLineage, type Lineage, type Offer, type Stored } from './state.ts'
import { transcriptOf } from './words.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()
const NONE = '' as Octets

/** The actions of the attempts machine. */
export function attemptsActions({ crypto, profile, delays }: AttemptsDeps) {
  const lineageOf = (next: (at: At) => Lineage) => change((at) => ({ lineage: next(at) }))
  const stored = (at: At): Stored => {
    const { lineage } = at.context
    const offer = offerFor(lineage, commandOf<StoreCommand>(at), (o) => transcriptOf(crypto, o)) as Offer
    return storedFrom(offer, commandOf<StoreCommand>(at))
  }
  return {
    refuse,
    defect,
    restore: lineageOf(restoredOf),
    keepOffer: lineageOf((at) => withOffer(at.context.lineage, commandOf(at))),
    /** The charge is taken from the counter that this entry finds: entries are applied one after another. */
    spendAttempt: lineageOf((at) => charged(at.context.lineage, commandOf(at), tickOf(at), delays)),
    freeCharges: lineageOf((at) => freed(at.context.lineage, commandOf(at), tickOf(at))),
    closeCharge: lineageOf((at) => closed(at.context.lineage, commandOf(at), tickOf(at))),
    /** ATT-4: key or salt, record, ciphertext and open offers go; every replica does it at this entry. */
    eraseSecrets: lineageOf(({ context }) => erased(context.lineage, profile.budgetOwner === 'lineage')),
    storePending: lineageOf((at) => ({ ...at.context.lineage, pending: stored(at) })),
    storeActive: lineageOf((at) => activated(at.context.lineage, stored(at), 1)),
    activatePending: lineageOf((at) => {
      const { lineage } = at.context
      const pending = lineage.pending as Stored
      const { receipt } = commandOf<ConfirmCommand>(at)
      const carried = pending.moves === null ? undefined : receipt?.remaining
      return activated(lineage, pending, lineage.version + 1, carried)
    }),
    closeLineage: lineageOf((at) => movedAway(at.context.lineage, commandOf(at))),
    dropReceipt: lineageOf(({ context: { lineage } }) => ({ ...lineage, closed: null })),
    remove: lineageOf(({ context: { lineage } }) => blankLineage(lineage.limit, lineage.generation)),
    ...answers(),
  }
}

function answers() {
  const answer = (verdict: (at: At) => Verdict) =>
    ask((at) => {
      const { event } = at
      const record = 'command' in event ? event.command.record : (event as Restore | Dismissed).record
      const decided: Decided = {
        type: 'decided',
        record,
        lineage: at.context.lineage,
        verdict: verdict(at),
      }
      return [{ do: 'tell', machine: 'vault', event: decided as InternalEvent }]
    })
  const refusal = (why: Refusal) =>
    answer((at) => {
      const { readyAt, generation } = at.context.lineage
      return { is: 'refused', why, ticksLeft: why === 'delayed' ? readyAt - tickOf(at) : 0, generation }
    })
  return {
    answerOffered: answer((at) => {
      const { lineage } = at.context
      const offer = offerLike(lineage, commandOf<OfferCommand>(at).offer) as Offer
      return { is: 'offered', offer, version: lineage.version, active: lineage.active?.digest ?? null }
    }),
    // A pending record will be the next version; one that is active already is the present one.
    answerStored: answer((at) => {
      const { version, pending } = at.context.lineage
      const waits = pending?.digest === commandOf<StoreCommand>(at).stored.digest
      return { is: 'stored', version: waits ? version + 1 : version }
    }),
    answerConfirmed: answer(({ context }) => ({ is: 'confirmed', version: context.lineage.version })),
    answerClosed: answer(({ context }) => ({ is: 'closed', closed: context.lineage.closed as Closed })),
    answerCharged: answer(({ context: { lineage } }) => ({
      is: 'charged',
      stored: lineage.active as Stored,
      version: lineage.version,
      remaining: lineage.remaining,
    })),
    answerProven: answer(({ context: { lineage } }) => ({
      is: 'settled',
      right: true,
      remaining: lineage.remaining,
      ciphertext: (lineage.active as Stored).ciphertext,
    })),
    answerFailed: answer(({ context: { lineage } }) => ({
      is: 'settled',
      right: false,
      remaining: lineage.remaining,
      ciphertext: NONE,
    })),
    answerDeleted: answer(() => ({ is: 'deleted' })),
    answerAcknowledged: answer(() => ({ is: 'acknowledged' })),
    answerRestored: answer(() => ({ is: 'restored' })),
    answerGone: answer(() => ({ is: 'gone' })),
    answerTaken: refusal('taken'),
    answerExhausted: refusal('exhausted'),
    answerNotEnrolled: refusal('notEnrolled'),
    answerDelayed: refusal('delayed'),
    answerOtherBytes: refusal('otherBytes'),
    answerUnknown: refusal('unknown'),
  }
}
