/** Moving a lineage to another fleet (§7.3): what remains goes along, and at no time do two fleets answer. */
import { describe, expect, test } from 'vitest'
import type { AnyStateMachine } from 'xstate'
import { actionsFor } from '../spec/actions.ts'
import { nodeId } from '../spec/names.ts'
import type { Lineage } from '../spec/vault/state.ts'
import type { Bug } from '../src/bugs/bug.ts'
import { movingBugs } from '../src/bugs/moving.ts'
import type { RunResult } from '../src/run/judge-run.ts'
import { brokenIn, fellIn } from './kept.ts'
import { begin, enrol, guess, move, PASSWORD, rotate, run, type Scene } from './moving-scene.ts'

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
      'phone2 recovered K',
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
    expect(fellIn(caught, bug.breaks, { doors: bug })).toContain(bug.breaks)
    expect(caught.witnesses[bug.breaks]).toBe(true)
  })
})

// FLT-4 after a rotation: what was enrolled at the new fleet is out of this phone's reach (ENR-1).
describe.each([
  ['published', 'phone2 recovered K'],
  ['hardened', 'phone2 notEnrolled'],
] as const)('a phone pinned to the old fleet, in %s', (profile, answer) => {
  test(`is told: ${answer}`, () => {
    const scene = run({
      ...{ profile, pinned: true, endAt: 25_000 },
      acts: [enrol, rotate, { ...enrol, key: 'K2' }, guess(PASSWORD), { ...guess(PASSWORD), node: 'phone3' }],
      planned: [
        begin(2_000, 'phone1'),
        begin(5_000, 'operator'),
        begin(8_000, 'phone1'),
        begin(13_000, 'phone2'),
        begin(18_000, 'phone3'),
      ],
    })
    expect(scene.told).toContain(answer)
    expect(scene.told.at(-1)).toBe('phone3 recovered K2')
    expect(brokenIn(scene)).toEqual([])
    expect(scene.witnesses['ENR-1']).toBe(true)
  })
})
