/**
 * The checker's figures: two-phase commit with 7, 8 and 9 resource managers beside the search that is packed by hand
 * for it alone, and the replication scope; with and without memo and symmetry. Rounds are interleaved, times are CPU
 * time, rates are the median of the rounds and the best one: on a machine that others use, the best says what the code
 * can do. `npm run bench:check [-- ROUNDS]`.
 */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { twoPhaseCommit } from '../properties/examples/two-phase-commit.ts'
import { nodeId } from '../spec/names.ts'
import { check } from '../src/check/check.ts'
import type { Checked } from '../src/check/verdict.ts'
import { table } from '../src/cli/tables.ts'
import { replayerOf } from '../src/run/check-scope.ts'
import { scopeNamed } from '../src/scopes/catalogue.ts'
import type { Scope } from '../src/scopes/scope.ts'
import { handPacked } from './check-hand-packed.ts'

const ROUNDS = Number(process.argv[2] ?? 5)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

interface Counted extends Pick<Checked, 'distinct' | 'generated'> {
  readonly statistics?: Checked['statistics']
}

interface Contestant {
  readonly name: string
  readonly run: () => Counted
  /** Fewer for what takes long. */
  readonly rounds?: number
}

const members = (count: number) => Array.from({ length: count }, (_, at) => nodeId(`rm${at + 1}`))

function commit(count: number): Contestant[] {
  const group = members(count)
  const all: Contestant[] = [
    { name: `2PC N=${count}`, run: () => check(twoPhaseCommit(group)) },
    { name: `2PC N=${count}, packed by hand`, run: () => handPacked(count) },
    { name: `2PC N=${count}, symmetry`, run: () => check(twoPhaseCommit(group), { symmetry: [group] }) },
  ]
  return count < 9 ? all : all.map((one) => ({ ...one, rounds: 1 }))
}

function replication(name: string, symmetric: boolean): Contestant {
  const run = () => {
    const world = (scopeNamed('replication') as Scope).build()
    const { model, claims, setting, groups } = world
    const symmetry = symmetric ? groups : []
    return check(model, { claims, setting, symmetry, replayer: replayerOf(world) })
  }
  return { name: `replication, ${name}`, run, rounds: 1 }
}

const contestants: readonly Contestant[] = [
  ...[7, 8, 9].flatMap(commit),
  { name: '2PC N=5', run: () => check(twoPhaseCommit(members(5))) },
  { name: '2PC N=5, memo off', run: () => check(twoPhaseCommit(members(5)), { memo: false }), rounds: 1 },
  replication('symmetry', true),
  replication('no symmetry', false),
]

interface Run {
  /** CPU seconds. */
  readonly seconds: number
  readonly found: Counted
}

function measured({ run }: Contestant): Run {
  collect()
  const began = process.cpuUsage()
  const found = run()
  const { user, system } = process.cpuUsage(began)
  return { seconds: (user + system) / 1e6, found }
}

const runs = contestants.map(() => [] as Run[])
for (let round = 0; round < ROUNDS; round++) {
  contestants.forEach((contestant, at) => {
    if (round < (contestant.rounds ?? ROUNDS)) (runs[at] as Run[]).push(measured(contestant))
  })
}

const thousands = (value: number) => Math.round(value / 1000).toString()
const rows = contestants.map(({ name }, at) => {
  const all = (runs[at] as Run[]).toSorted((a, b) => a.seconds - b.seconds)
  const best = all[0] as Run
  const median = all[all.length >> 1] as Run
  const { distinct, generated, statistics } = best.found
  const rate = (count: number) => `${thousands(count / median.seconds)} (${thousands(count / best.seconds)})`
  const bytes = statistics === undefined ? '-' : (statistics.bytesVisited / distinct).toFixed(0)
  return [name, distinct, generated, rate(distinct), rate(generated), bytes, statistics?.steps ?? '-']
})
const head = [
  'search',
  'distinct',
  'generated',
  'thousand distinct a second',
  'thousand generated',
  'bytes a state',
  'XState calls',
]
console.log(table(head, rows, 160))

// What a search says that it holds, and what the heap and its buffers really grow by: the most that was seen of either.
for (const name of ['replication', 'election-3', 'vault-hardened']) {
  const { model, claims, setting, groups } = (scopeNamed(name) as Scope).build()
  const held = () => {
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return (heapUsed + arrayBuffers) / 2 ** 20
  }
  const before = held()
  let most = 0
  const onProgress = () => {
    most = Math.max(most, held() - before)
  }
  const { statistics } = check(model, { claims, setting, symmetry: groups, onProgress })
  const said = (statistics.bytesAll / 2 ** 20).toFixed(0)
  console.log(`${name}: ${said} MiB estimated, ${most.toFixed(0)} MiB held`)
}
