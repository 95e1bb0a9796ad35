/**
 * The README's pictures: `npx tsx docs/pictures.ts [TRACE]`. The explorer on a trace that breaks a claim (without one, the
 * soonest break that a swarm finds), made small, and the matrix of the last review, if there was one. Needs Debian's chromium.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, openBrowser, openFile } from '../properties/browser/browser.ts'
import { explore } from '../src/cli/explore.ts'
import { shrinkFile } from '../src/cli/shrink.ts'
import { mustBreak } from '../src/expected/found.ts'
import { simulateSeed, traceText } from '../src/run/sim-run.ts'
import { swarm } from '../src/sim/swarm.ts'
import { ROOT } from './generate/files.ts'

const WORK = 'out/pictures'
const PICTURES = 'docs/pictures'
const REVIEW = 'out/review/index.html'
const SETTINGS = { profile: 'published', adversary: 'A2', crypto: 'ideal' } as const
const SEEDS = 60
const HSMS_MIN = 3

// Nobody constructs it: of many seeds the one in which the operator soonest breaks what it must be found to break, at
// a fleet of some size.
function foundTrace(): string {
  const found: { seed: number; claim: string; step: number }[] = []
  for (let seed = 1; seed <= SEEDS; seed++) {
    if ((swarm(String(seed), SETTINGS).setup.fleets[0]?.size ?? 0) < HSMS_MIN) continue
    for (const [claim, state] of Object.entries(simulateSeed(seed, SETTINGS, {}).run.claims)) {
      const step = Number(/^broken at step (\d+)/.exec(state)?.[1] ?? Number.NaN)
      if (!Number.isNaN(step) && mustBreak(claim, SETTINGS.profile, SETTINGS.adversary))
        found.push({ seed, claim, step })
    }
  }
  const [soonest] = found.sort((a, b) => a.step - b.step)
  if (soonest === undefined) throw new Error(`no break in ${SEEDS} seeds`)
  const { seed, claim } = soonest
  const file = join(ROOT, WORK, `${claim.toLowerCase()}-${seed}.ndjson`)
  writeFileSync(file, traceText(seed, SETTINGS, {}, claim))
  return file
}

async function explorerPicture(browser: Browser, found: string): Promise<void> {
  const { trace } = await shrinkFile(found, { out: join(ROOT, WORK) })
  await explore(trace, join(ROOT, WORK, 'explorer.html'))
  const page = await openFile(browser, `${WORK}/explorer.html`)
  await page.getByRole('button', { name: 'show only what led here' }).click()
  await page.locator('#detail').evaluate((panel) => panel.scrollTo(0, 0))
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(ROOT, PICTURES, 'explorer.png') })
  await page.close()
}

async function matrixPicture(browser: Browser): Promise<void> {
  const page = await openFile(browser, REVIEW, '#matrix')
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(ROOT, PICTURES, 'matrix.png') })
  await page.close()
}

mkdirSync(join(ROOT, WORK), { recursive: true })
mkdirSync(join(ROOT, PICTURES), { recursive: true })
const browser = await openBrowser()
await explorerPicture(browser, process.argv[2] ?? foundTrace())
if (existsSync(join(ROOT, REVIEW))) await matrixPicture(browser)
else console.log(`no picture of the matrix: ${REVIEW} is not there; npm start writes it`)
await browser.close()
console.log(PICTURES)
