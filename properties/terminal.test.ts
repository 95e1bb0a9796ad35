/** What people see on a terminal: tables that fit, words that colour only repeats, rates in few digits. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { pasted, rateText, verdictText } from '../src/cli/output.ts'
import { simText } from '../src/cli/sim-text.ts'
import { table } from '../src/cli/tables.ts'
import { RUNS } from './crypto-arbitraries.ts'

const word = fc.stringMatching(/^[a-zA-Z0-9-]{1,30}$/)
const cell = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '))
const grid = fc
  .integer({ min: 1, max: 7 })
  .chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 4 }),
  )

describe('a table', () => {
  test.each([80, 200])('of up to seven columns fits %i columns, and loses no character', (width) => {
    fc.assert(
      fc.property(grid, (rows) => {
        const [head = [], ...body] = rows
        const lines = table(head, body, width).split('\n')
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
        const letters = (text: string) => [...text.replace(/[^a-zA-Z0-9]/g, '')].sort().join('')
        expect(letters(lines.join(''))).toBe(letters(rows.flat().join('')))
      }),
      { ...RUNS, numRuns: 60 },
    )
  })

  test('is no wider than it has to be, and breaks at spaces', () => {
    const narrow = table(['a', 'b'], [['one', 'two']], 200).split('\n')
    expect(Math.max(...narrow.map((line) => line.length))).toBe(13)
    const wide = table(['id', 'says'], [['X-1', `${'word '.repeat(30)}end`]], 40)
    expect(wide).toMatch(/│ X-1 │ (word )+ *│/)
    expect(wide).not.toContain('wor\n')
  })
})

describe('a verdict', () => {
  const before = { ...process.env }
  afterEach(() => {
    process.env = { ...before }
  })

  test('is a word in a pipe, and the same word coloured on a terminal that wants colours', () => {
    const terminal = { isTTY: true }
    delete process.env.NO_COLOR
    process.env.TERM = 'xterm'
    expect(verdictText('broken', {})).toBe('broken')
    expect(verdictText('broken', terminal)).toBe('\u001b[31mbroken\u001b[39m')
    expect(verdictText('something else', terminal)).toBe('something else')
    process.env.NO_COLOR = '1'
    expect(verdictText('broken', terminal)).toBe('broken')
  })
})

test('a rate has few digits and its unit', () => {
  const figures: [number, number, string][] = [
    [0, 0, '-'],
    [3, 2000, '1.5'],
    [500, 1000, '500'],
    [50_000, 1000, '50 thousand'],
    [3_000_000, 1000, '3.0 million'],
  ]
  for (const [done, milliseconds, text] of figures) expect(rateText(done, milliseconds)).toBe(text)
})

describe('lines to paste', () => {
  test('a path that a shell reads as it is', () => {
    expect(pasted('out/rep-3-7.ndjson')).toBe('out/rep-3-7.ndjson')
    for (const path of ["a b/it's $HOME", '-', 'x;y', '*'])
      expect(execFileSync('sh', ['-c', `printf %s ${pasted(path)}`], { encoding: 'utf8' })).toBe(path)
  })

  test('a broken run again, with all that made it', () => {
    const run = {
      seed: 7,
      verdict: 'broken',
      claims: { 'SEC-3': 'broken: so' },
      trace: 'o t/x.ndjson',
      events: 1,
    }
    const report = { runs: [run], verdict: 'broken', witnesses: {} } as never
    const options = {
      profile: 'hardened',
      adversary: 'A3',
      crypto: 'ideal',
      runs: 9,
      scene: 'old-copy',
      pairs: true,
    }
    const lines = simText(options as never, report)
      .split('\n')
      .map((line) => line.trim())
    expect(lines).toContain(
      'npx strongroom sim --seed 7 --profile hardened --adversary A3 --crypto ideal --scene old-copy --pairs',
    )
    expect(lines).toContain("npx strongroom replay 'o t/x.ndjson'")
  })
})
