/** Named guards of the fleet-keys machine (§7.3). */
import { isMessage } from '../actions.ts'
import type { Boot, Octets } from '../boundary.ts'
import type { FleetSecrets } from '../tells.ts'
import { type CeremonyPlan, isAcknowledgement, isTranscript, openShare } from './ceremony.ts'
import {
  type At,
  deals,
  membership,
  messageOf,
  ownArtifact,
  type Phase,
  type Rules,
  senderOf,
} from './keys-context.ts'
import type {
  BundlePublished,
  BundleWanted,
  CeremonyAck,
  CeremonyRequest,
  CeremonySealed,
  CeremonyShare,
  PhaseOrder,
} from './messages.ts'
import { contentOf, hasSize, isBundle, isCount } from './statements.ts'

/** The domain under which the operator orders the end of a fleet. */
export const PHASE_DOMAIN = 'strongroom/phase'

/** What the operator signs to order it. */
export function phaseBytes(
  crypto: Rules['crypto'],
  order: Pick<PhaseOrder, 'fleet' | 'epoch' | 'phase'>,
): Octets {
  return crypto.pack([crypto.text(order.fleet), crypto.number(order.epoch), crypto.text(order.phase)])
}

/** Named guards. */
export function keysGuards(rules: Rules) {
  const { crypto, anchors } = rules
  const plan = rules.ceremony as CeremonyPlan
  const cells = ({ event }: At) => (event as Boot).cells
  return {
    isMessage,
    stoodErased: (at: At) => cells(at)['fleet.phase'] === 'erased',
    stoodClosing: (at: At) => cells(at)['fleet.phase'] === 'closing',
    hasServed: (at: At) => cells(at)['fleet.keys'] !== undefined && cells(at)['fleet.ceremony'] !== undefined,
    wasDealt: (at: At) => cells(at)['fleet.keys'] !== undefined,
    mayDeal: (at: At) => at.context.credential && deals(rules, at.context) && namesOurFleet(rules, at),
    isDealer: (at: At) => deals(rules, at.context) && namesOurFleet(rules, at),
    isMember: (at: At) => namesOurFleet(rules, at),
    isDealersShare: (at: At) =>
      namesOurFleet(rules, at) &&
      at.context.credential &&
      at.context.identity !== null &&
      openShare(crypto, plan, at.context.self, at.context.identity, messageOf<CeremonyShare>(at)) !== null,
    isSameShare: (at: At) => {
      const { self, identity, secrets } = at.context
      if (!namesOurFleet(rules, at) || identity === null) return false
      return (
        openShare(crypto, plan, self, identity, messageOf<CeremonyShare>(at))?.signing === secrets?.signing
      )
    },
    isMembersAck: (at: At) => {
      const member = membership(rules, senderOf(at))
      if (!namesOurFleet(rules, at) || member === undefined || at.context.dealing === null) return false
      const { keys } = at.context.secrets as FleetSecrets
      return isAcknowledgement(crypto, plan, member, keys, messageOf<CeremonyAck>(at).signature)
    },
    everybodyAcknowledged: ({ context }: At) =>
      context.dealing !== null && plan.members.every(([node]) => context.dealing?.acks[node] !== undefined),
    isWholeTranscript: (at: At) =>
      namesOurFleet(rules, at) &&
      isTranscript(
        crypto,
        plan,
        (at.context.secrets as FleetSecrets).keys,
        messageOf<CeremonySealed>(at).transcript,
      ),
    // Without a bundle there is nothing to serve yet: the client asks again, and another HSM answers.
    hasBundle: (at: At) => at.context.bundle !== null && isCount(messageOf<BundleWanted>(at).since),
    isForThisFleet: (at: At) =>
      messageOf<CeremonyRequest>(at).fleet === (at.context.secrets as FleetSecrets).keys.fleet,
    isOurBundle: (at: At) => {
      const { bundle } = messageOf<BundlePublished>(at)
      if (!isBundle(crypto, bundle) || bundle.epoch !== at.context.secrets?.keys.epoch) return false
      const artifact = ownArtifact(rules, at.context)
      const content = contentOf(crypto, bundle)
      return (
        bundle.artifact === artifact &&
        bundle.digest === crypto.digest(artifact) &&
        bundle.namespace === anchors.namespace &&
        crypto.verify(anchors.auditor, '', content as Octets, bundle.signature) &&
        crypto.verify(anchors.operator, '', bundle.signature, bundle.counterSignature)
      )
    },
    isOrderOf: (at: At, { phase }: { readonly phase: Phase }) => {
      const order = messageOf<PhaseOrder>(at)
      const { fleet, epoch } = (at.context.secrets as FleetSecrets).keys
      if (order.phase !== phase || order.fleet !== fleet || order.epoch !== epoch) return false
      if (!hasSize(crypto, order.signature, 64)) return false
      return crypto.verify(anchors.operator, PHASE_DOMAIN, phaseBytes(crypto, order), order.signature)
    },
    canCount: () => rules.counts,
  }
}

function namesOurFleet({ ceremony }: Rules, at: At): boolean {
  return ceremony !== null && messageOf<CeremonyShare>(at).fleet === ceremony.fleet
}
