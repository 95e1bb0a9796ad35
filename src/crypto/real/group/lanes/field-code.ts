/**
 * Multiplication and squaring modulo p = 2^255 - 19, in several lanes at once (§2.3).
 *
 * A number is ten limbs of 26 and 25 bits by turns. A vector holds one limb of four numbers, so ten vectors are
 * four numbers, in memory one after another. Nothing branches and no address depends on a value.
 *
 * Bounds. A product comes out *reduced*: limbs below 2^26 or 2^25, and less than 2^18 above it in two places. The
 * first factor may have limbs up to FIRST_BOUND times that, the second up to SECOND_BOUND times, a number that is
 * squared likewise: then nothing exceeds 32 bits before it is multiplied, nor 64 after. Every step before the
 * carries is a sum of products of numbers that are not negative, so the largest limbs are the worst case, and the
 * property suite runs it.
 */
import type { Code, WasmFunction } from '../../wasm/encoder.ts'
import {
  add32,
  add64,
  and,
  call,
  int,
  lanes,
  load,
  loopWhile,
  minus,
  multiply32,
  productsHigh,
  productsLow,
  shiftLeft64,
  shiftRight64,
  shuffle,
  store,
  Writer,
} from '../../wasm/writer.ts'

/** Bits of each limb. */
export const LIMB_BITS = [26, 25, 26, 25, 26, 25, 26, 25, 26, 25] as const
/** Bytes of four numbers: ten vectors. */
export const QUAD_BYTES = 160
/** The address where `low` leaves its half: QUAD_BYTES. */
export const LOW_HALF = 0
/** How far above reduced a first and a second factor may be; a square's argument is bound by the second. */
export const FIRST_BOUND = 5
export const SECOND_BOUND = 2.1

/**
 * Which lanes a function computes. The first two alone are half the work; four lanes are two calls, `low` before
 * `high`, because one function of that size runs out of registers.
 */
export type Part = 'two' | 'low' | 'high'

/** `name(out, first, second)`: products lane by lane. */
export function productCode(name: string, part: Part): WasmFunction {
  const writer = new Writer(name, 3)
  const first = LIMB_BITS.map((_, i) => writer.value(load(writer.get(1), 16 * i)))
  const second = LIMB_BITS.map((_, i) => writer.value(load(writer.get(2), 16 * i)))
  const scaled = scaler(writer)
  finish(writer, part, (i, j, odd, wraps) => [
    scaled(first[i]!, odd ? 2 : 1),
    scaled(second[j]!, wraps ? 19 : 1),
  ])
  return writer.done()
}

/** `name(out, in)`: squares, likewise: 55 products instead of 100. */
export function squareCode(name: string, part: Part): WasmFunction {
  const writer = new Writer(name, 2)
  const limbs = LIMB_BITS.map((_, i) => writer.value(load(writer.get(1), 16 * i)))
  const scaled = scaler(writer)
  finish(writer, part, (i, j, odd, wraps) => {
    if (j < i) return null
    // A factor of four is shared out, so that neither side exceeds 32 bits.
    const [left, right] = i === j ? [odd ? 2 : 1, 1] : [2, odd ? 2 : 1]
    return [scaled(limbs[i]!, left), scaled(limbs[j]!, wraps ? 19 * right : right)]
  })
  return writer.done()
}

/** `name(value, times)`: squares in place, so many times (at least once). `square` is that function's index. */
export function repeatedSquareCode(name: string, square: number): WasmFunction {
  const writer = new Writer(name, 2)
  const value = writer.get(0)
  const left = writer.keepInt(writer.get(1))
  const step = [...call(square, value, value), ...writer.assign(left, minus(writer.get(left), int(1)))]
  writer.emit(loopWhile(step, writer.get(left)))
  return writer.done()
}

type Factors = readonly [Code, Code]
type Terms = (i: number, j: number, odd: boolean, wraps: boolean) => Factors | null

// A limb times a small constant, computed once.
function scaler(writer: Writer): (limb: Code, by: number) => Code {
  const known = new Map<string, Code>()
  return (limb, by) => {
    if (by === 1) return limb
    const key = `${limb.join()}*${by}`
    const ready =
      known.get(key) ?? writer.value(by === 2 ? add32(limb, limb) : multiply32(limb, lanes([by, by, by, by])))
    known.set(key, ready)
    return ready
  }
}

// Sums the products, carries, and puts the two halves back into 32-bit lanes; `low` leaves its half to `high`.
function finish(writer: Writer, part: Part, terms: Terms): void {
  const sums = columnSums(writer, part === 'high' ? productsHigh : productsLow, terms)
  for (const limb of [0, 4, 1, 5, 2, 6, 3, 7, 4, 8, 9, 0]) carry(writer, sums, limb)
  for (let i = 0; i < 10; i++) {
    const sum = writer.get(sums[i]!)
    const low = part === 'high' ? load(int(LOW_HALF), 16 * i) : sum
    if (part === 'low') writer.emit(store(int(LOW_HALF), 16 * i, sum))
    else writer.emit(store(writer.get(0), 16 * i, shuffle(low, sum, [0, 2, 4, 6])))
  }
}

// Moves what exceeds a limb into the next; out of the last it comes back into the first, times 19.
function carry(writer: Writer, limbs: readonly number[], from: number): void {
  const bits = LIMB_BITS[from]!
  const to = (from + 1) % 10
  const over = writer.value(shiftRight64(writer.get(limbs[from]!), bits))
  const amount = to === 0 ? add64(add64(over, shiftLeft64(over, 1)), shiftLeft64(over, 4)) : over
  writer.emit(writer.assign(limbs[to]!, add64(writer.get(limbs[to]!), amount)))
  const mask = 2 ** bits - 1
  writer.emit(writer.assign(limbs[from]!, and(writer.get(limbs[from]!), lanes([mask, 0, mask, 0]))))
}

// Limbs i and j meet in column i + j; from the tenth on that is 2^255 = 19 and a column ten lower. Where both are
// odd, half a bit of each is missing from their places: twice. Row by row, so that a compiler can keep the ten
// sums and one limb in registers.
function columnSums(writer: Writer, product: typeof productsLow, terms: Terms): readonly number[] {
  const sums: (number | undefined)[] = LIMB_BITS.map(() => undefined)
  for (let i = 0; i < 10; i++)
    for (let j = 0; j < 10; j++) {
      const factors = terms(i, j, i % 2 === 1 && j % 2 === 1, i + j >= 10)
      if (factors === null) continue
      const column = (i + j) % 10
      const sum = sums[column]
      const value = product(...factors)
      if (sum === undefined) sums[column] = writer.keep(value)
      else writer.emit(writer.assign(sum, add64(writer.get(sum), value)))
    }
  return sums as readonly number[]
}
