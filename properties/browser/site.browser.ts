/** The review site, and the page of the last review if there is one. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { explore } from '../../src/cli/explore.ts'
import type { MatrixCell } from '../../src/run/review-matrix.ts'
import { reviewPage } from '../../src/run/review-page.ts'
import { ROOT } from '../command.ts'
import { axeFindings, type Browser, openBrowser, openFile } from './browser.ts'
import { rollbackTrace } from './runs.ts'

const SITE = 'docs/site'
const OUT = 'out/browser'
const REVIEW = 'out/review/index.html'
const pages = existsSync(join(ROOT, SITE))
  ? readdirSync(join(ROOT, SITE)).filter((name) => name.endsWith('.html'))
  : []

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe('the review site', () => {
  test('is there: `npx tsx docs/build.ts` writes it', () => {
    expect(pages).toContain('index.html')
    expect(pages.length).toBeGreaterThan(12)
  })

  test.each(pages.filter((name) => !name.startsWith('explorer-')))(
    '%s has nothing serious for axe',
    async (name) => {
      const page = await openFile(browser, `${SITE}/${name}`)
      expect([...(await axeFindings(page, 'light')), ...(await axeFindings(page, 'dark'))]).toEqual([])
      await page.close()
    },
  )

  test('leads from a claim to its code, and from a diagram to the run in the explorer', async () => {
    const page = await openFile(browser, `${SITE}/claims.html`)
    await page.locator('table a[href^="#"]').first().click()
    await page.locator('h2:target + p + table a[href*="source/spec/claims"]').first().click()
    expect(await page.locator('h1').textContent()).toMatch(/^spec\/claims\//)
    await page.goBack()
    await page.goto(page.url().replace(/claims\.html.*/, 'sequences.html'))
    await page.locator('a[href^="explorer-"]').first().click()
    expect(await page.locator('#detail h2').textContent()).toMatch(/^Step \d+/)
    await page.close()
  })
})

describe('a review page', () => {
  test('leads from a broken cell to its trace at the step that breaks the claim, and has nothing serious for axe', async () => {
    mkdirSync(join(ROOT, OUT), { recursive: true })
    const trace = join(ROOT, OUT, 'cell.ndjson')
    writeFileSync(trace, rollbackTrace())
    const { broken } = await explore(trace, join(ROOT, OUT, 'cell.html'))
    const cell: MatrixCell = {
      ...{ claim: 'REP-3', profile: 'published', adversary: 'A3', claimed: false, expected: true },
      ...{
        runs: 1,
        scenes: 0,
        events: 9,
        witnessed: 1,
        brokenIn: 1,
        brokenInScenes: 0,
        bugs: { of: 0, killed: 0 },
      },
      ...{ state: 'broken', brief: 'step 9', detail: 'one rollback', again: 'npx strongroom sim' },
      pages: [`cell.html#step-${broken['REP-3']}`],
    }
    const html = reviewPage({
      ...{ versions: { strongroom: 'test' }, verdict: 'as committed', inconclusive: 0, differing: [] },
      ...{ bugs: null, columns: null, sentences: null, scopes: null, statistics: null },
      ...{ claims: CATALOGUE, matrix: [cell], story: ['it was told'] },
      adversaries: { head: ['who', 'can'], rows: [['A3', 'roll back']] },
    })
    writeFileSync(join(ROOT, OUT, 'review.html'), html)
    const page = await openFile(browser, `${OUT}/review.html`)
    expect([...(await axeFindings(page, 'light')), ...(await axeFindings(page, 'dark'))]).toEqual([])
    expect(await page.locator('#kills + p + p').textContent()).toContain('Not generated')
    await page.getByRole('link', { name: 'its trace' }).click()
    expect(await page.locator('#detail .broken').first().textContent()).toContain('This step breaks REP-3')
    await page.close()
  })
})

describe('the page of the last review', () => {
  test.skipIf(!existsSync(join(ROOT, REVIEW)))('opens, and a matrix cell leads to its trace', async () => {
    const page = await openFile(browser, REVIEW)
    expect([...(await axeFindings(page, 'light')), ...(await axeFindings(page, 'dark'))]).toEqual([])
    await page.locator('td a[href$=".html"], td a[href*=".html#step-"]').first().click()
    expect(await page.locator('#detail h2').textContent()).toMatch(/^Step \d+/)
    await page.close()
  })
})

test('no page complained, and none asked the network for anything', () => {
  expect(browser.complaints).toEqual([])
})
