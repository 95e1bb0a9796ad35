/** What the README says is run: every command in it, and the transcript that it shows. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeId } from '../spec/names.ts'
import { check } from '../src/check/check.ts'
import { always } from '../src/check/properties.ts'
import { ROOT, strongroom } from './command.ts'
import { atMostOneLeader, election } from './examples/leader-election.ts'
import { firstOut } from './examples/linearizable-queue.ts'
import { twoPhaseCommit } from './examples/two-phase-commit.ts'

// In full where CI asks for it; shortened otherwise.
const FULL = process.env.STRONGROOM_FULL === '1'
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block as string)
const lines = blocks.flatMap((block) => block.trim().split('\n')).map((line) => line.replace(/\s+#.*$/, ''))
const shown = /<!-- transcript: (npx strongroom .*) -->\n```\n([\s\S]*?)```\n<!-- end -->/.exec(readme)
const folder = mkdtempSync(join(tmpdir(), 'strongroom-readme-'))
copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SCRIPTS = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts as Record<string, string>

/** A command of the README as arguments; shortened, seeded bugs are hunted once and not thrice. */
function argumentsOf(line: string): string[] {
  const words = line.split(/\s+/).slice(2)
  if (FULL) return words
  const short = words.map((word, i) => (words[i - 1] === '--runs' ? '2' : word))
  return words[0] === 'mutants' && !words.includes('--seeds') ? [...short, '--seeds', '1'] : short
}

describe('commands', () => {
  test('the README has the two set-up commands, and no command of another kind', () => {
    expect(lines).toContain('npm ci && npm start')
    expect(lines).toContain('npm cit')
    const other = lines.filter(
      (line) => !/^npx strongroom |^npm (ci && npm start|cit|test|run [\w-]+( -- .*)?)$/.test(line),
    )
    expect(other).toEqual([])
  })

  test('the scripts that it names exist', () => {
    const named = lines.flatMap((line) =>
      [...line.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name as string),
    )
    expect(named.filter((name) => SCRIPTS[name] === undefined)).toEqual([])
  })

  const verbs = lines.filter((line) => line.startsWith('npx strongroom '))
  test.each(verbs)(
    '%s',
    (line) => {
      const { code, stdout, stderr } = strongroom(argumentsOf(line), folder, 600_000)
      // A claim that is not made for this adversary may break: that is a finding, and still exit 0.
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout.length).toBeGreaterThan(20)
      // The transcript is what its command prints.
      if (line === shown?.[1]) expect(stdout).toBe(shown[2])
    },
    600_000,
  )

  test('the transcript is that of a command above', () => {
    expect(verbs).toContain(shown?.[1])
  })
})

describe('snippets', () => {
  const found = [...readme.matchAll(/<!-- snippet: (\S+) -->\n```ts\n([\s\S]*?)```\n<!-- end -->/g)]

  test('each is the file that the tests check', () => {
    expect(found.map(([, file]) => file)).toEqual([
      'properties/examples/two-phase-commit.ts',
      'properties/examples/leader-election.ts',
      'properties/examples/linearizable-queue.ts',
    ])
    for (const [, file, text] of found) expect(text).toBe(readFileSync(join(ROOT, file as string), 'utf8'))
  })

  test('histories of a queue are judged as the README says', () => {
    expect(firstOut('inTurn', 'y').verdict).toBe('notLinearizable')
    expect(firstOut('inTurn', 'x').verdict).toBe('linearizable')
    expect(firstOut('atOnce', 'y').verdict).toBe('linearizable')
  })

  test('they give the counts that the README names', () => {
    expect(check(twoPhaseCommit(['r1', 'r2', 'r3'].map(nodeId))).distinct).toBe(288)
    const voters = ['v1', 'v2', 'v3'].map(nodeId)
    const properties = [always('at most one leader', atMostOneLeader)]
    const [all, orbits] = [[], [voters]].map((symmetry) =>
      check(election(voters, 2), { properties, symmetry }),
    )
    expect(all).toMatchObject({ verdict: 'holds', distinct: 24_723 })
    expect(orbits).toMatchObject({ verdict: 'holds', distinct: 4_191 })
  })
})
