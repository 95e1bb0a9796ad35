/** The catalogue of claims: each with its sentence, its code, the tests and bugs that name it, where it is claimed. */
import type { Claim } from '../../spec/boundary.ts'
import { BUGS } from '../../src/bugs/catalogue.ts'
import { isClaimed } from '../../src/expected/cells.ts'
import { mustBreak } from '../../src/expected/found.ts'
import { CLAIMS } from '../../src/run/claim-list.ts'
import { adversariesWhere } from './expected.ts'
import { below, read } from './files.ts'
import { type Page, table, text } from './layout.ts'
import { linked } from './prose.ts'
import { sourceLink } from './sources.ts'

/** The page. */
export function claimsPage(): Page {
  const overview = table(
    ['claim', 'says', 'from', '<code>published</code>', '<code>hardened</code>'],
    CLAIMS.map(({ id, says, source }) => [
      `<a href="#${id}">${id}</a>`,
      text(says),
      source,
      ...['published', 'hardened'].map((profile) => claimedUnder(id, profile)),
    ]),
  )
  const body = `<p>A claim is a fold over facts that the world derives; a machine under test reports none of them. Its
<em>witness</em> is the situation in which its seeded bug would have made it false: a green run in which the witness never
arose shows nothing. <em>Claimed under</em> names the adversaries for which a break is a failure; under any other a break is
a finding.</p>${overview}${CLAIMS.map(sectionOf).join('\n')}`
  return {
    file: 'claims.html',
    title: 'Claims',
    body,
    made: 'Generated from spec/claims, src/expected and the tests.',
  }
}

function claimedUnder(id: string, profile: string): string {
  const ids = id === 'SEC-1' ? ['SEC-1 code', 'SEC-1 password'] : [id]
  const held = ids.map((one) => {
    const under = adversariesWhere((adversary) => isClaimed(one, profile, adversary))
    return one === id ? under : `${one.slice(6)}: ${under}`
  })
  return held.every((one) => one === 'none') ? 'not claimed' : held.join('; ')
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
    ['scopes of the checker', mentions('src/scopes', id)],
    ['seeded bugs', bugsThatBreak(id)],
    ['claimed under, published', claimedUnder(id, 'published')],
    ['claimed under, hardened', claimedUnder(id, 'hardened')],
    ['must be found broken, published', adversariesWhere((a) => mustBreak(id, 'published', a))],
    ['must be found broken, hardened', adversariesWhere((a) => mustBreak(id, 'hardened', a))],
  ]
  const cells = rows.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`)
  return `<h2 id="${id}">${id}</h2><p>${text(says)}</p><table>${cells.join('')}</table>`
}

function bugsThatBreak(id: string): string {
  const found = BUGS.filter(({ breaks }) => breaks === id)
  if (found.length === 0) return 'none'
  return found
    .map((bug) => {
      const named = new RegExp(`id: '${bug.id}'`)
      const path = below('src/bugs').find((file) => named.test(read(file)))
      const link = path === undefined ? '' : `: ${sourceLink(path, named)}`
      return `<code>${text(bug.id)}</code>, ${text(bug.story.replace(/\.$/, ''))}${link}`
    })
    .join('<br>')
}

/** Files below a folder that name a claim, as links to the line. */
export function mentions(folder: string, id: string): string {
  const pattern = new RegExp(`\\b${id}\\b`)
  const found = below(folder).filter((path) => path.endsWith('.ts') && pattern.test(read(path)))
  return found.length === 0 ? 'none names it' : found.map((path) => sourceLink(path, pattern)).join('<br>')
}
