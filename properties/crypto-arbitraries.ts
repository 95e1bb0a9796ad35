/** Byte strings for the crypto suites: random ones, ones at the edges, and ways to damage them. */
import fc from 'fast-check'

/** Bytes of any length up to `max`. */
export function bytes(max: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ maxLength: max })
}

/** Bytes of exactly this length, zeros and all ones among them. */
export function exactly(length: number): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { weight: 8, arbitrary: fc.uint8Array({ minLength: length, maxLength: length }) },
    { weight: 1, arbitrary: fc.constant(new Uint8Array(length)) },
    { weight: 1, arbitrary: fc.constant(new Uint8Array(length).fill(0xff)) },
  )
}

/** One change to a byte string: a flipped bit, a cut, bytes added, a piece moved. Always differs from what came in. */
export function damaged(whole: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat(Math.max(0, whole.length - 1))
  const flip = fc.tuple(at, fc.nat(7)).map(([i, bit]) => {
    const copy = Uint8Array.from(whole)
    copy[i]! ^= 1 << bit
    return copy
  })
  const cut = at.map((i) => whole.slice(0, i))
  const front = at.map((i) => whole.slice(i + 1))
  const add = fc
    .uint8Array({ minLength: 1, maxLength: 40 })
    .map((more) => Uint8Array.from([...whole, ...more]))
  const ways = whole.length === 0 ? [add] : [flip, cut, front, add]
  return fc.oneof(...ways)
}

/** What a hostile message may hold where an octet string belongs. */
export const notOctets: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything().filter((value) => typeof value !== 'string'),
  fc.string({ minLength: 1 }).filter((text) => !/^(?:[0-9a-f]{2})*$/.test(text)),
  fc.constantFrom('0', 'AB', 'ab0', '0x00', ' 00', '00\n', 'ÿÿ'),
)

/** Fixed seed of every property here: a failure is a failure for everybody. */
export const RUNS = { seed: 20_261_124 } as const
