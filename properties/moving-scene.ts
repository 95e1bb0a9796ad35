/** One account, two fleets and a rotation between them: the runs in which a record moves, or does not (§7.3). */
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { nodeId } from '../spec/names.ts'
import type { Bug } from '../src/bugs/bug.ts'
import { type RunResult, runSeed } from '../src/run/judge-run.ts'
import type { Plan, Planned } from '../src/sim/plan.ts'
import type { Act, Setup } from '../src/sim/setup.ts'

const WATCHED = CATALOGUE.filter(({ id }) => /^(FLT|LIV-3|ENR-[12]|REC-1|ATT-[16])/.test(id))
/** The password that is enrolled. */
export const PASSWORD = 'right'
/** phone1 enrols. */
export const enrol: Act = { node: 'phone1', do: 'enrol', secret: PASSWORD, key: 'K' }
/** phone1's app moves its record to the fleet that serves. */
export const move: Act = { ...enrol, do: 'move' }
/** The operator rotates to fleet b. */
export const rotate: Act = { node: 'operator', do: 'rotate', key: 'b' }
/** phone2 recovers with this password. */
export const guess = (secret: string): Act => ({ node: 'phone2', do: 'recover', secret })

/** What a run is made of. */
export interface Scene {
  readonly acts: readonly Act[]
  readonly planned: readonly Planned[]
  readonly limit?: number
  readonly bug?: Bug
  readonly endAt?: number
  readonly profile?: Setup['profile']
  /** phone2's app trusts the first fleet alone. */
  readonly pinned?: true
}

interface Outcome {
  readonly outcome: string
  readonly attemptsLeft?: number
  readonly key?: string
}

/** Lets a node begin its next act, at this tick. */
export const begin = (at: number, node: string): Planned => ({ at, kind: 'begin', nodes: [nodeId(node)] })

/** Runs a scene, with what the phones were told in order: name, outcome, attempts left, K. */
export function run({
  acts,
  planned,
  limit,
  bug,
  endAt,
  profile = 'hardened',
  pinned,
}: Scene): RunResult & { readonly told: readonly string[] } {
  const setup: Setup = {
    crypto: 'ideal',
    profile,
    limit: limit ?? 3,
    fleets: [
      { name: 'a', size: 3 },
      { name: 'b', size: 3 },
    ],
    clients: ['phone1', 'phone2', 'phone3'].map((node) => ({
      ...{ node, account: 'user1' },
      ...(pinned && node === 'phone2' ? { pinned } : {}),
    })),
    acts,
    budgets: { crash: 10, pause: 10 },
    drawSeed: 'moving',
  }
  const plan: Plan = {
    delay: { min: 2, max: 10 },
    lossPerMille: 0,
    duplicatePerMille: 0,
    rates: {},
    planned,
    healAt: endAt ?? 45_000,
    revived: [],
    abandoned: [],
    endAt: endAt ?? 45_000,
  }
  const told: string[] = []
  const doors = bug !== undefined && 'provide' in bug ? { part: bug.part, provide: bug.provide } : {}
  const result = runSeed(setup, plan, 'moving', {
    claims: WATCHED,
    doors,
    onStep: ({ happened }) => {
      for (const fact of happened.facts) {
        if (fact.fact !== 'outcome') continue
        const { outcome, attemptsLeft, key } = fact.event as never as Outcome
        told.push(
          [fact.node.slice(1), outcome, attemptsLeft, key?.match(/K2?(?=\W)/)?.[0]]
            .filter((word) => word !== undefined)
            .join(' '),
        )
      }
    },
  })
  return { ...result, told }
}
