/** Encoding (§2.7): texts, numbers and tuples as terms. Lengths are those of the real twin's encoding. */
import type { Octets } from '../../../spec/boundary.ts'
import type { CryptoPort } from '../../../spec/crypto.ts'
import { MALFORMED, ok } from './result.ts'
import type { TermTable } from './table.ts'
import type { Term } from './term.ts'

/** Bytes of a number. */
export const NUMBER_BYTES = 8
/** Bytes in front of a tuple, and in front of each of its parts. */
export const PREFIX_BYTES = 4

const loneSurrogate = /\p{Surrogate}/u

/** The encoding part of the port. */
export type Encoding = Pick<
  CryptoPort,
  'text' | 'number' | 'pack' | 'unpack' | 'asText' | 'asNumber' | 'size' | 'isOctets'
>

export function encoding(table: TermTable): Encoding {
  return {
    text: (value) => table.address(textTerm(table, value)),
    number: (value) => table.address(table.make('number', NUMBER_BYTES, [value])),
    pack: (parts) => {
      const terms = parts.map((part) => table.read(part))
      const size = terms.reduce((sum, term) => sum + term.size + PREFIX_BYTES, PREFIX_BYTES)
      return table.address(table.make('pack', size, terms))
    },
    unpack: (packed) => {
      const term = table.find(packed)
      if (term?.kind !== 'pack') return MALFORMED
      return ok(term.args.map((part) => table.address(part as Term)))
    },
    asText: (octets) => {
      const term = table.find(octets)
      const value = term?.kind === 'text' ? (term.args[0] as string) : undefined
      return value === undefined || loneSurrogate.test(value) ? MALFORMED : ok(value)
    },
    asNumber: (octets) => {
      const term = table.find(octets)
      const value = term?.kind === 'number' ? term.args[0] : undefined
      return Number.isSafeInteger(value) && (value as number) >= 0 ? ok(value as number) : MALFORMED
    },
    size: (octets) => table.read(octets).size,
    isOctets: (value): value is Octets => table.find(value) !== undefined,
  }
}

/** The term of a text. */
export function textTerm(table: TermTable, value: string): Term {
  return table.make('text', utf8Bytes(value), [value])
}

function utf8Bytes(value: string): number {
  let bytes = value.length
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code < 0x80) continue
    bytes += 1
    // A surrogate pair is four bytes for two units, a lone surrogate three bytes for its one, as in the real twin.
    if (code >= 0x800 && !pairs(value, i)) bytes += 1
  }
  return bytes
}

function pairs(value: string, i: number): boolean {
  const code = value.charCodeAt(i)
  if (code >= 0xd800 && code < 0xdc00) {
    const next = value.charCodeAt(i + 1)
    return next >= 0xdc00 && next < 0xe000
  }
  if (code >= 0xdc00 && code < 0xe000) {
    const before = value.charCodeAt(i - 1)
    return before >= 0xd800 && before < 0xdc00
  }
  return false
}
