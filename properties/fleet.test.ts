/** Fleet keys over the air (§7.2, §7.3): rotation, distribution and trust in a world of their own. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashOf, hex } from '../spec/canonical.ts'
import type { Bundle } from '../spec/fleet/bundle.ts'
import type { Rotation } from '../spec/fleet/rotation-context.ts'
import type { NodeId } from '../spec/names.ts'
import { hardened, published } from '../spec/profiles.ts'
import type { FleetSecrets } from '../spec/tells.ts'
import {
  act,
  begin,
  brief,
  broken,
  type Course,
  PHONE,
  type Ran,
  ROTATE,
  ran,
  wish,
  witnessed,
} from './examples/fleet-run.ts'
import { AUDITOR, FRONT, hsms, OPERATOR } from './examples/fleet-world.ts'

const RETIRE = (lost?: number | null) =>
  act(OPERATOR, 'rotation', { type: 'retire', ...(lost === undefined ? {} : { lost }) })
const B = hsms('b', 3)

describe('a client learns the keys of the fleet that serves', () => {
  test.each([
    ['ideal', 'published', published],
    ['ideal', 'hardened', hardened],
    ['real', 'published', published],
    ['real', 'hardened', hardened],
  ] as const)('%s crypto, %s', (twin, _name, profile) => {
    const run = ran({
      twin,
      profile,
      operations: [wish(), ROTATE, wish({ fleet: 'a' }), wish(), wish({ fleet: 'a' })],
      planned: [begin(100), begin(1_000, OPERATOR), begin(9_000), begin(12_000), begin(15_000)],
    })
    expect(brief(run)).toEqual([
      'keysTrusted a 1',
      'rotationEnded 2 activated',
      'keysTrusted a 1',
      'keysTrusted b 2',
      'keysTrusted a 1',
    ])
    expect(broken(run)).toEqual([])
  })

  test('a pinned one trusts its pins, and asks nobody', () => {
    const run = ran({
      world: { settings: { mode: 'pinned' } },
      operations: [wish(), wish({ fleet: 'b' })],
      planned: [begin(100), begin(200)],
    })
    expect(brief(run)).toEqual(['keysTrusted a 1', 'keysRefused notPinned'])
    expect(run.world.flights.some(({ from }) => from === PHONE)).toBe(false)
  })

  test('without an answer it gives up, and says so', () => {
    const run = ran({
      operations: [wish()],
      planned: [{ at: 50, kind: 'crash', nodes: [FRONT] }, begin(100)],
    })
    expect(brief(run)).toEqual(['keysRefused noAnswer'])
  })
})

describe('the ceremony', () => {
  const run = ran({ operations: [ROTATE], planned: [begin(1_000, OPERATOR)] })

  test('leaves every member with the same keys and no credential', () => {
    const secrets = B.map((node) => run.cells(node)['fleet.keys'] as FleetSecrets)
    expect(new Set(secrets.map((one) => hex(hashOf(one)))).size).toBe(1)
    expect(B.map((node) => run.cells(node)['fleet.credential'])).toEqual([undefined, undefined, undefined])
    expect(run.cells(B[0] as NodeId)['fleet.dealing']).toBeUndefined()
  })

  test('shows nothing secret to anybody outside', () => {
    const { signing, sealing, ake, oprf } = run.cells(B[0] as NodeId)['fleet.keys'] as FleetSecrets
    const outside = JSON.stringify([OPERATOR, AUDITOR, FRONT].map((node) => run.cells(node)))
    for (const secret of [signing, sealing, ake, oprf]) expect(outside).not.toContain(secret)
  })
})

/** Where a rotation may stand when everything has calmed down: nowhere, or at its end. */
function standsCleanly(run: Ran): void {
  const rotation = run.cells(OPERATOR).rotation as Rotation | undefined
  const served = run.cells(FRONT)['bundles.serving'] ?? 'a'
  expect(rotation === undefined ? 'a' : rotation.stage === 'overlap' ? 'b' : rotation.stage).toBe(served)
  const holders = B.filter((node) => (run.cells(node)['fleet.bundle'] as Bundle | undefined)?.epoch === 2)
  if (served === 'b') expect(holders.length).toBeGreaterThanOrEqual(2)
  const keys = B.map((node) => run.cells(node)['fleet.keys']).filter((one) => one !== undefined)
  expect(new Set(keys.map((one) => hex(hashOf(one)))).size).toBeLessThanOrEqual(1)
  expect(broken(run)).toEqual([])
}

describe('a crash at any step', () => {
  test.each([OPERATOR, AUDITOR, FRONT, ...B])('of %s: the rotation resumes and completes', (node) => {
    for (let at = 1_000; at < 1_052; at += 13) {
      for (const ordinal of [0, 2]) {
        const run = ran({
          operations: [ROTATE, wish()],
          planned: [
            begin(1_000, OPERATOR),
            { at, kind: 'crashWithin', nodes: [node], ordinal },
            { at: 2_500, kind: 'crash', nodes: [node] },
            { at: 2_600, kind: 'boot', nodes: [node] },
            begin(20_000),
            // Where the step to be cut short comes only now.
            { at: 20_500, kind: 'boot', nodes: [node] },
          ],
          endAt: 30_000,
        })
        standsCleanly(run)
        expect(brief(run).at(-1)).toBe('keysTrusted b 2')
      }
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

describe('any weather', () => {
  test('lost, doubled and late messages, and crashes: it completes, and the claims hold', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 300 }),
        fc.constantFrom(OPERATOR, AUDITOR, FRONT, ...B),
        fc.integer({ min: 1_000, max: 4_000 }),
        (seed, lossPerMille, node, at) => {
          const run = ran({
            seed: String(seed),
            lossPerMille,
            operations: [wish(), ROTATE, wish(), act(OPERATOR, 'rotation', { type: 'abandon' })],
            planned: [
              begin(100),
              begin(1_000, OPERATOR),
              { at, kind: 'crash', nodes: [node] },
              { at: at + 500, kind: 'boot', nodes: [node] },
              begin(40_000),
            ],
          })
          expect(broken(run)).toEqual([])
          for (const id of witnessed(run)) seen.add(id)
        },
      ),
      { seed: 61, numRuns: 15 },
    )
    expect([...seen]).toContain('LIV-3')
  })
})

describe('the end of a fleet', () => {
  const rotated: Course = {
    world: { open: 3 },
    operations: [ROTATE, RETIRE(), RETIRE(2), RETIRE(3), wish({ fleet: 'a' })],
    planned: [1_000, 5_000, 8_000, 11_000].map((at) => begin(at, OPERATOR)),
  }

  test('counts what would be lost, and erases on exactly this word', () => {
    const run = ran({ ...rotated, planned: [...rotated.planned, begin(30_000)] })
    expect(brief(run)).toEqual([
      'rotationEnded 2 activated',
      'retirementTold counted 3',
      'retirementTold counted 3',
      'retirementTold erased 3',
      'keysRefused noAnswer',
    ])
    for (const node of hsms('a', 3)) {
      expect(Object.keys(run.cells(node)).filter((cell) => cell.startsWith('fleet.'))).toEqual([
        'fleet.phase',
      ])
    }
    expect(broken(run)).toEqual([])
  })

  test('waits for an HSM that is down, and erases it when it comes back', () => {
    const late = hsms('a', 3)[2] as NodeId
    const run = ran({
      ...rotated,
      planned: [
        { at: 900, kind: 'crash', nodes: [late] },
        ...rotated.planned,
        { at: 30_000, kind: 'boot', nodes: [late] },
      ],
    })
    expect(brief(run).at(-1)).toBe('retirementTold erased 3')
    expect(run.cells(late)['fleet.keys']).toBeUndefined()
  })
})
