/** Reads ideal octets for people: what a term is made of, as far as a line holds. */
import type { Octets } from '../../spec/boundary.ts'
import type { Arg, Term } from '../crypto/ideal/term.ts'
import type { IdealTwin } from '../crypto/ideal/twin.ts'

const DEPTH_MAX = 3
const CHARACTERS_MAX = 160

/** A function from octets to a reading; undefined for what is no term or says no more than itself. */
export function readingOf({ table }: IdealTwin): (octets: string) => string | undefined {
  return (octets) => {
    const term = table.find(octets as Octets)
    if (term === undefined || term.kind === 'name') return undefined
    const text = spelled(term, DEPTH_MAX)
    return text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX - 1)}…` : text
  }
}

function spelled(arg: Arg, depth: number): string {
  if (typeof arg !== 'object') return String(arg)
  const { kind, args } = arg
  if (kind === 'text') return JSON.stringify(args[0])
  if (kind === 'number' || kind === 'name') return String(args[0])
  return depth === 0 ? `${kind}(…)` : `${kind}(${args.map((one) => spelled(one, depth - 1)).join(', ')})`
}

/** A term as text; for tests. */
export function spelledTerm(term: Term): string {
  return spelled(term, DEPTH_MAX)
}
