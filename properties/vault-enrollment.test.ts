/**
 * Enrolment against an atomic vault (§3, §4.6), both profiles: every message lost, doubled, replayed, altered or sent
 * elsewhere, and the power cut, at every point; schedules of all of it; another password, deletion, two phones at once.
 * About four core-seconds.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PROFILES } from '../spec/profiles.ts'
import { SECOND } from '../src/scopes/vault-world.ts'
import { AtomicVault } from './atomic-vault.ts'
import { follow, meddling, schedules } from './vault-meddling.ts'

const ENROL = { do: 'enrol', word: 'word1' } as const
const RECOVER = { do: 'recover', word: 'word1' } as const

describe.each(Object.keys(PROFILES))('%s', (profile) => {
  test('one disturbance at every point: it ends as it may, and what was enrolled gives K', () => {
    const acts = [ENROL, RECOVER]
    let disturbed = 0
    const here = AtomicVault.powered(profile, acts)
    here.begin()
    for (let point = 0, more = true; more; point++, more = here.go()) {
      for (const choice of meddling(here, point)) {
        const vault = here.disturbed(choice)
        const where = `${choice.kind} ${choice.nodes.join(' ')} at ${point}`
        expect(vault.wrong(), where).toEqual([])
        const enrolled = vault.outcomes('enrollmentEnded').includes('enrolled')
        if (enrolled) expect(vault.outcomes('recoveryEnded'), where).toEqual(['recovered'])
        // In the clear, a request that somebody changed is another request: refused, and that is its end.
        const harmless = profile === 'hardened' ? /drop|duplicate|replay|alter/ : /drop|duplicate|replay/
        if (harmless.test(choice.kind)) expect(enrolled, where).toBe(true)
        disturbed++
      }
    }
    expect(disturbed).toBeGreaterThan(50)
  })

  test('any schedule: no claim breaks, every act ends in its closed set, and a calm network ends them all', () => {
    const acts = [ENROL, { do: 'enrol', word: 'word2' }, { ...RECOVER, word: 'word2' }, ENROL] as const
    let enrolled = 0
    fc.assert(
      fc.property(schedules(90), (picks) => {
        const vault = AtomicVault.powered(profile, acts)
        vault.begin()
        follow(vault, picks)
        vault.calm()
        expect(vault.wrong()).toEqual([])
        enrolled += vault.outcomes('enrollmentEnded').includes('enrolled') ? 1 : 0
      }),
      { seed: 8, numRuns: 30 },
    )
    expect(enrolled).toBeGreaterThan(5)
  })

  test('another password takes the place of the first, and deletion leaves nothing', () => {
    const acts = [ENROL, { do: 'enrol', word: 'word2' }, RECOVER, { do: 'recover', word: 'word2' }] as const
    const vault = AtomicVault.powered(profile, [...acts, { do: 'delete', word: 'word2' }, RECOVER])
    for (let i = 0; i < 6; i++) {
      vault.begin()
      vault.calm()
    }
    expect(vault.outcomes('enrollmentEnded')).toEqual(['enrolled', 'enrolled'])
    expect(vault.outcomes('recoveryEnded')).toEqual(['wrongPassword', 'recovered', 'notEnrolled'])
    expect(vault.outcomes('deletionEnded')).toEqual(['deleted'])
    expect(vault.wrong()).toEqual([])
  })

  test('two phones at once, in any order: one record answers, with the password of a phone that was told so', () => {
    const acts = [ENROL, { do: 'enrol', word: 'word2', second: true }, RECOVER] as const
    let ended = 0
    fc.assert(
      fc.property(schedules(40), (picks) => {
        const vault = AtomicVault.powered(profile, [...acts, { do: 'recover', word: 'word2' }])
        vault.begin()
        vault.begin(SECOND)
        follow(
          vault,
          picks.filter(({ kind }) => kind === 'deliver'),
        )
        vault.calm()
        const enrolled = vault.outcomes('enrollmentEnded').filter((outcome) => outcome === 'enrolled').length
        for (let i = 0; i < 2; i++) {
          vault.begin()
          vault.calm()
        }
        const recovered = vault.outcomes('recoveryEnded').filter((outcome) => outcome === 'recovered').length
        expect(recovered).toBe(enrolled === 0 ? 0 : 1)
        expect(vault.wrong()).toEqual([])
        if (profile === 'hardened') expect(enrolled).toBeLessThanOrEqual(1)
        ended += enrolled
      }),
      { seed: 9, numRuns: 15 },
    )
    expect(ended).toBeGreaterThan(10)
  })
})

test('only the holder moves a record: another phone of the same user sends nothing', () => {
  const move = { do: 'move', word: 'word1' } as const
  const vault = AtomicVault.powered('hardened', [ENROL, move, { ...move, second: true }])
  for (const node of [undefined, undefined, SECOND]) {
    const before = vault.world.flights.length
    vault.begin(node)
    if (node !== undefined) expect(vault.world.flights.length).toBe(before)
    vault.calm()
  }
  expect(vault.told.map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled', 'unavailable'])
})
