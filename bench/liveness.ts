/**
 * How long it takes (§5.12): `npm run bench:liveness -- [seeds] [first]`. Fault-free seeds of the swarm, either profile: ticks
 * until a fleet has a leader, by its size, and ticks from the beginning of each operation to its end; the worst of all
 * beside the bounds. No rotations and no handovers: what one of them falls upon has a bound of its own.
 */
import { leaderBoundTicks, operationBoundTicks } from '../spec/consensus/bounds.ts'
import type { NodeId } from '../spec/names.ts'
import { buildWorld } from '../src/run/world.ts'
import { generate } from '../src/sim/generator.ts'
import { swarm } from '../src/sim/swarm.ts'

const [seeds, first] = [Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 1)]
/** Operations that begin later are left out: a run is then short. */
const BEGUN_BEFORE_TICKS = 4_000

interface Worst {
  count: number
  ticks: number
  seed: number
}

const leaders = new Map<number, Worst>()
const operation: Worst = { count: 0, ticks: 0, seed: 0 }

function note(worst: Worst, ticks: number, seed: number): void {
  worst.count++
  if (ticks > worst.ticks) Object.assign(worst, { ticks, seed })
}

function leaderOf(size: number): Worst {
  const known = leaders.get(size) ?? { count: 0, ticks: 0, seed: 0 }
  leaders.set(size, known)
  return known
}

function measure(seed: number): void {
  const profile = seed % 2 === 0 ? 'published' : 'hardened'
  const { setup, plan } = swarm(String(seed), { profile, adversary: 'none', crypto: 'ideal' })
  const { simulation, setting } = buildWorld(setup)
  const isUser = (node: NodeId | undefined) => node !== undefined && setting.clients.includes(node)
  const planned = plan.planned.filter(({ at, nodes }) => at < BEGUN_BEFORE_TICKS && isUser(nodes?.[0]))
  const waiting = new Set(Object.keys(setting.fleets))
  const open = new Map<string, number>()
  for (const { happened } of generate(simulation, { ...plan, planned }, String(seed))) {
    const { now } = happened.world
    for (const fact of happened.facts) {
      if (fact.fact === 'told' && fact.event.type === 'roleChanged') {
        const { leads } = fact.event as { leads?: boolean }
        const fleet = [...waiting].find((name) => setting.fleets[name]?.includes(fact.node))
        if (leads && fleet !== undefined) {
          waiting.delete(fleet)
          note(leaderOf(setting.fleets[fleet]?.length ?? 0), now, seed)
        }
      }
      if (fact.fact === 'began' && isUser(fact.node)) open.set(fact.node, now)
      if (fact.fact === 'outcome' && open.has(fact.node)) {
        note(operation, now - (open.get(fact.node) as number), seed)
        open.delete(fact.node)
      }
    }
    if (now > BEGUN_BEFORE_TICKS && open.size === 0 && waiting.size === 0) return
  }
}

for (let seed = first; seed < first + seeds; seed++) measure(seed)
const line = (what: string, { count, ticks, seed }: Worst, bound: number) =>
  console.log(
    `${what}: worst of ${count} is ${ticks} ticks (seed ${seed}); bound ${bound}, ${(bound / ticks).toFixed(2)} times that`,
  )
console.log(`${seeds} fault-free seeds, from ${first} on`)
for (const [size, worst] of [...leaders].sort(([a], [b]) => a - b)) {
  line(`a leader of ${size}`, worst, leaderBoundTicks(size))
}
line('an operation', operation, operationBoundTicks())
