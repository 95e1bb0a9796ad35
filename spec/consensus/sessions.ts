/**
 * Sessions between replicas (§5.14): one per direction, fresh at each boot of either end. The sender shows by its
 * credential that an ephemeral key is its own, the receiver seals a key to that, and every message of the sender
 * carries a tag under it. Nothing of it is stored but the credential, which never changes.
 */
import type { Boot, Message, Octets } from '../boundary.ts'
import type { CryptoPort, KeyPair } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Rules } from './context.ts'
import { isOctetsOf } from './messages.ts'

/** The cell that the credential lies in from the ceremony on. */
export const LINK_CELL = 'link'

/** A replica's long-term Ed25519 key (32 bytes each half), and the ceremony's signature over it (64 bytes). */
export interface Credential extends KeyPair {
  readonly certificate: Octets
}

/** The public half, as it travels. */
export interface Shown {
  readonly identity: Octets
  readonly certificate: Octets
}

/** What a receiver gave a sender: the sender's ephemeral HPKE key, and the key of the tags; 32 bytes each. */
export interface Session {
  readonly ephemeral: Octets
  readonly key: Octets
}

/** A replica's ends of its links; volatile. Tables hold only replicas that the ceremony vouches for. */
export interface Links {
  readonly credential: Credential
  /** This boot's. */
  readonly ephemeral: KeyPair
  /** The sender's signature under its hello, made once a boot. */
  readonly signature: Octets
  /** Keys that others gave this replica. */
  readonly outgoing: Readonly<Record<NodeId, Octets>>
  /** What this replica gave, and the sender has shown to hold: what its messages must be tagged under. */
  readonly incoming: Readonly<Record<NodeId, Session>>
  /** What it gave, and nobody has shown to hold yet. */
  readonly offered: Readonly<Record<NodeId, Session>>
}

/** I am that replica, and this key is my boot's. */
export interface Hello extends Message, Shown {
  readonly type: 'hello'
  readonly ephemeral: Octets
  readonly signature: Octets
}
/** Answers a hello: the key for messages to this replica, sealed to the ephemeral key. */
export interface Welcome extends Message, Shown {
  readonly type: 'welcome'
  readonly ephemeral: Octets
  readonly sealed: Octets
  readonly signature: Octets
}
/** The key has come; what I say from now on is tagged under it. */
export interface Proof extends Message {
  readonly type: 'proof'
  readonly tag: Octets
}
/** What came from you has no tag that I know: say hello. Anybody can say this; it costs a hello. */
export interface WhoAreYou extends Message {
  readonly type: 'whoAreYou'
}

/** What the handshake is made of. */
export type SessionMessage = Hello | Welcome | Proof | WhoAreYou

/** The types that the shell routes here. */
export const SESSION_MESSAGES = ['hello', 'welcome', 'proof', 'whoAreYou'] as const

const CERTIFICATE = 'link.certificate'
const HELLO = 'link.hello'
const WELCOME = 'link.welcome'

function named(crypto: CryptoPort, fleet: string, node: NodeId, identity: Octets): Octets {
  return crypto.pack([crypto.text(fleet), crypto.text(node), identity])
}

/** What the ceremony gives a replica: a key of its own. `seed` 32 bytes; `ceremony` its Ed25519 secret. */
export function credentialFor(
  crypto: CryptoPort,
  ceremony: Octets,
  fleet: string,
  node: NodeId,
  seed: Octets,
): Credential {
  const keys = crypto.signingKeys(seed)
  const certificate = crypto.sign(ceremony, CERTIFICATE, named(crypto, fleet, node, keys.public))
  return { ...keys, certificate }
}

/** The links of a replica that was just powered on; null without a credential, or where links need no sessions. */
export function linksAt({ crypto, sessions }: Rules, boot: Boot): Links | null {
  const credential = boot.cells[LINK_CELL] as Credential | undefined
  const seed = (boot as { readonly draw?: { readonly ephemeral?: Octets } }).draw?.ephemeral
  if (!sessions || credential === undefined || seed === undefined) return null
  const ephemeral = crypto.sealingKeys(seed)
  const signature = crypto.sign(credential.secret, HELLO, ephemeral.public)
  return { credential, ephemeral, signature, outgoing: {}, incoming: {}, offered: {} }
}

/** The hello of this boot: the same to everybody. */
export function helloOf({ credential, ephemeral, signature }: Links): Hello {
  const { public: identity, certificate } = credential
  return { type: 'hello', identity, certificate, ephemeral: ephemeral.public, signature }
}

/** Did the ceremony vouch for this key as that replica's, and did that key sign? */
function isBy(
  { crypto, ceremony, fleet }: Rules,
  node: NodeId,
  { identity, certificate, signature }: Shown & { readonly signature: Octets },
  domain: string,
  content: Octets,
): boolean {
  const whole = [certificate, signature].every((octets) => isOctetsOf(crypto, octets, 64))
  if (!whole || !isOctetsOf(crypto, identity, 32) || ceremony === null) return false
  const named_ = named(crypto, fleet, node, identity)
  return (
    crypto.verify(ceremony, CERTIFICATE, named_, certificate) &&
    crypto.verify(identity, domain, content, signature)
  )
}

/** Is this, which may be hostile, a hello of that replica? */
export function isHello(rules: Rules, from: NodeId, hello: Hello): boolean {
  return isOctetsOf(rules.crypto, hello.ephemeral, 32) && isBy(rules, from, hello, HELLO, hello.ephemeral)
}

function welcomed(crypto: CryptoPort, to: NodeId, ephemeral: Octets, sealed: Octets): Octets {
  return crypto.pack([crypto.text(to), ephemeral, sealed])
}

/** The welcome for a session. `seed` 32 bytes, a draw. Null where the ephemeral key is none. */
export function welcomeOf(
  { crypto }: Rules,
  { credential }: Links,
  to: NodeId,
  { ephemeral, key }: Session,
  seed: Octets,
): Welcome | null {
  const sealed = crypto.sealTo(ephemeral, crypto.text(WELCOME), crypto.text(to), key, seed)
  if (!sealed.ok) return null
  const content = welcomed(crypto, to, ephemeral, sealed.value)
  const signature = crypto.sign(credential.secret, WELCOME, content)
  const { public: identity, certificate } = credential
  return { type: 'welcome', identity, certificate, ephemeral, sealed: sealed.value, signature }
}

/** The key in a welcome to this boot of this replica; null for any other, which may be hostile. */
export function keyIn(
  rules: Rules,
  { ephemeral }: Links,
  self: NodeId,
  from: NodeId,
  welcome: Welcome,
): Octets | null {
  const { crypto } = rules
  if (welcome.ephemeral !== ephemeral.public || !crypto.isOctets(welcome.sealed)) return null
  const content = welcomed(crypto, self, welcome.ephemeral, welcome.sealed)
  if (!isBy(rules, from, welcome, WELCOME, content)) return null
  const { secret } = ephemeral
  const opened = crypto.openFrom(secret, crypto.text(WELCOME), crypto.text(self), welcome.sealed)
  return opened.ok && crypto.size(opened.value) === 32 ? opened.value : null
}
