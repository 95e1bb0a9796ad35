/** What the explorer's picture paints and what stands beside it at the cursor, in light, in dark and on paper. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explore } from '../../src/cli/explore.ts'
import { termColour } from '../../src/trace/explorer/page/signs.ts'
import { ROOT } from '../command.ts'
import { type Browser, openBrowser, openFile } from './browser.ts'
import { rollbackTrace } from './runs.ts'

let browser: Browser
const PAGE = 'out/browser/picture.html'

beforeAll(async () => {
  mkdirSync(join(ROOT, 'out/browser'), { recursive: true })
  const trace = join(ROOT, 'out/browser/picture.ndjson')
  writeFileSync(trace, rollbackTrace())
  await explore(trace, join(ROOT, PAGE))
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** How much of itself a stroke puts on the ground: shading and faint arrows let it through. */
type Strength = 'full' | 'faint'

/** Pixels of the lanes in this colour: a property of the page's style, or a colour of CSS. */
async function painted(page: Page, colour: string, strength: Strength): Promise<number> {
  const pixels = await page.evaluate((wanted) => {
    const canvas = document.getElementById('lanes') as HTMLCanvasElement
    const probe = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D
    const style = getComputedStyle(document.documentElement).getPropertyValue(wanted).trim()
    probe.fillStyle = style === '' ? wanted : style
    probe.fillRect(0, 0, 1, 1)
    const want = probe.getImageData(0, 0, 1, 1).data
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    const found = { full: 0, faint: 0 }
    for (let i = 0; i < data.length; i += 4) {
      let away = 0
      for (let c = 0; c < 3; c++)
        away = Math.max(away, Math.abs((data[i + c] as number) - (want[c] as number)))
      const alpha = data[i + 3] as number
      if (away < 8 && alpha > 247) found.full++
      else if (away < 8 && alpha > 60 && alpha < 200) found.faint++
    }
    return found
  }, colour)
  return pixels[strength]
}

// The picture is painted with the next frame.
const paints = (page: Page, colour: string, least: number, strength: Strength = 'full') =>
  expect.poll(() => painted(page, colour, strength), { timeout: 5_000 }).toBeGreaterThan(least)

const told = (page: Page, text: RegExp) => page.locator('#tale button').filter({ hasText: text }).first()
const panel = async (page: Page) => (await page.locator('#detail').textContent()) ?? ''
const reads = (page: Page, text: RegExp) => expect.poll(() => panel(page), { timeout: 5_000 }).toMatch(text)
const badges = (page: Page) => page.locator('#detail .facts .badge').allTextContents()

describe.each(['light', 'dark'] as const)('the picture, %s', (theme) => {
  const opened = async () => {
    const page = await openFile(browser, PAGE)
    await page.emulateMedia({ colorScheme: theme })
    return page
  }

  test('marks persists, commits, charges and releases on their lanes', async () => {
    const page = await opened()
    await told(page, /releases an evaluation/).click()
    await expect.poll(() => badges(page)).toContain('R')
    await paints(page, '--hot', 50)
    await told(page, /is the first that applies entry \d+: charge/).click()
    await expect.poll(() => badges(page)).toEqual(expect.arrayContaining(['C', '$']))
    await paints(page, '--vault', 100)
    await told(page, /begins enrol/).click()
    await expect.poll(() => badges(page)).toEqual(expect.arrayContaining(['U']))
    await paints(page, '--user', 50)
    await page.close()
  })

  test('shades who is cut off and who has no power, and crosses out what is lost', async () => {
    const page = await opened()
    await told(page, /the network parts/).click()
    await paints(page, '--cut', 2_000, 'faint')
    await paints(page, '--hot', 40, 'faint')
    await told(page, /loses power/).click()
    await paints(page, '--down', 500, 'faint')
    await page.locator('#search').fill('begins recover')
    // Only acts of users are left, and nothing of theirs is lost.
    await expect.poll(() => painted(page, '--hot', 'faint')).toBe(0)
    await page.close()
  })

  test('a leader’s stretch has its term’s colour, and another term another', async () => {
    const page = await opened()
    const terms = await page.locator('#tale .leader button').allTextContents()
    const found = new Set(terms.map((text) => /leads term (\d+)/.exec(text)?.[1]))
    expect(found.size).toBeGreaterThan(1)
    for (const term of found) {
      await told(page, new RegExp(`leads term ${term}$`)).click()
      await paints(page, termColour(Number(term)), 400)
    }
    await page.close()
  })
})

describe('at the cursor', () => {
  test('an older copy of storage says which cells it turned back', async () => {
    const page = await openFile(browser, PAGE)
    await told(page, /puts back an older copy/).click()
    const changed = page.locator('#detail .changes')
    await expect.poll(() => changed.textContent()).toMatch(/cells\./)
    expect(await changed.locator('del').count()).toBeGreaterThan(0)
    await page.close()
  })

  test('nodes, context, messages in flight, what the adversary holds, and every claim with its witness', async () => {
    const page = await openFile(browser, PAGE)
    await told(page, /releases an evaluation/).click()
    for (const heading of ['What happened', 'What changed at', 'Nodes', 'in full', 'Messages in flight'])
      await reads(page, new RegExp(heading))
    await reads(page, /What the adversary \(A\d+\) holds\d+ terms/)
    await reads(page, /since step \d+/)
    await page.getByRole('button', { name: '@a2', exact: true }).click()
    await expect.poll(() => page.locator('#detail .branch').first().textContent()).toContain('machines')
    await reads(page, /REP-3.*broken at step \d+/)
    await page.close()
  })

  test('what is done again leads to where it was done before', async () => {
    const page = await openFile(browser, PAGE)
    await told(page, /releases an evaluation/).click()
    await page
      .locator('#tale button')
      .filter({ hasText: /releases an evaluation/ })
      .nth(1)
      .click()
    await reads(page, /The same before.*an evaluation under .* leaves the fleet: step \d+/)
    const now = Number(/Step (\d+)/.exec(await panel(page))?.[1])
    await page.locator('#detail .part').first().getByRole('button').first().click()
    await expect.poll(async () => Number(/Step (\d+)/.exec(await panel(page))?.[1])).toBeLessThan(now)
    await page.close()
  })

  test('a button turns the page dark and light', async () => {
    const page = await openFile(browser, PAGE)
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const before = await ground()
    await page.getByRole('button', { name: 'dark or light' }).click()
    expect(await ground()).not.toBe(before)
    await page.close()
  })
})

test('on paper the page is light, shows verdict, lanes and the whole panel, and nothing that is pressed', async () => {
  const page = await openFile(browser, PAGE)
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await ground()
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark'
  })
  expect(await ground()).not.toBe(light)
  await page.emulateMedia({ media: 'print' })
  expect(await ground()).toBe(light)
  for (const pressed of ['footer', '#search', '#theme', '#story'])
    expect(await page.locator(pressed).isVisible()).toBe(false)
  for (const read of ['#verdict', '#lanes', '#detail'])
    expect(await page.locator(read).isVisible()).toBe(true)
  const hidden = await page.locator('#detail').evaluate((one) => one.scrollHeight - one.clientHeight)
  expect(hidden).toBe(0)
  await page.close()
})

test('in a narrow window nothing is wider than the window', async () => {
  const page = await openFile(browser, PAGE)
  await page.setViewportSize({ width: 480, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480)
  expect(await page.locator('.row.here').isVisible()).toBe(true)
  await page.close()
})

test('no page complained, and none asked the network for anything', () => {
  expect(browser.complaints).toEqual([])
})
