/** Every decision about guesses, by name (§4.2, §4.3). A guard looks and changes nothing. */
import { isMessage } from '../actions.ts'
import { type At, type AttemptsDeps, commandOf, restoredOf, tickOf } from './attempts-context.ts'
import type {
  AcknowledgeCommand,
  ChargeCommand,
  CloseCommand,
  ConfirmCommand,
  DeleteCommand,
  OfferCommand,
  SettleCommand,
  StoreCommand,
} from './commands.ts'
import { isOpen, names, offerFor, offerLike, openCharge } from './counting.ts'
import { transcriptOf } from './words.ts'

/** The guards of the attempts machine. */
export function attemptsGuards({ crypto, profile }: AttemptsDeps) {
  const isLineage = profile.budgetOwner === 'lineage'
  const offered = (at: At) =>
    offerFor(at.context.lineage, commandOf<StoreCommand>(at), (offer) => transcriptOf(crypto, offer))
  return {
    isMessage,
    /** Same bytes, same answer. */
    isOfferedAlready: (at: At) =>
      offerLike(at.context.lineage, commandOf<OfferCommand>(at).offer) !== undefined,
    /** Nothing begins anew unless the user knows that the guesses ran out. */
    ranOut: (at: At) =>
      at.context.lineage.erased &&
      commandOf<OfferCommand | StoreCommand>(at).generation !== at.context.lineage.generation,
    /** _Model_: the vault refuses an id that exists. */
    idExists: ({ context: { lineage } }: At) =>
      !isLineage && (lineage.active !== null || lineage.offers.length > 0),
    isStoredAlready: (at: At) => {
      const { active, pending } = at.context.lineage
      const { digest } = commandOf<StoreCommand>(at).stored
      return active?.digest === digest || pending?.digest === digest
    },
    /** ENR-3: only for a registration that this vault served itself. */
    wasNotOffered: (at: At) => offered(at) === undefined,
    /** An open lineage is replaced by whoever holds its key, and by nobody else. */
    mayNotReplace: (at: At) => {
      const { active } = at.context.lineage
      if (active === null) return false
      const { signer, replaces } = commandOf<StoreCommand>(at)
      return signer === null || signer !== active.owner || replaces !== active.digest
    },
    needsConfirmation: () => profile.confirmation,
    isConfirmedAlready: (at: At) =>
      names(commandOf<ConfirmCommand>(at), at.context.lineage.active) &&
      commandOf<ConfirmCommand>(at).version === at.context.lineage.version,
    isNotForPending: (at: At) =>
      !names(commandOf<ConfirmCommand>(at), at.context.lineage.pending) ||
      commandOf<ConfirmCommand>(at).version !== at.context.lineage.version + 1,
    /** A lineage that moves is activated by a receipt of the fleet that it left, and by nothing else (§7.3). */
    lacksReceipt: (at: At) => {
      const moves = at.context.lineage.pending?.moves ?? null
      return moves !== null && commandOf<ConfirmCommand>(at).receipt?.from !== moves
    },
    carriesNothing: (at: At) => {
      const { active, pending, remaining } = at.context.lineage
      if (active !== null) return remaining === 0
      return pending?.moves !== null && commandOf<ConfirmCommand>(at).receipt?.remaining === 0
    },
    isClosedAlready: (at: At) => {
      const { closed } = at.context.lineage
      const { pending, to } = commandOf<CloseCommand>(at)
      return closed !== null && closed.pending === pending && closed.to === to
    },
    /** Only whoever closed it, and only for the record that it was closed for. */
    isNotTheirReceipt: (at: At) => {
      const { closed } = at.context.lineage
      const { pending, signer } = commandOf<AcknowledgeCommand>(at)
      return closed?.pending !== pending || closed.by !== signer
    },
    mayNotClose: (at: At) => at.context.lineage.active?.owner !== commandOf<CloseCommand>(at).signer,
    /** While the session lives: same bytes, no second charge. */
    isChargedAlready: (at: At) =>
      openCharge(at.context.lineage, commandOf<ChargeCommand>(at), tickOf(at)) !== undefined,
    isChargedForOtherBytes: (at: At) => {
      const { session, digest } = commandOf<ChargeCommand>(at)
      const { charges } = at.context.lineage
      return charges.some(
        (one) => isOpen(one, tickOf(at)) && one.session === session && one.digest !== digest,
      )
    },
    isTooSoon: (at: At) => tickOf(at) < at.context.lineage.readyAt,
    isLastAttempt: ({ context }: At) => context.lineage.remaining === 1,
    wasNotCharged: (at: At) =>
      openCharge(at.context.lineage, commandOf<SettleCommand>(at), tickOf(at)) === undefined,
    /** ATT-3: a proof of this version, in this session. */
    provesThisVersion: (at: At) =>
      commandOf<SettleCommand>(at).right &&
      commandOf<SettleCommand>(at).version === at.context.lineage.version,
    /** Another session can still prove something. */
    isNotLastHope: (at: At) =>
      at.context.lineage.charges.filter((charge) => isOpen(charge, tickOf(at))).length > 1,
    remembersAccounts: () => isLineage,
    mayNotDelete: ({ context: { lineage }, ...at }: At) =>
      isLineage && lineage.active?.owner !== commandOf<DeleteCommand>({ context: { lineage }, ...at }).signer,
    arrivesErased: (at: At) => restoredOf(at).erased,
    arrivesAbsent: (at: At) => restoredOf(at).active === null,
    arrivesSpent: (at: At) => restoredOf(at).remaining === 0,
  }
}
