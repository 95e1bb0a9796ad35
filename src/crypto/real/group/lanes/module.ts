/** The module: its functions in order, its memory, and how it is started (§2.3). */
import { wasmModule } from '../../wasm/encoder.ts'
import { productCode, QUAD_BYTES, repeatedSquareCode, squareCode } from './field-code.ts'
import { ORDER_NUMBER_BYTES, orderProductCode, orderSquaresCode } from './order-code.ts'
import { addCode, cacheCode, doubleCode, type Indices, type Workspace } from './point-code.ts'
import { combCode, multiplyCode, pickCode, TABLE_SIZE } from './scalar-code.ts'

/** The exported functions; every argument is an address in `memory`, except a count and a digit. */
export interface LanesModule {
  readonly memory: WebAssembly.Memory
  productLow(out: number, first: number, second: number): void
  productHigh(out: number, first: number, second: number): void
  squareLow(out: number, value: number): void
  squareHigh(out: number, value: number): void
  product2(out: number, first: number, second: number): void
  square2(out: number, value: number): void
  /** Squares in place, `times` (1 or more) times. */
  squares2(value: number, times: number): void
  double(point: number): void
  add(point: number, cached: number): void
  cache(out: number, point: number, constants: number): void
  /** Chooses the multiple of a digit from -8 to 8, for `add`. */
  pick(table: number, digit: number): void
  multiply(point: number, table: number, digits: number): void
  comb(point: number, tables: number, digits: number): void
  /** Modulo the group's order, in Montgomery's form. */
  orderProduct(out: number, a: number, b: number): void
  orderSquares(value: number, times: number): void
}

/** Addresses, each of a quad (QUAD_BYTES) unless said otherwise. */
export const ADDRESS = areas({
  /** Overwritten by the functions themselves; the first at LOW_HALF. */
  low: QUAD_BYTES,
  first: QUAD_BYTES,
  second: QUAD_BYTES,
  picked: QUAD_BYTES,
  /** A point, and 64 digits. */
  point: QUAD_BYTES,
  digits: 64,
  /** Multiples of a point: TABLE_SIZE quads. */
  table: TABLE_SIZE * QUAD_BYTES,
  /** Single numbers for decoding and encoding: 16 quads. */
  numbers: 16 * QUAD_BYTES,
  /** Numbers modulo the order: 17, and room for a word beyond. */
  order: 18 * ORDER_NUMBER_BYTES,
  /** Constants: 4 numbers, and the quad 1, 1, 2, 2d. */
  fixed: 4 * QUAD_BYTES,
  cacheFactors: QUAD_BYTES,
  /** R^2 modulo the order. */
  orderSquare: 3 * 16,
  /** Multiples of 256^i times the generator, 32 tables. */
  generator: 32 * TABLE_SIZE * QUAD_BYTES,
})

/** Everything before this address is work space, and wiped after use. */
export const WORK_BYTES = ADDRESS.fixed

const PAGES = 1

const NAMES = [
  ...['productLow', 'productHigh', 'squareLow', 'squareHigh', 'product2', 'square2', 'squares2'],
  ...['double', 'add', 'cache', 'pick', 'multiply', 'comb', 'orderProduct', 'orderSquares'],
] as const

/** The module's bytes: nothing is read from anywhere, and every run gives the same. */
export function lanesBytes(): Uint8Array<ArrayBuffer> {
  const index = (name: string) => NAMES.indexOf(name as 'add')
  const indices: Indices = {
    product: [index('productLow'), index('productHigh')],
    square: [index('squareLow'), index('squareHigh')],
    double: index('double'),
    add: index('add'),
    pick: index('pick'),
  }
  const space: Workspace = ADDRESS
  return wasmModule(
    [
      productCode('productLow', 'low'),
      productCode('productHigh', 'high'),
      squareCode('squareLow', 'low'),
      squareCode('squareHigh', 'high'),
      productCode('product2', 'two'),
      squareCode('square2', 'two'),
      repeatedSquareCode('squares2', index('square2')),
      doubleCode('double', indices, space),
      addCode('add', indices, space),
      cacheCode('cache', indices, space),
      pickCode('pick', space),
      multiplyCode('multiply', indices, space),
      combCode('comb', indices, space),
      orderProductCode('orderProduct'),
      orderSquaresCode('orderSquares', index('orderProduct')),
    ],
    PAGES,
  )
}

/** Compiles and starts it. Throws where there is no WebAssembly, or none with 128-bit vectors. */
export function startLanes(): LanesModule {
  const module = new WebAssembly.Module(lanesBytes())
  return new WebAssembly.Instance(module).exports as unknown as LanesModule
}

// Puts areas of these sizes one after another, each on a multiple of 16.
function areas<K extends string>(sizes: Readonly<Record<K, number>>): Readonly<Record<K, number>> {
  let next = 0
  const placed = {} as Record<K, number>
  for (const name of Object.keys(sizes) as K[]) {
    placed[name] = next
    next += sizes[name]
  }
  return placed
}
