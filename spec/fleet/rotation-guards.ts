/** The rotation machine's guards (§7.3): what makes an answer one to our own question. */
import { isMessage } from '../actions.ts'
import type { Boot, Octets } from '../boundary.ts'
import { isTranscript } from './ceremony.ts'
import type {
  Activated,
  BundleStored,
  CeremonyAnswer,
  CountAnswer,
  PhaseTaken,
  Stamped,
  StampRefused,
} from './messages.ts'
import {
  type At,
  holdersNeeded,
  messageOf,
  newHsms,
  oldHsms,
  type Rotate,
  type Rotation,
  type Rules,
  type Stage,
  senderOf,
  underWay,
} from './rotation-context.ts'
import { contentOf, hasSize, isCount, isTable, SIGNATURE_BYTES } from './statements.ts'

/** Named guards; each holds an answer against the rotation under way. */
export function rotationGuards(rules: Rules) {
  const { crypto, auditor, frontEnd, anchors, fleets } = rules
  return {
    isMessage,
    stoodAt: ({ event }: At, { stage }: { readonly stage: Stage }) =>
      ((event as Boot).cells.rotation as Rotation | undefined)?.stage === stage,
    isKnownFleet: ({ event }: At) => Object.hasOwn(fleets, (event as Rotate).fleet),
    isTheirArtifact: (at: At) => {
      const { fleet, artifact, transcript } = messageOf<CeremonyAnswer>(at)
      if (!newHsms(rules, at).includes(senderOf(at)) || fleet !== underWay(at).fleet) return false
      const read = crypto.readArtifact(artifact)
      if (!read.ok || read.value.fleet !== fleet) return false
      const plan = rules.ceremonies?.[fleet]
      if (plan === undefined) return transcript === null || crypto.isOctets(transcript)
      if (plan.epoch !== underWay(at).epoch) return false
      return (
        isTranscript(crypto, plan, read.value.keys, transcript) &&
        crypto.digest(transcript as Octets) === read.value.evidence
      )
    },
    isOurStamp: (at: At) => {
      const stamped = messageOf<Stamped>(at)
      const { epoch, artifact } = underWay(at)
      if (senderOf(at) !== auditor || stamped.epoch !== epoch || stamped.suite !== anchors.suite) return false
      if (stamped.namespace !== anchors.namespace || stamped.digest !== crypto.digest(artifact!)) return false
      const content = contentOf(crypto, stamped)
      if (content === null || !hasSize(crypto, stamped.signature, SIGNATURE_BYTES)) return false
      return crypto.verify(anchors.auditor, '', content, stamped.signature)
    },
    isRefusalOfOurs: (at: At) =>
      senderOf(at) === auditor &&
      isTable(messageOf<StampRefused>(at)) &&
      messageOf<StampRefused>(at).epoch === underWay(at).epoch,
    isFromAHolder: (at: At) => {
      const { fleet, epoch } = messageOf<BundleStored>(at)
      return newHsms(rules, at).includes(senderOf(at)) && isThisRotation(at, fleet, epoch)
    },
    isHeldByQuorum: (at: At) => at.context.answered.length >= holdersNeeded(rules, at),
    replacesNothing: (at: At) => underWay(at).replaces === null,
    isFromOldFleet: (at: At) => {
      const { fleet, phase } = messageOf<PhaseTaken>(at)
      const { stage, replaces } = underWay(at)
      const wanted = stage === 'erasing' ? 'erased' : 'closing'
      return oldHsms(rules, at).includes(senderOf(at)) && fleet === replaces?.fleet && phase === wanted
    },
    someSilent: (at: At) => at.context.answered.length < oldHsms(rules, at).length,
    allTookIt: (at: At) => at.context.answered.length === oldHsms(rules, at).length,
    isNoCount: (at: At) => {
      const { fleet, open } = messageOf<CountAnswer>(at)
      const isTheirs = oldHsms(rules, at).includes(senderOf(at)) && fleet === underWay(at).replaces?.fleet
      return !isTheirs || !isCount(open)
    },
    isOperatorsWord: (at: At) => at.context.word === messageOf<CountAnswer>(at).open,
    isWordForUnknown: (at: At) => at.context.word === null,
    isActivation: (at: At) => {
      const { fleet, epoch } = messageOf<Activated>(at)
      return senderOf(at) === frontEnd && isThisRotation(at, fleet, epoch)
    },
  }
}

function isThisRotation(at: At, fleet: unknown, epoch: unknown): boolean {
  return fleet === underWay(at).fleet && epoch === underWay(at).epoch
}
