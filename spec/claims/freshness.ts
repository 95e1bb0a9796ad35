/**
 * SEC-5 (§10.5): no nonce, blind or fresh name is used twice. Judged by the port's own call log: a draw belongs to
 * one operation on one set of arguments. The same call again gives the same bytes, and is no second use.
 */
import type { Fact, Plain } from '../boundary.ts'
import { same } from '../canonical.ts'
import { claim } from './told.ts'

type Args = readonly unknown[]
type Fields = Readonly<Record<string, (args: Args) => unknown>>

const input = (field: string) => (args: Args) => (args[0] as Readonly<Record<string, unknown>>)[field]
const argument = (place: number) => (args: Args) => args[place]
const seed = { seed: argument(0) }

// Where each operation of the port takes its draws. A registration's blind is used by its request and its finish.
const DRAWS: Readonly<Record<string, Fields>> = {
  seal: { nonce: argument(1) },
  sealTo: { seed: argument(4) },
  sealingKeys: seed,
  signingKeys: seed,
  akeKeys: seed,
  oprfKey: seed,
  fakeRecord: seed,
  registrationRequest: { blind: argument(1) },
  registrationFinish: { envelopeNonce: input('envelopeNonce') },
  loginStart: { blind: input('blind'), nonce: input('nonce'), keyshareSeed: input('keyshareSeed') },
  loginRespond: {
    maskingNonce: input('maskingNonce'),
    nonce: input('nonce'),
    keyshareSeed: input('keyshareSeed'),
  },
}

/** Draws by the place that they were used in, with the arguments of that use. */
export interface Uses {
  /** By operation and field, then by draw. */
  readonly by: Readonly<Record<string, Readonly<Record<string, Plain>>>>
  readonly why: string | null
}

function step(before: Uses, fact: Fact): Uses {
  const fields = fact.fact === 'called' ? DRAWS[fact.op] : undefined
  if (fact.fact !== 'called' || fields === undefined) return before
  const args = fact.args as readonly Plain[]
  let after = before
  for (const [field, of] of Object.entries(fields)) {
    const draw = of(fact.args)
    if (typeof draw === 'string') after = used(after, `${fact.op} ${field}`, draw, args, fact.node)
  }
  return after
}

function used(before: Uses, place: string, draw: string, args: readonly Plain[], node: string): Uses {
  for (const [other, draws] of Object.entries(before.by)) {
    const earlier = draws[draw]
    if (earlier === undefined) continue
    if (other === place && same(earlier, args)) return before
    const where = other === place ? 'with other arguments' : `as it was in ${other}`
    return { ...before, why: before.why ?? `${node} used a draw again in ${place}, ${where}` }
  }
  return { ...before, by: { ...before.by, [place]: { ...before.by[place], [draw]: args } } }
}

/** SEC-5. */
export const sec5 = claim<Uses>({
  id: 'SEC-5',
  kind: 'step',
  section: '10.5',
  says: 'No nonce, blind or fresh name is used twice.',
  source: 'ours',
  reads: ['called'],
  start: () => ({ by: {}, why: null }),
  step,
  broken: ({ why }) => why,
  // Two draws in one place: the second could have been the first.
  witness: ({ by }) => Object.values(by).some((draws) => Object.keys(draws).length > 1),
})
