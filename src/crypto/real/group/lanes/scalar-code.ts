/** A point times a scalar, in 64 signed digits base 16 (§2.3): the same steps and the same reads for every scalar. */
import type { Code, WasmFunction } from '../../wasm/encoder.ts'
import {
  add32,
  and,
  byteAt,
  call,
  equal32,
  exclusiveOr,
  exclusiveOrInt,
  int,
  lanes,
  load,
  loopWhile,
  minus,
  notEqual,
  or,
  plus,
  sign,
  splat,
  store,
  Writer,
} from '../../wasm/writer.ts'
import { QUAD_BYTES } from './field-code.ts'
import { type Indices, pick, TWICE_P, type Workspace } from './point-code.ts'

/** Multiples of a point that a table holds: 1 to 8. */
export const TABLE_SIZE = 8

/**
 * `name(table, digit)`: the cached multiple of a digit from -8 to 8, into `picked`. Reads the whole table whatever
 * the digit, and keeps by mask.
 */
export function pickCode(name: string, space: Workspace): WasmFunction {
  const writer = new Writer(name, 2)
  const table = writer.get(0)
  const negative = writer.get(writer.keepInt(sign(writer.get(1))))
  const size = minus(exclusiveOrInt(writer.get(1), negative), negative)
  const sizes = writer.value(splat(size))
  const masks = Array.from({ length: TABLE_SIZE + 1 }, (_, k) =>
    writer.value(equal32(sizes, lanes([k, k, k, k]))),
  )
  const turned = writer.value(splat(negative))
  for (let i = 0; i < 10; i++) {
    const nothing = i === 0 ? and(masks[0]!, lanes([1, 1, 2, 0])) : lanes([0, 0, 0, 0]) // cached identity
    let chosen = nothing
    for (let k = 1; k <= TABLE_SIZE; k++)
      chosen = or(chosen, and(masks[k]!, load(table, QUAD_BYTES * (k - 1) + 16 * i)))
    const value = writer.value(chosen)
    // -P: Y - X and Y + X change places, 2dT changes its sign.
    const swapped = exclusiveOr(pick(value, [1, 0, 2, 3]), lanes([0, 0, 0, -1]))
    const opposite = add32(swapped, lanes([0, 0, 0, TWICE_P[i]! + 1]))
    const difference = and(exclusiveOr(value, opposite), turned)
    writer.emit(store(int(space.picked), 16 * i, exclusiveOr(value, difference)))
  }
  return writer.done()
}

/** `name(point, table, digits)`: adds the sum of 64 signed digits, base 16, times the table's point. */
export function multiplyCode(name: string, indices: Indices, space: Workspace): WasmFunction {
  const writer = new Writer(name, 3)
  const [point, table, digits] = [writer.get(0), writer.get(1), writer.get(2)]
  const at = writer.keepInt(plus(digits, int(63)))
  const addDigit: Code = [
    ...call(indices.pick, table, byteAt(writer.get(at))),
    ...call(indices.add, point, int(space.picked)),
  ]
  const timesSixteen = [1, 2, 3, 4].flatMap(() => call(indices.double, point))
  const step = [...timesSixteen, ...writer.assign(at, minus(writer.get(at), int(1))), ...addDigit]
  writer.emit([...addDigit, ...loopWhile(step, notEqual(writer.get(at), digits))])
  return writer.done()
}

/** `name(point, tables, digits)`: adds every other digit times the table that stands at its place, for a fixed point. */
export function combCode(name: string, indices: Indices, space: Workspace): WasmFunction {
  const writer = new Writer(name, 3)
  const table = writer.keepInt(writer.get(1))
  const at = writer.keepInt(writer.get(2))
  const end = plus(writer.get(1), int(32 * TABLE_SIZE * QUAD_BYTES))
  const step: Code = [
    ...call(indices.pick, writer.get(table), byteAt(writer.get(at))),
    ...call(indices.add, writer.get(0), int(space.picked)),
    ...writer.assign(at, plus(writer.get(at), int(2))),
    ...writer.assign(table, plus(writer.get(table), int(TABLE_SIZE * QUAD_BYTES))),
  ]
  writer.emit(loopWhile(step, notEqual(writer.get(table), end)))
  return writer.done()
}
