/**
 * Enrolments and recoveries through a whole simulated fleet (three HSMs, consensus, front end, phones), in real and in
 * ideal cryptography; and what one recovery costs in messages, persists and multiplications. `npm run bench:vault`.
 */
import type { Fact } from '../spec/boundary.ts'
import { nodeId } from '../spec/names.ts'
import { runSeed } from '../src/run/judge-run.ts'
import type { Plan, Planned } from '../src/sim/plan.ts'
import type { Act, Setup } from '../src/sim/setup.ts'

/** Of each per run; the phones take turns. */
const OPERATIONS = 40
const PHONES = 4
const ROUNDS = 5

/** RFC 9807 with 3DH: variable-base and fixed-base multiplications of each operation of the port. */
const MULTIPLICATIONS: Readonly<Record<string, number>> = {
  loginStart: 2,
  loginRespond: 5,
  loginFinish: 5,
  registrationRequest: 1,
  registrationRespond: 1,
  registrationFinish: 2,
}

function world(crypto: Setup['crypto'], what: 'enrol' | 'recover'): { setup: Setup; plan: Plan } {
  const nodes = Array.from({ length: PHONES }, (_, i) => `phone${i + 1}`)
  const acts: Act[] = nodes.map((node) => ({ node, do: 'enrol', secret: 'secret', key: 'K' }))
  const planned: Planned[] = nodes.map((node, i) => ({ at: 2_000 + i, kind: 'begin', nodes: [nodeId(node)] }))
  for (let i = 0; i < OPERATIONS; i++) {
    const node = nodes[i % PHONES] as string
    acts.push({ node, do: what, secret: 'secret', key: 'K' })
    planned.push({ at: 4_000 + 100 * i, kind: 'begin', nodes: [nodeId(node)] })
  }
  const setup: Setup = {
    ...{ crypto, profile: 'published', limit: 10, fleets: [{ name: 'a', size: 3 }], acts, budgets: {} },
    clients: nodes.map((node, i) => ({ node, account: `user${i + 1}` })),
    drawSeed: 'bench',
  }
  const plan: Plan = {
    ...{ delay: { min: 2, max: 2 }, lossPerMille: 0, duplicatePerMille: 0, rates: {}, planned },
    ...{ healAt: 1e9, revived: [], abandoned: [], endAt: 4_000 + 100 * OPERATIONS + 2_000 },
  }
  return { setup, plan }
}

interface Cost {
  messages: number
  persists: number
  multiplications: number
}

function count(cost: Cost, facts: readonly Fact[]): void {
  for (const fact of facts) {
    if (fact.fact === 'sent' && !/^(append|appended|tick)/.test(fact.message.type)) cost.messages++
    else if (fact.fact === 'persisted') cost.persists++
    else if (fact.fact === 'called') cost.multiplications += MULTIPLICATIONS[fact.op] ?? 0
  }
}

/** Seconds of this process for one run, and how many operations of the kind succeeded in it. */
function timed(crypto: Setup['crypto'], what: 'enrol' | 'recover', memo: boolean) {
  const { setup, plan } = world(crypto, what)
  const cost: Cost = { messages: 0, persists: 0, multiplications: 0 }
  const began = process.hrtime.bigint()
  const run = runSeed(setup, plan, 'bench', {
    ...{ claims: [], memo, onStep: ({ happened }) => count(cost, happened.facts) },
  })
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  const outcome = what === 'enrol' ? 'enrollmentEnded: enrolled' : 'recoveryEnded: recovered'
  return { seconds, done: run.statistics.outcomes[outcome] ?? 0, cost }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] as number

for (const crypto of ['ideal', 'real'] as const) {
  for (const what of ['enrol', 'recover'] as const) {
    const runs = Array.from({ length: ROUNDS }, () => timed(crypto, what, true))
    const { done } = runs[0] as (typeof runs)[number]
    const rate = done / median(runs.map(({ seconds }) => seconds))
    console.log(`${crypto} ${what}: ${done} done, ${rate.toFixed(1)} a second (median of ${ROUNDS} runs)`)
  }
}
const all = timed('ideal', 'recover', true)
const none = world('ideal', 'recover')
const bare: Cost = { messages: 0, persists: 0, multiplications: 0 }
runSeed({ ...none.setup, acts: none.setup.acts.slice(0, PHONES) }, none.plan, 'bench', {
  ...{ claims: [], onStep: ({ happened }) => count(bare, happened.facts) },
})
const each = (what: keyof Cost) => ((all.cost[what] - bare[what]) / all.done).toFixed(1)
console.log(
  `one recovery: ${each('messages')} messages (heartbeats and replication aside), ${each('persists')} persists, ` +
    `${each('multiplications')} multiplications, the client's stretching aside`,
)
