/** The vault's end of the way past the front end: reads hostile requests, signs answers (§3.5). */
import type { Octets } from '../boundary.ts'
import type { Deps } from '../shell.ts'
import type { FleetSecrets } from '../tells.ts'
import { ANSWERS, type Answer, isRequestType, REQUESTS, type Request } from './bodies.ts'
import { FRAME_BYTES, padded, requestBytes, signedPart, type WireBody } from './channel.ts'
import { decode, encode, hasShape } from './codec.ts'
import { isOctetsOf } from './state.ts'
import { sealingInfo, VERSION } from './words.ts'

/** Longest account name, in characters. */
const ACCOUNT_MAX = 32

/** A request as the vault reads it. */
export interface ReadRequest {
  readonly request: Request
  /** The account in the sealed payload (`hardened`), or null. */
  readonly account: string | null
  readonly replyKey: Octets | null
  /** What came in, for the hash by which the same bytes are known again. */
  readonly bytes: Octets
}

/** Opens and checks a hostile body; null when it is no request of this profile. */
export function readRequest(deps: Deps, secrets: FleetSecrets, body: unknown): ReadRequest | null {
  const { crypto, profile } = deps
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const { type, session, sealed, ...rest } = body as WireBody
  if (!isOctetsOf(crypto, session, 16)) return null
  if (type === 'sealed' || type === 'enrolStore') {
    if ((type === 'sealed') !== (profile.status === 'hidden') || !crypto.isOctets(sealed)) return null
    const read = openRequest(deps, secrets, session, sealed)
    return read === null || (type === 'enrolStore' && read.request.type !== type) ? null : read
  }
  if (profile.status === 'hidden' || !isRequestType(type)) return null
  if (!hasShape(crypto, REQUESTS[type], rest)) return null
  const shape = REQUESTS[type]
  const fields = decode(crypto, shape, encode(crypto, shape, rest))
  const request = { type, session, ...fields } as unknown as Request
  return { request, account: null, replyKey: null, bytes: requestBytes(crypto, request) }
}

function openRequest(deps: Deps, secrets: FleetSecrets, session: Octets, sealed: Octets): ReadRequest | null {
  const { crypto, profile } = deps
  const info = sealingInfo(crypto, profile.name, secrets.keys)
  const opened = crypto.openFrom(secrets.sealing, info, session, sealed)
  const outer = opened.ok ? crypto.unpack(opened.value) : opened
  if (!outer.ok || outer.value.length !== 4) return null
  const [accountText, replyKey, frame] = outer.value as [Octets, Octets, Octets]
  const account = crypto.asText(accountText)
  const inner = crypto.unpack(frame)
  if (!account.ok || !inner.ok || account.value.length > ACCOUNT_MAX) return null
  const [first, ...parts] = inner.value
  const type = first === undefined ? undefined : crypto.asText(first)
  if (type === undefined || !type.ok || !isRequestType(type.value)) return null
  if (crypto.size(replyKey) !== 32) return null
  const fields = decode(crypto, REQUESTS[type.value], parts)
  if (fields === null) return null
  const request = { type: type.value, session, ...fields } as unknown as Request
  const read = { request, bytes: requestBytes(crypto, request) }
  // Answers are in the clear in `published`.
  return profile.status === 'hidden'
    ? { ...read, account: account.value, replyKey }
    : { ...read, account: null, replyKey: null }
}

/** An answer as it leaves the HSM: signed, and in `hardened` sealed under the reply key. */
export function answerBody(
  deps: Deps,
  secrets: FleetSecrets,
  answer: Answer,
  reply: { readonly key: Octets | null; readonly nonce: Octets },
): WireBody {
  const { crypto } = deps
  const { type, session } = answer
  const signature = crypto.sign(secrets.signing, `${VERSION} ${type}`, signedPart(deps, secrets.keys, answer))
  if (reply.key === null) return { ...answer, signature }
  const frame = crypto.pack([crypto.text(type), signature, ...encode(crypto, ANSWERS[type], answer)])
  const plaintext = padded(crypto, [frame], FRAME_BYTES)
  return { type: 'sealed', session, sealed: crypto.seal(reply.key, reply.nonce, session, plaintext) }
}
