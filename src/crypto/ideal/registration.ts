/** OPAQUE's registration as terms: RFC 9807 §5.2. */
import type { CryptoPort } from '../../../spec/crypto.ts'
import { parseStretch } from '../../../spec/stretching.ts'
import { base, isElement, lower, raise, scalar, USE } from './group.ts'
import { clientSecretOf, identitiesOf, stretched, tagOf } from './opaque.ts'
import { MALFORMED, ok } from './result.ts'
import type { TermTable } from './table.ts'
import type { Term } from './term.ts'

/** The registration part of the port, and the fake record. */
export type Registration = Pick<
  CryptoPort,
  'oprfKey' | 'akeKeys' | 'registrationRequest' | 'registrationRespond' | 'registrationFinish' | 'fakeRecord'
>

export function registration(table: TermTable): Registration {
  return {
    oprfKey: (seed) => table.address(scalar(table, USE.oprf, table.read(seed))),
    akeKeys: (seed) => {
      const secret = scalar(table, USE.ake, table.read(seed))
      return { secret: table.address(secret), public: table.address(raise(table, table.generator, secret)) }
    },
    registrationRequest: (password, blind) =>
      table.address(blinded(table, table.read(password), scalar(table, USE.blind, table.read(blind)))),
    registrationRespond: (oprfKey, serverPublic, request) => {
      const key = table.find(oprfKey)
      const server = table.find(serverPublic)
      const element = table.find(request)
      if (key?.kind !== 'scalar' || server?.size !== 32 || !isElement(element)) return MALFORMED
      return ok(table.address(table.make('response', 64, [raise(table, element, key), server])))
    },
    registrationFinish: ({ password, blind, response, envelopeNonce, binding, stretch }) => {
      const term = table.find(response)
      const nonce = table.read(envelopeNonce)
      if (term?.kind !== 'response' || nonce.size !== 32 || parseStretch(stretch) === null) return MALFORMED
      const [evaluated, serverPublic] = term.args as [Term, Term]
      if (!isElement(evaluated) || !isElement(serverPublic)) return MALFORMED
      const secret = table.read(password)
      const unblinded = lower(table, evaluated, scalar(table, USE.blind, table.read(blind)))
      const key = stretched(table, secret, unblinded, stretch)
      const clientPublic = raise(table, table.generator, clientSecretOf(table, key, nonce))
      const who = identitiesOf(table, binding, () => clientPublic, serverPublic)
      const tag = tagOf(table, key, nonce, serverPublic, who)
      const envelope = table.make('envelope', 96, [nonce, tag])
      const record = table.make('record', 192, [clientPublic, table.make('maskingKey', 64, [key]), envelope])
      const exportKey = table.make('exportKey', 64, [key, nonce])
      return ok({ record: table.address(record), exportKey: table.address(exportKey) })
    },
    fakeRecord: (seed) => {
      const root = table.read(seed)
      const clientPublic = raise(table, table.generator, scalar(table, USE.fake, root))
      const maskingKey = table.make('derive', 64, [root, 'fake masking key', 64])
      const zeros = table.make('text', 96, ['\0'.repeat(96)])
      return table.address(table.make('record', 192, [clientPublic, maskingKey, zeros]))
    },
  }
}

/** The password's element under the blind: RFC 9497 §3.3.1 `Blind`. */
export function blinded(table: TermTable, password: Term, blind: Term): Term {
  return raise(table, base(table, password), blind)
}
