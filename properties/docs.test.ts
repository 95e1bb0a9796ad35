/** What the documents say of the project is so. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { anchor, linked, render, SECTIONS } from '../docs/generate/prose.ts'
import { matrixTable } from '../src/run/review-matrix.ts'
import { ROOT } from './command.ts'

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8')

describe('docs/dependencies.md', () => {
  const [, run = '', development = ''] = text('docs/dependencies.md').split(/^## /m)
  const listed = (part: string) =>
    part
      .split('\n')
      .flatMap((line) =>
        [...(/^\|([^|]*)\|/.exec(line)?.[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name as string),
      )
  const manifest = JSON.parse(text('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >

  test('lists what runs, and nothing else', () => {
    expect(listed(run).sort()).toEqual(Object.keys(manifest.dependencies).sort())
  })

  test('lists what develops, and nothing else', () => {
    expect(listed(development).sort()).toEqual(Object.keys(manifest.devDependencies).sort())
  })

  test('gives a reason for each', () => {
    const rows = [...text('docs/dependencies.md').matchAll(/^\| `[^|]*\|([^|]*)\|$/gm)].map(([, reason]) =>
      (reason ?? '').trim(),
    )
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.filter((reason) => reason.length < 5)).toEqual([])
  })
})

describe('prose', () => {
  test('headings get names; references to sections become links, those of RFCs stay', () => {
    expect(anchor('§5.1 What a replica remembers')).toBe('s5.1')
    expect(SECTIONS.has('1.1')).toBe(true)
    expect(linked('see §1.1 and RFC 9807 §1.1')).toBe(
      'see <a href="protocol.html#s1.1">§1.1</a> and RFC 9807 §1.1',
    )
  })

  test('links to files lead to their pages', () => {
    const html = render('[a](../spec/README.md#s1.1) [b](../spec/names.ts)', 'docs/x.md')
    expect(html).toContain('href="protocol.html#s1.1"')
    expect(html).toContain('href="source/spec/names.ts.html"')
  })
})

test('the matrix leaves no cell out because its claim has no row of its own', () => {
  const cell = {
    ...({ profile: 'published', adversary: 'A2', state: 'holds', claimed: true, expected: true } as const),
    ...{
      runs: 3,
      scenes: 0,
      events: 9,
      witnessed: 1,
      brokenIn: 0,
      brokenInScenes: 0,
      bugs: { of: 0, killed: 0 },
      pages: [],
    },
    ...{ brief: '3 runs', detail: '', again: '' },
  }
  const cells = ['SEC-1 code', 'SEC-1 password', 'ROB-1'].map((claim) => ({ ...cell, claim }))
  const html = matrixTable([{ id: 'SEC-1', says: 'secret' }], cells)
  expect([...html.matchAll(/scope="row" id="published-([^"]*)"/g)].map(([, id]) => id)).toEqual([
    'SEC-1-code',
    'SEC-1-password',
    'ROB-1',
  ])
  expect([...html.matchAll(/href="#([^"]*)">holds</g)].map(([, id]) => id)).toEqual([
    'published-A2-SEC-1-code',
    'published-A2-SEC-1-password',
    'published-A2-ROB-1',
  ])
})
