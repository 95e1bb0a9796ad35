/**
 * The key ceremony (§7.3): one HSM, the dealer, draws the fleet's keys and seals them to each member; a member
 * destroys its credential before it acknowledges; all acknowledgements together are the transcript, whose hash
 * goes into the artifact. Nothing secret is ever seen by an operator.
 */
import type { Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { FleetKeys, FleetSecrets } from '../tells.ts'
import { hasSize } from './statements.ts'

/** The public half of what an HSM leaves the factory with, and the vendor's word for it. */
export interface Admission {
  /** HPKE, 32 bytes. */
  readonly sealing: Octets
  /** Ed25519, 32 bytes. */
  readonly signing: Octets
  /** The vendor's signature over both and the code measurement, 64 bytes. */
  readonly certificate: Octets
}

/** The secret half: the cell `hsm.identity`. */
export interface Identity {
  readonly sealing: Octets
  readonly signing: Octets
}

/** What a ceremony is for, and who takes part: fixed before it begins, the same at every member. */
export interface CeremonyPlan {
  readonly fleet: string
  readonly epoch: number
  /** Members in order; the first is the dealer. */
  readonly members: readonly (readonly [NodeId, Admission])[]
  /** Hash of the code that all members run, 32 bytes. */
  readonly measurement: Octets
  /** The vendor's public key. */
  readonly vendor: Octets
}

const SHARE = 'strongroom/share'
const MEMBER = 'strongroom/member'
const HSM = 'strongroom/hsm'
const TITLE = 'strongroom ceremony v1'

/** An HSM as the factory delivers it. */
export function manufacture(
  crypto: CryptoPort,
  vendorSecret: Octets,
  measurement: Octets,
  seeds: { readonly sealing: Octets; readonly signing: Octets },
): { readonly identity: Identity; readonly admission: Admission } {
  const sealing = crypto.sealingKeys(seeds.sealing)
  const signing = crypto.signingKeys(seeds.signing)
  const named = crypto.pack([sealing.public, signing.public, measurement])
  const certificate = crypto.sign(vendorSecret, HSM, named)
  return {
    identity: { sealing: sealing.secret, signing: signing.secret },
    admission: { sealing: sealing.public, signing: signing.public, certificate },
  }
}

/** Did the vendor make this HSM, with this code? */
export function isGenuine(
  crypto: CryptoPort,
  { vendor, measurement }: Pick<CeremonyPlan, 'vendor' | 'measurement'>,
  { sealing, signing, certificate }: Admission,
): boolean {
  return crypto.verify(vendor, HSM, crypto.pack([sealing, signing, measurement]), certificate)
}

/** The dealer's share for one member: sealed to it, and signed. `wrap` is a 32-byte draw of the dealer's. */
export function dealShare(
  crypto: CryptoPort,
  plan: CeremonyPlan,
  dealer: Identity,
  member: readonly [NodeId, Admission],
  secrets: FleetSecrets,
  wrap: Octets,
): { readonly sealed: Octets; readonly signature: Octets } | null {
  const [node, admission] = member
  const { signing, sealing, ake, oprf } = secrets
  const plaintext = crypto.pack([keyList(crypto, secrets.keys), signing, sealing, ake, oprf])
  const seed = crypto.derive(wrap, `share ${node}`, 32)
  const info = crypto.text(SHARE)
  const sealed = crypto.sealTo(admission.sealing, info, planBytes(crypto, plan), plaintext, seed)
  if (!sealed.ok) return null
  const signature = crypto.sign(dealer.signing, SHARE, shareBytes(crypto, plan, node, sealed.value))
  return { sealed: sealed.value, signature }
}

/** What a member finds in its share, or null: not the dealer's, not for this ceremony, or not whole. */
export function openShare(
  crypto: CryptoPort,
  plan: CeremonyPlan,
  member: NodeId,
  identity: Identity,
  share: { readonly sealed: unknown; readonly signature: unknown },
): FleetSecrets | null {
  const { sealed, signature } = share
  const dealer = plan.members[0]?.[1].signing
  if (dealer === undefined || !crypto.isOctets(sealed) || !hasSize(crypto, signature, 64)) return null
  if (!crypto.verify(dealer, SHARE, shareBytes(crypto, plan, member, sealed), signature)) return null
  const opened = crypto.openFrom(identity.sealing, crypto.text(SHARE), planBytes(crypto, plan), sealed)
  const parts = opened.ok ? crypto.unpack(opened.value) : opened
  if (!parts.ok || parts.value.length !== 5) return null
  const [list, signing, sealing, ake, oprf] = parts.value as [Octets, Octets, Octets, Octets, Octets]
  const keys = readKeyList(crypto, plan, list)
  return keys === null ? null : { keys, signing, sealing, ake, oprf }
}

/** A member's acknowledgement: it holds these keys, and its credential is gone. */
export function acknowledge(
  crypto: CryptoPort,
  plan: CeremonyPlan,
  member: NodeId,
  identity: Identity,
  keys: FleetKeys,
): Octets {
  return crypto.sign(identity.signing, MEMBER, ackBytes(crypto, plan, member, keyList(crypto, keys)))
}

/** Is this the acknowledgement of that member for these keys? */
export function isAcknowledgement(
  crypto: CryptoPort,
  plan: CeremonyPlan,
  [member, admission]: readonly [NodeId, Admission],
  keys: Pick<FleetKeys, 'ake' | 'sealing' | 'signing'>,
  signature: unknown,
): boolean {
  const said = ackBytes(crypto, plan, member, keyList(crypto, keys))
  return hasSize(crypto, signature, 64) && crypto.verify(admission.signing, MEMBER, said, signature)
}

/** The transcript: who took part, running what, for which keys, and everybody's acknowledgement (§7.5). */
export function transcriptOf(
  crypto: CryptoPort,
  plan: CeremonyPlan,
  keys: FleetKeys,
  acks: readonly Octets[],
): Octets {
  const list = keyList(crypto, keys)
  return crypto.pack([crypto.text(TITLE), planBytes(crypto, plan), list, crypto.pack(acks)])
}

/** Is this the whole transcript of that ceremony for these keys? */
export function isTranscript(
  crypto: CryptoPort,
  plan: CeremonyPlan,
  keys: Pick<FleetKeys, 'ake' | 'sealing' | 'signing'>,
  transcript: unknown,
): boolean {
  if (!crypto.isOctets(transcript)) return false
  const parts = crypto.unpack(transcript)
  if (!parts.ok || parts.value.length !== 4) return false
  const [title, planned, list, packed] = parts.value as [Octets, Octets, Octets, Octets]
  if (title !== crypto.text(TITLE) || planned !== planBytes(crypto, plan)) return false
  if (list !== keyList(crypto, keys)) return false
  const acks = crypto.unpack(packed)
  if (!acks.ok || acks.value.length !== plan.members.length) return false
  return plan.members.every(
    (member, i) =>
      isGenuine(crypto, plan, member[1]) && isAcknowledgement(crypto, plan, member, keys, acks.value[i]),
  )
}

/** The plan as bytes: what shares, acknowledgements and the transcript are bound to. */
export function planBytes(crypto: CryptoPort, plan: CeremonyPlan): Octets {
  const members = plan.members.map(([node, { sealing, signing, certificate }]) =>
    crypto.pack([crypto.text(node), sealing, signing, certificate]),
  )
  const { fleet, epoch, measurement, vendor } = plan
  return crypto.pack([crypto.text(fleet), crypto.number(epoch), measurement, vendor, crypto.pack(members)])
}

function keyList(crypto: CryptoPort, keys: Pick<FleetKeys, 'ake' | 'sealing' | 'signing'>): Octets {
  return crypto.pack([keys.ake, keys.sealing, keys.signing])
}

function readKeyList(crypto: CryptoPort, { fleet, epoch }: CeremonyPlan, list: Octets): FleetKeys | null {
  const parts = crypto.unpack(list)
  if (!parts.ok || parts.value.length !== 3) return null
  const [ake, sealing, signing] = parts.value as [Octets, Octets, Octets]
  return { fleet, epoch, ake, sealing, signing }
}

function shareBytes(crypto: CryptoPort, plan: CeremonyPlan, member: NodeId, sealed: Octets): Octets {
  return crypto.pack([planBytes(crypto, plan), crypto.text(member), sealed])
}

function ackBytes(crypto: CryptoPort, plan: CeremonyPlan, member: NodeId, list: Octets): Octets {
  return crypto.pack([planBytes(crypto, plan), crypto.text(member), list])
}
