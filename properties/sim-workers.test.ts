/** `sim` on several threads: the same report from one as from two; where it ends by time, by a failure, by Ctrl-C. */
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bugNamed } from '../src/bugs/catalogue.ts'
import { type SimReport, simulate } from '../src/cli/sim.ts'
import { runSeeds } from '../src/cli/sim-seeds.ts'
import { BUNDLE, strongroom } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'strongroom-sim-'))
const quick = ['sim', '--adversary', 'none', '--json']
const read = (text: string) => JSON.parse(text) as SimReport

// Seeds of small fleets.
test('one thread and two report the same', () => {
  const [one, two] = ['1', '2'].map((workers) =>
    strongroom([...quick, '--seed', '131', '--runs', '2', '--workers', workers], folder),
  )
  expect(one?.code).toBe(0)
  expect(read(one?.stdout ?? '').runs).toHaveLength(2)
  expect(two?.stdout).toBe(one?.stdout)
})

test('Ctrl-C reports what has run, from the first seed on', async () => {
  const child = spawn(process.execPath, [BUNDLE, ...quick, '--runs', '100000'], { cwd: folder })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => {
    stdout += text
  })
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  setTimeout(() => child.kill('SIGINT'), 1_500)
  // The exit code is that of the verdict, as ever: all that ran held.
  expect(await ended).toBe(0)
  expect(stderr).toContain('stopping; what has run is reported')
  const { runs } = read(stdout)
  expect(runs.length).toBeGreaterThan(0)
  expect(runs.map(({ seed }) => seed)).toEqual(runs.map((_, i) => i + 1))
  expect(read(stdout).verdict).toBe('holds')
})

const settings = { profile: 'published', adversary: 'A0', crypto: 'ideal' } as const

test('--time ends it between two seeds', async () => {
  // A clock that goes on by a second whenever somebody looks.
  let clock = 0
  const now = () => {
    clock += 1_000
    return clock
  }
  const options = { ...settings, adversary: 'none', seed: 131, runs: 50, workers: 1, out: folder } as const
  const { runs, verdict } = await simulate({ ...options, time: 2_500 }, {}, now)
  expect(runs.map(({ seed }) => seed)).toEqual([131, 132])
  expect(verdict).toBe('holds')
})

test('--until-failure ends it with the first seed that fails', async () => {
  const bug = bugNamed('guessesLeftNotSaid')
  const until = (untilFailure: boolean) =>
    runSeeds(1, 3, settings, bug, { untilFailure, workers: 1, enough: () => false }, () => {})
  const [all, some] = [await until(false), await until(true)]
  const first = all.findIndex(({ broke }) => broke !== null)
  expect(first).toBeGreaterThanOrEqual(0)
  expect(first).toBeLessThan(2)
  expect(some).toEqual(all.slice(0, first + 1))
})
