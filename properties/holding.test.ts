/**
 * The ways to hold K, and moving from one to another (§8.3): every pair of ways in both profiles; digits and passkeys
 * that are not the right ones; two phones that are wrong about what they count on. About two core-seconds.
 */
import { describe, expect, test } from 'vitest'
import { type AnyStateMachine, assign } from 'xstate'
import { bkp3 } from '../spec/claims/holding.ts'
import type { Way } from '../spec/client/holding-context.ts'
import type { Doors } from '../src/bugs/doors.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { formsOf } from '../src/run/holding-forms.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { type Line, type Scene, staged } from '../src/scenes/staging.ts'
import { swarm } from '../src/sim/swarm.ts'
import { CLAIMS, holds, type Played, played, spelled } from './holding-scenes.ts'
import { brokenIn } from './kept.ts'

const WAYS: readonly Way[] = ['vault', 'digits', 'passkey']
const PROFILES = ['published', 'hardened'] as const
const outcomes = ({ ended }: Played) => ended.map(({ outcome }) => outcome)

/** From one way to another, the first given up; then the phone is lost, and another one regains K by what is left. */
const moving = (profile: Scene['profile'], one: Way, other: Way): Scene => ({
  profile,
  limit: 3,
  until: 5_000,
  lines: [
    ...holds(2_000, one, 'right'),
    ...holds(2_500, other, 'newer'),
    ...(one === other ? [] : [[3_000, `phone1 close ${one} right`] as Line]),
    [3_500, 'crash phone1'],
    [4_000, `phone2 regain ${spelled(other, 'newer')}`],
  ],
})

const PAIRS = PROFILES.flatMap((profile) =>
  WAYS.flatMap((one) => WAYS.map((other) => [profile, one, other] as const)),
)

test.each(PAIRS)('%s: from %s to %s, and K on another phone', (profile, one, other) => {
  const run = played(moving(profile, one, other), CLAIMS)
  const closing = one === other ? [] : [one === 'vault' ? 'deleted' : 'closed']
  expect(outcomes(run)).toEqual(['held', 'held', ...closing, 'regained'])
  const [first] = run.ended
  expect(run.ended.at(-1)).toMatchObject({ certain: [other], doubtful: [] })
  expect(first).toMatchObject({ certain: [one], doubtful: [] })
  expect(run.held).toMatchObject({ certain: [other], doubtful: [] })
  expect(run.ended.at(-1)?.key).toBe(run.held.key)
  expect(run.failures()).toEqual([])
})

test('in real cryptography: digits as people type them, and a wrapped key', () => {
  const { setup, plan } = staged({
    ...{ profile: 'hardened', limit: 2, until: 5_000 },
    lines: [
      ...holds(2_000, 'digits', ''),
      ...holds(2_500, 'passkey', ''),
      ...([
        [3_000, 'phone2 regain digits'],
        [3_500, 'phone1 close digits'],
        [4_000, 'phone3 regain digits'],
      ] as Line[]),
    ],
  })
  const typed = (secret: string) =>
    setup.acts.map((act) => (act.do === 'typeBack' ? { ...act, secret } : act))
  const twin = createRealTwin()
  const digits = formsOf(twin, 'scene', 'user1').digits.write(twin.draw('scene', 'key/K', 32))
  const told = (secret: string) => {
    const acts = typed(secret)
    const run = runSeed({ ...setup, crypto: 'real', acts }, plan, 'scene', {
      claims: [bkp3],
      complete: false,
    })
    expect(brokenIn(run)).toEqual([])
    return Object.keys(run.statistics.outcomes).sort()
  }
  expect(digits).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
  const ends = ['closed', 'held', 'nothingThere', 'regained'].map((outcome) => `holdingEnded: ${outcome}`)
  expect(told(digits.toUpperCase().replaceAll(' ', '-'))).toEqual(['digitsShown: done', ...ends])
  expect(told(`${digits.slice(0, -1)}g`)).toContain('holdingEnded: wrongDigits')
  expect(told(digits.slice(0, -1))).toContain('holdingEnded: wrongDigits')
})

describe('what is no way to K', () => {
  const line = (what: string, at = 2_000): Line => [at, `phone1 ${what}`]
  const told = (lines: readonly Line[], doors: Doors = {}) =>
    played({ profile: 'hardened', limit: 2, lines, until: 30_000 }, CLAIMS, doors)

  test('digits that were not typed back, or another key', () => {
    const run = told([line('hold digits'), line('typeBack other', 2_100), line('typeBack K', 2_200)])
    expect(run.ended).toMatchObject([
      { outcome: 'wrongDigits', certain: [] },
      { outcome: 'held', certain: ['digits'] },
    ])
    expect(outcomes(told([line('typeBack K')]))).toEqual(['nothingThere'])
  })

  test('digits of another K: well formed, and noticed by the mark', () => {
    const other: Line[] = [
      [4_000, 'phone2 regain digits other'],
      [4_500, 'phone2 regain digits K'],
    ]
    const run = told([line('hold digits'), line('typeBack K', 2_100), ...other])
    expect(outcomes(run)).toEqual(['held', 'wrongKey', 'regained'])
  })

  test('the last way, which is not closed', () => {
    const run = told([line('hold passkey'), line('close passkey', 2_500), line('close vault', 3_000)])
    expect(outcomes(run)).toEqual(['held', 'onlyWay', 'nothingThere'])
    expect(run.held.certain).toEqual(['passkey'])
  })

  test('what its user asks of the vault directly: they are told how that ended', () => {
    const told = staged({
      ...{ profile: 'hardened', limit: 2, until: 6_000 },
      lines: [line('enrol right'), ...holds(2_500, 'passkey', ''), line('recover wrong', 3_000)],
    })
    const run = runSeed(told.setup, told.plan, 'scene', { claims: CLAIMS, complete: false })
    expect(brokenIn(run)).toEqual([])
    expect(Object.keys(run.statistics.outcomes).sort()).toEqual([
      ...['enrollmentEnded: enrolled', 'holdingEnded: held', 'recoveryEnded: wrongPassword'],
    ])
  })

  test('a wrong password, which comes with the guesses left', () => {
    const run = told([...holds(2_000, 'vault', 'right'), [3_000, 'phone2 regain vault wrong']])
    expect(run.ended.at(-1)).toMatchObject({ outcome: 'wrongPassword', attemptsLeft: 1 })
  })

  test('a store that does not answer, and a passkey of another account', () => {
    const silent: Line[] = [line('hold passkey'), [2_001, 'cut phone1 cloud']]
    expect(told(silent).ended).toMatchObject([{ outcome: 'unavailable', certain: [], doubtful: ['passkey'] }])
    expect(outcomes(told([line('hold passkey'), [3_000, 'phone3 regain passkey']]))).toEqual([
      'held',
      'nothingThere',
    ])
  })
})

describe('BKP-3 notices', () => {
  const inPart = (part: string, override: object): Doors => ({
    part,
    provide: (machine) => machine.provide(override as never) as AnyStateMachine,
  })
  // The vault's answers are lost: in `published` the old record is gone with the first request.
  const changing: Scene = {
    profile: 'published',
    limit: 2,
    lines: [
      ...holds(2_000, 'vault', 'right'),
      ...holds(3_000, 'vault', 'newer'),
      [3_075, 'cut front phone1'],
    ],
  }
  const closing: Scene = {
    ...changing,
    lines: [...holds(2_000, 'passkey', ''), [3_000, 'phone1 close passkey']],
  }

  test('a phone that goes on counting on the record that it replaces', () => {
    const bug = inPart('holding', { actions: { doubt: assign(() => ({})) } })
    expect(played(changing, [bkp3], bug).broken).toMatchObject([/counts on its vault/])
    const { failures, witnessed } = played(changing, [bkp3])
    expect([failures(), witnessed]).toEqual([[], true])
  })

  test.each([0, 1, 2, 3, 4])(
    'request %i to the store, which comes once more when another passkey is kept',
    (late) => {
      const again: Scene = {
        ...{ profile: 'hardened', limit: 2, until: 5_000 },
        lines: [
          ...[...holds(2_000, 'vault', 'right'), ...holds(2_500, 'passkey', '')],
          ...([
            [3_000, 'phone1 close passkey'],
            [3_500, 'phone1 hold passkey'],
            [4_000, `replay phone1 cloud #${late}`],
          ] as Line[]),
        ],
      }
      const run = played(again, [bkp3])
      expect([run.failures(), run.held.certain]).toEqual([[], ['passkey', 'vault']])
      // The second of five gives the first passkey up: without versions it would give up the other one too.
      const bug = inPart('store', { guards: { isLate: () => false } })
      if (late === 1) expect(played(again, [bkp3], bug).broken).toMatchObject([/counts on its passkey/])
    },
  )

  test('a phone that closes its last way', () => {
    const bug = inPart('holding', { guards: { isOnlyWay: () => false } })
    expect(played(closing, [bkp3], bug).broken).toMatchObject([/closes the last way/])
    expect(played(closing, [bkp3]).failures()).toEqual([])
  })
})

describe('the swarm', () => {
  const drawn = (seed: number, profile = 'hardened') =>
    swarm(String(seed), { profile, adversary: 'A0', crypto: 'ideal' })
  const does = (seed: number, what: string) => drawn(seed).setup.acts.some(({ do: act }) => act === what)

  test('draws it in one run of eight, and every act of it', () => {
    const seeds = Array.from({ length: 200 }, (_, i) => i + 1)
    const holding = seeds.filter((seed) => does(seed, 'hold'))
    expect(holding.length).toBeGreaterThan(15)
    for (const what of ['typeBack', 'close', 'regain'])
      expect(holding.filter((seed) => does(seed, what)).length, what).toBeGreaterThan(5)
  })

  // The first seed that draws it.
  test.each(PROFILES)('%s: BKP-3 is witnessed, and holds', (profile) => {
    const { setup, plan } = drawn(5, profile)
    const run = runSeed(setup, plan, '5', { claims: [bkp3] })
    expect(brokenIn(run)).toEqual([])
    expect(run.witnesses['BKP-3']).toBe(true)
  })
})
