/**
 * The front end's distribution of bundles in the adversary's hands (A2, A7, A9): in place of `bundles`, with the
 * signing keys that it holds and a list of tricks that it plays in turn. It relays too, since a client that is shown
 * nothing learns nothing.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, Draw, Effect, Message, Octets, Received } from '../boundary.ts'
import type { CryptoPort, KeyPair } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Deps, Part } from '../shell.ts'
import type { HomeChanged } from '../tells.ts'
import { type Anchors, artifactOf, type Bundle, fleetSecrets, type LogProof } from './bundle.ts'
import { counterSigned, prove, stamp } from './log.ts'
import type { BundleRequest, BundleServed, ProofAnswer, Stamped } from './messages.ts'
import { contentOf } from './statements.ts'

/** What it does with a request. */
export type Trick =
  /** Relays. */
  | 'honest'
  /** Shows the oldest bundle that it has seen. */
  | 'stale'
  /** Keys of its own, signed with whatever it holds, and with a stray key where it holds none. */
  | 'ownKeys'
  /** The genuine bundle, counter-signed over its content. Needs the operator's key. */
  | 'counterOverContent'
  /** A9: keys of its own as the next epoch, which the auditor signs since it signs what follows its rules. */
  | 'planted'
  /** The same, one epoch further: an honest auditor refuses. */
  | 'skipping'

/** What it is made from. */
export interface HostileDeps extends Deps {
  readonly fleets: Readonly<Record<string, readonly NodeId[]>>
  readonly anchors: Anchors
  readonly auditor: NodeId
  /** The keys that it holds (A7, A9); a stray key stands in for those that it does not. */
  readonly auditorKey: KeyPair | null
  readonly operatorKey: KeyPair | null
  readonly tricks: readonly Trick[]
  /** The time that its own checkpoints claim, in ms since 1970. */
  readonly nowMs: number
}

type Rules = HostileDeps

export interface Context {
  /** By epoch. */
  readonly seen: Readonly<Record<number, Bundle>>
  readonly turn: number
  readonly planted: { readonly artifact: Octets; readonly bundle: Bundle | null } | null
}

type Event =
  | Boot
  | HomeChanged
  | Received<BundleRequest>
  | Received<BundleServed>
  | Received<ProofAnswer>
  | Received<Stamped>

interface At {
  readonly context: Context
  readonly event: Event
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()
const send = (to: NodeId, message: Message): Effect => ({ do: 'send', to, message })
const servedOf = ({ event }: At) => (event as Received<BundleServed>).message
const trickOf = ({ tricks }: Rules, { context }: At) => tricks[context.turn % tricks.length] ?? 'honest'

function ownArtifact(crypto: CryptoPort, fleet: string, epoch: number, draw: Draw): Octets {
  const seeds = draw as Parameters<typeof fleetSecrets>[3]
  const { keys } = fleetSecrets(crypto, fleet, epoch, seeds)
  const artifact = crypto.artifact(artifactOf(keys, crypto.digest(draw.oprf as Octets)))
  return artifact.ok ? artifact.value : crypto.digest(draw.oprf as Octets)
}

// A forged answer: the bundle, and a proof in a log of its own where it holds the auditor's key.
function ownKeys(rules: Rules, at: At): { readonly bundle: Bundle; readonly proof: LogProof | null } {
  const { crypto, anchors, auditorKey, operatorKey, nowMs } = rules
  const { bundle, since } = servedOf(at)
  const draw = (at.event as Received).draw as Draw
  const stray = crypto.signingKeys(draw.signing as Octets)
  const artifact = ownArtifact(crypto, nameOf(rules, bundle), bundle.epoch, draw)
  const { namespace, suite } = anchors
  const request = { type: 'stampRequest', suite, namespace, epoch: bundle.epoch, artifact } as const
  const entry = stamp(crypto, (auditorKey ?? stray).secret, nowMs, { ...request, transcript: null })
  const forged = counterSigned(crypto, (operatorKey ?? stray).secret, entry, artifact)
  const proof =
    auditorKey === null ? null : prove(crypto, auditorKey, [entry], nowMs, { bundle: forged, since })
  return { bundle: forged, proof }
}

function plantedEpoch(rules: Rules, at: At): number {
  return servedOf(at).bundle.epoch + (trickOf(rules, at) === 'skipping' ? 2 : 1)
}

function nameOf({ crypto }: Rules, { artifact }: Bundle): string {
  const read = crypto.readArtifact(artifact)
  return read.ok ? read.value.fleet : 'a'
}

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
  const hsms = (at: At) => {
    const { fleet } = (at.event as Received<BundleRequest>).message
    return fleets[fleet ?? Object.keys(fleets)[0] ?? ''] ?? []
  }
  return {
    refuse,
    defect,
    askAnHsm: ask((at) => {
      const { from, message } = at.event as Received<BundleRequest>
      const request = { type: 'bundleWanted', client: from, since: message.since }
      return hsms(at)
        .slice(0, 1)
        .map((hsm) => send(hsm, request))
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
    guards: { isMessage },
    actions: actionsOf(rules),
  }).createMachine({
    id: 'bundles',
    context: { seen: {}, turn: 0, planted: null },
    on: {
      boot: {},
      homeChanged: {},
      bundleRequest: { actions: 'askAnHsm' },
      bundleServed: { actions: ['remember', 'answer', 'nextTrick'] },
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
    accepts: ['bundleRequest', 'bundleServed', 'proofAnswer', 'stamped', 'stampRefused'],
  }
}
