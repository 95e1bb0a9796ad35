/** Key stretching (RFC 9807 §2, §7; §2.4): Stretch(OPRF output), as long as its input. */
import { argon2id } from '@noble/hashes/argon2.js'
import type { Stretch } from '../../../spec/crypto.ts'
import { primitives as p } from './primitives.ts'

/** Argon2id v1.3 (RFC 9106) in place of noble's; null where it cannot run these parameters. */
export type Argon2id = (
  input: Uint8Array,
  salt: Uint8Array,
  cost: { readonly memoryKiB: number; readonly passes: number; readonly lanes: number },
  bytes: number,
) => Uint8Array | null

// RFC 9807 §7: S = zeroes(16). The input is different for each record already, because its OPRF key is.
const SALT = new Uint8Array(16)

/** noble's, which runs every parameter that there is: 2 GiB and more lanes included. */
export const nobleArgon2id: Argon2id = (input, salt, cost, bytes) =>
  argon2id(input, salt, {
    m: cost.memoryKiB,
    t: cost.passes,
    p: cost.lanes,
    dkLen: bytes,
    maxmem: 2 ** 32 - 1,
  })

/**
 * The stretched input. `stretch` has well-formed parameters (parseStretch of spec/stretching.ts). `fast`, if
 * given, is asked first; noble does what it cannot.
 */
export function stretched(stretch: Stretch, input: Uint8Array, fast?: Argon2id): Uint8Array {
  switch (stretch.name) {
    case 'identity':
      return Uint8Array.from(input)
    case 'scrypt':
      return p.scrypt(input, SALT, stretch, input.length)
    case 'argon2id':
      return fast?.(input, SALT, stretch, input.length) ?? nobleArgon2id(input, SALT, stretch, input.length)!
  }
}
