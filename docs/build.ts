/**
 * Builds the review site into docs/site: `npx tsx docs/build.ts`. Ends with 1 if a link leads nowhere, or if typedoc warns.
 * With `--without-api` typedoc is left out, which is for those who write prose.
 */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { explorerPage } from '../src/trace/explorer/html.ts'
import { writeApi } from './generate/api.ts'
import { claimsPage } from './generate/claims.ts'
import { machinesPage, sequencesPage } from './generate/diagrams.ts'
import { evidencePage, REVIEW, REVIEW_PAGES } from './generate/evidence.ts'
import { exampleRun } from './generate/example.ts'
import { ROOT, SITE } from './generate/files.ts'
import { scenariosPage, transcriptsPage } from './generate/golden.ts'
import { htmlOf } from './generate/layout.ts'
import { brokenLinks } from './generate/links.ts'
import { PROSE, prosePage } from './generate/prose.ts'
import { sourcePages } from './generate/sources.ts'

function write(file: string, html: string): void {
  const path = join(SITE, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, html)
}

async function build(withApi: boolean): Promise<number> {
  rmSync(SITE, { recursive: true, force: true })
  const warnings = withApi ? await writeApi() : 0
  const runs = ['published', 'hardened'].map(exampleRun)
  for (const run of runs) write(`explorer-${run.profile}.html`, explorerPage(run))
  const generated = [
    machinesPage(runs),
    sequencesPage(runs),
    claimsPage(),
    evidencePage(),
    transcriptsPage(),
    scenariosPage(),
  ]
  const pages = [...Object.keys(PROSE).map(prosePage), ...generated, ...sourcePages()]
  for (const page of pages) write(page.file, htmlOf(page))
  cpSync(join(ROOT, 'docs/pictures'), join(SITE, 'pictures'), { recursive: true })
  if (existsSync(join(ROOT, REVIEW))) {
    // The page links to its pages and traces, and to nothing else beside it.
    const isLinked = (from: string) => !/\.[a-z]+$/.test(from) || /\.(?:html|ndjson)$/.test(from)
    cpSync(join(ROOT, REVIEW), join(SITE, REVIEW_PAGES), { recursive: true, filter: isLinked })
  }
  const broken = brokenLinks().filter((line) => withApi || !line.includes('api/'))
  for (const line of broken) console.error(line)
  console.log(`docs/site: ${pages.length} pages, ${broken.length} broken links, ${warnings} typedoc warnings`)
  return broken.length + warnings === 0 ? 0 : 1
}

process.exitCode = await build(!process.argv.includes('--without-api'))
