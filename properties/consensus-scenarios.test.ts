/**
 * Golden scenarios of replication: each transcript in src/expected/scenarios holds commands at the margin and what
 * happened below them. Rewritten only on purpose: `STRONGROOM_REWRITE=1 npx vitest run properties/consensus-scenarios`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createOddTwin } from '../src/crypto/ideal/twin.ts'
import { commandsOf, run } from './scenario.ts'
import { lookAt } from './scenario-page.ts'

const folder = new URL('../src/expected/scenarios/', import.meta.url)
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .sort()

// What must be found broken: an old copy under a policy that does not bear it.
const BREAKS = ['old-copy-forks-published.txt', 'two-old-copies-fork-with-surplus.txt']

function expectSame(
  name: string,
  found: string,
  transcript: string,
  more: Parameters<typeof lookAt>[2] = {},
) {
  const page = found === transcript ? '' : lookAt(name, commandsOf(transcript), more)
  expect(found, `look at it: ${page}`).toBe(transcript)
}

test('there are at least twenty, figure 8 among them', () => {
  expect(names.length).toBeGreaterThanOrEqual(20)
  expect(names).toContain('figure-8.txt')
})

test.each(names)('%s', (name) => {
  const file = new URL(name, folder)
  const transcript = readFileSync(file, 'utf8')
  const found = run(commandsOf(transcript))
  if (process.env.STRONGROOM_REWRITE === '1') writeFileSync(file, found)
  else {
    expectSame(name, found, transcript)
  }
  expect(found.includes('REP-3 is broken')).toBe(BREAKS.includes(name))
})

// A machine cannot tell one twin from another, so neither can a transcript.
test.each(['rejoin.txt', 'newcomer-with-incarnations.txt', 'snapshot-for-a-straggler.txt'])(
  '%s with another twin',
  (name) => {
    const transcript = readFileSync(new URL(name, folder), 'utf8')
    const more = { twin: createOddTwin() }
    expectSame(name, run(commandsOf(transcript), more), transcript, more)
  },
)
