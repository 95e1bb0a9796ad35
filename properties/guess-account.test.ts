/** The account of guesses (§4.10) is the same when an outsider recomputes it from facts alone. About four core-seconds. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accounted } from '../src/run/sim-run.ts'
import { VAULT_SCENES } from '../src/scenes/vault-bugs.ts'
import { swarm } from '../src/sim/swarm.ts'
import { play } from './vault-scenes.ts'

// A rotation with records that move, K held in several ways, and an adversary; HSMs and phones crash in each.
const RUNS = [
  ['hardened', 'A0', 71],
  ['hardened', 'A0', 5],
  ['published', 'A2', 14],
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
  const { facts, guesses } = accounted(seed, { profile, adversary, crypto: 'ideal' }, {})
  expect(recomputed(facts)).toEqual(guesses)
  expect(guesses.some(({ charges, evaluations }) => charges > 0 && evaluations > 0)).toBe(true)
})

test('those runs are what is said of them', () => {
  const drawn = RUNS.map(([profile, adversary, seed]) =>
    swarm(String(seed), { profile, adversary, crypto: 'ideal' }),
  )
  const acts = drawn.map(({ setup }) => setup.acts.map((act) => act.do))
  expect(acts[0]).toEqual(expect.arrayContaining(['rotate', 'move']))
  expect(acts[1]).toEqual(expect.arrayContaining(['hold', 'regain']))
  for (const { plan } of drawn) expect(plan.planned.some(({ kind }) => /^crash/.test(kind))).toBe(true)
})

test('the script is short, and imports nothing of the project', () => {
  const lines = readFileSync(script, 'utf8').split('\n')
  expect(lines.length).toBeLessThan(100)
  const brought = lines.filter((line) => /\b(import|require)\b/.test(line) && !line.startsWith(' *'))
  expect(brought).toEqual(["import { readFileSync } from 'node:fs'"])
})

test('three guesses at one secret are three in the account', () => {
  const { guesses } = play(VAULT_SCENES.nothingCarriesOver!)
  expect(guesses).toMatchObject([{ secret: 1, records: 2, charges: 2, evaluations: 2 }])
})
