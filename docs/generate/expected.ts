/** What is committed beside the evidence: the cells that reviewers sign, the seeded bugs, an article's sentences. */
import { PROFILES } from '../../spec/profiles.ts'
import { BUGS } from '../../src/bugs/catalogue.ts'
import { isClaimed } from '../../src/expected/cells.ts'
import { mustBreak } from '../../src/expected/found.ts'
import { SENTENCES } from '../../src/expected/sentences.ts'
import { CLAIMS } from '../../src/run/claim-list.ts'
import { CAPABILITIES } from '../../src/sim/adversary/table.ts'
import { table, text } from './layout.ts'

/** The adversaries, in the order of their table. */
export const ADVERSARIES: readonly string[] = CAPABILITIES.map(({ id }) => id)

/** A claim's name as a link to its section; one that has no fold yet stays text. */
export function claimLink(name: string): string {
  const [id = ''] = name.split(' ')
  return CLAIMS.some((claim) => claim.id === id)
    ? `<a href="claims.html#${id}">${text(name)}</a>`
    : text(name)
}

const PARTS = ['SEC-1 code', 'SEC-1 password']

/** For each profile a cell for each claim and adversary: must hold, must be found broken, or nothing is said. */
export function expectedTables(): string {
  const ids = CLAIMS.flatMap(({ id }) => (id === 'SEC-1' ? PARTS : [id]))
  return Object.keys(PROFILES)
    .map((profile) => {
      const rows = ids.map((id) => [
        claimLink(id),
        ...ADVERSARIES.map((who) => expectation(id, profile, who)),
      ])
      return `<h3 id="expected-${profile}">${profile}</h3>${table(['claim', ...ADVERSARIES], rows)}`
    })
    .join('\n')
}

function expectation(id: string, profile: string, adversary: string): string {
  if (mustBreak(id, profile, adversary)) return '<span class="broken">must break</span>'
  return isClaimed(id, profile, adversary) ? '<span class="holds">must hold</span>' : 'not claimed'
}

/** Under which adversaries something is so, in words. */
export function adversariesWhere(fits: (adversary: string) => boolean): string {
  const found = ADVERSARIES.filter(fits)
  return found.length === 0 ? 'none' : found.join(', ')
}

/** Every seeded bug: what is wrong, who had it, and the claim that must catch it. */
export function bugsTable(): string {
  const rows = BUGS.map(({ id, breaks, profile, adversary, story, precedent }) => [
    `<code>${text(id)}</code>`,
    text(story) + (precedent === undefined ? '' : ` <em>(${text(precedent)})</em>`),
    claimLink(breaks),
    `${profile} under ${adversary}`,
  ])
  return table(['bug', 'what is wrong', 'must break', 'where'], rows)
}

/** The article's sentences, the claims that carry each, and what a reader should know beside them. */
export function sentencesTable(): string {
  const rows = SENTENCES.map(({ part, quote, bearings, remark }) => [
    text(part),
    text(quote),
    bearings.length === 0
      ? 'nothing that can be checked here'
      : bearings.map(({ claim, adversary }) => `${claimLink(claim)} under ${adversary}`).join('<br>'),
    text(remark),
  ])
  return table(['part', 'sentence', 'rests on', 'remark'], rows)
}
