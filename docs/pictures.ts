/**
 * The README's pictures: `npx tsx docs/pictures.ts`. The explorer on the counterexample that the checker finds in a scope
 * which must fail (the shortest there is, found by search and not by hand), and the matrix of the last review, if there
 * was one. Needs Debian's chromium.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Browser, openBrowser, openFile } from '../properties/browser/browser.ts'
import { keepCounterexample } from '../src/cli/check.ts'
import { checkScope } from '../src/run/check-scope.ts'
import { scopeNamed } from '../src/scopes/catalogue.ts'
import { ROOT } from './generate/files.ts'

const WORK = 'out/pictures'
const PICTURES = 'docs/pictures'
const REVIEW = 'out/review/index.html'
const SCOPE = 'guesses-published'

/** The matrix is cut off where this window ends: what it looks like, not all that it says, is to be seen. */
const MATRIX_WINDOW = { width: 1160, height: 760 }

async function explorerPicture(browser: Browser): Promise<void> {
  const scope = scopeNamed(SCOPE)
  const kept =
    scope === undefined
      ? null
      : await keepCounterexample(scope, checkScope({ scope: SCOPE, limits: {} }), join(ROOT, WORK))
  if (kept === null) throw new Error(`${SCOPE} must be found broken`)
  const [file = '', hash = ''] = relative(ROOT, kept.page).split('#')
  const page = await openFile(browser, file, `#${hash}`)
  await page.waitForTimeout(500)
  await page.screenshot({ path: join(ROOT, PICTURES, 'explorer.png') })
  await page.close()
}

async function matrixPicture(browser: Browser): Promise<void> {
  const page = await openFile(browser, REVIEW)
  await page.setViewportSize(MATRIX_WINDOW)
  const table = page.locator('h3#matrix-published')
  await table.evaluate((heading) => heading.scrollIntoView({ block: 'start' }))
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(ROOT, PICTURES, 'matrix.png') })
  await page.close()
}

mkdirSync(join(ROOT, WORK), { recursive: true })
mkdirSync(join(ROOT, PICTURES), { recursive: true })
const browser = await openBrowser()
await explorerPicture(browser)
if (existsSync(join(ROOT, REVIEW))) await matrixPicture(browser)
else console.log(`no picture of the matrix: ${REVIEW} is not there; npm start writes it`)
await browser.close()
console.log(PICTURES)
