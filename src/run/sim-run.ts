/** One seed of `strongroom sim`, judged: what a worker sends back. */
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { isClaimed } from '../expected/cells.ts'
import type { Adversary } from '../sim/adversary/table.ts'
import { swarm } from '../sim/swarm.ts'
import { formatTrace } from '../trace/format.ts'
import { type RunResult, runSeed } from './judge-run.ts'
import type { Statistics } from './statistics.ts'
import { traceOf } from './trace-of.ts'
import type { Doors } from './world.ts'

/** What all runs of one call have in common. */
export interface SimSettings {
  readonly profile: string
  readonly adversary: Adversary
  readonly crypto: 'real' | 'ideal'
}

/** Holds, broken, or nothing happened that would show anything. */
export type Verdict = 'holds' | 'broken' | 'inconclusive'

/** One run in the JSON report; its fields are stable. */
export interface SimRun {
  readonly seed: number
  readonly events: number
  readonly ticks: number
  readonly traceHash: string
  readonly verdict: Verdict
  /** `holds`, or where and why it broke. */
  readonly claims: Readonly<Record<string, string>>
  readonly witnesses: Readonly<Record<string, boolean>>
  /** The trace file of a broken run. */
  readonly trace?: string
  /** The page that shows it, at the step that breaks the claim. */
  readonly page?: string
}

/** A run with what is added up over all runs. */
export interface Judged {
  readonly run: SimRun
  readonly statistics: Statistics
  /** The claim that made it a failure, if one did. */
  readonly broke: string | null
}

/** Runs one seed; `doors` as `doorsFor` makes them. */
export function simulateSeed(seed: number, settings: SimSettings, doors: Doors): Judged {
  const { setup, plan } = swarm(String(seed), settings)
  const result = runSeed(setup, plan, String(seed), { claims: CATALOGUE, doors })
  const { events, ticks, traceHash, witnesses, statistics } = result
  const broke =
    result.broken.find(({ id }) => isClaimed(id, settings.profile, settings.adversary))?.id ?? null
  const idle = Object.keys(statistics.outcomes).length === 0
  const verdict = broke !== null ? 'broken' : idle ? 'inconclusive' : 'holds'
  return {
    run: { seed, events, ticks, traceHash, verdict, claims: claimsOf(result), witnesses },
    statistics,
    broke,
  }
}

function claimsOf({ broken }: RunResult): Record<string, string> {
  const claims: Record<string, string> = Object.fromEntries(CATALOGUE.map(({ id }) => [id, 'holds']))
  for (const { id, why, step } of broken) claims[id] = `broken at step ${step}: ${why}`
  return claims
}

/** The text of a seed's trace file: the run once more, this time with a hash for each step. */
export function traceText(seed: number, settings: SimSettings, doors: Doors, claim?: string): string {
  const { setup, plan } = swarm(String(seed), settings)
  const again = runSeed(setup, plan, String(seed), { claims: CATALOGUE, doors, hashes: true })
  return formatTrace(traceOf(again, String(seed), claim))
}

/** The verdict over many runs: inconclusive only if every run was. */
export function overall(runs: readonly { readonly verdict: Verdict }[]): Verdict {
  if (runs.some(({ verdict }) => verdict === 'broken')) return 'broken'
  return runs.every(({ verdict }) => verdict === 'inconclusive') ? 'inconclusive' : 'holds'
}
