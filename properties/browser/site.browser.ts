/** The review site, and the page of the last review if there is one. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../command.ts'
import { axeFindings, type Browser, openBrowser, openFile } from './browser.ts'

const SITE = 'docs/site'
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
