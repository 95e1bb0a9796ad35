/** The catalogue of claims: each with its sentence, its code, the tests and bugs that name it, where it is claimed. */
import type { Claim } from '../../spec/boundary.ts'
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { isClaimed } from '../../src/expected/cells.ts'
import { CAPABILITIES } from '../../src/sim/adversary/table.ts'
import { below, read } from './files.ts'
import { type Page, table, text } from './layout.ts'
import { linked } from './prose.ts'
import { sourceLink } from './sources.ts'

const ADVERSARIES = CAPABILITIES.map((one) => one.id)

/** The page. */
export function claimsPage(): Page {
  const overview = table(
    ['claim', 'says', 'from', '<code>published</code>', '<code>hardened</code>'],
    CATALOGUE.map(({ id, says, source }) => [
      `<a href="#${id}">${id}</a>`,
      text(says),
      source,
      ...['published', 'hardened'].map((profile) => claimedUnder(id, profile)),
    ]),
  )
  const body = `<p>A claim is a fold over facts that the world derives; a machine under test reports none of them. Its
<em>witness</em> is the situation in which its seeded bug would have made it false: a green run in which the witness never
arose shows nothing. <em>Claimed under</em> names the adversaries for which a break is a failure; under any other a break is
a finding.</p>${overview}${CATALOGUE.map(sectionOf).join('\n')}`
  return {
    file: 'claims.html',
    title: 'Claims',
    body,
    made: 'Generated from spec/claims, src/expected and the tests.',
  }
}

function claimedUnder(id: string, profile: string): string {
  const held = ADVERSARIES.filter((adversary) => isClaimed(id, profile, adversary))
  return held.length === 0 ? 'not claimed' : held.join(', ')
}

function sectionOf(claim: Claim): string {
  const { id, kind, section, says, source, reads, judge } = claim
  const rows = [
    ['kind', kind + (judge === undefined ? '' : `, judged by: ${judge}`)],
    ['prose', linked(`§${section}`)],
    ['whose statement', source],
    ['reads', reads.map((fact) => `<code>${fact}</code>`).join(', ')],
    ['code', mentions('spec/claims', id)],
    ['tests', mentions('properties', id)],
    ['scopes of the checker', mentions('src/check', id)],
    ['seeded bugs', mentions('src/bugs', id)],
    ['claimed under, published', claimedUnder(id, 'published')],
    ['claimed under, hardened', claimedUnder(id, 'hardened')],
  ]
  const cells = rows.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`)
  return `<h2 id="${id}">${id}</h2><p>${text(says)}</p><table>${cells.join('')}</table>`
}

/** Files below a folder that name a claim, as links to the line. */
export function mentions(folder: string, id: string): string {
  const pattern = new RegExp(`\\b${id}\\b`)
  const found = below(folder).filter((path) => path.endsWith('.ts') && pattern.test(read(path)))
  return found.length === 0 ? 'none names it' : found.map((path) => sourceLink(path, pattern)).join('<br>')
}
