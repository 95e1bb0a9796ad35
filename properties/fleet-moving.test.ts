/** Moving a lineage to another fleet (§7.3): what remains goes along, and at no time do two fleets answer. */
import { describe, expect, test } from 'vitest'
import type { AnyStateMachine } from 'xstate'
import { actionsFor } from '../spec/actions.ts'
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { nodeId } from '../spec/names.ts'
import type { Lineage } from '../spec/vault/state.ts'
import type { Bug } from '../src/bugs/bug.ts'
import { movingBugs } from '../src/bugs/moving.ts'
import { type RunResult, runSeed } from '../src/run/judge-run.ts'
import type { Plan, Planned } from '../src/sim/plan.ts'
import type { Act, Setup } from '../src/sim/setup.ts'
import { brokenIn } from './kept.ts'

const WATCHED = CATALOGUE.filter(({ id }) => /^(FLT|LIV-3|ENR-[12]|REC-1|ATT-[16])/.test(id))
const PASSWORD = 'right'
const enrol: Act = { node: 'phone1', do: 'enrol', secret: PASSWORD, key: 'K' }
const move: Act = { ...enrol, do: 'move' }
const rotate: Act = { node: 'operator', do: 'rotate', key: 'b' }
const guess = (secret: string): Act => ({ node: 'phone2', do: 'recover', secret })

interface Scene {
  readonly acts: readonly Act[]
  readonly planned: readonly Planned[]
  readonly limit?: number
  readonly bug?: Bug
  readonly endAt?: number
}

const begin = (at: number, node: string): Planned => ({ at, kind: 'begin', nodes: [nodeId(node)] })

function run({ acts, planned, limit, bug, endAt }: Scene): RunResult & { readonly told: readonly string[] } {
  const setup: Setup = {
    crypto: 'ideal',
    profile: 'hardened',
    limit: limit ?? 3,
    fleets: [
      { name: 'a', size: 3 },
      { name: 'b', size: 3 },
    ],
    clients: ['phone1', 'phone2'].map((node) => ({ node, account: 'user1' })),
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
        const { outcome, attemptsLeft } = fact.event as never as { outcome: string; attemptsLeft?: number }
        told.push([fact.node.slice(1), outcome, attemptsLeft].filter((word) => word !== undefined).join(' '))
      }
    },
  })
  return { ...result, told }
}

/** The lineage of the account as most HSMs of a fleet have it. */
function lineageAt({ world }: RunResult, fleet: string): Lineage | undefined {
  const contexts = world.locals.flatMap(({ machines }) => {
    const { context } = (machines.vault ?? { context: null }) as {
      context: { secrets: { keys: { fleet: string } } | null; lineages: Record<string, Lineage> } | null
    }
    return context?.secrets?.keys.fleet === fleet ? [context.lineages['#user1']] : []
  })
  return contexts.find((one) => one !== undefined)
}

// What a message that is lost comes to.
const withoutAcknowledging = (machine: AnyStateMachine) =>
  machine.provide({
    actions: { acknowledge: actionsFor<object, never>().ask(() => []) },
  } as never) as AnyStateMachine

const ordinary: Scene = {
  endAt: 25_000,
  acts: [enrol, guess('wrong1'), rotate, move, guess('wrong2'), guess(PASSWORD)],
  planned: [
    begin(2_000, 'phone1'),
    begin(4_000, 'phone2'),
    begin(7_000, 'operator'),
    begin(9_000, 'phone1'),
    begin(14_000, 'phone2'),
    begin(20_000, 'phone2'),
  ],
}

describe('a record that moves', () => {
  const moved = run(ordinary)

  test('brings what was left of its budget', () => {
    expect(moved.told).toEqual([
      'phone1 enrolled',
      'phone2 wrongPassword 2',
      'operator activated',
      'phone1 enrolled',
      'phone2 wrongPassword 1',
      'phone2 recovered',
    ])
    expect(brokenIn(moved)).toEqual([])
  })

  test('leaves a receipt at the old fleet, until the phone has acknowledged it', () => {
    const silent = { ...(movingBugs[0] as Bug), part: 'enrollment', provide: withoutAcknowledging }
    const kept = run({ ...ordinary, bug: silent })
    expect(brokenIn(kept)).toEqual([])
    expect(lineageAt(kept, 'a')).toMatchObject({ active: null, pending: null, closed: { remaining: 2 } })
    expect(lineageAt(moved, 'a')).toBeUndefined()
    expect(lineageAt(moved, 'b')).toMatchObject({ closed: null, pending: null })
    expect(lineageAt(moved, 'b')?.active).not.toBeNull()
  })

  test('with nothing left has nothing left', () => {
    const spent = run({
      ...ordinary,
      limit: 1,
      acts: [enrol, guess('wrong1'), rotate, move, guess(PASSWORD)],
      planned: ordinary.planned.slice(0, 5),
    })
    expect(spent.told.at(-1)).toMatch(/^phone2 (exhausted|wrongPassword)/)
    expect(brokenIn(spent)).toEqual([])
  })

  test('is not activated without a receipt: a phone that crashes anywhere finishes the move later', () => {
    for (let ordinal = 0; ordinal < 2; ordinal++) {
      for (const at of [9_040, 9_080]) {
        const crashed = run({
          acts: [enrol, rotate, move],
          planned: [
            begin(2_000, 'phone1'),
            begin(7_000, 'operator'),
            begin(9_000, 'phone1'),
            { at, kind: 'crashWithin', nodes: [nodeId('phone1')], ordinal },
            { at: 12_000, kind: 'boot', nodes: [nodeId('phone1')] },
          ],
          endAt: 22_000,
        })
        expect(brokenIn(crashed)).toEqual([])
        const [old, young] = [lineageAt(crashed, 'a'), lineageAt(crashed, 'b')]
        // Either it has not left, or it has arrived: a pending record answers nobody.
        expect([old?.active ?? null, young?.active ?? null].filter((one) => one !== null)).toHaveLength(1)
      }
    }
  })
})

// Shown the old fleet before the move, this phone asks it after the move.
const steered: Scene = {
  limit: 2,
  acts: [enrol, guess('wrong1'), guess('wrong2'), rotate, move, guess('wrong3'), guess('wrong4')],
  planned: [
    begin(2_000, 'phone1'),
    begin(4_000, 'phone2'),
    begin(6_000, 'operator'),
    begin(8_000, 'phone2'),
    { at: 8_003, kind: 'pause', nodes: [nodeId('phone2')] },
    begin(9_000, 'phone1'),
    { at: 14_000, kind: 'resume', nodes: [nodeId('phone2')] },
    begin(24_000, 'phone2'),
    begin(34_000, 'phone2'),
  ],
}

describe('whoever is steered to the old fleet', () => {
  test('gets no guess there', () => {
    const run1 = run(steered)
    expect(run1.told).toContain('operator activated')
    expect(brokenIn(run1)).toEqual([])
  })

  test.each(movingBugs.map((bug) => [bug.id, bug] as const))('%s is green on an honest course', (_, bug) => {
    expect(brokenIn(run({ ...ordinary, bug }), { doors: bug })).toEqual([])
  })

  test.each(movingBugs.map((bug) => [bug.id, bug] as const))('%s is caught by ATT-6', (_, bug) => {
    const caught = run({ ...steered, bug })
    expect(caught.broken.map(({ id }) => id)).toContain(bug.breaks)
    expect(caught.witnesses[bug.breaks]).toBe(true)
  })
})
