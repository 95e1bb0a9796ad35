/**
 * What client and server of OPAQUE-3DH compute alike, as terms (RFC 9807 §4, §6.4; §2.7). Each secret of the
 * key schedule is one term over all that it depends on: a MAC over a transcript that is already inside its key
 * binds no more, and what is not needed is not made.
 */
import type { Binding, Stretch } from '../../../spec/crypto.ts'
import { USE } from './group.ts'
import type { TermTable } from './table.ts'
import type { Term } from './term.ts'

/** Who the exchange is between, as it goes into tag and transcript. */
export interface Identities {
  readonly client: Term
  readonly server: Term
}

/** Reads the identities of a binding; in place of an empty one stands the public key (RFC 9807 §4). */
export function identitiesOf(
  table: TermTable,
  binding: Binding,
  clientPublic: () => Term,
  serverPublic: Term,
): Identities {
  const client = table.read(binding.clientIdentity)
  const server = table.read(binding.serverIdentity)
  return {
    client: client.size === 0 ? clientPublic() : client,
    server: server.size === 0 ? serverPublic : server,
  }
}

/** RFC 9807 §4.1: stretched OPRF output, from which masking key, envelope and export key come. 64 bytes. */
export function stretched(table: TermTable, password: Term, unblinded: Term, stretch: Stretch): Term {
  return table.make('stretched', 64, [password, unblinded, stretchText(stretch)])
}

function stretchText(stretch: Stretch): string {
  if (stretch.name === 'identity') return stretch.name
  if (stretch.name === 'scrypt') return `scrypt:${stretch.n}:${stretch.r}:${stretch.p}`
  return `argon2id:${stretch.memoryKiB}:${stretch.passes}:${stretch.lanes}`
}

/** The client's private key, from the stretched output and the envelope's nonce: RFC 9807 §4.1.2. 32 bytes. */
export function clientSecretOf(table: TermTable, key: Term, nonce: Term): Term {
  return table.make('scalar', 32, [USE.client, key, nonce])
}

/** The envelope's tag, in `Store` and in `Recover` alike: RFC 9807 §4.1.2 and §4.1.3. 64 bytes. */
export function tagOf(table: TermTable, key: Term, nonce: Term, serverPublic: Term, who: Identities): Term {
  return table.make('envelopeTag', 64, [key, nonce, serverPublic, who.client, who.server])
}

/** The end of the key schedule: both MACs (64 bytes each) and the session key (64 bytes). */
export interface Keys {
  readonly serverMac: Term
  readonly clientMac: Term
  readonly sessionKey: Term
}

/**
 * RFC 9807 §6.4.2.2 `DeriveKeys` over the three Diffie-Hellman values in its order, and §6.4.2.1 `Preamble`:
 * `inner` is everything of KE2 but its MAC (evaluated, masking nonce, masked response, nonce, key share).
 */
export function keysOf(table: TermTable, three: Three, context: Term, who: Identities, seen: Seen): Keys {
  const [ephemeral, server, client] = three
  const [evaluated, maskingNonce, masked, nonce, share] = seen.inner
  const before = [ephemeral, server, client, context, who.client, seen.ke1, who.server]
  before.push(evaluated, maskingNonce, masked, nonce, share)
  const shared = table.make('shared', 64, before)
  return {
    serverMac: table.make('serverMac', 64, [shared]),
    clientMac: table.make('clientMac', 64, [shared]),
    sessionKey: table.make('sessionKey', 64, [shared]),
  }
}

/** What went over the wire before the MAC. */
export interface Seen {
  readonly ke1: Term
  readonly inner: Inner
}

/** Everything of KE2 but its MAC: evaluated, masking nonce, masked response, nonce, key share. */
export type Inner = readonly [Term, Term, Term, Term, Term]

/** Three Diffie-Hellman values. */
export type Three = readonly [Term, Term, Term]
