/**
 * How long it takes (§5.12): `npm run bench:liveness -- [seeds]`. Fault-free seeds of the swarm, either profile: ticks until
 * every fleet has a leader, and ticks from the beginning of each operation to its end; the worst of all, in
 * round trips and election timeouts, beside the bounds that the second phase of a run is made of.
 */
import {
  LEADER_BOUND,
  leaderBoundTicks,
  OPERATION_BOUND,
  operationBoundTicks,
} from '../spec/consensus/bounds.ts'
import { TUNING } from '../spec/consensus/tuning.ts'
import { buildWorld } from '../src/run/world.ts'
import { generate } from '../src/sim/generator.ts'
import { swarm } from '../src/sim/swarm.ts'

const seeds = Number(process.argv[2] ?? 200)
/** Operations that begin later are left out: a run is then short. */
const BEGUN_BEFORE_TICKS = 4_000

interface Worst {
  ticks: number
  /** Of its bound, at that run's delays. */
  share: number
  seed: number
}

function note(worst: Worst, ticks: number, bound: number, seed: number): void {
  if (ticks > worst.ticks) worst.ticks = ticks
  if (ticks / bound > worst.share) Object.assign(worst, { share: ticks / bound, seed })
}

function measure(seed: number, leader: Worst, operation: Worst): void {
  const profile = seed % 2 === 0 ? 'published' : 'hardened'
  const { setup, plan } = swarm(String(seed), { profile, adversary: 'none', crypto: 'ideal' })
  const planned = plan.planned.filter(({ at }) => at < BEGUN_BEFORE_TICKS)
  const { simulation, setting } = buildWorld(setup)
  const waiting = new Set(Object.keys(setting.fleets))
  const open = new Map<string, number>()
  const roundTrip = 2 * plan.delay.max
  for (const { happened } of generate(simulation, { ...plan, planned }, String(seed))) {
    const { now } = happened.world
    for (const fact of happened.facts) {
      if (
        fact.fact === 'told' &&
        fact.event.type === 'roleChanged' &&
        (fact.event as { leads?: boolean }).leads
      ) {
        const fleet =
          Object.keys(setting.fleets).find((name) => setting.fleets[name]?.includes(fact.node)) ?? ''
        if (waiting.delete(fleet)) note(leader, now, leaderBoundTicks(roundTrip, TUNING.electionTicks), seed)
      }
      if (fact.fact === 'began' && setting.clients.includes(fact.node)) open.set(fact.node, now)
      if (fact.fact === 'outcome' && open.has(fact.node)) {
        const ticks = now - (open.get(fact.node) as number)
        note(operation, ticks, operationBoundTicks(roundTrip, TUNING.electionTicks), seed)
        open.delete(fact.node)
      }
    }
    if (now > BEGUN_BEFORE_TICKS && open.size === 0 && waiting.size === 0) return
  }
}

const leader: Worst = { ticks: 0, share: 0, seed: 0 }
const operation: Worst = { ticks: 0, share: 0, seed: 0 }
for (let seed = 1; seed <= seeds; seed++) {
  measure(seed, leader, operation)
  if (seed % 500 === 0) console.error(`${seed} seeds: ${JSON.stringify({ leader, operation })}`)
}
const line = (what: string, { ticks, share, seed }: Worst, bound: string) =>
  console.log(
    `${what}: at worst ${ticks} ticks, and ${(100 * share).toFixed(1)}% of its bound (seed ${seed}); bound ${bound}`,
  )
console.log(
  `${seeds} fault-free seeds, election timeout ${TUNING.electionTicks} ticks, stretched by up to its length`,
)
line(
  'a leader',
  leader,
  `${LEADER_BOUND.elections} election timeouts and ${LEADER_BOUND.roundTrips} round trips`,
)
line(
  'an operation',
  operation,
  `${OPERATION_BOUND.elections} election timeouts and ${OPERATION_BOUND.roundTrips} round trips`,
)
