/** WebAssembly's binary format (Core Specification 2.0 §5), as far as this arithmetic needs it (§2.3). */

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

/** The two types of local that there are. */
export const I32 = 0x7f
export const V128 = 0x7b

/** A function that takes so many i32 parameters and returns nothing: all of ours work on memory. */
export interface WasmFunction {
  readonly name: string
  readonly parameters: number
  /** Types of the locals after the parameters. */
  readonly locals: readonly number[]
  readonly body: Code
}

const text = new TextEncoder()

/** A module of these functions, in this order, each exported under its name, with `memory` of so many 64 KiB pages. */
export function wasmModule(functions: readonly WasmFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const arities = [0, 1, 2, 3]
  const types = arities.map((arity) => [0x60, ...vector(Array.from({ length: arity }, () => [I32])), 0])
  const exports = functions.map((each, index) => [...named(each.name), 0x00, ...unsigned(index)])
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(3, vector(functions.map((each) => unsigned(each.parameters)))),
    ...section(5, vector([[0x00, ...unsigned(pages)]])),
    ...section(7, vector([[...named('memory'), 0x02, 0], ...exports])),
    ...section(10, vector(functions.map(functionBody))),
  ])
}

function functionBody({ locals, body }: WasmFunction): Code {
  const code = [...vector(locals.map((type) => [1, type])), ...body, 0x0b]
  return [...unsigned(code.length), ...code]
}

function named(name: string): Code {
  const bytes = text.encode(name)
  return [...unsigned(bytes.length), ...bytes]
}

function vector(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()]
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content]
}
