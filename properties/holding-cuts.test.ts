/**
 * A phone that changes the way in which K is held, its power cut after each effect of each of its steps (§8.3): K is
 * there, each way that it counts on gives it, and the next try comes through. About four core-seconds.
 */
import { describe, expect, test } from 'vitest'
import { bkp3 } from '../spec/claims/holding.ts'
import type { Way } from '../spec/client/holding-context.ts'
import type { Line, Scene } from '../src/scenes/staging.ts'
import { holds, PHONE, played, spelled } from './holding-scenes.ts'

// The phone comes back half a second later, and its user says once more what is wanted.
const cut = (profile: Scene['profile'], one: Way, other: Way): Scene => ({
  profile,
  limit: 3,
  until: 9_500,
  lines: [
    ...holds(2_000, one, 'right'),
    ...holds(2_500, other, 'newer'),
    ...(one === other ? [] : [[3_000, `phone1 close ${one} right`] as Line]),
    ...holds(5_000, other, 'newest'),
    [7_500, 'crash phone1'],
    [8_000, `phone2 regain ${spelled(other, 'newest')}`],
  ],
})

describe.each([
  ['published', 'vault', 'vault'],
  ['hardened', 'vault', 'vault'],
  ['hardened', 'passkey', 'vault'],
] as const)('%s, from %s to %s', (profile, one, other) => {
  test('cut after each effect of each step: K is there, and what the phone counts on gives it', () => {
    const scene = cut(profile, one, other)
    const { moments } = played(scene, [bkp3])
    let cuts = 0
    for (const { at, effects, began } of moments.filter((moment) => moment.at < 4_000)) {
      for (let ordinal = 0; ordinal <= (began ? 0 : effects); ordinal++) {
        const run = played(scene, [bkp3], {}, [
          { at, kind: began ? 'crash' : 'crashWithin', nodes: [PHONE], ordinal },
          { at: at + 450, kind: 'boot', nodes: [PHONE] },
        ])
        const where = `at ${at}, after ${ordinal} effects`
        expect(run.failures(), where).toEqual([])
        expect(run.ended.at(-1), where).toMatchObject({ outcome: 'regained', key: run.held.key })
        cuts++
      }
    }
    expect(cuts).toBeGreaterThan(10)
  })
})
