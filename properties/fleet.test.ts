/** Fleet keys over the air (§7.2, §7.3): rotation, distribution and trust in a world of their own. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashOf, hex } from '../spec/canonical.ts'
import type { NodeId } from '../spec/names.ts'
import { hardened, published } from '../spec/profiles.ts'
import type { FleetSecrets } from '../spec/tells.ts'
import {
  act,
  begin,
  brief,
  type Course,
  failures,
  PHONE,
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
    expect(failures(run)).toEqual([])
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
          expect(failures(run)).toEqual([])
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
    expect(failures(run)).toEqual([])
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
