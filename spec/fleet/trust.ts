/**
 * The client's trust machine (§7.2): no key of a fleet is used before it passed here. Pinned mode answers from the
 * app; over-the-air mode asks for the bundle, checks it in a fixed order, makes the epoch durable, and only
 * then tells.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, InternalEvent } from '../boundary.ts'
import type { Deps, Part } from '../shell.ts'
import type { FleetKeys } from '../tells.ts'
import { type Bundle, keysOf } from './bundle.ts'
import { BUNDLE_CHECKS, type CheckName, LOG_CHECKS, type TrustRefusal } from './checks.ts'
import type { Artifact } from './format.ts'
import { isBundle, isLogProof } from './statements.ts'
import {
  type At,
  answerOf,
  asking,
  type Context,
  expectation,
  type Memory,
  NOTHING,
  pinFor,
  REQUEST_TICKS,
  REQUESTS_MAX,
  type Rules,
  type TrustEvent,
  type TrustSettings,
  wantOf,
} from './trust-context.ts'

/** What the trust machine of one client is made from. */
export interface TrustDeps extends Deps {
  readonly settings: TrustSettings
}

const { change, ask, refuse, defect } = actionsFor<Context, TrustEvent>()
const CHECKS = { ...BUNDLE_CHECKS, ...LOG_CHECKS }

function guardsFor(rules: Rules) {
  const { crypto, profile } = rules
  const checks = Object.fromEntries(
    Object.entries(CHECKS).map(([name, fails]) => [
      name,
      (at: At) => fails(expectation(rules, at.context), answerOf(at).bundle, answerOf(at).proof),
    ]),
  ) as Record<CheckName, (at: At) => boolean>
  return {
    isMessage,
    ...checks,
    isPinned: (at: At) => rules.mode === 'pinned' && pinFor(rules, wantOf(rules, at).fleet) !== undefined,
    isUnpinned: () => rules.mode === 'pinned',
    malformed: (at: At) => {
      const { bundle, proof } = answerOf(at)
      return !isBundle(crypto, bundle) || (proof !== null && !isLogProof(crypto, proof))
    },
    needsNoLog: () => !profile.logProofs,
    mayAskAgain: ({ context }: At) => context.requests < REQUESTS_MAX,
    isAsked: ({ context }: At) => context.wants.length > 0,
  }
}

// The newest epoch never goes back, whatever a client is shown of a fleet that it holds.
function remembered({ crypto }: Rules, memory: Memory, { epoch, digest, artifact }: Bundle): Memory {
  const { fleet } = (crypto.readArtifact(artifact) as { readonly value: Artifact }).value
  const newest = memory.newest === null || epoch > memory.newest.epoch ? { epoch, digest } : memory.newest
  return { ...memory, newest, held: { ...memory.held, [fleet]: digest } }
}

function actionsOf(rules: Rules) {
  const tell = (machine: string, event: InternalEvent) => ({ do: 'tell', machine, event }) as const
  const trusted = (by: string, keys: FleetKeys) => tell(by, { type: 'keysTrusted', keys } as InternalEvent)
  const refused = (by: string, why: TrustRefusal) => tell(by, { type: 'keysRefused', why } as InternalEvent)
  const reasons: readonly TrustRefusal[] = [...(Object.keys(CHECKS) as CheckName[]), 'malformed', 'noAnswer']
  return {
    refuse,
    defect,
    remember: change(({ event }) => ({
      memory: ((event as Boot).cells.trust as Context['memory'] | undefined) ?? NOTHING,
    })),
    noteWant: change((at) => ({ wants: [...at.context.wants, wantOf(rules, at)] })),
    tellPins: ask((at) => {
      const { by, fleet } = wantOf(rules, at)
      return [trusted(by, pinFor(rules, fleet) as FleetKeys)]
    }),
    refuseUnpinned: ask((at) => [refused(wantOf(rules, at).by, 'notPinned')]),
    countRequest: change(({ context }) => ({ requests: context.requests + 1 })),
    requestBundle: ask(({ context }) => {
      const since = context.memory.head?.size ?? 0
      const { fleet, purpose } = asking(context)
      const message = { type: 'bundleRequest', fleet, purpose, since }
      return [{ do: 'send', to: rules.frontEnd, message }]
    }),
    acceptEpoch: change((at) => {
      const { bundle, proof } = answerOf(at)
      const memory = remembered(rules, at.context.memory, bundle)
      if (!rules.profile.logProofs || proof === null) return { memory }
      const { origin, size, root, timestampMs } = proof.checkpoint
      return { memory: { ...memory, head: { origin, size, root, timestampMs } } }
    }),
    persistMemory: ask(({ context }) => [{ do: 'persist', cell: 'trust', value: context.memory }]),
    tellTrusted: ask((at) => {
      const { artifact, epoch } = answerOf(at).bundle
      const read = rules.crypto.readArtifact(artifact) as { readonly value: Artifact }
      return [trusted(asking(at.context).by, keysOf(read.value, epoch))]
    }),
    settleWant: change(({ context }) => ({ wants: context.wants.slice(1), requests: 0 })),
    ...(Object.fromEntries(
      reasons.map((why) => [`refuse_${why}`, ask(({ context }) => [refused(asking(context).by, why)])]),
    ) as Record<`refuse_${TrustRefusal}`, typeof refuse>),
  }
}

/** The machine alone; bugs are made from it through `provide`. */
export function trustMachine(rules: Rules) {
  const failing = (why: TrustRefusal & (CheckName | 'malformed')) =>
    ({ guard: why, target: 'idle', actions: [`refuse_${why}`, 'settleWant'] }) as const
  const accept = ['acceptEpoch', 'persistMemory', 'tellTrusted', 'settleWant'] as const
  return setup({
    types: { context: {} as Context, events: {} as TrustEvent },
    guards: guardsFor(rules),
    actions: actionsOf(rules),
    delays: { answerTimeout: REQUEST_TICKS },
  }).createMachine({
    id: 'trust',
    context: { memory: NOTHING, wants: [], requests: 0 },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'idle', actions: 'remember' } } },
      idle: {
        always: { guard: 'isAsked', target: 'asking' },
        on: {
          keysWanted: [
            { guard: 'isPinned', actions: 'tellPins' },
            { guard: 'isUnpinned', actions: 'refuseUnpinned' },
            { actions: 'noteWant' },
          ],
          // Late, twice, or never asked for: the question is settled.
          bundleAnswer: {},
        },
      },
      asking: {
        entry: ['countRequest', 'requestBundle'],
        after: {
          answerTimeout: [
            { guard: 'mayAskAgain', target: 'asking', reenter: true },
            { target: 'idle', actions: ['refuse_noAnswer', 'settleWant'] },
          ],
        },
        on: {
          keysWanted: { actions: 'noteWant' },
          bundleAnswer: [
            failing('malformed'),
            ...(Object.keys(BUNDLE_CHECKS) as (keyof typeof BUNDLE_CHECKS)[]).map(failing),
            { guard: 'needsNoLog', target: 'idle', actions: accept },
            ...(Object.keys(LOG_CHECKS) as (keyof typeof LOG_CHECKS)[]).map(failing),
            { target: 'idle', actions: accept },
          ],
        },
      },
    },
    on: WILDCARD,
  })
}

/** The trust machine of one client as a part of its shell. */
export function createTrust({ crypto, profile, settings }: TrustDeps): Part {
  return {
    machine: trustMachine({ crypto, profile, ...settings }),
    input: undefined,
    draws: {},
    accepts: ['bundleAnswer'],
  }
}
