/**
 * BLAKE2b's round and Argon2's variant of it on 128-bit vectors (RFC 7693 §3.1, RFC 9106 §3.6; §2.4): sixteen words
 * in eight vectors, two columns or two diagonals at a time.
 */
import type { Code, WasmFunction } from '../wasm/encoder.ts'
import {
  add64,
  call,
  exclusiveOr,
  int,
  lanes,
  load,
  loopWhile,
  minus,
  or,
  pair64,
  plus,
  productsLow,
  shiftRight64,
  shuffle,
  store,
  turnBytes,
  Writer,
} from '../wasm/writer.ts'

/** Bytes of an Argon2 block: 64 vectors. */
export const BLOCK_BYTES = 1024

// Eight vectors, as codes that read locals; a step replaces them.
type State = readonly Code[]
type Sum = (a: Code, b: Code, message: Code | null) => Code

const rotate = (bytes: number) => (a: Code) =>
  turnBytes(
    a,
    [0, 1, 2, 3, 4, 5, 6, 7].map((i) => (i + bytes) % 8),
  )
const [by32, by24, by16] = [rotate(4), rotate(3), rotate(2)] as const
const by63 = (a: Code): Code => or(add64(a, a), shiftRight64(a, 63))

/** BLAKE2b's sum: a + b + message word. */
const withMessage: Sum = (a, b, message) => add64(add64(a, b), message!)

/** Argon2's: a + b + 2 · low half of a · low half of b. */
const withProduct: Sum = (a, b) => {
  const low = (v: Code) => shuffle(v, v, [0, 2, 0, 2])
  const product = productsLow(low(a), low(b))
  return add64(add64(a, b), add64(product, product))
}

// Two mixing functions G side by side, on vectors a, b, c, d.
function mix(writer: Writer, [a, b, c, d]: State, sum: Sum, messages: readonly Code[]): State {
  const keep = (code: Code) => writer.value(code)
  const a1 = keep(sum(a!, b!, messages[0] ?? null))
  const d1 = keep(by32(exclusiveOr(d!, a1)))
  const c1 = keep(sum2(sum, c!, d1))
  const b1 = keep(by24(exclusiveOr(b!, c1)))
  const a2 = keep(sum(a1, b1, messages[1] ?? null))
  const d2 = keep(by16(exclusiveOr(d1, a2)))
  const c2 = keep(sum2(sum, c1, d2))
  const mixed = keep(exclusiveOr(b1, c2))
  return [a2, keep(by63(mixed)), c2, d2]
}

// c + d has no message word in BLAKE2b, and the product in Argon2.
const sum2 = (sum: Sum, c: Code, d: Code): Code => (sum === withMessage ? add64(c, d) : sum(c, d, null))

/** A round on eight vectors; `message(k)` is the k-th of eight pairs of message words, where there is a message. */
function round(writer: Writer, v: State, sum: Sum, message?: (k: number) => Code): State {
  const words = (...ks: readonly number[]) => (message === undefined ? [] : ks.map(message))
  const [a0, b0, c0, d0] = mix(writer, [v[0]!, v[2]!, v[4]!, v[6]!], sum, words(0, 1))
  const [a1, b1, c1, d1] = mix(writer, [v[1]!, v[3]!, v[5]!, v[7]!], sum, words(2, 3))
  // Diagonals: b moves by one word, c by two, d by three.
  const next = (x: Code, y: Code) => writer.value(shuffle(x, y, [2, 3, 4, 5]))
  const left: State = [a0!, next(b0!, b1!), c1!, next(d1!, d0!)]
  const right: State = [a1!, next(b1!, b0!), c0!, next(d0!, d1!)]
  const [e0, f0, g0, h0] = mix(writer, left, sum, words(4, 5))
  const [e1, f1, g1, h1] = mix(writer, right, sum, words(6, 7))
  return [e0!, e1!, next(f1!, f0!), next(f0!, f1!), g1!, g0!, next(h0!, h1!), next(h1!, h0!)]
}

/** `name(base)`: P (RFC 9106 §3.6) on the eight vectors at base, base + stride, ... */
export function permuteCode(name: string, stride: number): WasmFunction {
  const writer = new Writer(name, 1)
  const vectors = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => writer.value(load(writer.get(0), stride * i)))
  const mixed = round(writer, vectors, withProduct)
  mixed.forEach((value, i) => {
    writer.emit(store(writer.get(0), stride * i, value))
  })
  return writer.done()
}

/** Addresses of two blocks that `fill` works in. */
export interface FillSpace {
  readonly sum: number
  readonly mixed: number
}

/**
 * `name(out, previous, reference)`: G (RFC 9106 §3.5) of two blocks, in the place of the old block or, in passes
 * after the first, `over` it.
 */
export function fillCode(
  name: string,
  over: boolean,
  [rows, columns]: readonly [number, number],
  space: FillSpace,
): WasmFunction {
  const writer = new Writer(name, 3)
  const at = writer.keepInt(int(0))
  const here = writer.get(at)
  const [out, previous, reference] = [0, 1, 2].map((k) => plus(writer.get(k), here)) as [Code, Code, Code]
  const vectors = Array.from({ length: UNROLLED }, (_, i) => 16 * i)
  const sums = vectors.map(() => writer.keep(lanes([0, 0, 0, 0])))
  const loop = (step: (offset: number, i: number) => Code) => {
    const onward = writer.assign(at, plus(here, int(16 * UNROLLED)))
    writer.emit(loopWhile([...vectors.flatMap(step), ...onward], minus(here, int(BLOCK_BYTES))))
  }
  loop((offset, i) => [
    ...writer.assign(sums[i]!, exclusiveOr(load(previous, offset), load(reference, offset))),
    ...store(here, space.sum + offset, writer.get(sums[i]!)),
    ...store(here, space.mixed + offset, writer.get(sums[i]!)),
  ])
  for (let i = 0; i < 8; i++) writer.emit(call(rows, int(space.mixed + 128 * i)))
  for (let i = 0; i < 8; i++) writer.emit(call(columns, int(space.mixed + 16 * i)))
  writer.emit(writer.assign(at, int(0)))
  loop((offset) => {
    const fresh = exclusiveOr(load(here, space.sum + offset), load(here, space.mixed + offset))
    return store(out, offset, over ? exclusiveOr(fresh, load(out, offset)) : fresh)
  })
  return writer.done()
}

// Vectors that one turn of a loop takes.
const UNROLLED = 8

/** BLAKE2b's word order for each round (RFC 7693 §2.7). */
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]

/**
 * `name(state, block, tweak)`: F (RFC 7693 §3.2). `state` is h, eight words; `tweak` is IV[0..3], then IV[4..7] with
 * counter and final flag worked in.
 */
export function compressCode(name: string): WasmFunction {
  const writer = new Writer(name, 3)
  const h = [0, 1, 2, 3].map((i) => writer.value(load(writer.get(0), 16 * i)))
  let v: State = [...h, ...[0, 1, 2, 3].map((i) => writer.value(load(writer.get(2), 16 * i)))]
  for (let i = 0; i < 12; i++) {
    const order = SIGMA[i % 10]!
    // Words 2j and 2j + 1 of a column or diagonal j; pairs go to two columns at a time.
    const message = (k: number) => {
      const at = 4 * Math.floor(k / 2) + (k % 2)
      return pair64(writer.get(1), 8 * order[at]!, 8 * order[at + 2]!)
    }
    v = round(writer, v, withMessage, message)
  }
  for (let i = 0; i < 4; i++)
    writer.emit(store(writer.get(0), 16 * i, exclusiveOr(h[i]!, exclusiveOr(v[i]!, v[i + 4]!))))
  return writer.done()
}
