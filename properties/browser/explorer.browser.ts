/** The explorer's page as its reader has it: on a run that breaks a claim, and on one of more than ten thousand steps. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explore } from '../../src/cli/explore.ts'
import { ROOT } from '../command.ts'
import { axeFindings, type Browser, openBrowser, openFile } from './browser.ts'
import { longTrace, rollbackTrace } from './runs.ts'

let browser: Browser
const OUT = 'out/browser'

beforeAll(async () => {
  mkdirSync(join(ROOT, OUT), { recursive: true })
  for (const [name, trace] of [
    ['rollback', rollbackTrace()],
    ['long', longTrace()],
  ] as const) {
    const file = join(ROOT, OUT, `${name}.ndjson`)
    writeFileSync(file, trace)
    await explore(file, join(ROOT, OUT, `${name}.html`))
  }
  browser = await openBrowser()
})
afterAll(() => browser.close())

const where = (page: Page) => page.locator('#where').textContent()
const stepOf = async (page: Page) => Number(/step (\d+)/.exec((await where(page)) ?? '')?.[1])
// The panel follows with the next frame.
const titled = (page: Page, text: RegExp) =>
  expect.poll(() => page.locator('#detail h2').textContent(), { timeout: 5_000 }).toMatch(text)

describe('a run that breaks a claim', () => {
  test('opens at the step that breaks it, and says which claim and what happened instead', async () => {
    const page = await openFile(browser, `${OUT}/rollback.html`)
    const broken = page.locator('#detail .broken').first()
    expect(await broken.textContent()).toMatch(/This step breaks REP-[34]\. .*What happened instead: /)
    expect(await page.locator('.row.here.fell').count()).toBe(1)
    expect(await page.locator('#detail').textContent()).toContain('puts back an older copy of its storage')
    await page.close()
  })

  test('j, k, arrows, n, p, b and the slider move the cursor, and the address follows', async () => {
    const page = await openFile(browser, `${OUT}/rollback.html`)
    const start = await stepOf(page)
    for (const [key, to] of [
      ['j', 1],
      ['j', 2],
      ['k', 1],
      ['ArrowDown', 2],
      ['ArrowUp', 1],
    ] as const) {
      await page.keyboard.press(key)
      expect(await stepOf(page)).toBe(start + to)
    }
    await page.waitForURL((url) => url.hash === `#step-${start + 1}`)
    await page.keyboard.press('p')
    expect(await stepOf(page)).toBeLessThanOrEqual(start)
    await page.keyboard.press('Home')
    expect(await stepOf(page)).toBe(0)
    await page.keyboard.press('b')
    await expect.poll(() => page.locator('#detail .broken').count()).toBeGreaterThan(0)
    await page.locator('#slider').fill('17')
    await titled(page, /^Step 17 /)
    await page.close()
  })

  test('a link to a step opens there; going back and forth follows', async () => {
    const page = await openFile(browser, `${OUT}/rollback.html`, '#step-42')
    await titled(page, /^Step 42 /)
    await page.evaluate(() => {
      location.hash = '#step-7'
    })
    await titled(page, /^Step 7 /)
    await page.close()
  })

  test('a message leads to its other end, and its arrow is named', async () => {
    const page = await openFile(browser, `${OUT}/rollback.html`)
    const sent = page.getByRole('button', { name: /the message was sent at step/ })
    const step = Number(/(\d+)$/.exec((await sent.textContent()) ?? '')?.[1])
    await sent.click()
    expect(await stepOf(page)).toBe(step)
    await page.close()
  })

  test('filters, search and causes narrow the list, and show all brings it back', async () => {
    const page = await openFile(browser, `${OUT}/rollback.html`)
    const shown = () => page.locator('#shown').textContent()
    const all = await shown()
    const seen = new Set([all])
    const narrowed = async (act: () => Promise<unknown>) => {
      await act()
      expect(await shown()).toMatch(/^\d+ of \d+ steps$/)
      seen.add(await shown())
      await page.locator('#clear').click()
      expect(await shown()).toBe(all)
    }
    await narrowed(() => page.locator('#node').selectOption({ label: '@a3' }))
    await narrowed(() => page.locator('#type').selectOption('requestVote'))
    await narrowed(() => page.locator('#record').selectOption({ index: 1 }))
    await narrowed(() => page.locator('#marked').check())
    await narrowed(() => page.locator('#search').fill('wrongPassword'))
    await page.locator('#steps').focus()
    await narrowed(() => page.keyboard.press('c'))
    expect(seen.size).toBeGreaterThan(5)
    await page.locator('#search').fill('nothing of the kind is in there')
    expect(await page.locator('#nothing').textContent()).toContain('No step fits')
    await page.close()
  })

  test('the statechart of the chosen machine has its active states lit', async () => {
    const page = await openFile(browser, `${OUT}/rollback.html`)
    await page.getByRole('button', { name: '@a2', exact: true }).click()
    await page.getByRole('button', { name: 'consensus', exact: true }).click()
    const lit = await page
      .locator('.chart .active')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-state')))
    expect(lit[0]).toMatch(/^(leader|follower|candidate|preCandidate)$/)
    expect(await page.locator('.chart figcaption').textContent()).toContain(lit.join(', '))
    await page.close()
  })

  test('axe finds nothing serious, in light and in dark', async () => {
    const page = await openFile(browser, `${OUT}/rollback.html`)
    expect([...(await axeFindings(page, 'light')), ...(await axeFindings(page, 'dark'))]).toEqual([])
    await page.close()
  })
})

const BUILT = join(ROOT, 'dist/src/cli.js')

test.skipIf(!existsSync(BUILT))('the built command writes a page that runs', async () => {
  const out = join(ROOT, OUT, 'built.html')
  const { status, stderr } = spawnSync(process.execPath, [
    BUILT,
    'explore',
    join(ROOT, OUT, 'rollback.ndjson'),
    '--out',
    out,
  ])
  expect(status, String(stderr)).toBe(0)
  const page = await openFile(browser, `${OUT}/built.html`)
  expect(await page.locator('#detail .broken').first().textContent()).toContain('This step breaks')
  await page.close()
})

describe('more than ten thousand steps', () => {
  test('stay smooth: a move of the cursor and a scrolled screen are drawn within a tenth of a second', async () => {
    const page = await openFile(browser, `${OUT}/long.html`, '#step-3000')
    const steps = Number(await page.locator('#slider').getAttribute('max'))
    expect(steps).toBeGreaterThan(10_000)
    for (const act of ['scroll', 'key'] as const) {
      const frames = await page.evaluate(framesOf, act)
      console.log(
        `${act}, ${steps} steps: median ${frames[40]?.toFixed(1)} ms, 95th percentile ${frames[76]?.toFixed(1)} ms`,
      )
      expect(frames[40]).toBeLessThan(100)
    }
    // A screen has a few dozen rows, however far the reader went.
    expect(await page.locator('.row').count()).toBeLessThan(80)
    await page.close()
  })
})

// Milliseconds from an act to after the frame that shows it is laid out and painted, rising.
async function framesOf(act: 'scroll' | 'key'): Promise<number[]> {
  const list = document.getElementById('steps') as HTMLElement
  const taken: number[] = []
  for (let i = 0; i < 80; i++) {
    const began = performance.now()
    if (act === 'scroll') list.scrollTop += 400
    else document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
    await new Promise<void>((done) => {
      requestAnimationFrame(() => {
        const after = new MessageChannel()
        after.port1.onmessage = () => done()
        after.port2.postMessage(null)
      })
    })
    taken.push(performance.now() - began)
  }
  return taken.sort((a, b) => a - b)
}

test('no page complained, and none asked the network for anything', () => {
  expect(browser.complaints).toEqual([])
})
