/** The rotation machine's named actions (§7.3). */
import { actionsFor } from '../actions.ts'
import type { Boot, InternalEvent, Message } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import { PHASE_DOMAIN, phaseBytes } from './keys-guards.ts'
import { counterSigned } from './log.ts'
import type { CeremonyAnswer, CountAnswer, PhaseOrder, Stamped, StampRefused } from './messages.ts'
import {
  type At,
  type Context,
  messageOf,
  newHsms,
  oldHsms,
  type Retire,
  type RetirementTold,
  type Rotate,
  type Rotation,
  type RotationEnded,
  type RotationEvent,
  type Rules,
  type Stage,
  senderOf,
  underWay,
} from './rotation-context.ts'

const { change, ask, refuse, defect } = actionsFor<Context, RotationEvent>()
const send = (to: NodeId, message: Message) => ({ do: 'send', to, message }) as const
const tell = (event: InternalEvent) => [{ do: 'tell', machine: 'user', event }] as const
const persist = (cell: string, value: unknown) => ({ do: 'persist', cell, value }) as const

// A new stage: nobody has answered in it yet.
const enter = (stage: Stage, next: (at: At) => Partial<Rotation> = () => ({})) =>
  change((at) => ({ rotation: { ...underWay(at), ...next(at), stage }, answered: [] }))

/** What the operator's own acts change, and what the operator is told. */
export function operatorActions() {
  const ended = (outcome: RotationEnded['outcome'], why?: (at: At) => string) =>
    ask((at) => {
      const { fleet, epoch } = why === undefined ? underWay(at) : (at.event as Rotate)
      const event = { type: 'rotationEnded', fleet, epoch, outcome } as const
      return tell(why === undefined ? event : ({ ...event, why: why(at) } as RotationEnded))
    })
  const retired = (outcome: RetirementTold['outcome'], lost: (at: At) => number | null) =>
    ask((at) => {
      const fleet = at.context.rotation?.replaces?.fleet ?? ''
      const event: RetirementTold = { type: 'retirementTold', fleet, outcome, lost: lost(at) }
      return tell(event)
    })
  return {
    refuse,
    defect,
    readCells: change(({ context, event }) => {
      const { cells } = event as Boot
      return {
        rotation: (cells.rotation ?? null) as Rotation | null,
        serving: (cells['rotation.serving'] ?? context.serving) as Context['serving'],
      }
    }),
    begin: change(({ context, event }) => {
      const { fleet, epoch } = event as Rotate
      const nothing = { artifact: null, transcript: null, bundle: null, lost: null }
      return {
        rotation: { fleet, epoch, replaces: context.serving, stage: 'ceremony', ...nothing },
        answered: [],
      }
    }),
    tellActivated: ended('activated'),
    tellAbandoned: ended('abandoned'),
    tellTooLate: ended('tooLate'),
    tellRefused: ask((at) => {
      const { fleet, epoch } = underWay(at)
      const why = String(messageOf<StampRefused>(at).why)
      const event: RotationEnded = { type: 'rotationEnded', fleet, epoch, outcome: 'refused', why }
      return tell(event)
    }),
    tellUnknownFleet: ended('refused', () => 'unknownFleet'),
    tellUnderWay: ended('refused', () => 'underWay'),
    noteWord: change(({ event }) => ({ word: (event as Retire).lost })),
    tellNothingToRetire: retired('nothingToRetire', () => null),
    tellCounted: retired('counted', (at) => messageOf<CountAnswer>(at).open),
    tellUncounted: retired('counted', () => null),
    tellErased: retired('erased', (at) => underWay(at).lost),
    forget: change(() => ({ rotation: null, answered: [] })),
    eraseRotation: ask(() => [{ do: 'erase', cell: 'rotation' }]),
  }
}

/** The stages of a rotation. */
export function rotationActions(rules: Rules) {
  const { crypto, auditor, frontEnd, anchors, key } = rules
  const order = (phase: PhaseOrder['phase']) =>
    ask((at) => {
      const { replaces } = underWay(at)
      if (replaces === null) return []
      const signature = crypto.sign(key.secret, PHASE_DOMAIN, phaseBytes(crypto, { ...replaces, phase }))
      return oldHsms(rules, at)
        .filter((hsm) => !at.context.answered.includes(hsm))
        .map((hsm) => {
          const message = { type: 'phaseOrder', ...replaces, phase, signature }
          return send(hsm, message)
        })
    })
  return {
    persistRotation: ask(({ context }) => [persist('rotation', context.rotation)]),
    askForKeys: ask((at) =>
      newHsms(rules, at).map((hsm) => {
        const message = { type: 'ceremonyRequest', fleet: underWay(at).fleet }
        return send(hsm, message)
      }),
    ),
    takeArtifact: enter('stamping', (at) => {
      const { artifact, transcript } = messageOf<CeremonyAnswer>(at)
      return { artifact, transcript }
    }),
    askForStamp: ask((at) => {
      const { epoch, artifact, transcript } = underWay(at)
      const { suite, namespace } = anchors
      const message = { type: 'stampRequest', suite, namespace, epoch, artifact, transcript }
      return [send(auditor, message)]
    }),
    counterSign: enter('publishing', (at) => {
      return { bundle: counterSigned(crypto, key.secret, messageOf<Stamped>(at), underWay(at).artifact!) }
    }),
    publish: ask((at) =>
      newHsms(rules, at)
        .filter((hsm) => !at.context.answered.includes(hsm))
        .map((hsm) => {
          const message = { type: 'bundlePublished', bundle: underWay(at).bundle }
          return send(hsm, message)
        }),
    ),
    noteAnswer: change((at) => ({
      answered: [...new Set([...at.context.answered, senderOf(at)])].sort(),
    })),
    decideActivation: enter('activating'),
    askForActivation: ask((at) => {
      const { fleet, epoch } = underWay(at)
      const message = { type: 'activate', fleet, epoch }
      return [send(frontEnd, message)]
    }),
    noteServing: change((at) => {
      const { fleet, epoch } = underWay(at)
      return { serving: { fleet, epoch } }
    }),
    persistServing: ask(({ context }) => [persist('rotation.serving', context.serving)]),
    beginOverlap: enter('overlap'),
    orderClosing: order('closing'),
    askForCount: ask((at) =>
      oldHsms(rules, at).map((hsm) => {
        const message = { type: 'countRequest', fleet: underWay(at).replaces?.fleet }
        return send(hsm, message)
      }),
    ),
    agreeToLoss: enter('erasing', (at) => ({ lost: at.context.word ?? null })),
    orderErased: order('erased'),
  }
}
