/** Every decision of a phone about the ways in which K is held, by name (§8.3). */
import { isMessage } from '../actions.ts'
import type { Octets, Received } from '../boundary.ts'
import { type KeptThere, VERSION_MAX } from '../cloud/store.ts'
import type { Ended } from '../tells.ts'
import { type At, actIn, type HoldingDeps, type TypeBack } from './holding-context.ts'
import { markOf } from './holding-steps.ts'

/** The guards of the holding machine. */
export function holdingGuards({ crypto, digits }: HoldingDeps) {
  const isFor = (way: string) => (at: At) => actIn(at).way === way
  const answer = ({ event }: At): KeptThere => (event as Received<KeptThere>).message
  return {
    isMessage,
    isForVault: isFor('vault'),
    isForDigits: isFor('digits'),
    hasKey: ({ context }: At) => context.held.key !== null,
    /** Whoever closed it would count on nothing. */
    isOnlyWay: (at: At) => !at.context.held.certain.some((way) => way !== actIn(at).way),
    isNotThere: (at: At) => {
      const { certain, doubtful } = at.context.held
      return ![...certain, ...doubtful].includes(actIn(at).way)
    },
    /** The digits are well formed, and the K that is shown. */
    isNotWhatIsShown: (at: At) => {
      const typed = digits.read((at.event as TypeBack).digits)
      return !typed.ok || typed.key !== at.context.held.key
    },
    wasDeclined: ({ context }: At) => context.value === null,
    isUnreadable: ({ context }: At) => context.found === null,
    /** An answer to an earlier request, late or twice, or one that nobody sane gives. */
    isOldNews: (at: At) => {
      const { kind, version } = answer(at)
      const isSane = Number.isInteger(version) && version < VERSION_MAX
      return kind !== at.context.kind || !isSane || version < at.context.version
    },
    /** The store has gone further than this phone knew. */
    isBehind: (at: At) => {
      const { value, version } = answer(at)
      return value !== at.context.value || version !== at.context.version
    },
    isOtherKind: (at: At) => answer(at).kind !== at.context.kind,
    isNothing: (at: At) => answer(at).value === null,
    asksForMark: ({ context }: At) => context.kind === 'mark',
    /** K is what the backups are under: one wrong digit gives another key, well formed. */
    isOtherMark: (at: At) => {
      const { kind, found } = at.context
      return kind === 'mark' && markOf(crypto, found as Octets) !== answer(at).value
    },
    hasNotOpened: ({ context }: At) => context.found === null,
    isEnrolled: ({ event }: At) => (event as Ended).outcome === 'enrolled',
    isRecovered: ({ event }: At) => (event as Ended).outcome === 'recovered',
    closes: ({ context }: At) => context.act?.type === 'close',
    /** The confirmation of a record of this phone came through after the act was over. */
    isLateRecord: ({ context, event }: At) =>
      (event as Ended).outcome === 'enrolled' && context.held.doubtful.includes('vault'),
  }
}
