/**
 * The seeded bugs of replication: each has a scenario in which the claim that it names falls, which holds without
 * it; and an honest run of 1,000 events stays green with it. The whole file takes about ten seconds.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { replicationClaims } from '../spec/claims/replication.ts'
import { hardened, published } from '../spec/profiles.ts'
import type { Part } from '../spec/shell.ts'
import type { Bug } from '../src/bugs/bug.ts'
import { replicationBugs } from '../src/bugs/replication.ts'
import { createMonitor } from '../src/judge/monitor.ts'
import { generate } from '../src/sim/generator.ts'
import { type FleetOptions, fleetWorld, noting, replicas } from './consensus-fleet.ts'
import { commandsOf, run } from './scenario.ts'
import { lookAt } from './scenario-page.ts'

const folder = new URL('../src/expected/scenarios/bugs/', import.meta.url)

function seeded(bug: Bug): Partial<FleetOptions> {
  if ('reorder' in bug) return { reorder: bug.reorder }
  if (!('provide' in bug)) throw new Error(`${bug.id} comes by a door that replication has not`)
  return { change: (part: Part) => ({ ...part, machine: bug.provide(part.machine) }) }
}

test('every scenario has its bug, and every bug its scenario', () => {
  const files = readdirSync(folder).map((name) => name.replace('.txt', ''))
  expect(files.sort()).toEqual(replicationBugs.map(({ id }) => id).sort())
})

describe.each(replicationBugs)('$id', (bug) => {
  const file = new URL(`${bug.id}.txt`, folder)
  const transcript = readFileSync(file, 'utf8')

  test(`is caught by ${bug.breaks}`, () => {
    const found = run(commandsOf(transcript), seeded(bug))
    if (process.env.STRONGROOM_REWRITE === '1') writeFileSync(file, found)
    else {
      const page = found === transcript ? '' : lookAt(bug.id, commandsOf(transcript), seeded(bug))
      expect(found, `look at it: ${page}`).toBe(transcript)
    }
    expect(found).toContain(`${bug.breaks} is broken`)
  })

  test('nothing is broken without it', () => {
    const found = run(commandsOf(transcript))
    expect(found).toContain('all hold')
    expect(found).not.toContain('is broken')
  })

  test('an honest run of 1,000 events does not show it', () => {
    const size = 4
    const nodes = replicas(size)
    const operations = nodes.flatMap((node) => [1, 2, 3].map((i) => noting(node, `${node.slice(1)}-${i}`)))
    const profile = bug.profile === 'hardened' ? hardened : published
    const { simulation, setting } = fleetWorld({ size, profile, operations, ...seeded(bug) })
    const monitor = createMonitor(replicationClaims.filter(isSafety), setting)
    const planned = operations.map(({ node }, i) => ({ at: 1500 + 300 * i, kind: 'begin', nodes: [node] }))
    const plan = {
      delay: { min: 5, max: 5 },
      lossPerMille: 0,
      duplicatePerMille: 0,
      rates: {},
      planned,
      healAt: 1e6,
      revived: nodes,
      abandoned: [],
      endAt: 1e6,
    }
    let events = 0
    for (const { happened } of generate(simulation, plan, 'honest')) {
      expect(monitor.observe(happened.facts)).toEqual([])
      if (++events === 1000) break
    }
    expect(events).toBe(1000)
  })
})

function isSafety({ kind }: (typeof replicationClaims)[number]): boolean {
  return kind !== 'eventually'
}
