/** What a phone computes when it recovers K (§6.4): each step from the answer before it. */
import { drawOf } from '../actions.ts'
import type { Octets } from '../boundary.ts'
import { judgeStretch } from '../stretching.ts'
import type { FleetKeys, KeysTrusted } from '../tells.ts'
import type { Answer, Request } from '../vault/bodies.ts'
import { signedRequest } from '../vault/registration-steps.ts'
import { bindingOf, recordContext, storageKey, transportKey, VERSION } from '../vault/words.ts'
import { answerIn, requestBody } from './channel.ts'
import { boundsOf, type ClientDeps, type Holder } from './client-deps.ts'
import type { At, Context, Opened } from './recovery-context.ts'

function sealed(deps: ClientDeps, at: At, keys: FleetKeys, request: Request): Partial<Context> {
  const replyKey = drawOf(at, 'replyKey')
  const way = { keys, account: deps.account, replyKey, seed: drawOf(at, 'seed') }
  return { replyKey, body: requestBody(deps, way, request) }
}

/** KE1, in a session of its own. */
export function started(deps: ClientDeps, at: At): Partial<Context> {
  const { crypto } = deps
  const { keys } = at.event as KeysTrusted
  const session = drawOf(at, 'session')
  const { ke1, state } = crypto.loginStart({
    password: at.context.secret as Octets,
    blind: drawOf(at, 'blind'),
    nonce: drawOf(at, 'nonce'),
    keyshareSeed: drawOf(at, 'keyshareSeed'),
  })
  return { keys, session, login: state, ...sealed(deps, at, keys, { type: 'recoverStart', session, ke1 }) }
}

/** Opens KE2: whether the password is right is seen here, by the client alone. */
export function opened(deps: ClientDeps, at: At): Partial<Context> {
  const { crypto, profile } = deps
  const { ke2, stretch, owner, version, record, attemptsLeft } = answerIn(
    at,
    'recoverResponse',
  ) as Answer<'recoverResponse'>
  const { keys, session, secret, login } = at.context
  const identity = profile.identity === 'account' ? deps.account : record
  const about = { identity, owner, attemptsLeft, answer: null }
  // REC-4: what a server offers is judged before the password is touched.
  if (judgeStretch(boundsOf(deps), stretch) !== 'accepted')
    return { ...about, opened: { ok: false, error: 'stretching' } }
  const client = { identity, owner, version }
  const binding = bindingOf(crypto, profile.name, keys as FleetKeys, session as Octets, client, stretch)
  const finished = crypto.loginFinish({
    password: secret as Octets,
    state: login as Octets,
    ke2,
    binding,
    stretch,
  })
  const result: Opened = finished.ok ? { ok: true, ...finished.value } : { ok: false, error: finished.error }
  return { ...about, opened: result }
}

/** KE3, or in its place as many random bytes: the front end cannot tell which (`hardened`). */
export function finished(deps: ClientDeps, at: At): Partial<Context> {
  const { opened: result, keys, session } = at.context
  const ke3 = result?.ok === true ? result.ke3 : drawOf(at, 'decoy')
  return sealed(deps, at, keys as FleetKeys, { type: 'recoverFinish', session: session as Octets, ke3 })
}

/** Opens K's ciphertext: under the session key, then under the export key. */
export function unsealed(deps: ClientDeps, at: At): Partial<Context> {
  const { crypto, profile } = deps
  const { opened: result, keys, session, identity, owner } = at.context
  const { sealed: box } = answerIn(at, 'recoverResult') as Answer<'recoverResult'>
  const none = { key: null, holder: null, answer: null }
  if (result?.ok !== true) return none
  const outer = crypto.open(transportKey(crypto, result.sessionKey), session as Octets, box)
  if (!outer.ok) return none
  const context = recordContext(crypto, profile.name, keys as FleetKeys, identity)
  const inner = crypto.open(storageKey(crypto, result.exportKey), context, outer.value)
  const parts = inner.ok ? crypto.unpack(inner.value) : inner
  const [key, secret] = parts.ok ? parts.value : []
  if (key === undefined || crypto.size(key) !== 32) return none
  const holder: Holder | null = secret === undefined || owner === null ? null : { secret, public: owner }
  return { key, holder, answer: null }
}

/** Asks for the record's end: in `hardened` signed by its key, which only a right password gives. */
export function erasing(deps: ClientDeps, at: At): Partial<Context> {
  const { crypto } = deps
  const keys = at.context.keys ?? (at.event as KeysTrusted).keys
  const { holder } = at.context
  const session = at.context.session ?? drawOf(at, 'session')
  const bare: Request<'erase'> = { type: 'erase', session, signer: holder?.public ?? null, signature: null }
  if (holder === null) return { keys, session, ...sealed(deps, at, keys, bare) }
  const bytes = signedRequest(deps, keys, deps.account, bare)
  const signature = crypto.sign(holder.secret, `${VERSION} erase`, bytes)
  return { keys, session, ...sealed(deps, at, keys, { ...bare, signature }) }
}
