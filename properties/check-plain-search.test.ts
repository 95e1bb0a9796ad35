/**
 * The checker's counts of replication against a search that shares no code with it (plain-search.ts). Here in one term;
 * the scope with its committed counts is counted by `npx tsx properties/slow/replication-counts.ts`. About 5 s.
 */
import { expect, test } from 'vitest'
import { replicationBugs } from '../src/bugs/replication.ts'
import { check } from '../src/check/check.ts'
import { replicasScope } from '../src/scopes/replicas.ts'
import { PlainSearch } from './plain-search.ts'

const claims = ['REP-1', 'REP-4']
const small = () =>
  replicasScope({ name: 'small', size: 3, termsMax: 1, commands: 1, inFlightMax: 2, claims })

function counted(world: ReturnType<typeof small>) {
  const { model, setting, groups } = world
  const checked = check(model, { claims: world.claims, setting, symmetry: groups, stopsAtFirst: false })
  const { distinct, generated, depth, verdict } = checked
  return { distinct, generated, depth, broken: verdict === 'broken' }
}

test('the same orbits, transitions and depth, and no claim broken', () => {
  const plain = new PlainSearch(small()).count()
  expect(plain).toEqual(counted(small()))
  expect(plain).toMatchObject({ broken: false })
})

test('the same for four replicas with a seeded bug, which both find', () => {
  const bug = replicationBugs.find(({ id }) => id === 'quorumTooSmallForEvenFleets')
  if (bug === undefined) throw new Error('the bug is gone')
  const claims = ['REP-1']
  const halves = () =>
    replicasScope({ name: 'halves', size: 4, termsMax: 1, commands: 0, inFlightMax: 3, claims }, bug)
  const plain = new PlainSearch(halves()).count()
  expect(plain).toEqual(counted(halves()))
  expect(plain).toMatchObject({ broken: true })
})
