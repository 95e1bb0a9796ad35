/** From a request to the command that it asks for, and from what applying it came to, to the answer (§3.1). */
import type { Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Deps } from '../shell.ts'
import { REQUESTS, type Request } from './bodies.ts'
import { encode, type Shape } from './codec.ts'
import type { OfferCommand, StoreCommand, VaultCommand, Verdict } from './commands.ts'
import { CLOSED_DOMAIN, isReceipt, type Receipt, receiptBytes } from './moving.ts'
import type { Asked } from './reply.ts'
import type { Said } from './session-context.ts'
import { contextParts, digestOf, oprfKeyOf, VERSION } from './words.ts'

/** Randomness of one request. */
export interface RequestDraws {
  readonly name: Octets
  readonly key: Octets
}

type Signed = Request<'enrolStore' | 'enrolConfirm' | 'enrolClose' | 'enrolAcknowledge' | 'erase'>

/** What a client signs in a request: all of it but the signature, and what it belongs to (`hardened`). */
export function signedRequest(
  { crypto, profile }: Deps,
  keys: Asked['secrets']['keys'],
  account: string,
  request: Signed,
): Octets {
  const { signature: _all, ...shape }: Shape = REQUESTS[request.type]
  const fields = encode(crypto, shape, request)
  return crypto.pack([
    ...contextParts(crypto, profile.name, keys),
    crypto.text(account),
    request.session,
    ...fields,
  ])
}

function isSigned(deps: Deps, asked: Asked, request: Signed, signer: Octets | null): boolean {
  const { signature } = request
  if (deps.profile.identity === 'operator') return true
  if (signer === null || signature === null) return false
  const bytes = signedRequest(deps, asked.secrets.keys, asked.record.slice(1), request)
  return deps.crypto.verify(signer, `${VERSION} ${request.type}`, bytes, signature)
}

type About = Pick<VaultCommand, 'id' | 'record' | 'session'>

function offer(deps: Deps, asked: Asked, about: About, request: Request<'enrolStart'>, draws: RequestDraws) {
  const { crypto, profile } = deps
  const { secrets, replaces } = asked
  // A fresh key for each registration: it evaluates this one element now, and charged ones later.
  const key = profile.oprfKey === 'stored' ? crypto.oprfKey(draws.key) : draws.key
  const made = crypto.registrationRespond(
    oprfKeyOf(crypto, profile, secrets, key),
    secrets.keys.ake,
    request.request,
  )
  if (!made.ok) return null
  const { owner, generation } = request
  const digest = digestOf(crypto, asked.bytes)
  const command: OfferCommand = {
    ...about,
    do: 'offer',
    replaces: profile.identity === 'operator' && replaces !== asked.record ? replaces : null,
    offer: { registration: request.session, digest, key, response: made.value, owner },
    generation,
  }
  return command
}

function store(deps: Deps, asked: Asked, about: About, request: Request<'enrolStore'>): StoreCommand | null {
  const { crypto, profile } = deps
  const { envelope, ciphertext, stretch, limit, owner, transcript, signer, replaces, generation, moves } =
    request
  if (limit < 1 || limit > profile.limit || !isSigned(deps, asked, request, signer)) return null
  if ((owner === null) !== (profile.identity === 'operator')) return null
  const digest = digestOf(crypto, asked.bytes)
  const stored = { registration: request.session, digest, envelope, ciphertext, stretch, limit, owner, moves }
  return { ...about, do: 'store', stored, transcript, signer, replaces, generation }
}

// What the old fleet signed, or null: for another record, another fleet, or not its signature.
function receiptIn({ crypto }: Deps, asked: Asked, request: Request<'enrolConfirm'>): Receipt | null {
  const { from, remaining, receipt, digest: pending } = request
  if (from === null || receipt === null) return null
  const closed = { pending, to: asked.secrets.keys.signing, remaining }
  return isReceipt(crypto, from, asked.record, closed, receipt) ? { from, remaining } : null
}

/** The command that a request asks for; null where it is malformed or signed by nobody. */
export function commandFor(deps: Deps, asked: Asked, draws: RequestDraws): VaultCommand | null {
  const { request, record } = asked
  const about = { id: `${request.type}/${draws.name}`, record, session: request.session }
  switch (request.type) {
    case 'enrolStart':
      return offer(deps, asked, about, request, draws)
    case 'enrolStore':
      return store(deps, asked, about, request)
    case 'enrolConfirm': {
      const { version, digest, owner } = request
      if (!deps.profile.confirmation || !isSigned(deps, asked, request, owner)) return null
      const receipt = receiptIn(deps, asked, request)
      const registration = request.session
      return { ...about, do: 'confirm', registration, digest, version, signer: owner, receipt }
    }
    case 'enrolClose': {
      const { owner, pending, to } = request
      if (!deps.profile.confirmation || !isSigned(deps, asked, request, owner)) return null
      return { ...about, do: 'close', signer: owner, pending, to }
    }
    case 'enrolAcknowledge': {
      const { owner, pending } = request
      if (!deps.profile.confirmation || !isSigned(deps, asked, request, owner)) return null
      return { ...about, do: 'acknowledge', signer: owner, pending }
    }
    case 'erase':
      return isSigned(deps, asked, request, request.signer)
        ? { ...about, do: 'delete', signer: request.signer }
        : null
    default:
      return null
  }
}

/** What the client is told about it. */
export function answerFor(
  crypto: CryptoPort,
  { request, record, bytes, secrets }: Asked,
  verdict: Verdict,
): Said {
  const digest = request.type === 'enrolConfirm' ? request.digest : digestOf(crypto, bytes)
  switch (verdict.is) {
    case 'offered': {
      const { offer, version, active } = verdict
      return { type: 'enrolResponse', record, response: offer.response, version: version + 1, active }
    }
    case 'stored':
      return { type: 'enrolStored', record, version: verdict.version, digest }
    case 'confirmed':
      return { type: 'enrolConfirmed', record, version: verdict.version, digest }
    case 'closed': {
      const { pending, remaining } = verdict.closed
      const bytes = receiptBytes(crypto, record, verdict.closed)
      const receipt = crypto.sign(secrets.signing, CLOSED_DOMAIN, bytes)
      return { type: 'enrolClosed', record, pending, remaining, receipt }
    }
    case 'acknowledged':
      return { type: 'enrolAcknowledged', record }
    case 'deleted':
      return { type: 'erased', record }
    default: {
      const { why, ticksLeft, generation } = verdict as Extract<Verdict, { is: 'refused' }>
      return { type: 'refused', to: request.type, why, ticksLeft, generation }
    }
  }
}
