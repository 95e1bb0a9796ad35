/** Writes the body of one WebAssembly function: locals, the instructions we use, and nothing clever (§2.3). */
import { type Code, I32, I64, signed, unsigned, V128, type WasmFunction } from './encoder.ts'

/** Four 32-bit lanes. */
export type Lanes4 = readonly [number, number, number, number]

const vector = (opcode: number): Code => [0xfd, ...unsigned(opcode)]
const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [...a, ...b, ...vector(opcode)]

/** Lane-wise on 32 bits: sum, product (low half), equality (all ones or zero). */
export const add32 = binary(174)
export const multiply32 = binary(181)
export const equal32 = binary(55)
/** Lane-wise on 64 bits: sum. */
export const add64 = binary(206)
/** Products of lanes 0 and 1, or 2 and 3, as two numbers of 64 bits. */
export const productsLow = binary(222)
export const productsHigh = binary(223)
/** Bitwise. */
export const and = binary(78)
export const or = binary(80)
export const exclusiveOr = binary(81)

/** Every lane shifted by so many bits, zeros coming in. */
export const shiftRight32 = (a: Code, bits: number): Code => [...a, ...int(bits), ...vector(173)]
export const shiftRight64 = (a: Code, bits: number): Code => [...a, ...int(bits), ...vector(205)]
export const shiftLeft64 = (a: Code, bits: number): Code => [...a, ...int(bits), ...vector(203)]

/** An i32 constant. */
export const int = (value: number): Code => [0x41, ...signed(value)]
/** i32 arithmetic. */
export const plus = (a: Code, b: Code): Code => [...a, ...b, 0x6a]
export const minus = (a: Code, b: Code): Code => [...a, ...b, 0x6b]
export const notEqual = (a: Code, b: Code): Code => [...a, ...b, 0x47]
/** Numbers of 64 bits, one at a time: a small constant, sum, product, bitwise and, right shift. */
export const long = (value: number): Code => [0x42, ...signed(value)]
export const addLong = (a: Code, b: Code): Code => [...a, ...b, 0x7c]
export const multiplyLong = (a: Code, b: Code): Code => [...a, ...b, 0x7e]
export const andLong = (a: Code, b: Code): Code => [...a, ...b, 0x83]
export const shiftRightLong = (a: Code, bits: number): Code => [...a, ...long(bits), 0x88]
/** The 32 bits at an address plus a constant offset, as a number of 64; and the low 32 bits of one, stored. */
export const loadLong = (address: Code, offset: number): Code => [...address, 0x35, 2, ...unsigned(offset)]
export const storeLong = (address: Code, offset: number, value: Code): Code => [
  ...address,
  ...value,
  0x3e,
  2,
  ...unsigned(offset),
]

/** The signed byte at an address. */
export const byteAt = (address: Code): Code => [...address, 0x2c, 0, 0]
/** A bit of an i32, and its sign spread over all bits. */
export const sign = (a: Code): Code => [...a, ...int(31), 0x75]
export const exclusiveOrInt = (a: Code, b: Code): Code => [...a, ...b, 0x73]
/** One i32 in all four lanes. */
export const splat = (a: Code): Code => [...a, ...vector(17)]

/** A v128 constant out of four lanes, each taken modulo 2^32. */
export function lanes([a, b, c, d]: Lanes4): Code {
  const bytes = [a, b, c, d].flatMap((lane) => [0, 8, 16, 24].map((shift) => (lane >>> shift) & 0xff))
  return [...vector(12), ...bytes]
}

/** Lanes picked by index: 0 to 3 from the first operand, 4 to 7 from the second. */
export function shuffle(a: Code, b: Code, picks: Lanes4): Code {
  const bytes = picks.flatMap((pick) => [0, 1, 2, 3].map((byte) => 4 * pick + byte))
  return [...a, ...b, ...vector(13), ...bytes]
}

/** Bytes picked by index, the same way in each half of one vector: 0 to 7. */
export function turnBytes(a: Code, picks: readonly number[]): Code {
  return [...a, ...a, ...vector(13), ...picks, ...picks.map((pick) => pick + 8)]
}

/** Two numbers of 64 bits from two places: the lanes of one vector. */
export function pair64(address: Code, first: number, second: number): Code {
  const low = [...address, ...vector(93), 3, ...unsigned(first)]
  return [...address, ...low, ...vector(87), 3, ...unsigned(second), 1]
}

/** The v128 at an address plus a constant offset. */
export const load = (address: Code, offset: number): Code => [
  ...address,
  ...vector(0),
  4,
  ...unsigned(offset),
]
/** Stores a v128 there. */
export const store = (address: Code, offset: number, value: Code): Code => [
  ...address,
  ...value,
  ...vector(11),
  4,
  ...unsigned(offset),
]
/** Calls a function by index, with these arguments. */
export const call = (index: number, ...operands: readonly Code[]): Code => [
  ...operands.flat(),
  0x10,
  ...unsigned(index),
]
/** Runs the body again as long as the condition is not zero. */
export const loopWhile = (body: Code, condition: Code): Code => [
  ...[0x03, 0x40],
  ...body,
  ...condition,
  ...[0x0d, 0, 0x0b],
]

/** One function under construction. Parameters are its first locals. */
export class Writer {
  private readonly body: number[] = []
  private readonly locals: number[] = []

  constructor(
    private readonly name: string,
    private readonly parameters: number,
  ) {}

  /** Reads parameter or local number `index`. */
  get(index: number): Code {
    return [0x20, ...unsigned(index)]
  }

  /** Appends instructions that leave nothing on the stack. */
  emit(code: Code): void {
    for (const byte of code) this.body.push(byte)
  }

  /** A new v128 local with this value; returns its index. */
  keep(value: Code): number {
    const index = this.fresh(V128)
    this.emit(this.assign(index, value))
    return index
  }

  /** The same for a value that never changes; returns the code that reads it. */
  value(value: Code): Code {
    return this.get(this.keep(value))
  }

  /** A new i32 local with this value; returns its index. */
  keepInt(value: Code): number {
    const index = this.fresh(I32)
    this.emit(this.assign(index, value))
    return index
  }

  /** A new i64 local with this value; returns its index. */
  keepLong(value: Code): number {
    const index = this.fresh(I64)
    this.emit(this.assign(index, value))
    return index
  }

  /** The code that assigns to a local; nothing is emitted yet. */
  assign(index: number, value: Code): Code {
    return [...value, 0x21, ...unsigned(index)]
  }

  /** The finished function. */
  done(): WasmFunction {
    return { name: this.name, parameters: this.parameters, locals: this.locals, body: this.body }
  }

  private fresh(type: number): number {
    this.locals.push(type)
    return this.parameters + this.locals.length - 1
  }
}
