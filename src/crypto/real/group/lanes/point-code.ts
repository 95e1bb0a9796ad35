/**
 * Points of edwards25519 in extended coordinates, one coordinate in each lane: X, Y, Z, T (§2.3). Complete formulas
 * for a = -1 (Hisil, Wong, Carter, Dawson 2008, §3.1 and §3.3): no input is an exception.
 *
 * What is added is a *cached* point: Y - X, Y + X, 2Z, 2dT, each in its lane.
 */
import type { Code, WasmFunction } from '../../wasm/encoder.ts'
import {
  add32,
  and,
  call,
  exclusiveOr,
  int,
  type Lanes4,
  lanes,
  load,
  multiply32,
  shiftRight32,
  shuffle,
  store,
  Writer,
} from '../../wasm/writer.ts'
import { LIMB_BITS } from './field-code.ts'

/** Where functions put what they need in between: addresses of QUAD_BYTES each. */
export interface Workspace {
  readonly first: number
  readonly second: number
  readonly picked: number
}

/** Indices of the functions that others call. */
export interface Indices {
  /** Low and high half. */
  readonly product: readonly [number, number]
  readonly square: readonly [number, number]
  readonly double: number
  readonly add: number
  readonly pick: number
}

/** 2p, limb by limb: added before a subtraction, it keeps every limb from going below zero. */
export const TWICE_P = LIMB_BITS.map((bits, i) => 2 * (2 ** bits - (i === 0 ? 19 : 1)))

const limbs = <T>(make: (i: number) => T): T[] => LIMB_BITS.map((_, i) => make(i))
/** The lanes of one vector in another order. */
export const pick = (a: Code, picks: Lanes4): Code => shuffle(a, a, picks)

const both = ([low, high]: readonly [number, number], ...operands: readonly Code[]): Code => [
  ...call(low, ...operands),
  ...call(high, ...operands),
]

/** Adds 2p and the lanes of `a`, negated where `negate` says -1 (all ones, as x ^ -1 = -x - 1). */
function plusSigned(sum: Code, i: number, a: Code, negate: Lanes4): Code {
  const bias = negate.map((lane) => TWICE_P[i]! - lane) as unknown as Lanes4
  return add32(add32(sum, lanes(bias)), exclusiveOr(a, lanes(negate)))
}

// One carry out of every limb at once: enough to make a second factor of a sum.
function settled(writer: Writer, values: readonly Code[]): readonly Code[] {
  const over = values.map((value, i) => writer.value(shiftRight32(value, LIMB_BITS[i]!)))
  return values.map((value, i) => {
    const mask = 2 ** LIMB_BITS[i]! - 1
    const coming = i === 0 ? multiply32(over[9]!, lanes([19, 19, 19, 19])) : over[i - 1]!
    return add32(and(value, lanes([mask, mask, mask, mask])), coming)
  })
}

// The last step of both formulas: (E, G, F, E) times (F, H, G, H) is X, Y, Z, T.
function lastProduct(
  writer: Writer,
  indices: Indices,
  space: Workspace,
  first: readonly Code[],
  second: readonly Code[],
): void {
  const factors = first.map((value) => writer.value(value))
  const settledSecond = settled(
    writer,
    second.map((value) => writer.value(value)),
  )
  for (let i = 0; i < 10; i++) {
    writer.emit(store(int(space.first), 16 * i, factors[i]!))
    writer.emit(store(int(space.second), 16 * i, settledSecond[i]!))
  }
  writer.emit(both(indices.product, writer.get(0), int(space.first), int(space.second)))
}

/** `name(point)`: doubles in place. */
export function doubleCode(name: string, indices: Indices, space: Workspace): WasmFunction {
  const writer = new Writer(name, 1)
  for (let i = 0; i < 10; i++) {
    const point = writer.value(load(writer.get(0), 16 * i))
    const y = and(pick(point, [1, 1, 1, 1]), lanes([0, 0, 0, -1]))
    writer.emit(store(int(space.first), 16 * i, add32(pick(point, [0, 1, 2, 0]), y))) // X, Y, Z, X + Y
  }
  writer.emit(both(indices.square, int(space.first), int(space.first)))
  // Squares A, B, C, S. With all signs turned: E = A + B - S, H = A + B, G = A - B, F = 2C + A - B.
  const squares = limbs((i) => {
    const square = writer.value(load(int(space.first), 16 * i))
    return writer.value(add32(square, and(square, lanes([0, 0, -1, 0])))) // A, B, 2C, S
  })
  const a = squares.map((square) => writer.value(pick(square, [0, 0, 0, 0])))
  const b = squares.map((square) => writer.value(pick(square, [1, 1, 1, 1])))
  const first = limbs((i) => {
    const withB = plusSigned(a[i]!, i, b[i]!, [0, -1, -1, 0])
    const s = exclusiveOr(pick(squares[i]!, [3, 3, 2, 3]), lanes([-1, 0, 0, -1]))
    return add32(add32(withB, lanes([1, 0, 0, 1])), and(s, lanes([-1, 0, -1, -1])))
  })
  const second = limbs((i) => {
    const withB = plusSigned(a[i]!, i, b[i]!, [-1, 0, -1, 0])
    return add32(withB, and(pick(squares[i]!, [2, 2, 2, 2]), lanes([-1, 0, 0, 0])))
  })
  lastProduct(writer, indices, space, first, second)
  return writer.done()
}

/** `name(point, cached)`: adds in place. */
export function addCode(name: string, indices: Indices, space: Workspace): WasmFunction {
  const writer = new Writer(name, 2)
  for (let i = 0; i < 10; i++) {
    const point = writer.value(load(writer.get(0), 16 * i))
    const x = and(exclusiveOr(pick(point, [0, 0, 0, 0]), lanes([-1, 0, 0, 0])), lanes([-1, -1, 0, 0]))
    const bias = lanes([TWICE_P[i]! + 1, 0, 0, 0])
    writer.emit(store(int(space.first), 16 * i, add32(add32(pick(point, [1, 1, 2, 3]), bias), x)))
  }
  writer.emit(both(indices.product, int(space.first), int(space.first), writer.get(1)))
  // Products A, B, D, C: E = B - A, F = D - C, G = D + C, H = B + A.
  const products = limbs((i) => writer.value(load(int(space.first), 16 * i)))
  const first = limbs((i) =>
    plusSigned(pick(products[i]!, [1, 2, 2, 1]), i, pick(products[i]!, [0, 3, 3, 0]), [-1, 0, -1, -1]),
  )
  const second = limbs((i) =>
    plusSigned(pick(products[i]!, [2, 1, 2, 1]), i, pick(products[i]!, [3, 0, 3, 0]), [-1, 0, 0, 0]),
  )
  lastProduct(writer, indices, space, first, second)
  return writer.done()
}

/** `name(out, point, constants)`: the cached form; `constants` is 1, 1, 2, 2d. */
export function cacheCode(name: string, indices: Indices, space: Workspace): WasmFunction {
  const writer = new Writer(name, 3)
  for (let i = 0; i < 10; i++) {
    const point = writer.value(load(writer.get(1), 16 * i))
    const x = and(exclusiveOr(pick(point, [0, 0, 0, 0]), lanes([-1, 0, 0, 0])), lanes([-1, -1, 0, 0]))
    const bias = lanes([TWICE_P[i]! + 1, 0, 0, 0])
    writer.emit(store(int(space.first), 16 * i, add32(add32(pick(point, [1, 1, 2, 3]), bias), x)))
  }
  writer.emit(both(indices.product, writer.get(0), int(space.first), writer.get(2)))
  return writer.done()
}
