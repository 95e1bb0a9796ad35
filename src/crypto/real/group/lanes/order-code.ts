/**
 * Multiplication modulo the group's order L = 2^252 + c, in Montgomery's form (1985) with R = 2^260 (§2.3): ten limbs of
 * 26 bits, each in four bytes, one after another. What comes out is below L + 2^248, which may go in again.
 */
import type { WasmFunction } from '../../wasm/encoder.ts'
import {
  addLong,
  andLong,
  call,
  int,
  loadLong,
  long,
  loopWhile,
  minus,
  multiplyLong,
  shiftRightLong,
  storeLong,
  Writer,
} from '../../wasm/writer.ts'

/** The order. */
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
/** Bits of a limb, and bytes of a number. */
export const ORDER_LIMB_BITS = 26
export const ORDER_NUMBER_BYTES = 40

const LIMBS = 10
const MASK = 2 ** ORDER_LIMB_BITS - 1
const order = Array.from({ length: LIMBS }, (_, i) => Number((ORDER >> BigInt(26 * i)) & BigInt(MASK)))

// -1 / L modulo 2^26: each step of Newton's iteration doubles the bits that are right.
function negativeInverse(): number {
  let inverse = 1n
  for (let i = 0; i < 5; i++) inverse = BigInt.asUintN(26, inverse * (2n - ORDER * inverse))
  return Number(BigInt.asUintN(26, -inverse))
}

/** `name(out, a, b)`: a · b / R. */
export function orderProductCode(name: string): WasmFunction {
  const writer = new Writer(name, 3)
  const limbs = Array.from({ length: LIMBS }, (_, i) => i)
  const a = limbs.map((i) => writer.get(writer.keepLong(loadLong(writer.get(1), 4 * i))))
  const b = limbs.map((i) => writer.get(writer.keepLong(loadLong(writer.get(2), 4 * i))))
  let sums = limbs.map(() => writer.keepLong(long(0)))
  const factor = writer.keepLong(long(0))
  const addTo = (sum: number, x: Parameters<typeof addLong>[0]) =>
    writer.emit(writer.assign(sum, addLong(writer.get(sum), x)))
  for (const i of limbs) {
    for (const j of limbs) addTo(sums[j]!, multiplyLong(a[i]!, b[j]!))
    // A multiple of L that clears the lowest limb, which then is dropped.
    const low = multiplyLong(andLong(writer.get(sums[0]!), long(MASK)), long(negativeInverse()))
    writer.emit(writer.assign(factor, andLong(low, long(MASK))))
    for (const j of limbs)
      if (order[j] !== 0) addTo(sums[j]!, multiplyLong(writer.get(factor), long(order[j]!)))
    addTo(sums[1]!, shiftRightLong(writer.get(sums[0]!), ORDER_LIMB_BITS))
    writer.emit(writer.assign(sums[0]!, long(0)))
    sums = [...sums.slice(1), sums[0]!]
  }
  for (const i of limbs) {
    if (i > 0) addTo(sums[i]!, shiftRightLong(writer.get(sums[i - 1]!), ORDER_LIMB_BITS))
    const limb = i < LIMBS - 1 ? andLong(writer.get(sums[i]!), long(MASK)) : writer.get(sums[i]!)
    writer.emit(storeLong(writer.get(0), 4 * i, limb))
  }
  return writer.done()
}

/** `name(value, times)`: squares in place, so many times (at least once). `product` is that function's index. */
export function orderSquaresCode(name: string, product: number): WasmFunction {
  const writer = new Writer(name, 2)
  const value = writer.get(0)
  const left = writer.keepInt(writer.get(1))
  const step = [
    ...call(product, value, value, value),
    ...writer.assign(left, minus(writer.get(left), int(1))),
  ]
  writer.emit(loopWhile(step, writer.get(left)))
  return writer.done()
}
