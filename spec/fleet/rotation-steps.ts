/** The rotation machine's guards and actions (§7.3): what makes an answer one to our own question. */
import { actionsFor, isMessage } from '../actions.ts'
import type { Boot, Message } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import { counterSigned } from './log.ts'
import type { Activated, BundleStored, CeremonyAnswer, Stamped, StampRefused } from './messages.ts'
import {
  type At,
  type Context,
  holdersNeeded,
  messageOf,
  newHsms,
  type Rotate,
  type Rotation,
  type RotationEnded,
  type RotationEvent,
  type Rules,
  type Stage,
  senderOf,
  underWay,
} from './rotation-context.ts'
import { contentOf, hasSize, isTable, SIGNATURE_BYTES } from './statements.ts'

const { change, ask, refuse, defect } = actionsFor<Context, RotationEvent>()

/** Named guards; each holds an answer against the rotation under way. */
export function rotationGuards(rules: Rules) {
  const { crypto, auditor, frontEnd, anchors, fleets } = rules
  return {
    isMessage,
    stoodAt: ({ event }: At, { stage }: { readonly stage: Stage }) =>
      ((event as Boot).cells.rotation as Rotation | undefined)?.stage === stage,
    isKnownFleet: ({ event }: At) => Object.hasOwn(fleets, (event as Rotate).fleet),
    isTheirArtifact: (at: At) => {
      const { fleet, artifact } = messageOf<CeremonyAnswer>(at)
      if (!newHsms(rules, at).includes(senderOf(at)) || fleet !== underWay(at).fleet) return false
      const read = crypto.readArtifact(artifact)
      return read.ok && read.value.fleet === fleet
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
    isHeldByQuorum: (at: At) => at.context.stored.length >= holdersNeeded(rules, at),
    isActivation: (at: At) => {
      const { fleet, epoch } = messageOf<Activated>(at)
      return senderOf(at) === frontEnd && isThisRotation(at, fleet, epoch)
    },
  }
}

function isThisRotation(at: At, fleet: unknown, epoch: unknown): boolean {
  return fleet === underWay(at).fleet && epoch === underWay(at).epoch
}

/** Named actions. */
export function rotationActions(rules: Rules) {
  const { crypto, auditor, frontEnd, anchors, key } = rules
  const send = (to: NodeId, message: Message) => ({ do: 'send', to, message }) as const
  const tell = (event: RotationEnded) => [{ do: 'tell', machine: 'user', event }] as const
  const move = (next: (at: At) => Partial<Rotation>) =>
    change((at) => ({ rotation: { ...underWay(at), ...next(at) } }))
  const ended = (outcome: RotationEnded['outcome']) =>
    ask((at) => {
      const { fleet, epoch } = underWay(at)
      return tell({ type: 'rotationEnded', fleet, epoch, outcome })
    })
  return {
    refuse,
    defect,
    readCell: change(({ event }) => ({
      rotation: ((event as Boot).cells.rotation ?? null) as Rotation | null,
    })),
    begin: change(({ event }) => {
      const { fleet, epoch } = event as Rotate
      return { rotation: { fleet, epoch, stage: 'ceremony', artifact: null, bundle: null }, stored: [] }
    }),
    persistRotation: ask(({ context }) => [{ do: 'persist', cell: 'rotation', value: context.rotation }]),
    askForKeys: ask((at) =>
      newHsms(rules, at).map((hsm) =>
        send(hsm, { type: 'ceremonyRequest', fleet: underWay(at).fleet } as Message),
      ),
    ),
    takeArtifact: move((at) => ({ stage: 'stamping', artifact: messageOf<CeremonyAnswer>(at).artifact })),
    askForStamp: ask((at) => {
      const { epoch, artifact } = underWay(at)
      const { suite, namespace } = anchors
      return [send(auditor, { type: 'stampRequest', suite, namespace, epoch, artifact } as Message)]
    }),
    counterSign: move((at) => {
      const { suite, namespace, timestampMs, epoch, digest, signature } = messageOf<Stamped>(at)
      const entry = { suite, namespace, timestampMs, epoch, digest, signature }
      return { stage: 'publishing', bundle: counterSigned(crypto, key.secret, entry, underWay(at).artifact!) }
    }),
    publish: ask((at) =>
      newHsms(rules, at)
        .filter((hsm) => !at.context.stored.includes(hsm))
        .map((hsm) => send(hsm, { type: 'bundlePublished', bundle: underWay(at).bundle } as Message)),
    ),
    noteHolder: change((at) => ({ stored: [...new Set([...at.context.stored, senderOf(at)])].sort() })),
    decideActivation: move(() => ({ stage: 'activating' })),
    askForActivation: ask((at) => {
      const { fleet, epoch } = underWay(at)
      return [send(frontEnd, { type: 'activate', fleet, epoch } as Message)]
    }),
    beginOverlap: move(() => ({ stage: 'overlap' })),
    tellActivated: ended('activated'),
    tellAbandoned: ended('abandoned'),
    tellTooLate: ended('tooLate'),
    tellRefused: ask((at) => {
      const { fleet, epoch } = underWay(at)
      return tell({
        type: 'rotationEnded',
        fleet,
        epoch,
        outcome: 'refused',
        why: String(messageOf<StampRefused>(at).why),
      })
    }),
    tellUnknownFleet: ask(({ event }) => {
      const { fleet, epoch } = event as Rotate
      return tell({ type: 'rotationEnded', fleet, epoch, outcome: 'refused', why: 'unknownFleet' })
    }),
    tellUnderWay: ask(({ event }) => {
      const { fleet, epoch } = event as Rotate
      return tell({ type: 'rotationEnded', fleet, epoch, outcome: 'refused', why: 'underWay' })
    }),
    forget: change(() => ({ rotation: null, stored: [] })),
    eraseRotation: ask(() => [{ do: 'erase', cell: 'rotation' }]),
  }
}
