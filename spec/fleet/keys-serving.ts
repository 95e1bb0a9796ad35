/** Named actions of the fleet-keys machine once the fleet has its keys, to its end (§7.3). */
import { actionsFor } from '../actions.ts'
import type { Effect, Message } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Counted, FleetKeysChanged, FleetSecrets } from '../tells.ts'
import type { Bundle } from './bundle.ts'
import { type Context, type KeysEvent, messageOf, ownArtifact, type Rules, senderOf } from './keys-context.ts'
import type { BundlePublished, BundleWanted, CountRequest, PhaseOrder } from './messages.ts'

const { change, ask, refuse, defect } = actionsFor<Context, KeysEvent>()
const send = (to: NodeId, message: Message): Effect => ({ do: 'send', to, message })
const persist = (cell: string, value: unknown): Effect => ({ do: 'persist', cell, value })

function ceremonyAnswer(rules: Rules, context: Context): Message {
  const { secrets, outcome } = context
  const fleet = secrets?.keys.fleet
  const artifact = ownArtifact(rules, context)
  const answer = { type: 'ceremonyAnswer', fleet, artifact, transcript: outcome?.transcript ?? null }
  return answer
}

/** Named actions of a fleet that has its keys. */
export function servingActions(rules: Rules) {
  return {
    refuse,
    defect,
    tellVault: ask(({ context }) => {
      const { secrets, phase } = context
      const event: FleetKeysChanged = { type: 'fleetKeysChanged', secrets, phase }
      return [{ do: 'tell', machine: 'vault', event }]
    }),
    serveBundle: ask((at) => {
      const { client, since } = messageOf<BundleWanted>(at)
      const answer = { type: 'bundleServed', client, since, bundle: at.context.bundle as Bundle }
      return [send(senderOf(at), answer)]
    }),
    answerCeremony: ask((at) => [send(senderOf(at), ceremonyAnswer(rules, at.context))]),
    answerAsker: ask(({ context }) =>
      context.asker === null ? [] : [send(context.asker, ceremonyAnswer(rules, context))],
    ),
    takeBundle: change((at) => ({ bundle: messageOf<BundlePublished>(at).bundle })),
    persistBundle: ask(({ context }) => [persist('fleet.bundle', context.bundle)]),
    confirmBundle: ask((at) => {
      const { fleet, epoch } = (at.context.secrets as FleetSecrets).keys
      const answer = { type: 'bundleStored', fleet, epoch }
      return [send(senderOf(at), answer)]
    }),
    beginClosing: change(() => ({ phase: 'closing' as const })),
    beginErased: change(() => ({ phase: 'erased' as const, secrets: null, bundle: null, outcome: null })),
    persistPhase: ask(({ context }) => [persist('fleet.phase', context.phase)]),
    eraseKeys: ask(() =>
      ['fleet.keys', 'fleet.bundle', 'fleet.ceremony'].map((cell) => ({ do: 'erase', cell }) as const),
    ),
    confirmPhase: ask((at) => {
      const { fleet, phase } = messageOf<PhaseOrder>(at)
      const answer = { type: 'phaseTaken', fleet, phase }
      return [send(senderOf(at), answer)]
    }),
    noteAsker: change((at) => ({ asker: senderOf(at) })),
    askVault: ask(() => [{ do: 'tell', machine: 'vault', event: { type: 'countWanted' } }]),
    answerUncounted: ask((at) => {
      const { fleet } = messageOf<CountRequest>(at)
      const answer = { type: 'countAnswer', fleet, open: null }
      return [send(senderOf(at), answer)]
    }),
    answerCount: ask((at) => {
      const { asker, secrets } = at.context
      const answer = { type: 'countAnswer', fleet: secrets?.keys.fleet, open: (at.event as Counted).open }
      return asker === null ? [] : [send(asker, answer)]
    }),
    forgetAsker: change(() => ({ asker: null })),
  }
}
