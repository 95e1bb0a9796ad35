/**
 * Moving a lineage to another fleet (§7.3): the new fleet stores the record as pending, the old one erases its own and
 * signs a receipt, the new one activates on the receipt alone and takes what remains of the budget from it. At no
 * time do two fleets answer for one lineage.
 */
import type { Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import { VERSION } from './words.ts'

/** What a lineage that was closed leaves at the old fleet: the same question gets the same answer. */
export interface Closed {
  /** Hash of the store request at the new fleet, 32 bytes. */
  readonly pending: Octets
  /** The new fleet's signing key, 32 bytes. */
  readonly to: Octets
  /** Who closed it, and may acknowledge the receipt: the old record's key, 32 bytes. */
  readonly by: Octets
  /** Guesses that were left, 0 to the limit: charges that nothing was proved for are spent. */
  readonly remaining: number
}

/** The old fleet's word, as the new fleet gets it. */
export interface Receipt {
  /** The old fleet's signing key. */
  readonly from: Octets
  readonly remaining: number
}

/** The domain of a receipt. */
export const CLOSED_DOMAIN = `${VERSION} closed`

/** What the old fleet signs: whose record went, for which pending one, where, and what remains. */
export function receiptBytes(
  crypto: CryptoPort,
  record: string,
  { pending, to, remaining }: Omit<Closed, 'by'>,
): Octets {
  return crypto.pack([crypto.text(record), pending, to, crypto.number(remaining)])
}

/** Is this a receipt of the fleet with the signing key `from`? */
export function isReceipt(
  crypto: CryptoPort,
  from: Octets,
  record: string,
  closed: Omit<Closed, 'by'>,
  signature: Octets,
): boolean {
  return crypto.verify(from, CLOSED_DOMAIN, receiptBytes(crypto, record, closed), signature)
}
