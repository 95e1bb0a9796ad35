/** The client's end of the way past the front end: seals requests, reads hostile answers (§3.5). */
import type { Octets } from '../boundary.ts'
import type { Deps } from '../shell.ts'
import type { FleetKeys } from '../tells.ts'
import { ANSWERS, type Answer, isAnswerType, REQUESTS, type Request } from '../vault/bodies.ts'
import { FRAME_BYTES, padded, signedPart, type WireBody } from '../vault/channel.ts'
import { decode, encode, hasShape } from '../vault/codec.ts'
import { isOctetsOf } from '../vault/state.ts'
import { sealingInfo, VERSION } from '../vault/words.ts'

function isSealed({ profile }: Deps, type: string): boolean {
  return profile.status === 'hidden' || type === 'enrolStore'
}

/** The answer that is being looked at, if it is of this type. */
export function answerIn<T extends Answer['type']>(
  { context: { answer } }: { readonly context: { readonly answer: Answer | null } },
  type: T,
): Answer<T> | undefined {
  return answer?.type === type ? (answer as Answer<T>) : undefined
}

/** What a client knows of its side of the channel. */
export interface Way {
  readonly keys: FleetKeys
  readonly account: string
  /** 32 bytes, fresh for each request. */
  readonly replyKey: Octets
  /** HPKE's ephemeral seed, 32 bytes. */
  readonly seed: Octets
}

/** A request as it leaves the client; null when the fleet's key, which came over the air, is no key. */
export function requestBody(deps: Deps, way: Way, request: Request): WireBody | null {
  const { crypto, profile } = deps
  if (!isSealed(deps, request.type)) return { ...request }
  const { keys, account, replyKey, seed } = way
  const { type, session } = request
  const frame = crypto.pack([crypto.text(type), ...encode(crypto, REQUESTS[type], request)])
  const parts = [crypto.text(account), replyKey, frame]
  const plaintext = padded(crypto, parts, FRAME_BYTES)
  const sealed = crypto.sealTo(
    keys.sealing,
    sealingInfo(crypto, profile.name, keys),
    session,
    plaintext,
    seed,
  )
  if (!sealed.ok) return null
  const kind = type === 'enrolConfirm' ? 'confirm' : type.startsWith('enrol') ? 'enrol' : 'recover'
  return profile.status === 'hidden'
    ? { type: 'sealed', session, kind, sealed: sealed.value }
    : { type, session, sealed: sealed.value }
}

/** Reads a hostile answer; null unless it is this fleet's own, for this session. */
export function readAnswer(
  deps: Deps,
  way: Pick<Way, 'keys' | 'replyKey'>,
  session: Octets,
  body: unknown,
): Answer | null {
  const { crypto, profile } = deps
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const wire = body as WireBody
  if (wire.session !== session) return null
  const read =
    profile.status === 'hidden' ? openAnswer(deps, way.replyKey, session, wire) : clearAnswer(deps, wire)
  if (read === null) return null
  const { answer, signature } = read
  const domain = `${VERSION} ${answer.type}`
  return crypto.verify(way.keys.signing, domain, signedPart(deps, way.keys, answer), signature)
    ? answer
    : null
}

interface SignedAnswer {
  readonly answer: Answer
  readonly signature: Octets
}

function clearAnswer({ crypto }: Deps, wire: WireBody): SignedAnswer | null {
  const { type, session, signature } = wire
  if (!isAnswerType(type) || !isOctetsOf(crypto, signature, 64)) return null
  const shape = ANSWERS[type]
  if (!hasShape(crypto, shape, wire)) return null
  const fields = Object.fromEntries(Object.keys(shape).map((field) => [field, wire[field]]))
  return { answer: { type, session, ...fields } as unknown as Answer, signature }
}

function openAnswer(
  { crypto }: Deps,
  replyKey: Octets,
  session: Octets,
  wire: WireBody,
): SignedAnswer | null {
  if (wire.type !== 'sealed' || !crypto.isOctets(wire.sealed)) return null
  const opened = crypto.open(replyKey, session, wire.sealed)
  const outer = opened.ok ? crypto.unpack(opened.value) : opened
  const inner = outer.ok && outer.value.length === 2 ? crypto.unpack(outer.value[0] as Octets) : undefined
  if (inner === undefined || !inner.ok) return null
  const [first, signature, ...parts] = inner.value
  const type = first === undefined ? undefined : crypto.asText(first)
  if (type === undefined || !type.ok || !isAnswerType(type.value)) return null
  if (!isOctetsOf(crypto, signature, 64)) return null
  const fields = decode(crypto, ANSWERS[type.value], parts)
  if (fields === null) return null
  return { answer: { type: type.value, session, ...fields } as unknown as Answer, signature }
}
