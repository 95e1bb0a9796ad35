/**
 * The committed counts of the scope `replication`, by a search that shares no code with the checker. About 45 s:
 *
 *     npx tsx properties/slow/replication-counts.ts
 */
import { EXPECTED } from '../../src/expected/scopes.ts'
import { scopeNamed } from '../../src/scopes/catalogue.ts'
import type { Scope } from '../../src/scopes/scope.ts'
import { PlainSearch } from '../plain-search.ts'

const { distinct, generated, depth, broken } = new PlainSearch(
  (scopeNamed('replication') as Scope).build(),
).count()
console.log(`replication: ${distinct} orbits, ${generated} generated, depth ${depth}`)
const counts = { distinct, generated, depth, verdict: broken ? 'broken' : 'holds' }
for (const [field, value] of Object.entries(counts)) {
  const committed = EXPECTED.replication?.[field as keyof typeof counts]
  if (value !== committed) throw new Error(`${field} is ${value}, committed is ${committed}`)
}
console.log('holds: all as committed')
