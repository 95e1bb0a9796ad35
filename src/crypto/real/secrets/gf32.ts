/**
 * The field of 32 elements and the code over it that protects a recovery code (§8.2.3). An element is a number
 * from 0 to 31, its bits the coefficients of a polynomial modulo x^5 + x^2 + 1.
 */

const FIELD = 0b100101
const EXP: number[] = []
const LOG: number[] = []
for (let power = 0, element = 1; power < 31; power++) {
  EXP[power] = element
  LOG[element] = power
  element <<= 1
  if (element & 32) element ^= FIELD
}

/** The product of two elements. */
export function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : EXP[(LOG[a]! + LOG[b]!) % 31]!
}

/** The quotient; `b` is not zero. */
export function divide(a: number, b: number): number {
  return a === 0 ? 0 : EXP[(LOG[a]! - LOG[b]! + 31) % 31]!
}

/** Check symbols of a codeword. */
export const CHECK_SYMBOLS = 4

// (x + 1)(x + 2)(x^2 + 7x + 2) = x^4 + 4x^3 + 9x^2 + 8x + 4, lowest first, the leading 1 left out. The roots of the
// last factor have order 1023 and product 2, so the zeros are a^0, a^1, a^32, a^33: by Hartmann and Tzeng's bound any
// two codewords of up to 1023 symbols differ in at least four places. Five would be the most that four check
// symbols can give, and over this field no code longer than 33 symbols reaches it (arcs in PG(3, 32)).
const GENERATOR = [4, 8, 9, 4] as const

// Times x, plus a symbol, modulo the generator.
function shift(rest: readonly number[], symbol: number): readonly number[] {
  const top = rest[3]!
  return GENERATOR.map((g, i) => multiply(top, g) ^ (i === 0 ? symbol : rest[i - 1]!))
}

/** The remainder of a word (highest coefficient first) modulo the generator, lowest first; zero for codewords. */
export function remainder(word: readonly number[]): readonly number[] {
  return word.reduce<readonly number[]>(shift, [0, 0, 0, 0])
}

// The remainder of each place's own monomial: what an error of 1 there adds.
function columnsOf(length: number): readonly (readonly number[])[] {
  const columns: (readonly number[])[] = [[1, 0, 0, 0]]
  while (columns.length < length) columns.push(shift(columns[columns.length - 1]!, 0))
  return columns.reverse()
}

/** The four check symbols that make `data` followed by them a codeword. */
export function checkSymbols(data: readonly number[]): readonly number[] {
  return [...remainder([...data, 0, 0, 0, 0])].reverse()
}

/** A word set right, and the places that were wrong. */
export interface Correction {
  readonly word: readonly number[]
  readonly corrected: readonly number[]
}

/**
 * The codeword next to a word. `null` marks a symbol that could not be read. With f wrong symbols and e unread
 * ones it is the right codeword whenever 2f + e < 4, and what is found never breaks that bound: null otherwise.
 */
export function correct(word: readonly (number | null)[]): Correction | null {
  const unread = word.flatMap((symbol, place) => (symbol === null ? [place] : []))
  if (unread.length > 3) return null
  const filled = word.map((symbol) => symbol ?? 0)
  const columns = columnsOf(word.length)
  const budget = unread.length <= 1 ? 1 : 0
  const first = remainder(filled)
  for (const values of fillings(unread.length)) {
    const rest = [...first]
    for (const [i, value] of values.entries()) addMultiple(rest, value, columns[unread[i]!]!)
    const error = budget === 0 ? nothingLeft(rest) : singleError(rest, columns)
    if (error === null) continue
    for (const [i, value] of values.entries()) filled[unread[i]!] = value
    if (error.value !== 0) filled[error.place]! ^= error.value
    const wrong = error.value === 0 || unread.includes(error.place) ? [] : [error.place]
    return { word: filled, corrected: [...unread, ...wrong].sort((a, b) => a - b) }
  }
  return null
}

function* fillings(count: number): Generator<readonly number[]> {
  for (let n = 0; n < 32 ** count; n++) {
    yield Array.from({ length: count }, (_, i) => (n >> (5 * i)) & 31)
  }
}

function addMultiple(rest: number[], factor: number, column: readonly number[]): void {
  for (let i = 0; i < rest.length; i++) rest[i]! ^= multiply(factor, column[i]!)
}

interface SymbolError {
  readonly place: number
  readonly value: number
}

function nothingLeft(rest: readonly number[]): SymbolError | null {
  return rest.every((symbol) => symbol === 0) ? { place: 0, value: 0 } : null
}

// One error is a multiple of one column; no two columns are multiples of each other.
function singleError(rest: readonly number[], columns: readonly (readonly number[])[]): SymbolError | null {
  const none = nothingLeft(rest)
  if (none !== null) return none
  for (const [place, column] of columns.entries()) {
    const lead = column.findIndex((symbol) => symbol !== 0)
    const value = divide(rest[lead]!, column[lead]!)
    if (value !== 0 && column.every((symbol, i) => multiply(value, symbol) === rest[i]))
      return { place, value }
  }
  return null
}
