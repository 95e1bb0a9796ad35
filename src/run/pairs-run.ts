/** SEC-2 and SEC-3 in a drawn run (§10.5): one enrolment, one recovery with the right word, and once more with a wrong one. */
import { nodeId } from '../../spec/names.ts'
import type { Doors } from '../bugs/doors.ts'
import type { Adversary } from '../sim/adversary/table.ts'
import type { Act, Setup } from '../sim/setup.ts'
import { swarm } from '../sim/swarm.ts'
import { formatTrace } from '../trace/format.ts'
import { type Pair, runPair } from './secrecy.ts'
import { traceOf } from './trace-of.ts'

/** What became of a pair of runs. */
export interface Paired {
  /** Where the two look different, or null. */
  readonly 'SEC-2': string | null
  readonly 'SEC-3': string | null
  /** One recovered and the other was refused: the pair shows something. */
  readonly witnessed: boolean
  readonly events: number
}

/** The pair of this seed: its fleet, network, faults and adversary, with two acts of the first phone alone. */
export function pairOf(seed: number, profile: string, adversary: Adversary, doors: Doors = {}): Paired {
  const pair = runsOf(seed, profile, adversary, doors)
  const outcomes = [pair.one, pair.other].map(({ statistics }) => Object.keys(statistics.outcomes))
  const witnessed =
    outcomes[0]?.includes('recoveryEnded: recovered') === true &&
    outcomes[1]?.includes('recoveryEnded: wrongPassword') === true
  return { 'SEC-2': pair['SEC-2'], 'SEC-3': pair['SEC-3'], witnessed, events: pair.one.events }
}

/** The trace files of the two runs, with the right word and with a wrong one, to be laid side by side. */
export function pairTexts(seed: number, profile: string, adversary: Adversary): readonly [string, string] {
  const { one, other } = runsOf(seed, profile, adversary, {})
  const right = traceOf(one, String(seed))
  const wrong = traceOf(other, String(seed))
  // The second run's choices are the first one's: its end is where they end.
  return [formatTrace(right), formatTrace({ ...wrong, header: { ...wrong.header, complete: false } })]
}

function runsOf(seed: number, profile: string, adversary: Adversary, doors: Doors): Pair {
  const { setup, plan } = swarm(String(seed), { profile, adversary, crypto: 'ideal' })
  const phone = setup.clients[0]?.node as string
  const theirs = setup.acts.filter(
    ({ node }) => !setup.clients.some((one) => one.node === node && !one.rogue),
  )
  const acts = (secret: string): Act[] => [
    { node: phone, do: 'enrol', secret: 'word1', key: 'K-pair' },
    { node: phone, do: 'recover', secret },
    ...theirs,
  ]
  const kept = plan.planned.filter(({ kind, nodes }) => {
    const phones = setup.clients.filter(({ rogue }) => rogue === undefined)
    return kind !== 'begin' || !phones.some(({ node }) => nodeId(node) === nodes?.[0])
  })
  const begins = [4_000, 16_000].map((at) => ({ at, kind: 'begin', nodes: [nodeId(phone)] }))
  const typing = (secret: string): Setup => ({ ...setup, limit: 10, acts: acts(secret) })
  const driven = { ...plan, planned: [...kept, ...begins] }
  return runPair(typing('word1'), typing('another'), driven, String(seed), doors)
}
