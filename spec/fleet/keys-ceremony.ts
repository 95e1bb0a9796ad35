/** Named actions of the fleet-keys machine in the ceremony (§7.3): until the fleet has its keys. */
import { actionsFor } from '../actions.ts'
import type { Boot, Effect, Message, Octets } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { FleetSecrets } from '../tells.ts'
import { fleetSecrets } from './bundle.ts'
import {
  acknowledge,
  type CeremonyPlan,
  dealShare,
  type Identity,
  openShare,
  transcriptOf,
} from './ceremony.ts'
import {
  booted,
  type Context,
  type Dealing,
  drawOf,
  type KeysEvent,
  messageOf,
  type Rules,
  senderOf,
} from './keys-context.ts'
import type { CeremonyAck, CeremonySealed, CeremonyShare } from './messages.ts'

const { change, ask } = actionsFor<Context, KeysEvent>()
const send = (to: NodeId, message: Message): Effect => ({ do: 'send', to, message })
const persist = (cell: string, value: unknown): Effect => ({ do: 'persist', cell, value })

function others({ ceremony }: Rules, { self }: Context) {
  return (ceremony as CeremonyPlan).members.filter(([node]) => node !== self)
}

/** Named actions of the ceremony: until the fleet serves. */
export function ceremonyActions(rules: Rules) {
  const { crypto } = rules
  const plan = rules.ceremony as CeremonyPlan
  const ack = ({ self, identity, secrets }: Context): Octets =>
    acknowledge(crypto, plan, self, identity as Identity, (secrets as FleetSecrets).keys)
  return {
    readCells: change(({ event }) => booted(event as Boot)),
    makeKeys: change((at) => {
      const { wrap, signing, sealing, ake, oprf } = drawOf(at) as Record<string, Octets>
      const seeds = { signing, sealing, ake, oprf } as Parameters<typeof fleetSecrets>[3]
      const secrets = fleetSecrets(crypto, plan.fleet, plan.epoch, seeds)
      return { secrets, dealing: { wrap: wrap as Octets, acks: {} } }
    }),
    takeShare: change((at) => {
      const { self, identity } = at.context
      return { secrets: openShare(crypto, plan, self, identity as Identity, messageOf<CeremonyShare>(at)) }
    }),
    // In this order: a crash in between leaves a ceremony that simply begins anew.
    persistDealing: ask(({ context }) => [persist('fleet.dealing', context.dealing)]),
    persistKeys: ask(({ context }) => [persist('fleet.keys', context.secrets)]),
    forgetCredential: change(() => ({ credential: false })),
    destroyCredential: ask(() => [{ do: 'erase', cell: 'fleet.credential' }]),
    acknowledgeSelf: change(({ context }) => {
      const dealing = context.dealing as Dealing
      return { dealing: { ...dealing, acks: { ...dealing.acks, [context.self]: ack(context) } } }
    }),
    sendShares: ask(({ context }) => {
      const { wrap, acks } = context.dealing as Dealing
      return others(rules, context)
        .filter(([node]) => acks[node] === undefined)
        .flatMap((member) => {
          const { identity, secrets } = context
          const share = dealShare(crypto, plan, identity as Identity, member, secrets as FleetSecrets, wrap)
          const message = { type: 'ceremonyShare', fleet: plan.fleet, ...share }
          return share === null ? [] : [send(member[0], message)]
        })
    }),
    sendAck: ask(({ context }) => {
      const dealer = plan.members[0]?.[0] as NodeId
      const message = { type: 'ceremonyAck', fleet: plan.fleet, signature: ack(context) }
      return dealer === context.self ? [] : [send(dealer, message)]
    }),
    noteAck: change((at) => {
      const dealing = at.context.dealing as Dealing
      const { signature } = messageOf<CeremonyAck>(at)
      return { dealing: { ...dealing, acks: { ...dealing.acks, [senderOf(at)]: signature } } }
    }),
    conclude: change(({ context }) => {
      const { acks } = context.dealing as Dealing
      const signatures = plan.members.map(([node]) => acks[node] as Octets)
      const transcript = transcriptOf(crypto, plan, (context.secrets as FleetSecrets).keys, signatures)
      return { outcome: { transcript, evidence: crypto.digest(transcript) }, dealing: null }
    }),
    takeTranscript: change((at) => {
      const { transcript } = messageOf<CeremonySealed>(at)
      return { outcome: { transcript, evidence: crypto.digest(transcript) } }
    }),
    persistOutcome: ask(({ context }) => [persist('fleet.ceremony', context.outcome)]),
    eraseDealing: ask(() => [{ do: 'erase', cell: 'fleet.dealing' }]),
    announceOutcome: ask(({ context }) =>
      others(rules, context).map(([node]) => send(node, sealedMessage(rules, context))),
    ),
    repeatOutcome: ask((at) => [send(senderOf(at), sealedMessage(rules, at.context))]),
  }
}

function sealedMessage({ ceremony }: Rules, { outcome }: Context): Message {
  const message = { type: 'ceremonySealed', fleet: ceremony?.fleet, transcript: outcome?.transcript }
  return message
}
