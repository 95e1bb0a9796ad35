/**
 * What a simulated event costs: fleets of seven HSMs in ideal cryptography, drawn as `strongroom sim` draws them. Events
 * for a second of CPU time with nobody watching, hashed and without claims, and with all claims; the memo's hit rate;
 * and where the time goes, by the sampling profiler. An event is one choice applied: a delivery, a timer, an operation,
 * a fault. `npm run bench:sim [-- SEEDS]`.
 */
import { type Profiler, Session } from 'node:inspector'
import { table } from '../src/cli/tables.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { claimsFor } from '../src/run/judges.ts'
import { buildWorld } from '../src/run/world.ts'
import { generate } from '../src/sim/generator.ts'
import { swarm } from '../src/sim/swarm.ts'

const SIZE = 7
const SEEDS = Number(process.argv[2] ?? 12)

const wanted = { profile: 'published', adversary: 'A0', crypto: 'ideal' } as const
const courses: { readonly seed: string; readonly course: ReturnType<typeof swarm> }[] = []
for (let seed = 1; courses.length < SEEDS; seed++) {
  const course = swarm(String(seed), wanted)
  if (course.setup.fleets[0]?.size === SIZE) courses.push({ seed: String(seed), course })
}

/** Events of the runs, and their virtual time in ticks of 1 ms. */
interface Count {
  readonly events: number
  readonly ticks: number
}

const counts = { taken: 0, recalled: 0 }

function alone(): Count[] {
  return courses.map(({ seed, course: { setup, plan } }) => {
    const { simulation } = buildWorld(setup)
    let [events, ticks] = [0, 0]
    for (const { happened } of generate(simulation, plan, seed)) {
      events++
      ticks = happened.world.now
    }
    counts.taken += simulation.counts.taken
    counts.recalled += simulation.counts.recalled
    return { events, ticks }
  })
}

const watched = (claims: ReturnType<typeof claimsFor>) => (): Count[] =>
  courses.map(({ seed, course: { setup, plan } }) => runSeed(setup, plan, seed, { claims, complete: true }))

function row(name: string, run: () => readonly Count[]): readonly (string | number)[] {
  const began = process.cpuUsage()
  const runs = run()
  const { user, system } = process.cpuUsage(began)
  const seconds = (user + system) / 1e6
  const sum = (field: keyof Count) => runs.reduce((all, one) => all + one[field], 0)
  const times = sum('ticks') / 1000 / seconds
  return [name, sum('events'), seconds.toFixed(1), Math.round(sum('events') / seconds), Math.round(times)]
}

// The first that fits: what a line of code is there for.
const SHARES: readonly (readonly [what: string, where: RegExp])[] = [
  ['garbage', /^\(garbage collector\)/],
  ['canonical hashes and comparisons', /spec\/canonical/],
  ['claims: folds', /spec\/claims/],
  ['claims: judges and monitor', /src\/judge/],
  ["machines: XState's interpreter", /node_modules\/xstate/],
  ['machines: guards and actions of ours', /\/spec\//],
  ['ideal cryptography', /src\/crypto/],
  ['world: memo', /sim\/memo/],
  ['world: agenda and schedule', /sim\/(generator|schedule|agenda|random)|pure-rand/],
  ['world: the rest of it', /src\/sim/],
  ['trace hash, statistics, deadlines', /src\/run/],
]

async function profiled(run: () => unknown): Promise<Profiler.Profile> {
  const session = new Session()
  session.connect()
  const post = (method: 'Profiler.enable' | 'Profiler.start') =>
    new Promise<void>((resolve) => session.post(method, () => resolve()))
  await post('Profiler.enable')
  await post('Profiler.start')
  run()
  return new Promise((resolve) => session.post('Profiler.stop', (_, { profile }) => resolve(profile)))
}

function shares({ nodes, samples = [] }: Profiler.Profile): readonly (readonly [string, string])[] {
  const places = new Map(
    nodes.map(({ id, callFrame: { functionName, url } }) => [id, url === '' ? functionName : url]),
  )
  const busy = samples.map((id) => places.get(id) as string).filter((place) => place !== '(idle)')
  const found = new Map<string, number>()
  for (const place of busy) {
    const what = SHARES.find(([, where]) => where.test(place))?.[0] ?? 'the engine itself, and other code'
    found.set(what, (found.get(what) ?? 0) + 1)
  }
  return [...found]
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, count]) => [what, `${((100 * count) / busy.length).toFixed(1)} %`])
}

const all = claimsFor('ideal')
alone()
counts.taken = 0
counts.recalled = 0
const rows = [
  row('nobody watches', alone),
  row('hashed, no claims', watched([])),
  row(`hashed, ${all.length} claims`, watched(all)),
]
console.log(table(['runs', 'events', 'CPU seconds', 'events a second', 'times real time'], rows))
const { taken, recalled } = counts
console.log(
  `${courses.length} seeds; memo: ${((100 * recalled) / (taken + recalled)).toFixed(1)} % of steps recalled`,
)
console.log(table(['where the time goes, all claims watched', 'share'], shares(await profiled(watched(all)))))
