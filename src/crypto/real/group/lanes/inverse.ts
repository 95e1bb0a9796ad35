/** 1 / s modulo the group's order, as s^(L - 2) (§2.3): the exponent is public, and the steps are always the same. */
import { ADDRESS, type LanesModule } from './module.ts'
import { ORDER, ORDER_LIMB_BITS, ORDER_NUMBER_BYTES } from './order-code.ts'
import { littleEndian } from './ristretto-encoding.ts'

const R = 2n ** 260n
const WINDOW_BITS = 4
// L - 2 in digits of four bits, the highest first.
const DIGITS = [...(ORDER - 2n).toString(16)].map((digit) => Number.parseInt(digit, 16))

/** Inverts scalars of 32 bytes, below the order and not zero. */
export function inverterIn(module: LanesModule): (scalar: Uint8Array) => Uint8Array {
  const words = new Uint32Array(module.memory.buffer)
  const slot = (index: number) => ADDRESS.order + ORDER_NUMBER_BYTES * index
  // Powers 0 to 15 of the scalar; then the result, and R^2, which takes a number into Montgomery's form.
  const [result, square] = [slot(16), ADDRESS.orderSquare]
  write(words, square, littleEndian((R * R) % ORDER))

  return (scalar) => {
    const one = littleEndian(1n)
    write(words, slot(0), one)
    write(words, slot(1), scalar)
    module.orderProduct(slot(0), slot(0), square)
    module.orderProduct(slot(1), slot(1), square)
    for (let i = 2; i < 16; i++) module.orderProduct(slot(i), slot(i - 1), slot(1))
    module.orderProduct(result, slot(DIGITS[0]!), slot(0))
    let squarings = 0
    for (const digit of DIGITS.slice(1)) {
      squarings += WINDOW_BITS
      if (digit === 0) continue
      module.orderSquares(result, squarings)
      module.orderProduct(result, result, slot(digit))
      squarings = 0
    }
    if (squarings > 0) module.orderSquares(result, squarings)
    write(words, slot(0), one)
    module.orderProduct(result, result, slot(0)) // out of Montgomery's form, and below the order
    return read(words, result)
  }
}

// A limb begins at an even bit of its byte, so four bytes hold it.
function write(words: Uint32Array, address: number, bytes: Uint8Array): void {
  const padded = new Uint8Array(ORDER_NUMBER_BYTES)
  padded.set(bytes)
  const view = new DataView(padded.buffer)
  for (let i = 0; i < 10; i++) {
    const bit = ORDER_LIMB_BITS * i
    words[address / 4 + i] = (view.getUint32(bit >> 3, true) >>> (bit & 7)) & (2 ** ORDER_LIMB_BITS - 1)
  }
  padded.fill(0)
}

function read(words: Uint32Array, address: number): Uint8Array {
  const bytes = new Uint8Array(32)
  for (let i = 0; i < 32; i++) {
    const limb = Math.floor((8 * i) / ORDER_LIMB_BITS)
    const shift = (8 * i) % ORDER_LIMB_BITS
    const low = words[address / 4 + limb]! >>> shift
    bytes[i] = low | (words[address / 4 + limb + 1]! << (ORDER_LIMB_BITS - shift))
  }
  return bytes
}
