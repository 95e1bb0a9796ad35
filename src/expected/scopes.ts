/**
 * What each scope of the checker must come to: verdict, golden counts, and the length of the counterexample where it
 * must fail. The table is written by `npm run counts`, on purpose, and by nothing else.
 */
import table from './scopes.json' with { type: 'json' }

/** What is committed of one scope. */
export interface Expected {
  readonly verdict: 'holds' | 'broken' | 'inconclusive'
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  /** The claim that must break, and the steps of its shortest counterexample. */
  readonly breaks?: string
  readonly steps?: number
}

/** By name of the scope. */
export const EXPECTED: Readonly<Record<string, Expected>> = table as Readonly<Record<string, Expected>>
