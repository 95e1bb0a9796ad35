/** The claims of §7 under their adversaries, and the seeded bugs that they catch. */
import { describe, expect, test } from 'vitest'
import type { Trick } from '../spec/fleet/hostile-forging.ts'
import { WORLD_BEGAN_MS } from '../spec/fleet/provision.ts'
import { hardened, type Profile, published } from '../spec/profiles.ts'
import {
  begin,
  brief,
  broken,
  type Course,
  failures,
  ROTATE,
  ran,
  wish,
  witnessed,
} from './examples/fleet-run.ts'
import { asks, type Hold, hostile, look, splitView, staleCourse } from './examples/fleet-scenes.ts'
import { AUDITOR, OPERATOR, OVERLAP_MS, WATCHERS } from './examples/fleet-world.ts'

describe.each([published, hardened])('FLT-1 and ENR-4, $name', (profile) => {
  test.each<[string, readonly Trick[], Hold]>([
    ['A2: no key', ['ownKeys', 'honest'], {}],
    ["A7: the auditor's key", ['ownKeys', 'honest'], { auditor: true }],
    ["A7: the operator's key", ['ownKeys', 'counterOverContent', 'honest'], { operator: true }],
  ])('hold against %s', (_, tricks, hold) => {
    const run = ran({
      profile,
      operations: tricks.map(() => wish()),
      planned: asks(tricks.length),
      tamper: hostile(tricks, hold),
    })
    expect(brief(run).at(-1)).toBe('keysTrusted a 1')
    expect(run.told.slice(0, -1).every(({ type }) => type === 'keysRefused')).toBe(true)
    expect(failures(run)).toEqual([])
    expect(witnessed(run)).toContain('FLT-1')
  })
})

describe('a pinned client, FLT-4', () => {
  test('is offered bundles by whoever holds both keys, and trusts its pins', () => {
    const offer = (tamper: Course['tamper']) =>
      ran({
        world: { settings: { mode: 'pinned' } },
        operations: [wish()],
        planned: [begin(100)],
        ...(tamper ? { tamper } : {}),
      })
    const run = offer(hostile(['ownKeys'], { auditor: true, operator: true }))
    expect(brief(run)).toEqual(['keysTrusted a 1'])
    expect(failures(run)).toEqual([])
  })
})

describe('FLT-2', () => {
  const stale = (profile: Profile, nowMs: number) => ran(staleCourse(profile, nowMs))

  test.each([published, hardened])('holds for a client with memory, $name', (profile) => {
    const run = stale(profile, WORLD_BEGAN_MS)
    expect(brief(run)).toContain('keysRefused epochOlder')
    expect(failures(run)).toEqual([])
    expect(witnessed(run)).toContain('FLT-2')
  })

  const late = WORLD_BEGAN_MS + OVERLAP_MS + 1
  test('is broken in published: a new phone takes an epoch whose overlap is over', () => {
    expect(broken(stale(published, late))).toContain('FLT-2')
  })

  test('holds in hardened: the checkpoint it is shown is too old', () => {
    const run = stale(hardened, late)
    expect(failures(run)).toEqual([])
    expect(brief(run).at(-1)).toBe('keysRefused checkpointStale')
    expect(witnessed(run)).toContain('FLT-2')
  })
})

describe('transparency', () => {
  test('TRN-1 holds against A9: what was planted is accepted, and it is in the log', () => {
    const run = ran({
      operations: [wish(), wish(), look()],
      planned: [...asks(2), begin(9_000, WATCHERS[0] as never)],
      tamper: hostile(['planted'], { operator: true }),
    })
    expect(brief(run)).toEqual(['keysTrusted a 1', 'keysTrusted rogue 2', 'auditTold 1 2'])
    expect(failures(run)).toEqual([])
    // TRN-5: and whoever looks at the log is told that nothing shows where its keys came from.
    expect(run.told.at(-1)).toMatchObject({ unevidenced: [2], partial: false })
    expect(witnessed(run)).toEqual(expect.arrayContaining(['TRN-5']))
  })

  test.each([published, hardened])('TRN-1 is broken by whoever holds both keys, $name', (profile) => {
    const run = ran({
      profile,
      operations: [wish()],
      planned: [begin(100)],
      tamper: hostile(['ownKeys'], { auditor: true, operator: true }),
    })
    expect(broken(run)).toEqual(['TRN-1'])
    expect(witnessed(run)).toContain('TRN-1')
  })

  test('TRN-2 holds: an epoch that is not the next is not logged', () => {
    const run = ran({
      operations: [wish(), wish()],
      planned: asks(2),
      tamper: hostile(['skipping'], { operator: true }),
    })
    expect(failures(run)).toEqual([])
    expect(witnessed(run)).toContain('TRN-2')
    expect((run.cells(AUDITOR)['auditor.log'] as unknown[] | undefined) ?? []).toHaveLength(1)
  })

  test('TRN-4: a partial audit says so', () => {
    const run = ran({
      operations: [ROTATE, look(1), look()],
      planned: [begin(100, OPERATOR), begin(5_000, WATCHERS[0] as never), begin(8_000, WATCHERS[0] as never)],
    })
    expect(run.told.filter(({ type }) => type === 'auditTold')).toMatchObject([
      { from: 2, to: 2, partial: true, unevidenced: [] },
      { from: 1, to: 2, partial: false, unevidenced: [] },
    ])
    expect(failures(run)).toEqual([])
    expect(witnessed(run)).toContain('TRN-4')
  })

  test('TRN-3: two signed logs of one size are noticed by watchers who compare', () => {
    const run = ran(splitView)
    expect(brief(run)).toContain('logAccused splitView')
    expect(failures(run)).toEqual([])
    expect(witnessed(run)).toContain('TRN-3')
  })
})
