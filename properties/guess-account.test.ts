/** The account of guesses (§4.10) is the same when an outsider recomputes it from facts alone. About three seconds. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runSeed } from '../src/run/judge-run.ts'
import { factsText } from '../src/run/sim-run.ts'
import { VAULT_SCENES } from '../src/scenes/vault-bugs.ts'
import { swarm } from '../src/sim/swarm.ts'
import { play } from './vault-scenes.ts'

const RUNS = [
  ['published', 'A0', 3],
  ['published', 'A2', 24],
  ['hardened', 'A2', 26],
] as const

const script = new URL('../docs/account-of-guesses.mjs', import.meta.url).pathname

function recomputed(facts: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-'))
  try {
    const file = join(folder, 'facts.ndjson')
    writeFileSync(file, facts)
    return JSON.parse(execFileSync(process.execPath, [script, file], { encoding: 'utf8' }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test.each(RUNS)('%s under %s, seed %i', (profile, adversary, seed) => {
  const settings = { profile, adversary, crypto: 'ideal' } as const
  const { setup, plan } = swarm(String(seed), settings)
  const { guesses } = runSeed(setup, plan, String(seed), { claims: [], complete: true })
  expect(recomputed(factsText(seed, settings, {}))).toEqual(guesses)
  expect(guesses.some(({ charges, evaluations }) => charges > 0 && evaluations > 0)).toBe(true)
})

test('three guesses at one secret are three in the account', () => {
  const { guesses } = play(VAULT_SCENES.nothingCarriesOver!)
  expect(guesses).toMatchObject([{ secret: 1, records: 2, charges: 2, evaluations: 2 }])
})
