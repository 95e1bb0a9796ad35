/**
 * Replication's cost (§5.6): `npm run bench:consensus`. Commands a second of CPU time and messages per command,
 * through three and seven replicas, with and without batching and sessions; steps a second of the machine alone.
 * Messages are delivered in order and no time passes: what is measured is the machines' work, not a network.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { fleetWorld, noting, replicas } from '../properties/consensus-fleet.ts'
import { stepsOf } from '../properties/consensus-steps.ts'
import type { Choice } from '../spec/boundary.ts'
import { published } from '../spec/profiles.ts'
import { step } from '../spec/step.ts'
import type { World } from '../src/sim/world.ts'

const COMMANDS = 500
/** Proposals that wait for their commit at any time. */
const OUTSTANDING = 64

interface Load {
  readonly size: number
  readonly batch: number
  readonly sessions: boolean
}

interface Result {
  readonly seconds: number
  readonly messages: number
  readonly steps: number
}

function load({ size, batch, sessions }: Load): Result {
  const nodes = replicas(size)
  const leader = nodes[0]!
  const operations = Array.from({ length: COMMANDS }, (_, i) => noting(leader, `c${i}`))
  const { simulation } = fleetWorld({
    ...{ size, profile: published, operations, sessions, remember: false },
    tuning: { batchEntriesMax: batch, snapshotEntries: 256 },
  })
  let world: World = simulation.initial
  let [messages, steps, noted] = [0, 0, 0]
  const take = (choice: Omit<Choice, 'ordinal'>): void => {
    const happened = simulation.apply(world, { ordinal: 0, ...choice })
    if (!happened.ok) throw new Error(happened.why)
    world = happened.world
    messages += happened.sent.length
    steps++
    noted += happened.facts.filter(({ fact }) => fact === 'outcome').length
  }
  const deliverAll = (while_: () => boolean = () => true): void => {
    while (world.flights.length > 0 && while_()) {
      const { from, to } = world.flights[0]!
      take({ kind: 'deliver', nodes: [from, to] })
    }
  }
  for (const node of nodes) take({ kind: 'boot', nodes: [node] })
  deliverAll()
  take({ kind: 'timer', nodes: [leader] })
  deliverAll()
  ;[messages, steps] = [0, 0]
  const began = cpuMs()
  let begun = 0
  while (noted < COMMANDS) {
    while (begun < COMMANDS && begun - noted < OUTSTANDING) {
      take({ kind: 'begin', nodes: [leader] })
      begun++
    }
    if (world.flights.length === 0) take({ kind: 'timer', nodes: [leader] })
    deliverAll(() => begun === COMMANDS || begun - noted >= OUTSTANDING)
  }
  return { seconds: (cpuMs() - began) / 1000, messages, steps }
}

// Of this process alone, so that a busy machine is not measured.
function cpuMs(): number {
  return process.cpuUsage().user / 1000
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!
}

for (const sessions of [false, true]) {
  for (const size of [3, 7]) {
    for (const batch of [16, 1]) {
      const runs = [1, 2, 3].map(() => load({ size, batch, sessions }))
      const { messages, steps } = runs[0]!
      const seconds = median(runs.map((run) => run.seconds))
      const rate = (count: number) => Math.round(count / seconds).toLocaleString('en')
      console.log(
        `${size} replicas, ${batch === 1 ? 'no batching' : `batches of ${batch}`}, ` +
          `${sessions ? 'sessions' : 'no sessions'}: ${rate(COMMANDS)} commands a second, ` +
          `${(messages / COMMANDS).toFixed(2)} messages a command, ${rate(steps)} steps of nodes a second`,
      )
    }
  }
}

const { steps } = stepsOf(published, 6, 1500)
const taken = steps.map(({ part, snapshot, event }) => ({
  part,
  snapshot: snapshot as AnyMachineSnapshot,
  event,
}))
const times = Array.from({ length: 7 }, () => {
  const began = cpuMs()
  for (const { part, snapshot, event } of taken) step(part.machine, snapshot, event)
  return cpuMs() - began
})
const each = median(times) / taken.length
console.log(
  `the machine alone: ${Math.round(1000 / each).toLocaleString('en')} steps a second, of ${taken.length} distinct`,
)
