/** A rotation cut at every step (§7.3): it resumes or is abandoned cleanly, and is never half active. */
import { describe, expect, test } from 'vitest'
import { hashOf, hex } from '../spec/canonical.ts'
import type { Bundle } from '../spec/fleet/bundle.ts'
import type { Rotation } from '../spec/fleet/rotation-context.ts'
import type { NodeId } from '../spec/names.ts'
import type { Planned } from '../src/sim/plan.ts'
import {
  act,
  begin,
  brief,
  type Course,
  failures,
  type Ran,
  ROTATE,
  ran,
  wish,
} from './examples/fleet-run.ts'
import { FRONT, hsms, OPERATOR } from './examples/fleet-world.ts'

const B = hsms('b', 3)

/** Where a rotation may stand when everything has calmed down: nowhere, or at its end. */
function standsCleanly(run: Ran): void {
  const rotation = run.cells(OPERATOR).rotation as Rotation | undefined
  const served = run.cells(FRONT)['bundles.serving'] ?? 'a'
  expect(rotation === undefined ? 'a' : rotation.stage === 'overlap' ? 'b' : rotation.stage).toBe(served)
  const holders = B.filter((node) => (run.cells(node)['fleet.bundle'] as Bundle | undefined)?.epoch === 2)
  if (served === 'b') expect(holders.length).toBeGreaterThanOrEqual(2)
  const keys = B.map((node) => run.cells(node)['fleet.keys']).filter((one) => one !== undefined)
  expect(new Set(keys.map((one) => hex(hashOf(one)))).size).toBeLessThanOrEqual(1)
  expect(failures(run)).toEqual([])
}

/** One step of the undisturbed rotation: when, at which node, and how many effects it had. */
interface Moment {
  readonly at: number
  readonly node: NodeId
  readonly effects: number
}

const EFFECTS: readonly string[] = ['persisted', 'erased', 'sent', 'told', 'outcome']

// A node's steps of one tick are one moment: a plan cannot tell them apart.
function moments(): Moment[] {
  const found = new Map<string, Moment>()
  ran({
    operations: [ROTATE],
    planned: [begin(1_000, OPERATOR)],
    endAt: 1_900,
    onStep: ({ choice, happened }) => {
      if (choice.kind !== 'deliver' || happened.world.now < 1_000) return
      const node = choice.nodes[1] as NodeId
      const effects = happened.facts.filter(({ fact }) => EFFECTS.includes(fact)).length
      const key = `${happened.world.now} ${node}`
      found.set(key, {
        at: happened.world.now,
        node,
        effects: Math.max(effects, found.get(key)?.effects ?? 0),
      })
    },
  })
  return [...found.values()]
}

const MOMENTS = moments()

function disturbed(planned: readonly Planned[]): Ran {
  const course: Course = {
    operations: [ROTATE, wish()],
    planned: [begin(1_000, OPERATOR), ...planned, begin(8_000)],
    endAt: 12_000,
  }
  return ran(course)
}

function completes(run: Ran, where: string): void {
  standsCleanly(run)
  expect(brief(run).at(-1), where).toBe('keysTrusted b 2')
  expect((run.cells(OPERATOR).rotation as Rotation).stage, where).toBe('overlap')
}

describe('every step of a rotation', () => {
  test('is known: ceremony, stamp, publication, activation, closing', () => {
    expect(MOMENTS.length).toBeGreaterThan(20)
    expect(new Set(MOMENTS.map(({ node }) => node)).size).toBe(9)
  })

  test('cut short after each of its effects, by a crash: it resumes and completes', () => {
    let cuts = 0
    for (const { at, node, effects } of MOMENTS) {
      for (let ordinal = 0; ordinal <= effects; ordinal++) {
        const run = disturbed([
          { at, kind: 'crashWithin', nodes: [node], ordinal },
          { at: at + 400, kind: 'boot', nodes: [node] },
        ])
        completes(run, `${node} at ${at}, after ${ordinal} effects`)
        cuts++
      }
    }
    expect(cuts).toBeGreaterThan(60)
  })

  test('with its node cut off for two seconds: it waits and completes', () => {
    for (const { at, node } of MOMENTS) {
      const run = disturbed([
        { at, kind: 'isolate', nodes: [node] },
        { at: at + 2_000, kind: 'heal', nodes: [] },
      ])
      completes(run, `${node} at ${at}`)
    }
  })

  test('abandoned at any time, it is never half active', () => {
    const ends = new Set<string>()
    for (let at = 1_002; at < 1_060; at += 4) {
      const run = ran({
        operations: [ROTATE, act(OPERATOR, 'rotation', { type: 'abandon' })],
        // An operator waits for what was begun; a restart ends the wait, and the rotation resumes.
        planned: [
          begin(1_000, OPERATOR),
          { at, kind: 'crash', nodes: [OPERATOR] },
          { at: at + 1, kind: 'boot', nodes: [OPERATOR] },
          begin(at + 2, OPERATOR),
        ],
        endAt: 20_000,
      })
      standsCleanly(run)
      ends.add(brief(run).join(', '))
    }
    expect([...ends].sort()).toEqual([
      'rotationEnded 2 abandoned',
      'rotationEnded 2 activated, rotationEnded 2 tooLate',
      'rotationEnded 2 tooLate, rotationEnded 2 activated',
    ])
  })
})
