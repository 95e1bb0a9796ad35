/** Whom an audit believes: keys from the command line or a pinned file, never from the log itself. */
import type { Octets } from '../../spec/boundary.ts'
import type { Suite } from '../../spec/fleet/format.ts'
import { isTable } from '../../spec/fleet/statements.ts'
import { quoted } from './quoting.ts'

/** Public keys are Ed25519, 32 bytes in lower-case hex. */
export interface VerifierKeys {
  readonly namespace: string
  readonly suite: Suite
  /** One or more; no two may share a key id. */
  readonly auditors: readonly Octets[]
  readonly operator: Octets
  /** The HSM vendor's; null: no evidence can verify. */
  readonly vendor: Octets | null
}

/** The keys, or the reason why there are none. */
export type ParsedKeys =
  | { readonly ok: true; readonly keys: VerifierKeys }
  | { readonly ok: false; readonly why: string }

const KEY = /^[0-9a-f]{64}$/
const FIELDS = ['auditors', 'namespace', 'operator', 'suite', 'vendor']

/** The last byte of a public key: how Cloudflare's proofs name a key. 1 of 256 keys has the same. */
export function keyId(publicKey: Octets): number {
  return Number.parseInt(publicKey.slice(-2), 16)
}

/** Checks a parsed pinned file, or options put together. Total. */
export function parseKeys(value: unknown): ParsedKeys {
  const refuse = (why: string): ParsedKeys => ({ ok: false, why })
  if (!isTable(value)) return refuse('the keys are no JSON object')
  const unknown = Object.keys(value).find((field) => !FIELDS.includes(field))
  if (unknown !== undefined) return refuse(`the keys have an unknown field ${quoted(unknown)}`)
  const { auditors, namespace, operator, suite, vendor } = value
  if (typeof namespace !== 'string' || namespace === '') return refuse('the keys name no namespace')
  if (suite !== 1 && suite !== 2) return refuse('the keys name no ciphersuite, 1 or 2')
  if (!isKey(operator)) return refuse("the operator's key is not 64 digits of lower-case hex")
  if (vendor !== null && !isKey(vendor)) return refuse("the vendor's key is not 64 digits of lower-case hex")
  if (!Array.isArray(auditors) || auditors.length === 0 || !auditors.every(isKey)) {
    return refuse("the auditors' keys are not a list of 64 digits of lower-case hex each")
  }
  const ids = auditors.map(keyId)
  if (new Set(ids).size !== ids.length)
    return refuse("two auditors' keys share a key id: it cannot tell them apart")
  if (auditors.includes(operator)) return refuse('one key is the auditor and the operator')
  return { ok: true, keys: { namespace, suite, auditors, operator, vendor } }
}

function isKey(value: unknown): value is Octets {
  return typeof value === 'string' && KEY.test(value)
}
