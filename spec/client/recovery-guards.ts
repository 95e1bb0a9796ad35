/** Every decision of a recovering phone, by name (§6.4). */

import { isMessage } from '../actions.ts'
import type { KeysRefused } from '../tells.ts'
import { answerIn } from './channel.ts'
import type { ClientDeps } from './client-deps.ts'
import { type At, refusalIn } from './recovery-context.ts'

/** The guards of the recovery machine. */
export function recoveryGuards({ profile, account }: ClientDeps) {
  const isRefused = (at: At, to: string, why?: string) => {
    const refused = to === 'recoverStart' ? refusalIn(at) : answerIn(at, 'refused')
    return refused?.to === to && (why === undefined || refused.why === why)
  }
  const isAnswer = (at: At, type: 'recoverResponse' | 'erased') => {
    const record = answerIn(at, type)?.record
    return record !== undefined && (profile.identity === 'operator' || record === `#${account}`)
  }
  // What is decided is not asked for again: each start costs a guess.
  const mayStartAgain = ({ context: { startsLeft, refused, opened } }: At) =>
    startsLeft > 0 && refused === null && opened?.ok !== false
  return {
    isMessage,
    isUnreachable: ({ event }: At) => (event as KeysRefused).why === 'noAnswer',
    /** `published`: the operator's word is enough. `hardened`: only who has the record's key. */
    deletesUnproven: ({ context }: At) => context.goal === 'delete' && profile.identity === 'operator',
    deletes: ({ context }: At) => context.goal === 'delete',
    /** The fleet's key came over the air and is no key. */
    hasNoBody: ({ context }: At) => context.body === null,
    /** Unsigned, altered, replayed or of another session: as if nothing had come (REC-2). */
    isForged: ({ context }: At) => context.answer === null,
    isExhausted: (at: At) => isRefused(at, 'recoverStart', 'exhausted'),
    isDelayed: (at: At) => isRefused(at, 'recoverStart', 'delayed'),
    isNotEnrolled: (at: At) => isRefused(at, 'recoverStart', 'notEnrolled'),
    isRefusedStart: (at: At) => isRefused(at, 'recoverStart'),
    isNotResponse: (at: At) => !isAnswer(at, 'recoverResponse'),
    isOpen: ({ context }: At) => context.opened?.ok === true,
    isWrongPassword: ({ context }: At) =>
      context.opened?.ok === false && context.opened.error === 'wrongPassword',
    sendsDecoy: () => profile.decoyKE3,
    hidesRefusal: (at: At) => profile.decoyKE3 && isRefused(at, 'recoverStart'),
    isNoPassword: ({ context }: At) =>
      context.opened?.ok === false && context.opened.error !== 'wrongPassword',
    isNotResult: (at: At) => answerIn(at, 'recoverResult')?.right !== true,
    /** The vault has answered KE3, whatever it says. */
    isNotOver: ({ context: { answer } }: At) =>
      answer?.type !== 'recoverResult' &&
      answer?.type !== 'sessionUnknown' &&
      !(answer?.type === 'refused' && answer.to === 'recoverFinish'),
    isWrongResult: (at: At) => answerIn(at, 'recoverResult')?.right === false,
    /** The HSM has forgotten the session, or the record changed under it. */
    isLost: (at: At) => answerIn(at, 'sessionUnknown') !== undefined || isRefused(at, 'recoverFinish'),
    isLostForNow: (at: At) =>
      mayStartAgain(at) && (answerIn(at, 'sessionUnknown') !== undefined || isRefused(at, 'recoverFinish')),
    mayStartAgain,
    hasNoKey: ({ context }: At) => context.key === null,
    isErased: (at: At) => isAnswer(at, 'erased'),
    isRefusedErase: (at: At) => isRefused(at, 'erase') || answerIn(at, 'sessionUnknown') !== undefined,
  }
}
