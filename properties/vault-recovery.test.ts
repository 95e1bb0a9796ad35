/**
 * Recovery from an atomic vault (§4, §6), both profiles: every message disturbed and the power cut at every point, the
 * HSM's after each effect of each step; schedules of all of it; what is left once the last guess is gone; sessions that
 * end by the log's clock. About four core-seconds.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Choice } from '../spec/boundary.ts'
import { nodeId } from '../spec/names.ts'
import { PROFILES } from '../spec/profiles.ts'
import type { Decided } from '../spec/vault/commands.ts'
import { SESSION_TICKS } from '../spec/vault/counting.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { staged } from '../src/scenes/staging.ts'
import { AtomicVault } from './atomic-vault.ts'
import { brokenIn } from './kept.ts'
import { follow, meddling, schedules } from './vault-meddling.ts'
import { VAULT_CLAIMS } from './vault-scenes.ts'

const HSM = nodeId('a1')
const ENROL = { do: 'enrol', word: 'word1' } as const
const RECOVER = { do: 'recover', word: 'word1' } as const
const WRONG = { do: 'recover', word: 'word2' } as const

/** A phone that is enrolled, and begins what its user does next. */
function enrolled(profile: string, acts: readonly (typeof RECOVER | typeof WRONG)[]): AtomicVault {
  const vault = AtomicVault.powered(profile, [ENROL, ...acts])
  vault.begin()
  vault.calm()
  vault.begin()
  return vault
}

describe.each(Object.keys(PROFILES))('%s', (profile) => {
  test('one disturbance at every point: K or a closed outcome, and another try gives K', () => {
    let disturbed = 0
    const here = enrolled(profile, [RECOVER, RECOVER])
    for (let point = 0, more = true; more; point++, more = here.go()) {
      for (const choice of meddling(here, point)) {
        const vault = here.disturbed(choice)
        const where = `${choice.kind} ${choice.nodes.join(' ')} at ${point}`
        expect(vault.wrong(), where).toEqual([])
        expect(vault.outcomes('recoveryEnded').at(-1), where).toBe('recovered')
        disturbed++
      }
    }
    expect(disturbed).toBeGreaterThan(50)
  })

  test('an HSM that dies after any effect of any step gives nothing away: what was answered was charged', () => {
    let cuts = 0
    const here = enrolled(profile, [WRONG, RECOVER])
    for (let point = 0, more = true; more; point++, more = here.go()) {
      const next = here.sim.offered(here.world, 'deliver')[0]
      if (next === undefined || next.nodes[1] !== HSM) continue
      for (let crashAfter = 0; crashAfter < 12; crashAfter++) {
        const cut: Choice = { ...next, crashAfter }
        const after = here.sim.apply(here.world, cut)
        if (after.ok && after.world.locals[0]?.up) break
        const vault = here.disturbed(cut)
        const where = `after ${crashAfter} effects at ${point}`
        expect(vault.wrong(), where).toEqual([])
        expect(vault.outcomes('recoveryEnded').at(-1), where).toBe('recovered')
        cuts++
      }
    }
    expect(cuts).toBeGreaterThan(8)
  })

  test('any schedule of right and wrong guesses: no claim breaks, and every act ends in its closed set', () => {
    let answered = 0
    fc.assert(
      fc.property(fc.array(schedules(30), { minLength: 5, maxLength: 5 }), (schedule) => {
        const vault = AtomicVault.powered(profile, [ENROL, WRONG, RECOVER, WRONG, WRONG, RECOVER], 2)
        vault.begin()
        vault.calm()
        for (const picks of schedule) {
          vault.begin()
          follow(vault, picks)
          vault.calm()
        }
        expect(vault.wrong()).toEqual([])
        answered += vault.outcomes('recoveryEnded').length
      }),
      { seed: 10, numRuns: 20 },
    )
    expect(answered).toBeGreaterThan(30)
  })

  test('after the last guess no byte of the secret is left: record, log, snapshot, sessions', () => {
    const many = Array.from({ length: 50 }, () => WRONG)
    const vault = AtomicVault.powered(profile, [ENROL, ...many], 2)
    const secrets = new Set<string>()
    const apply = vault.sim.apply
    for (let i = 0; i <= many.length; i++) {
      vault.begin()
      if (i > 0) vault.calm()
      // What is stored at enrolment: key or salt, RFC 9807's record, ciphertext.
      else
        for (let choice = first(vault); choice !== undefined; choice = first(vault)) {
          const happened = apply(vault.world, choice)
          for (const fact of happened.ok ? happened.facts : [])
            if (fact.fact === 'told' && fact.machine === 'vault' && fact.event.type === 'decided') {
              const { active } = (fact.event as unknown as Decided).lineage
              for (const secret of active === null ? [] : [active.key, active.envelope, active.ciphertext])
                secrets.add(secret)
            }
          vault.apply(choice)
        }
    }
    expect(vault.outcomes('recoveryEnded').slice(0, 3)).toEqual([
      'wrongPassword',
      'wrongPassword',
      'exhausted',
    ])
    expect(secrets.size).toBe(3)
    // The simulator's own list of evaluations is no part of the HSM.
    const { machines, cells } = vault.world.locals[0]!
    const held = JSON.stringify([machines, cells])
    expect([...secrets].filter((secret) => held.includes(secret))).toEqual([])
    expect(vault.wrong()).toEqual([])
  })
})

const first = (vault: AtomicVault) => vault.sim.offered(vault.world, 'deliver')[0]

test('a session ends after so many ticks of the log, and its KE3 comes too late (hardened)', () => {
  const { setup, plan } = staged({
    ...{ profile: 'hardened', limit: 5, until: 26_000 },
    lines: [
      [2_000, 'phone1 enrol word1'],
      [3_000, 'phone2 recover word1'],
      // KE2 is on its way, and never comes.
      [3_085, 'cut front phone2'],
    ],
  })
  let ticks = 0
  let opened = 0
  const closed: number[] = []
  const run = runSeed(setup, plan, 'scene', {
    ...{ claims: VAULT_CLAIMS, complete: false },
    onStep: ({ happened: { facts } }) => {
      for (const fact of facts) {
        if (fact.fact !== 'told') continue
        const { command } = fact.event as unknown as { readonly command?: { readonly do?: string } | null }
        if (fact.event.type === 'applied' && command?.do === 'tick') ticks++
        if (!fact.machine.startsWith('session/')) continue
        if (fact.event.type === 'opened' && closed.length === 0) opened ||= ticks
        if (fact.event.type === 'closed') closed.push(ticks)
      }
    },
  })
  expect(brokenIn(run)).toEqual([])
  expect((closed[0] as number) - opened).toBe(SESSION_TICKS)
  expect(run.guesses).toMatchObject([{ secret: 1, charges: expect.any(Number) }])
})
