/** WebAssembly's binary format (Core Specification 2.0 §5), as far as our own modules need it (§2.3). */

import { ascii, join } from '../bytes.ts'

/** Bytes of code. */
export type Code = readonly number[]

/** LEB128 of a non-negative integer below 2^32. */
export function unsigned(value: number): Code {
  const bytes: number[] = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low + 128 : low)
  } while (rest > 0)
  return bytes
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): Code {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7) {
    const low = rest & 0x7f
    const last = (rest >> 6 === 0 && (low & 0x40) === 0) || (rest >> 6 === -1 && (low & 0x40) !== 0)
    bytes.push(last ? low : low | 0x80)
    if (last) return bytes
  }
}

/** The types of local that there are. */
export const I32 = 0x7f
export const I64 = 0x7e
export const V128 = 0x7b

/** A function that takes so many i32 parameters and returns nothing: all of ours work on memory. */
export interface WasmFunction {
  readonly name: string
  readonly parameters: number
  /** Types of the locals after the parameters. */
  readonly locals: readonly number[]
  readonly body: Code
}

const MAGIC_AND_VERSION = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
const ARITIES = [0, 1, 2, 3, 4]

/** A module of these functions, in this order, each exported under its name, with `memory` of so many 64 KiB pages. */
export function wasmModule(functions: readonly WasmFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const types = ARITIES.map((arity) => [0x60, ...unsigned(arity), ...new Array(arity).fill(I32), 0])
  const exports = functions.map((each, index) => [...named(each.name), 0x00, ...unsigned(index)])
  return new Uint8Array(
    join(
      Uint8Array.from(MAGIC_AND_VERSION),
      section(1, vector(types.map(octets))),
      section(3, vector(functions.map((each) => octets(unsigned(each.parameters))))),
      section(5, vector([octets([0x00, ...unsigned(pages)])])),
      section(7, vector([[...named('memory'), 0x02, 0], ...exports].map(octets))),
      section(10, vector(functions.map(functionBody))),
    ),
  )
}

const octets = (code: Code): Uint8Array => Uint8Array.from(code)

function functionBody({ locals, body }: WasmFunction): Uint8Array {
  const declared = vector(locals.map((type) => Uint8Array.of(1, type)))
  return join(
    octets(unsigned(declared.length + body.length + 1)),
    declared,
    octets(body),
    Uint8Array.of(0x0b),
  )
}

function named(name: string): Code {
  const bytes = ascii(name)
  return [...unsigned(bytes.length), ...bytes]
}

function vector(items: readonly Uint8Array[]): Uint8Array {
  return join(octets(unsigned(items.length)), ...items)
}

function section(id: number, content: Uint8Array): Uint8Array {
  return join(octets([id, ...unsigned(content.length)]), content)
}
