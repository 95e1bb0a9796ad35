/**
 * Each power of each adversary of the table, each lie of a malicious replica among them, by itself (§10.6): two ways on
 * from one world, without it and with it, and an honest node's next state is another one. In both profiles, by directed
 * choices. A power without a row fails, and so does a row without a power. About two core-seconds.
 */
import { describe, expect, test } from 'vitest'
import { PROFILES } from '../spec/profiles.ts'
import { ATTACKS } from '../src/sim/adversary/attack-choices.ts'
import { LIES } from '../src/sim/adversary/lies.ts'
import { CAPABILITIES } from '../src/sim/adversary/table.ts'
import { OF_A_REPLICA } from './powers-of-a-replica.ts'
import { OF_ANSWERS } from './powers-of-answers.ts'
import { OF_FAULTS } from './powers-of-faults.ts'
import { OF_HOLDERS } from './powers-of-holders.ts'
import { OF_HOSTS } from './powers-of-hosts.ts'
import { OF_NETWORK } from './powers-of-network.ts'
import { OVER_KEYS } from './powers-over-keys.ts'
import type { Named, Row, Rows } from './powers-scenes.ts'

const ROWS: Rows = {
  ...{ ...OF_FAULTS, ...OF_NETWORK, ...OF_HOLDERS, ...OF_HOSTS },
  ...{ ...OF_A_REPLICA, ...OF_ANSWERS, ...OVER_KEYS },
}
const POWERS = CAPABILITIES.flatMap(({ id, powers }) => Object.keys(powers).map((power) => `${id} ${power}`))

test('every power has a row here, and every kind of choice is a power of who may make it', () => {
  expect(Object.keys(ROWS).sort()).toEqual([...POWERS].sort())
  const kinds = CAPABILITIES.flatMap(({ id, budgets }) => Object.keys(budgets).map((kind) => `${id} ${kind}`))
  // A forged message is one of the lies.
  const named = kinds.map((kind) => (kind === 'A6 forge' ? `A6 ${Object.keys(LIES)[0]}` : kind))
  expect(named.filter((kind) => !POWERS.includes(kind))).toEqual([])
  for (const [kind, id] of Object.entries(ATTACKS)) expect(kinds).toContain(`${id} ${kind}`)
})

const differ = ([without, having]: Row['is']) => JSON.stringify(without) !== JSON.stringify(having)

describe.each(Object.keys(PROFILES) as Named[])('%s', (profile) => {
  test.each(POWERS)('%s', (power) => {
    const row = ROWS[power]
    if (row === undefined) throw new Error('it has no row')
    const is = profile === 'hardened' ? (row.hardened ?? row.is) : row.is
    const { shown, effects } = row.shows(profile)
    expect(shown).toEqual(is)
    const [who] = power.split(' ') as [string]
    if (differ(is)) expect((effects[who] ?? 0) > 0).toBe(row.silent !== true)
    // In one of the two profiles at most it may be without effect.
    expect(differ(row.is) || differ(row.hardened ?? row.is)).toBe(true)
  })
})
