/** The drawn runs that the suites of the protocols look at (protocols.test.ts): each seed once, for all claims. */
import fc from 'fast-check'
import type { Fact, Setting } from '../spec/boundary.ts'
import { endOf, OUTAGE_READS, startOutages, stepOutages } from '../spec/claims/outages.ts'
import { PROFILES } from '../spec/profiles.ts'
import { isClaimed, madeUnder } from '../src/expected/cells.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { cellOf, cellsIn, claimsFor } from '../src/run/judges.ts'
import { pairOf } from '../src/run/pairs-run.ts'
import type { Statistics } from '../src/run/statistics.ts'
import { buildWorld } from '../src/run/world.ts'
import { CAPABILITIES } from '../src/sim/adversary/table.ts'
import type { Step } from '../src/sim/generator.ts'
import type { Setup } from '../src/sim/setup.ts'
import { swarm } from '../src/sim/swarm.ts'
import { brokenIn } from './kept.ts'

/** A profile under an adversary. */
export interface Column {
  readonly profile: string
  readonly adversary: string
}

/** What users, watchers and operators were told in a run, and what it began from. */
export interface Told {
  readonly setup: Setup
  readonly told: readonly Readonly<Record<string, unknown>>[]
}

/** What became of the runs of a column. */
export interface Ran {
  /** What is claimed and broke, with the line that says how to see it again. */
  readonly broken: readonly { readonly cell: string; readonly line: string }[]
  /** Claims that are made in this column and whose witness was seen, once for each run. */
  readonly witnessed: readonly string[]
  readonly statistics: readonly Statistics[]
  readonly runs: readonly Told[]
  /** Seeds that were run again, and of them those that hashed otherwise. */
  readonly again: readonly number[]
  readonly differing: readonly number[]
  /** Of each fleet at the end of a run: `lives`, or why it may rightly stand still (§5.12). */
  readonly ends: readonly string[]
}

/** Seed of fast-check's, the same for each column; it draws one run for each. */
const FAST_CHECK_SEED = 3
/** Seeds that come before, or in its place: short runs that see what others seldom do. */
const FIRST: Readonly<Record<string, readonly number[]>> = {
  'published A0': [84, 126],
  'published A3': [14],
  'hardened A0': [605, 638, 671, 805_809],
  'hardened A3': [413, 822_424],
  'hardened A7': [227, 407, 999_996],
  'hardened A9': [21, 71],
}
/** Runs of so many events at most are run again. */
const SHORT_EVENTS: Readonly<Record<string, number>> = { published: 9_300, hardened: 4_000 }
/** HSMs and phones of drawn runs at most: larger ones are for the matrix (§10.9). */
const [HSMS_MAX, PHONES_MAX] = [4, 3]

/** Every column in which some of these claims is made by the table itself, in the order of the table of adversaries. */
export function columnsOf(claims: readonly string[]): readonly Column[] {
  return Object.keys(PROFILES).flatMap((profile) => {
    const made = new Set(claims.flatMap((claim) => madeUnder(claim, profile)))
    return CAPABILITIES.filter(({ id }) => made.has(id)).map(({ id: adversary }) => ({ profile, adversary }))
  })
}

const PAIRED = ['SEC-2', 'SEC-3'] as const

/** Every column. */
export const COLUMNS = columnsOf([...claimsFor('ideal').flatMap(({ id }) => cellsIn(id)), ...PAIRED])

const known = new Map<string, Ran>()

/** The runs of a column, run when they are first asked for. */
export function ran(column: Column): Ran {
  const name = `${column.profile} ${column.adversary}`
  const before = known.get(name)
  if (before !== undefined) return before
  const sink: Sink = {
    ...{ broken: [], witnessed: [], statistics: [] },
    ...{ runs: [], again: [], differing: [], ends: [] },
  }
  const first = FIRST[name] ?? []
  const small = fc.nat(1_000_000).filter((seed) => isSmall(column, seed))
  const details = fc.check(
    fc.property(small, (seed) => one(column, seed, sink)),
    {
      ...{ seed: FAST_CHECK_SEED, numRuns: Math.max(first.length, 1), endOnFailure: true },
      examples: first.map((seed): [number] => [seed]),
    },
  )
  if (details.errorInstance instanceof Error) throw details.errorInstance
  const where = `fast-check seed ${details.seed}, path ${details.counterexamplePath}`
  const result: Ran = {
    ...sink,
    broken: sink.broken.map(({ cell, line }) => ({ cell, line: `${name}, ${where}: ${line}` })),
  }
  known.set(name, result)
  return result
}

type Sink = { -readonly [K in keyof Ran]: Ran[K] extends readonly (infer T)[] ? T[] : never }

const drawn = ({ profile, adversary }: Column, seed: number) =>
  swarm(String(seed), { profile, adversary, crypto: 'ideal' })

function isSmall(column: Column, seed: number): boolean {
  const { fleets, clients } = drawn(column, seed).setup
  const hsms = fleets.reduce((sum, { size }) => sum + size, 0)
  return (
    fleets[0]?.size === 3 && hsms <= HSMS_MAX && clients.filter(({ rogue }) => !rogue).length <= PHONES_MAX
  )
}

// False where something that is claimed broke: fast-check then says which of its runs it was.
function one(column: Column, seed: number, sink: Sink): boolean {
  const { profile, adversary } = column
  const { setup, plan } = drawn(column, seed)
  const facts: Fact[] = []
  const onStep = ({ happened }: Step) => {
    for (const fact of happened.facts) if (KEPT.includes(fact.fact)) facts.push(fact)
  }
  const run = runSeed(setup, plan, String(seed), { claims: claimsFor('ideal'), onStep })
  if (run.events <= (SHORT_EVENTS[profile] ?? 0)) {
    sink.again.push(seed)
    const { traceHash } = runSeed(setup, plan, String(seed), { claims: [] })
    if (traceHash !== run.traceHash) sink.differing.push(seed)
  }
  const made = (cell: string) => isClaimed(cell, profile, adversary)
  const fell = run.broken.map(({ id, why }) => cellOf(id, why)).filter(made)
  const lines = brokenIn(run, { counts: made })
  sink.broken.push(...fell.map((cell, i) => ({ cell, line: `run seed ${seed}: ${lines[i]}` })))
  for (const [id, seen] of Object.entries(run.witnesses))
    if (seen) sink.witnessed.push(...cellsIn(id).filter(made))
  sink.statistics.push(run.statistics)
  sink.runs.push({
    setup,
    told: facts.flatMap((fact) => (fact.fact === 'outcome' ? [fact.event as never] : [])),
  })
  sink.ends.push(...endsOf(buildWorld(setup).setting, facts))
  inPairs(column, seed, PAIRED.filter(made), sink)
  return sink.broken.length === 0
}

function inPairs(
  { profile, adversary }: Column,
  seed: number,
  ids: readonly ('SEC-2' | 'SEC-3')[],
  sink: Sink,
): void {
  if (ids.length === 0) return
  const pair = pairOf(seed, profile, adversary)
  for (const id of ids) {
    if (pair[id] !== null) sink.broken.push({ cell: id, line: `pair of seed ${seed}: ${id}: ${pair[id]}` })
    if (pair.witnessed) sink.witnessed.push(id)
  }
}

const KEPT: readonly Fact['fact'][] = [...OUTAGE_READS, 'outcome']

/** Of each fleet: does liveness claim anything of it after these facts, and if not, why (§5.12)? */
export function endsOf(setting: Setting, facts: readonly Fact[]): string[] {
  const outages = facts.reduce(stepOutages, startOutages(setting))
  return Object.keys(setting.fleets).map((fleet) => endOf(outages, fleet) ?? 'lives')
}
