/**
 * The fleet keys inside an HSM (§7.3): hands the secret halves to the vault next door, and the bundle to whoever
 * asks. It serves a bundle only for its own keys, signed by both that clients believe.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, Octets, Received } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Deps, Part } from '../shell.ts'
import type { FleetKeysChanged, FleetSecrets } from '../tells.ts'
import { type Anchors, artifactOf, type Bundle } from './bundle.ts'
import type { BundlePublished, BundleWanted, CeremonyRequest } from './messages.ts'
import { contentOf, isBundle, isCount } from './statements.ts'

/** What the fleet-keys machine of one HSM is made from. */
export interface FleetKeysDeps extends Deps {
  readonly anchors: Anchors
}

interface Rules {
  readonly crypto: CryptoPort
  readonly anchors: Anchors
}

export interface Context {
  /** The cell `fleet.keys`. */
  readonly secrets: FleetSecrets | null
  /** The cell `fleet.evidence`: hash of the ceremony's transcript. */
  readonly evidence: Octets | null
  /** The cell `fleet.bundle`. */
  readonly bundle: Bundle | null
}

type Event = Boot | Received<BundleWanted> | Received<CeremonyRequest> | Received<BundlePublished>

interface At {
  readonly context: Context
  readonly event: Event
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

function guardsFor({ crypto, anchors }: Rules) {
  return {
    isMessage,
    hasKeys: ({ event }: At) => (event as Boot).cells['fleet.keys'] !== undefined,
    hasBundle: ({ context, event }: At) =>
      context.bundle !== null && isCount((event as Received<BundleWanted>).message.since),
    isForThisFleet: ({ context, event }: At) =>
      (event as Received<CeremonyRequest>).message.fleet === context.secrets?.keys.fleet,
    isOurBundle: ({ context, event }: At) => {
      const { bundle } = (event as Received<BundlePublished>).message
      if (!isBundle(crypto, bundle) || bundle.epoch !== context.secrets?.keys.epoch) return false
      return (
        bundle.artifact === ownArtifact(crypto, context) &&
        crypto.digest(bundle.artifact) === bundle.digest &&
        isSignedTwice(crypto, anchors, bundle)
      )
    },
  }
}

function isSignedTwice(crypto: CryptoPort, anchors: Anchors, bundle: Bundle): boolean {
  const content = contentOf(crypto, bundle)
  return (
    content !== null &&
    bundle.namespace === anchors.namespace &&
    crypto.verify(anchors.auditor, '', content, bundle.signature) &&
    crypto.verify(anchors.operator, '', bundle.signature, bundle.counterSignature)
  )
}

// Null before a ceremony.
function ownArtifact(crypto: CryptoPort, { secrets, evidence }: Context): Octets | null {
  if (secrets === null || evidence === null) return null
  const artifact = crypto.artifact(artifactOf(secrets.keys, evidence))
  return artifact.ok ? artifact.value : null
}

function actionsOf({ crypto }: Rules) {
  return {
    refuse,
    defect,
    readCells: change(({ event }) => {
      const { cells } = event as Boot
      return {
        secrets: (cells['fleet.keys'] ?? null) as FleetSecrets | null,
        evidence: (cells['fleet.evidence'] ?? null) as Octets | null,
        bundle: (cells['fleet.bundle'] ?? null) as Bundle | null,
      }
    }),
    tellVault: ask(({ context }) => {
      const event: FleetKeysChanged = { type: 'fleetKeysChanged', secrets: context.secrets, phase: 'serving' }
      return [{ do: 'tell', machine: 'vault', event }]
    }),
    serveBundle: ask(({ context, event }) => {
      const { from, message } = event as Received<BundleWanted>
      const { client, since } = message
      const answer = { type: 'bundleServed', client, since, bundle: context.bundle }
      return [{ do: 'send', to: from, message: answer }]
    }),
    answerCeremony: ask(({ context, event }) => {
      const { from, message } = event as Received<CeremonyRequest>
      const artifact = ownArtifact(crypto, context)
      return [
        {
          do: 'send',
          to: from,
          message: { type: 'ceremonyAnswer', fleet: message.fleet, artifact } as never,
        },
      ]
    }),
    takeBundle: change(({ event }) => ({ bundle: (event as Received<BundlePublished>).message.bundle })),
    persistBundle: ask(({ context }) => [{ do: 'persist', cell: 'fleet.bundle', value: context.bundle }]),
    confirmBundle: ask(({ context, event }) => {
      const { fleet, epoch } = (context.secrets as FleetSecrets).keys
      const { from } = event as Received<BundlePublished>
      return [{ do: 'send', to: from, message: { type: 'bundleStored', fleet, epoch } as never }]
    }),
  }
}

/** The machine alone; bugs are made from it through `provide`. */
export function fleetKeysMachine(rules: Rules) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: guardsFor(rules),
    actions: actionsOf(rules),
  }).createMachine({
    id: 'fleetKeys',
    context: { secrets: null, evidence: null, bundle: null },
    initial: 'off',
    states: {
      off: {
        on: {
          boot: [
            { guard: 'hasKeys', target: 'serving', actions: ['readCells', 'tellVault'] },
            { target: 'empty', actions: 'readCells' },
          ],
        },
      },
      empty: {},
      serving: {
        on: {
          // Without a bundle there is nothing to serve yet; the client asks again, another HSM answers.
          bundleWanted: [{ guard: 'hasBundle', actions: 'serveBundle' }, {}],
          ceremonyRequest: [{ guard: 'isForThisFleet', actions: 'answerCeremony' }, { actions: 'refuse' }],
          bundlePublished: [
            { guard: 'isOurBundle', actions: ['takeBundle', 'persistBundle', 'confirmBundle'] },
            { actions: 'refuse' },
          ],
        },
      },
    },
    on: WILDCARD,
  })
}

/** The fleet-keys machine of one HSM as a part of its shell. */
export function createFleetKeys({ crypto, anchors }: FleetKeysDeps): Part {
  return {
    machine: fleetKeysMachine({ crypto, anchors }),
    input: undefined,
    draws: {},
    accepts: ['bundleWanted', 'ceremonyRequest', 'bundlePublished'],
  }
}
