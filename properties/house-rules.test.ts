/** The rules of the house, enforced: who may import whom, what is banned where, how long a file may be. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = normalize(join(dirname(fileURLToPath(import.meta.url)), '..'))

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`
    if (statSync(join(root, path)).isDirectory()) return filesBelow(path)
    return name.endsWith('.ts') ? [path] : []
  })
}

const text = (path: string) => readFileSync(join(root, path), 'utf8')
// Words in comments and strings are not code.
const code = (path: string) => text(path).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/[^\n]*/gm, '')

const spec = filesBelow('spec')
const src = filesBelow('src')
const all = [...spec, ...src, ...filesBelow('properties'), ...filesBelow('bench')]

function importsOf(path: string): string[] {
  return [...code(path).matchAll(/^(?:(?:import|export)\b[^\n']*|\})\s*from '([^']+)'/gm)].map(
    ([, target]) => {
      const to = target as string
      if (!to.startsWith('.')) return to
      return relative(root, normalize(join(root, dirname(path), to)))
        .split(sep)
        .join('/')
    },
  )
}

// The parts of src, which do not know each other; `run`, `cli`, `audit` and the index are where they meet.
const PARTS = ['crypto', 'sim', 'judge', 'check', 'trace']
const partOf = (path: string) => /^src\/([a-z]+)\//.exec(path)?.[1]

describe('imports point inward', () => {
  test('spec imports xstate and itself only', () => {
    const wrong = spec.flatMap((path) =>
      importsOf(path)
        .filter((to) => to !== 'xstate' && !to.startsWith('spec/'))
        .map((to) => `${path} imports ${to}`),
    )
    expect(wrong).toEqual([])
  })

  test('the parts of src do not know each other', () => {
    const wrong = src
      .filter((path) => PARTS.includes(partOf(path) ?? ''))
      .flatMap((path) =>
        importsOf(path)
          .filter((to) => to.startsWith('src/') && partOf(to) !== partOf(path))
          .map((to) => `${path} imports ${to}`),
      )
    expect(wrong).toEqual([])
  })

  test('nobody imports properties, bench or the command line', () => {
    const wrong = [...spec, ...src].flatMap((path) =>
      importsOf(path)
        .filter(
          (to) =>
            /^(properties|bench)\//.test(to) || (to.startsWith('src/cli') && !path.startsWith('src/cli')),
        )
        .map((to) => `${path} imports ${to}`),
    )
    expect(wrong).toEqual([])
  })
})

const BANNED: readonly [RegExp, string][] = [
  [/\bDate\.now\b|\bnew Date\b/, 'a clock'],
  [/\bperformance\.now\b|\bprocess\.hrtime\b/, 'a clock'],
  [/\bMath\.random\b|\brandomBytes\b|\bgetRandomValues\b|\brandomUUID\b/, 'ambient randomness'],
  [/\bcreateActor\b|\binterpret\(/, 'a running actor'],
  [/\bsetTimeout\b|\bsetInterval\b/, 'a wall-clock timer'],
]

describe('only the seed decides', () => {
  // The command line may tell people how long something took; it decides nothing by it.
  const deciding = [...spec, ...src].filter((path) => !path.startsWith('src/cli'))
  test.each(BANNED)('%s is banned: %s', (pattern, _what) => {
    expect(deciding.filter((path) => pattern.test(code(path)))).toEqual([])
  })

  test('spec and sim compute delays from integers alone', () => {
    const exact = [...spec, ...src.filter((path) => path.startsWith('src/sim/'))]
    expect(exact.filter((path) => /\bMath\.(exp|log|log2|pow|sin|cos|sqrt)\b/.test(code(path)))).toEqual([])
  })
})

// An assertion on the claims of a run names the page of that run: `brokenIn`, `failures`, `fellIn` of properties/kept.ts.
test('no suite compares what broke in a run with nothing, and leaves it at that', () => {
  const suites = all.filter((path) => /^properties\/[^/]+\.test\.ts$/.test(path))
  const bare = /\bexpect\((?:run|result|caught)\w*\.broken\b[^)]*\)\s*\.toEqual\(\[\]\)/
  expect(suites.filter((path) => bare.test(code(path)))).toEqual([])
})

describe('files can be read in one sitting', () => {
  const LINES_MAX = 220
  test(`no file has more than ${LINES_MAX} lines`, () => {
    const long = all.filter((path) => text(path).split('\n').length > LINES_MAX)
    expect(long).toEqual([])
  })

  test('there is no utils, and no barrel but the public index', () => {
    expect(all.filter((path) => /\/(utils?|helpers?|common|misc)(\.ts|\/)/.test(path))).toEqual([])
    const barrels = all.filter(
      (path) =>
        path !== 'src/index.ts' &&
        /\/index\.ts$/.test(path) &&
        !/[^\s]/.test(code(path).replace(/export .* from '.*'/g, '')),
    )
    expect(barrels).toEqual([])
  })
})

describe('one name runs from prose to code', () => {
  const prose = text('spec/README.md')
  const sections = [...prose.matchAll(/^#{2,4} §([\d.]+\d|\d)/gm)].map(([, number]) => number as string)
  const cited = new Set(
    [...spec, ...src].flatMap((path) =>
      [...text(path).matchAll(/§(\d+(?:\.\d+)*)/g)].map(([, n]) => n as string),
    ),
  )

  test('every section of the prose is cited from code', () => {
    const uncited = sections.filter(
      (number) => ![...cited].some((n) => n === number || n.startsWith(`${number}.`)),
    )
    expect(uncited).toEqual([])
  })

  test('sections are numbered once', () => {
    expect(sections.length).toBe(new Set(sections).size)
  })
})

test('no path of a machine and no registry host is written down', () => {
  const wrong = all.filter(
    (path) => /\/(work|home|root)\/[a-z]/.test(text(path)) || /registry\.npmjs/.test(text(path)),
  )
  expect(wrong.filter((path) => path !== 'properties/house-rules.test.ts')).toEqual([])
})
