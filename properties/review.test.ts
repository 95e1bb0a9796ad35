/** A review's parts (§10.9): one line for each cell, the scopes that it searches, the seeded bugs that it counts. */
import { readdirSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { addReview, exitOf } from '../src/cli/review.ts'
import { columnNamed } from '../src/cli/review-column.ts'
import { isClaimed } from '../src/expected/cells.ts'
import { cellsDecided } from '../src/run/decided.ts'
import type { Cell } from '../src/run/matrix.ts'
import { committedCells, PAIRS, reviewVerdict } from '../src/run/review.ts'
import { type BugRow, bugsAgainst } from '../src/run/review-bugs.ts'
import { againOf, columnLine } from '../src/run/review-data.ts'
import { scopeFindings, scopesSearched } from '../src/run/review-scopes.ts'

const cell = (adversary: string, state: Cell['state']): Cell => ({
  ...{ claim: 'X', profile: 'published', adversary, state, runs: 1, scenes: 0, events: 1, witnessed: 0 },
  ...{ brokenIn: 0, brokenInScenes: 0, shortest: null },
})

describe('one line for each cell', () => {
  const fell = { ...cell('A2', 'broken'), shortest: { seed: 5, step: 3, why: 'so' } }

  test('runs what broke it, or all that its column has', () => {
    expect(againOf(fell)).toBe('npx strongroom sim --seed 5 --profile published --adversary A2')
    expect(againOf({ ...fell, shortest: { ...fell.shortest, scene: 'told' } })).toContain('--scene told')
    expect(againOf({ ...fell, claim: 'SEC-2' })).toContain('--pairs')
    expect(againOf(cell('A2', 'holds'))).toBe('npx strongroom review --column "published A2"')
    expect(againOf({ ...cell('A2', 'holds'), shownUnder: 'A3' })).toContain('--column "published A3"')
  })

  test('names columns that the command line knows', () => {
    for (const pair of PAIRS) {
      const [, name = ''] = /--column "(.*)"/.exec(columnLine(pair)) ?? []
      expect(columnNamed(name)).toBe(pair)
    }
    expect(() => columnNamed('published A99')).toThrow('must be a profile')
  })
})

describe('the scopes of a review', () => {
  test('are those that break, and no cell hangs on how long the others take', () => {
    const names = scopesSearched().map(({ name }) => name)
    const cellsOf = (broken: ReturnType<typeof scopeFindings>) =>
      new Set(
        broken.map(({ profile, adversary, broken: fell }) => [profile, adversary, fell?.property].join(' ')),
      )
    const broken = scopeFindings([]).filter(({ verdict }) => verdict === 'broken')
    expect(cellsOf(broken.filter(({ scope }) => names.includes(scope as never)))).toEqual(cellsOf(broken))
    expect(broken.length).toBeGreaterThan(0)
  })

  test('decide cells of the matrix, as what is committed of them says', () => {
    const decided = cellsDecided(scopeFindings([]))
    const committed = committedCells()
    const known = decided.filter(({ profile, adversary, claim }) => committed[profile]?.[adversary]?.[claim])
    expect(known.length).toBeGreaterThan(5)
    for (const { profile, adversary, claim, state } of known) {
      const made = isClaimed(claim, profile, adversary)
      const wanted = state === 'broken' ? ['broken'] : made ? ['exhaustive'] : ['notClaimed', 'broken']
      expect({ claim, profile, adversary, state: committed[profile]?.[adversary]?.[claim] }).toMatchObject({
        state: expect.stringMatching(wanted.join('|')),
      })
    }
  })
})

test('seeded bugs are counted against a cell by claim and adversary, and killed within its runs', () => {
  const bug = (breaks: string, adversary: string, runsToKill: number | null) =>
    ({
      ...{ id: 'b', breaks, profile: 'published', adversary, story: '' },
      byStrategy: [{ strategy: 'swarm', runsToKill, kills: runsToKill === null ? 1 : 2, hunts: 3 }],
    }) as unknown as BugRow
  const rows = [
    bug('X', 'A0', 1),
    bug('X', 'A0', 2),
    bug('X', 'A0', null),
    bug('X', 'A3', 1),
    bug('Y', 'A0', 1),
  ]
  expect(bugsAgainst({ ...cell('A2', 'holds'), runs: 1 }, rows)).toEqual({ of: 3, killed: 1 })
  expect(bugsAgainst({ ...cell('A3', 'holds'), runs: 2 }, rows)).toEqual({ of: 4, killed: 3 })
  // Scenes are no part of the budget.
  expect(bugsAgainst({ ...cell('A2', 'holds'), runs: 3, scenes: 2 }, rows)).toEqual({ of: 3, killed: 1 })
})

describe('a review', () => {
  test('ends with 1 for any difference, else with 3 for an inconclusive cell, though it is committed', () => {
    const codes = [
      [0, 0],
      [0, 2],
      [1, 0],
      [1, 2],
    ].map(([differences = 0, open = 0]) => exitOf({ verdict: reviewVerdict(differences, open) }))
    expect(codes).toEqual([0, 3, 1, 1])
  })

  test('has no flag by which it would write what it checks, and no source of a verb does', () => {
    const program = new Command()
    addReview(program)
    const flags = program.commands[0]?.options.map(({ long }) => long)
    expect(flags).toEqual(['--file', '--seed', '--time', '--column', '--out', '--json'])
    const writers = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .filter((path) => {
        const text = readFileSync(`src/${path}`, 'utf8')
        return /write(FileSync|Whole)\(/.test(text) && /(matrix|kills|seeds|scopes)\.json/.test(text)
      })
    expect(writers).toEqual([])
  })
})
