/**
 * The README's pictures: `npx tsx docs/pictures.ts [TRACE]`. The explorer on a trace that breaks a claim (without one: a
 * rollback under a plain majority), and the matrix of the last review, if there was one. Needs Debian's chromium.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser, openFile } from '../properties/browser/browser.ts'
import { rollbackTrace } from '../properties/browser/runs.ts'
import { explore } from '../src/cli/explore.ts'
import { ROOT } from './generate/files.ts'

const WORK = 'out/pictures'
const REVIEW = 'out/review/index.html'

async function takePictures(given: string | undefined): Promise<void> {
  mkdirSync(join(ROOT, WORK), { recursive: true })
  mkdirSync(join(ROOT, 'docs/pictures'), { recursive: true })
  const trace = given ?? join(ROOT, WORK, 'rollback.ndjson')
  if (given === undefined) writeFileSync(trace, rollbackTrace())
  await explore(trace, join(ROOT, WORK, 'explorer.html'))
  const browser = await openBrowser()
  const page = await openFile(browser, `${WORK}/explorer.html`)
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(ROOT, 'docs/pictures/explorer.png') })
  if (existsSync(join(ROOT, REVIEW))) {
    const review = await openFile(browser, REVIEW)
    await review.screenshot({ path: join(ROOT, 'docs/pictures/matrix.png') })
  } else console.log(`no picture of the matrix: ${REVIEW} is not there; npm start writes it`)
  await browser.close()
  console.log('docs/pictures')
}

await takePictures(process.argv[2])
