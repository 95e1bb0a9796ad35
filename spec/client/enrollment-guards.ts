/** Every decision of an enrolling phone, by name (§3.6). */

import { isMessage } from '../actions.ts'
import type { Boot } from '../boundary.ts'
import type { KeysRefused } from '../tells.ts'
import { answerIn } from './channel.ts'
import type { ClientDeps } from './client-deps.ts'
import type { At, Kept } from './enrollment-context.ts'

/** The guards of the enrolment machine. */
export function enrollmentGuards({ profile, account }: ClientDeps) {
  const keptIn = ({ event }: At) => (event as Boot).cells.enrollment as Kept | undefined
  const isOurs = (record: string | undefined): boolean =>
    record !== undefined && (profile.identity === 'operator' || record === `#${account}`)
  const refusal = (at: At, to: string) => {
    const refused = answerIn(at, 'refused')
    return refused?.to === to ? refused : undefined
  }
  const pending = (at: At) => (at.context.kept?.phase === 'starting' ? 'enrolStart' : 'enrolStore')
  const isRefused = (at: At, why: string) => refusal(at, pending(at))?.why === why
  const mayStartAgain = ({ context }: At) =>
    !profile.confirmation && context.startsLeft > 0 && context.secret !== null
  const isConfirmed = (at: At) => {
    const confirmed = answerIn(at, 'enrolConfirmed')
    return isOurs(confirmed?.record) && confirmed?.digest === at.context.kept?.digest
  }
  return {
    isMessage,
    /** Only a record's holder moves it: what ran out is not begun anew but by the user's own act (`hardened`). */
    hasNothingToMove: ({ context }: At) => profile.confirmation && context.lineage.holder === null,
    keptStoring: (at: At) => keptIn(at)?.phase === 'storing',
    keptConfirming: (at: At) => /^(closing|confirming)$/.test(keptIn(at)?.phase ?? ''),
    keptStarting: (at: At) => keptIn(at)?.phase === 'starting',
    isUnreachable: ({ event }: At) => (event as KeysRefused).why === 'noAnswer',
    /** The fleet's key came over the air and is no key. */
    hasNoBody: ({ context }: At) => context.body === null,
    /** Unsigned, altered, or of another session: as if nothing had come. */
    isForged: ({ context }: At) => context.answer === null,
    /** R2, for this session and these bytes: the transcript hash is compared by the vault at R3. */
    isNotResponse: (at: At) => !isOurs(answerIn(at, 'enrolResponse')?.record),
    /** The lineage is open and this phone has not its key. */
    mayNotReplace: (at: At) =>
      profile.identity === 'account' &&
      answerIn(at, 'enrolResponse')?.active !== null &&
      at.context.lineage.holder === null,
    isNotStored: (at: At) => {
      const stored = answerIn(at, 'enrolStored')
      return !isOurs(stored?.record) || stored?.digest !== at.context.kept?.digest
    },
    /** The record is pending at the new fleet, and the old one still answers (§7.3). */
    isMoving: ({ context }: At) => context.kept?.moves !== null,
    isClosed: (at: At) => {
      const closed = answerIn(at, 'enrolClosed')
      return isOurs(closed?.record) && closed?.pending === at.context.kept?.digest
    },
    isConfirmed,
    /** The record is active at the new fleet: the old one need not keep the receipt (§7.3). */
    hasMoved: (at: At) =>
      isConfirmed(at) && at.context.kept?.moves !== null && at.context.lineage.holder !== null,
    isTaken: (at: At) => isRefused(at, 'taken'),
    isExhausted: (at: At) => isRefused(at, 'exhausted'),
    /** The vault has forgotten the registration, and the profile lets the client make another. */
    isRefusedForNow: (at: At) => refusal(at, pending(at)) !== undefined && mayStartAgain(at),
    isRefused: (at: At) => refusal(at, pending(at)) !== undefined,
    /** The pending record was overwritten, or never was: the confirmation can no longer succeed. */
    isNotPending: (at: At) => (refusal(at, 'enrolConfirm') ?? refusal(at, 'enrolClose')) !== undefined,
    needsConfirmation: () => profile.confirmation,
    /** `hardened` never goes back to the first step by itself: that is what the budget of guesses hangs on. */
    mayStartAgain,
    waitsForReceipt: ({ context }: At) => context.kept?.phase === 'closing',
    isConfirming: ({ context }: At) => /^(closing|confirming)$/.test(context.kept?.phase ?? ''),
    /** A store request was out: whether the record is there is not known (`published`). */
    mayBeStored: ({ context }: At) => !profile.confirmation && context.mayBeStored,
  }
}
