/** OPAQUE's online login as terms: RFC 9807 §6.3 and §6.4 (3DH). */
import type { CryptoPort, Result } from '../../../spec/crypto.ts'
import { parseStretch } from '../../../spec/stretching.ts'
import { isElement, lower, raise, scalar, USE } from './group.ts'
import { clientSecretOf, type Inner, identitiesOf, keysOf, stretched, type Three, tagOf } from './opaque.ts'
import { blinded } from './registration.ts'
import { MALFORMED, NOT_AUTHENTIC, ok, WRONG_PASSWORD } from './result.ts'
import type { TermTable } from './table.ts'
import type { Term } from './term.ts'

/** Bytes of what a client keeps between KE1 and KE2, and of what an HSM keeps between KE2 and KE3. */
export const CLIENT_STATE_BYTES = 160
export const SERVER_STATE_BYTES = 128

/** The login part of the port. */
export type Login = Pick<CryptoPort, 'loginStart' | 'loginRespond' | 'loginFinish' | 'loginVerify'>

type RespondInput = Parameters<CryptoPort['loginRespond']>[0]
type FinishInput = Parameters<CryptoPort['loginFinish']>[0]

export function login(table: TermTable): Login {
  return {
    loginStart: ({ password, blind, nonce, keyshareSeed }) => {
      const exponent = scalar(table, USE.blind, table.read(blind))
      const share = scalar(table, USE.keyshare, table.read(keyshareSeed))
      const element = blinded(table, table.read(password), exponent)
      const ke1 = table.make('ke1', 96, [element, table.read(nonce), raise(table, table.generator, share)])
      const state = table.make('clientState', CLIENT_STATE_BYTES, [exponent, share, ke1])
      return { ke1: table.address(ke1), state: table.address(state) }
    },
    loginRespond: (input) => respond(table, input),
    loginFinish: (input) => finish(table, input),
    loginVerify: (state, ke3) => {
      const kept = table.read(state)
      const mac = table.find(ke3)
      if (kept.kind !== 'serverState' || mac?.size !== 64) return MALFORMED
      return kept.args[0] === mac ? ok({ sessionKey: table.address(kept.args[1] as Term) }) : NOT_AUTHENTIC
    },
  }
}

function respond(table: TermTable, input: RespondInput): ReturnType<CryptoPort['loginRespond']> {
  const ke1 = table.find(input.ke1)
  const record = table.find(input.record)
  const key = table.read(input.oprfKey)
  const secret = table.read(input.akeSecret)
  const serverPublic = table.read(input.akePublic)
  if (ke1?.kind !== 'ke1' || record?.kind !== 'record') return MALFORMED
  if (key.kind !== 'scalar' || secret.kind !== 'scalar' || serverPublic.size !== 32) return MALFORMED
  const [element, , clientShare] = ke1.args as [Term, Term, Term]
  const [clientPublic, maskingKey, envelope] = record.args as [Term, Term, Term]
  if (!isElement(element) || !isElement(clientShare) || !isElement(clientPublic)) return MALFORMED
  const maskingNonce = table.read(input.maskingNonce)
  // RFC 9807 §6.3.2.2: the server's public key and the envelope travel under a pad of the masking key.
  const masked = table.make('masked', 128, [maskingKey, maskingNonce, serverPublic, envelope])
  const share = scalar(table, USE.keyshare, table.read(input.keyshareSeed))
  const ownShare = raise(table, table.generator, share)
  const inner: Inner = [raise(table, element, key), maskingNonce, masked, table.read(input.nonce), ownShare]
  const three: Three = [
    raise(table, clientShare, share),
    raise(table, clientShare, secret),
    raise(table, clientPublic, share),
  ]
  const who = identitiesOf(table, input.binding, () => clientPublic, serverPublic)
  const keys = keysOf(table, three, table.read(input.binding.context), who, { ke1, inner })
  const ke2 = table.make('ke2', 320, [...inner, keys.serverMac])
  const state = table.make('serverState', SERVER_STATE_BYTES, [keys.clientMac, keys.sessionKey])
  return ok({ ke2: table.address(ke2), state: table.address(state) })
}

function finish(table: TermTable, input: FinishInput): ReturnType<CryptoPort['loginFinish']> {
  const state = table.read(input.state)
  const ke2 = table.find(input.ke2)
  if (state.kind !== 'clientState' || ke2?.kind !== 'ke2' || parseStretch(input.stretch) === null)
    return MALFORMED
  const [blind, share, ke1] = state.args as [Term, Term, Term]
  const [evaluated, maskingNonce, masked, serverNonce, serverShare, serverMac] = ke2.args as [...Inner, Term]
  const inner: Inner = [evaluated, maskingNonce, masked, serverNonce, serverShare]
  if (!isElement(evaluated)) return MALFORMED
  const key = stretched(table, table.read(input.password), lower(table, evaluated, blind), input.stretch)
  const response = unmasked(key, maskingNonce, masked)
  if (!response.ok) return response
  const { nonce, tag, serverPublic } = response.value
  const clientSecret = clientSecretOf(table, key, nonce)
  const clientPublic = () => raise(table, table.generator, clientSecret)
  const who = identitiesOf(table, input.binding, clientPublic, serverPublic)
  if (tagOf(table, key, nonce, serverPublic, who) !== tag) return WRONG_PASSWORD
  if (!isElement(serverShare) || !isElement(serverPublic)) return MALFORMED
  const three: Three = [
    raise(table, serverShare, share),
    raise(table, serverPublic, share),
    raise(table, serverShare, clientSecret),
  ]
  const keys = keysOf(table, three, table.read(input.binding.context), who, { ke1, inner })
  if (keys.serverMac !== serverMac) return NOT_AUTHENTIC
  return ok({
    ke3: table.address(keys.clientMac),
    sessionKey: table.address(keys.sessionKey),
    exportKey: table.address(table.make('exportKey', 64, [key, nonce])),
  })
}

interface Unmasked {
  readonly serverPublic: Term
  readonly nonce: Term
  readonly tag: Term
}

// Under another key or nonce the pad leaves noise, in which no envelope's tag fits.
function unmasked(key: Term, maskingNonce: Term, masked: Term): Result<Unmasked> {
  if (masked.kind !== 'masked') return WRONG_PASSWORD
  const [maskingKey, nonce, serverPublic, envelope] = masked.args as [Term, Term, Term, Term]
  if (maskingKey.kind !== 'maskingKey' || maskingKey.args[0] !== key || nonce !== maskingNonce)
    return WRONG_PASSWORD
  if (envelope.kind !== 'envelope') return WRONG_PASSWORD
  const [envelopeNonce, tag] = envelope.args as [Term, Term]
  return ok({ serverPublic, nonce: envelopeNonce, tag })
}
