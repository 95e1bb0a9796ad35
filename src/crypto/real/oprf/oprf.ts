/** The oblivious pseudorandom function, base mode (RFC 9497 §3.3.1; §2.1). Bytes in, bytes or null out. */
import { ascii } from '../bytes.ts'
import { lengthOf } from '../group/octets.ts'
import type { OprfSuite } from './suite.ts'

const FINALIZE = ascii('Finalize')

/** Longest private input, in bytes (RFC 9497 §1.2: its length is encoded in two). */
export const INPUT_BYTES_MAX = 0xffff

/**
 * Blind (client): the blinded element that goes to the server. `blind` is a scalar that is used this once.
 * Null for a malformed blind, an input that is too long, or (2^-252) an input that hashes to the identity.
 */
export function blind(suite: OprfSuite, input: Uint8Array, blind: Uint8Array): Uint8Array | null {
  if (input.length > INPUT_BYTES_MAX) return null
  const element = suite.group.hashToElement(input, suite.hashToGroupDomain)
  return element === null ? null : suite.group.multiply(blind, element)
}

/** BlindEvaluate (server). Null when the key or the blinded element is malformed, the identity included. */
export function blindEvaluate(suite: OprfSuite, key: Uint8Array, blinded: Uint8Array): Uint8Array | null {
  return suite.group.multiply(key, blinded)
}

/** Finalize (client): the output, 64 or 32 bytes. Null when the evaluated element or the blind is malformed. */
export function finalize(
  suite: OprfSuite,
  input: Uint8Array,
  blind: Uint8Array,
  evaluated: Uint8Array,
): Uint8Array | null {
  const inverse = suite.group.invert(blind)
  const unblinded = inverse === null ? null : suite.group.multiply(inverse, evaluated)
  return unblinded === null ? null : output(suite, input, unblinded)
}

/** Evaluate: what the holder of the key computes alone; equal to what a client gets from `finalize`. */
export function evaluate(suite: OprfSuite, key: Uint8Array, input: Uint8Array): Uint8Array | null {
  const evaluated = blind(suite, input, key)
  return evaluated === null ? null : output(suite, input, evaluated)
}

function output(suite: OprfSuite, input: Uint8Array, element: Uint8Array): Uint8Array | null {
  if (input.length > INPUT_BYTES_MAX) return null
  return suite.digest.hash(lengthOf(input), input, lengthOf(element), element, FINALIZE)
}
