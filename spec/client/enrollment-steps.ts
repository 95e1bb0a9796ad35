/** What a phone computes when it enrols K (§3.6): each step from the answer before it. */
import { drawOf } from '../actions.ts'
import type { Octets } from '../boundary.ts'
import type { FleetKeys, KeysTrusted } from '../tells.ts'
import type { Answer, Request } from '../vault/bodies.ts'
import { requestBytes, type WireBody } from '../vault/channel.ts'
import { signedRequest } from '../vault/registration-steps.ts'
import { bindingOf, digestOf, recordContext, storageKey, transcriptOf, VERSION } from '../vault/words.ts'
import { answerIn, requestBody } from './channel.ts'
import { type ClientDeps, type Holder, stretchOf } from './client-deps.ts'
import type { At, Context, Kept, KnownLineage } from './enrollment-context.ts'

/** Seals a request on its way to the fleet; the reply key is fresh for each. */
function sealed(deps: ClientDeps, at: At, keys: FleetKeys, request: Request) {
  const replyKey = drawOf(at, 'replyKey')
  const way = { keys, account: deps.account, replyKey, seed: drawOf(at, 'seed') }
  return { replyKey, body: requestBody(deps, way, request) }
}

// A phone that holds a record at another fleet moves it; everybody else enrols (§7.3).
function leaving({ profile }: ClientDeps, { holder, home }: KnownLineage, keys: FleetKeys): FleetKeys | null {
  if (!profile.confirmation || holder === null || home === null) return null
  return home.fleet === keys.fleet ? null : home
}

/** R1: the blinded password, and in `hardened` the new record's own key. */
export function started(deps: ClientDeps, at: At): Partial<Context> {
  const { crypto, profile } = deps
  const { keys } = at.event as KeysTrusted
  const { secret, kept, lineage } = at.context
  const owner = profile.identity === 'account' ? crypto.signingKeys(drawOf(at, 'ownerSeed')) : null
  const blind = drawOf(at, 'blind')
  const request: Request<'enrolStart'> = {
    type: 'enrolStart',
    session: drawOf(at, 'session'),
    request: crypto.registrationRequest(secret as Octets, blind),
    owner: owner?.public ?? null,
    generation: lineage.generation,
  }
  const { replyKey, body } = sealed(deps, at, keys, request)
  const { key } = kept as Kept
  return {
    blind,
    requestDigest: digestOf(crypto, requestBytes(crypto, request)),
    body,
    kept: {
      ...{ phase: 'starting', key, session: request.session, keys, body: null, replyKey, owner },
      digest: crypto.text(''),
      moves: leaving(deps, lineage, keys),
      version: 0,
    },
  }
}

/** K, and in `hardened` the record's own key, under the export key. */
function ciphertextOf({ crypto, profile }: ClientDeps, at: At, identity: string, exportKey: Octets): Octets {
  const { key, owner, keys } = at.context.kept as Kept
  const plaintext = crypto.pack(owner === null ? [key] : [key, owner.secret])
  const context = recordContext(crypto, profile.name, keys, identity)
  return crypto.seal(storageKey(crypto, exportKey), drawOf(at, 'sealNonce'), context, plaintext)
}

function signed<R extends Request<'enrolStore' | 'enrolConfirm' | 'enrolClose' | 'enrolAcknowledge'>>(
  deps: ClientDeps,
  keys: FleetKeys,
  holder: Holder,
  request: R,
): R {
  const bytes = signedRequest(deps, keys, deps.account, request)
  return { ...request, signature: deps.crypto.sign(holder.secret, `${VERSION} ${request.type}`, bytes) }
}

function finishInput(deps: ClientDeps, at: At, identity: string) {
  const { crypto, profile } = deps
  const { keys, session, owner } = at.context.kept as Kept
  const { response, version } = answerIn(at, 'enrolResponse') as Answer<'enrolResponse'>
  const stretch = stretchOf(deps)
  const client = { identity, owner: owner?.public ?? null, version }
  return {
    password: at.context.secret as Octets,
    blind: at.context.blind as Octets,
    response,
    envelopeNonce: drawOf(at, 'envelopeNonce'),
    binding: bindingOf(crypto, profile.name, keys, session, client, stretch),
    stretch,
  }
}

/** R3; body null when the response is none, or the fleet's key is none. */
export function stored(deps: ClientDeps, at: At): Partial<Context> {
  const { crypto, profile } = deps
  const kept = at.context.kept as Kept
  const { record, response, active } = answerIn(at, 'enrolResponse') as Answer<'enrolResponse'>
  const identity = profile.identity === 'account' ? deps.account : record
  const finished = crypto.registrationFinish(finishInput(deps, at, identity))
  if (!finished.ok) return { body: null }
  const { session, owner, keys } = kept
  // Whoever replaces an open lineage signs as its holder; the first record signs for itself.
  const holder = active === null ? owner : at.context.lineage.holder
  const digest = at.context.requestDigest as Octets
  const bare: Request<'enrolStore'> = {
    type: 'enrolStore',
    session,
    envelope: finished.value.record,
    ciphertext: ciphertextOf(deps, at, identity, finished.value.exportKey),
    stretch: stretchOf(deps),
    transcript: transcriptOf(crypto, { registration: session, digest, response }),
    limit: profile.limit,
    owner: owner?.public ?? null,
    generation: at.context.lineage.generation,
    replaces: profile.identity === 'account' ? active : null,
    signer: profile.identity === 'account' ? (holder?.public ?? null) : null,
    moves: kept.moves?.signing ?? null,
    signature: null,
  }
  const request = owner !== null && holder !== null ? signed(deps, keys, holder, bare) : bare
  const { replyKey, body } = sealed(deps, at, keys, request)
  const storeDigest = digestOf(crypto, requestBytes(crypto, request))
  return { body, mayBeStored: true, kept: { ...kept, phase: 'storing', body, replyKey, digest: storeDigest } }
}

/** What the old fleet is told: by the key of its own record, and about this pending record alone (§7.3). */
function toOldFleet(
  deps: ClientDeps,
  at: At,
  about: Pick<Request<'enrolClose'>, 'type' | 'to'> | Pick<Request<'enrolAcknowledge'>, 'type'>,
) {
  const { session, digest: pending, moves } = at.context.kept as Kept
  const holder = at.context.lineage.holder as Holder
  const old = moves as FleetKeys
  const bare = { ...about, session, owner: holder.public, pending, signature: deps.crypto.text('') }
  return { old, ...sealed(deps, at, old, signed(deps, old, holder, bare)) }
}

/** The old fleet erases its record, and signs what remained. */
export function closing(deps: ClientDeps, at: At): Partial<Context> {
  const kept = at.context.kept as Kept
  const { version } = answerIn(at, 'enrolStored') as Answer<'enrolStored'>
  const { replyKey, body } = toOldFleet(deps, at, { type: 'enrolClose', to: kept.keys.signing })
  return { body, kept: { ...kept, phase: 'closing', body, replyKey, version } }
}

/** The old fleet may forget the receipt: said once; lost, it costs bytes. */
export function acknowledging(deps: ClientDeps, at: At): { readonly fleet: string; readonly body: WireBody } {
  const { old, body } = toOldFleet(deps, at, { type: 'enrolAcknowledge' })
  return { fleet: old.fleet, body: body as WireBody }
}

/** Step 5 of `hardened`: the one message that makes the record live, and is repeated until it is answered. */
export function confirmed(deps: ClientDeps, at: At): Partial<Context> {
  const kept = at.context.kept as Kept
  const version = answerIn(at, 'enrolStored')?.version ?? kept.version
  const closed = answerIn(at, 'enrolClosed')
  const owner = kept.owner as Holder
  const bare: Request<'enrolConfirm'> = {
    type: 'enrolConfirm',
    session: kept.session,
    version,
    digest: kept.digest,
    owner: owner.public,
    from: closed === undefined ? null : (kept.moves as FleetKeys).signing,
    remaining: closed?.remaining ?? 0,
    receipt: closed?.receipt ?? null,
    signature: deps.crypto.text('') as Octets,
  }
  const { replyKey, body } = sealed(deps, at, kept.keys, signed(deps, kept.keys, owner, bare))
  return { body, kept: { ...kept, phase: 'confirming', body, replyKey } }
}
