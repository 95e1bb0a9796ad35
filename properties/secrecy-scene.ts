/** Scenes of facts around one vault in ideal cryptography, for the claims about secrecy (§10.5). */
import type { Claim, Fact, Octets, Setting } from '../spec/boundary.ts'
import type { CryptoPort } from '../spec/crypto.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import { createIdealTwin, type IdealTwin } from '../src/crypto/ideal/twin.ts'

export const [HSM, FRONT, PHONE, THIEF] = ['a1', 'fe', 'phone', 'thief'].map(nodeId) as [
  NodeId,
  NodeId,
  NodeId,
  NodeId,
]
export const setting: Setting = {
  fleets: { a: [HSM] },
  clients: [PHONE, THIEF],
  quorums: { a: 1 },
  limit: 10,
}

/** A message of a scene. */
type Said = { readonly type: string; readonly [field: string]: unknown }

const stretch = { name: 'identity' } as const

/** What one registration leaves. */
export interface Enrolment {
  readonly record: Octets
  readonly exportKey: Octets
  readonly oprfKey: Octets
  readonly ciphertext: Octets
}

/** A vault with its clients; every act appends the facts that a world would have derived. */
export class Scene {
  readonly facts: Fact[] = []
  readonly twin: IdealTwin = createIdealTwin()
  readonly port: CryptoPort = this.twin.port
  private draws = 0
  private readonly server = this.port.akeKeys(this.draw(32))
  readonly binding = {
    context: this.port.text('v'),
    clientIdentity: this.port.text('alice'),
    serverIdentity: this.port.text('vault'),
  }

  draw(bytes: number): Octets {
    return this.twin.draw('scene', `${this.draws++}`, bytes)
  }

  /** A user enrols; `keep` is what the vault writes down of the OPRF key. */
  enrol(
    node: NodeId,
    secret: Octets,
    key: Octets,
    keep: (oprfKey: Octets) => Octets = (it) => it,
  ): Enrolment {
    this.facts.push({
      fact: 'began',
      node,
      machine: 'enrollment',
      event: { type: 'enrol', secret, key } as never,
    })
    const oprfKey = this.port.oprfKey(this.draw(32))
    const [blind, envelopeNonce] = [this.draw(64), this.draw(32)]
    const response = this.register(node, secret, blind, oprfKey)
    const input = { password: secret, blind, response, envelopeNonce, binding: this.binding, stretch }
    const { record, exportKey } = this.call(node, 'registrationFinish', [input]).value
    const sealing = this.port.derive(exportKey, 'K', 32)
    const ciphertext = this.call(node, 'seal', [sealing, this.draw(12), this.binding.context, key])
    this.send(node, FRONT, { type: 'store', ciphertext })
    const value = { record, ciphertext, key: keep(oprfKey) }
    this.facts.push({ fact: 'persisted', node: HSM, cell: 'log', value })
    return { record, exportKey, oprfKey, ciphertext }
  }

  /** A registration request and its answer. */
  register(node: NodeId, secret: Octets, blind: Octets, oprfKey: Octets): Octets {
    const request = this.call(node, 'registrationRequest', [secret, blind])
    this.send(node, FRONT, { type: 'request', request })
    const response = this.call(HSM, 'registrationRespond', [oprfKey, this.server.public, request]).value
    this.answer(node, { type: 'response', response })
    return response
  }

  /** A recovery with this secret; a client that cannot open the envelope falls silent. */
  recover(node: NodeId, secret: Octets, { record, oprfKey }: Enrolment, blind = this.draw(64)): void {
    const one = { password: secret, blind, nonce: this.draw(32), keyshareSeed: this.draw(32) }
    const { ke1, state } = this.call(node, 'loginStart', [one])
    this.send(node, FRONT, { type: 'ke1', ke1 })
    const [maskingNonce, nonce, keyshareSeed] = [this.draw(32), this.draw(32), this.draw(32)]
    const { secret: akeSecret, public: akePublic } = this.server
    const keys = { akeSecret, akePublic, oprfKey, record, ke1, binding: this.binding }
    const answer = this.call(HSM, 'loginRespond', [{ ...keys, maskingNonce, nonce, keyshareSeed }])
    const { ke2 } = answer.value
    this.answer(node, { type: 'ke2', ke2 })
    const done = this.call(node, 'loginFinish', [
      { password: secret, state, ke2, binding: this.binding, stretch },
    ])
    if (done.ok) this.send(node, FRONT, { type: 'ke3', ke3: done.value.ke3 })
  }

  /** A message from a client by way of the front end, seen on both links. */
  send(from: NodeId, to: NodeId, message: Said): void {
    this.facts.push({ fact: 'sent', node: from, to, message })
    this.facts.push({ fact: 'sent', node: to, to: HSM, message })
  }

  private answer(to: NodeId, message: Said): void {
    this.facts.push({ fact: 'sent', node: HSM, to: FRONT, message })
    this.facts.push({ fact: 'sent', node: FRONT, to, message })
    this.facts.push({ fact: 'received', node: to, from: FRONT, message })
  }

  // biome-ignore lint/suspicious/noExplicitAny: the port's operations by name, as the world's log has them
  private call(node: NodeId, op: keyof CryptoPort, args: readonly unknown[]): any {
    const result = (this.port[op] as (...given: readonly unknown[]) => unknown)(...args)
    this.facts.push({ fact: 'called', node, op, args, result })
    return result
  }
}

/** A claim's accumulator after these facts. */
export function folded<A>(claim: Claim, facts: readonly Fact[]): A {
  const read = facts.filter(({ fact }) => claim.reads.includes(fact))
  return read.reduce((accumulator, fact) => claim.step(accumulator, fact), claim.start(setting)) as A
}
