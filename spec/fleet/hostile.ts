/**
 * The front end's distribution of bundles in the adversary's hands (A2, A7, A9): in place of `bundles`, with the
 * signing keys that it holds and a list of tricks that it plays in turn. It relays too, since a client that is shown
 * nothing learns nothing.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Draw, Effect, Message, Received } from '../boundary.ts'
import { isNodeId, type NodeId } from '../names.ts'
import type { Part } from '../shell.ts'
import type { HomeChanged } from '../tells.ts'
import type { Bundle, LogProof } from './bundle.ts'
import { fleetFor } from './distribution.ts'
import {
  type At,
  type Context,
  type Event,
  type HostileDeps,
  ownArtifact,
  ownKeys,
  plantedEpoch,
  type Rules,
  servedOf,
  trickOf,
} from './hostile-forging.ts'
import { counterSigned } from './log.ts'
import type { Activate, BundleRequest, ProofAnswer, Stamped } from './messages.ts'
import { contentOf, isBundle } from './statements.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()
const send = (to: NodeId, message: Message): Effect => ({ do: 'send', to, message })
function answers(rules: Rules, at: At): readonly Effect[] {
  const { crypto, anchors, auditor, operatorKey } = rules
  const { client, since, bundle } = servedOf(at)
  const relay = (shown: Bundle) => [
    send(auditor, { type: 'proofRequest', client, since, bundle: shown } as Message),
  ]
  const show = (shown: Bundle, proof: LogProof | null) =>
    send(client, { type: 'bundleAnswer', bundle: shown, proof } as Message)
  switch (trickOf(rules, at)) {
    case 'stale':
      return relay(Object.values(at.context.seen)[0] ?? bundle)
    case 'ownKeys': {
      const forged = ownKeys(rules, at)
      return [show(forged.bundle, forged.proof)]
    }
    case 'counterOverContent': {
      const content = contentOf(crypto, bundle)
      if (operatorKey === null || content === null) return relay(bundle)
      return relay({ ...bundle, counterSignature: crypto.sign(operatorKey.secret, '', content) })
    }
    case 'skipping':
    case 'planted': {
      const { planted } = at.context
      if (planted?.bundle) return relay(planted.bundle)
      const { suite, namespace } = anchors
      const epoch = plantedEpoch(rules, at)
      const artifact = planted?.artifact ?? bundle.artifact
      const request = { type: 'stampRequest', suite, namespace, epoch, artifact, transcript: null }
      return [send(auditor, request), ...relay(bundle)]
    }
    default:
      return relay(bundle)
  }
}

function actionsOf(rules: Rules) {
  const { crypto, fleets, operatorKey } = rules
  return {
    refuse,
    defect,
    askAnHsm: ask(({ context, event }) => {
      const asked = event as Received<BundleRequest>
      const hsms = fleets[fleetFor(rules, context, asked)] ?? []
      const hsm = hsms[context.asked % hsms.length]
      const request = { type: 'bundleWanted', client: asked.from, since: asked.message.since }
      return hsm === undefined ? [] : [send(hsm, request)]
    }),
    countAsked: change(({ context }) => ({ asked: context.asked + 1 })),
    activate: change(({ event }) => ({ serving: (event as Received<Activate>).message.fleet })),
    confirm: ask(({ event }) => {
      const { from, message } = event as Received<Activate>
      return [send(from, { type: 'activated', fleet: message.fleet, epoch: message.epoch } as Message)]
    }),
    noteHome: change(({ context, event }) => {
      const { account, fleet } = event as HomeChanged
      return { homes: { ...context.homes, [account]: fleet } }
    }),
    showUnasked: ask((at) => {
      const { bundle, proof } = ownKeys(rules, at)
      return rules.unasked.map((client) => send(client, { type: 'bundleAnswer', bundle, proof } as Message))
    }),
    remember: change((at) => {
      const { bundle } = servedOf(at)
      const plants = /^(planted|skipping)$/.test(trickOf(rules, at)) && at.context.planted === null
      const draw = (at.event as Received).draw as Draw
      return {
        seen: { ...at.context.seen, [bundle.epoch]: bundle },
        planted: plants
          ? { artifact: ownArtifact(crypto, 'rogue', plantedEpoch(rules, at), draw), bundle: null }
          : at.context.planted,
      }
    }),
    answer: ask((at) => answers(rules, at)),
    nextTrick: change(({ context }) => ({ turn: (context.turn + 1) % rules.tricks.length })),
    passOn: ask(({ event }) => {
      const { client, bundle, proof } = (event as Received<ProofAnswer>).message
      const answer = { type: 'bundleAnswer', bundle, proof }
      return [send(client, answer)]
    }),
    plant: change((at) => {
      const entry = (at.event as Received<Stamped>).message
      const { planted } = at.context
      if (planted === null || operatorKey === null) return {}
      return {
        planted: { ...planted, bundle: counterSigned(crypto, operatorKey.secret, entry, planted.artifact) },
      }
    }),
  }
}

/** The adversary's machine. */
export function hostileMachine(rules: Rules) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: {
      isMessage,
      isOrdered: ({ event }: At) => (event as Received).from === rules.operator,
      // It is malicious, not broken: what is no bundle cannot be shown.
      isNothing: (at: At) => !isNodeId(servedOf(at).client) || !isBundle(rules.crypto, servedOf(at).bundle),
    },
    actions: actionsOf(rules),
  }).createMachine({
    id: 'bundles',
    context: { serving: rules.serving, homes: {}, asked: 0, seen: {}, turn: 0, planted: null },
    on: {
      boot: {},
      homeChanged: { actions: 'noteHome' },
      turnAway: { actions: 'nextTrick' },
      activate: [{ guard: 'isOrdered', actions: ['activate', 'confirm'] }, { actions: 'refuse' }],
      bundleRequest: { actions: ['askAnHsm', 'countAsked'] },
      bundleServed: [
        { guard: 'isNothing', actions: 'refuse' },
        { actions: ['remember', 'answer', 'showUnasked', 'nextTrick'] },
      ],
      proofAnswer: { actions: 'passOn' },
      stamped: { actions: 'plant' },
      stampRefused: {},
      ...WILDCARD,
    },
  })
}

/** In place of createDistribution, under the same name. */
export function createHostileDistribution(deps: HostileDeps): Part {
  return {
    machine: hostileMachine(deps),
    input: undefined,
    draws: { bundleServed: { signing: 32, sealing: 32, ake: 32, oprf: 32 } },
    accepts: ['bundleRequest', 'bundleServed', 'proofAnswer', 'activate', 'stamped', 'stampRefused'],
  }
}
