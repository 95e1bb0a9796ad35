/** What is committed beside the evidence: the cells that reviewers sign, the seeded bugs, an article's sentences. */
import type { Claim } from '../../spec/boundary.ts'
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { secrecyClaims } from '../../spec/claims/secrecy-list.ts'
import { PROFILES } from '../../spec/profiles.ts'
import { BUGS } from '../../src/bugs/catalogue.ts'
import { createIdealTwin } from '../../src/crypto/ideal/twin.ts'
import { isClaimed } from '../../src/expected/cells.ts'
import { mustBreak } from '../../src/expected/found.ts'
import { SENTENCES } from '../../src/expected/sentences.ts'
import { CAPABILITIES } from '../../src/sim/adversary/table.ts'
import { table, text } from './layout.ts'

// In the order of the threat model's prose: what a user does, what a fleet does, who may know what.
const FAMILIES = ['ENR', 'REC', 'ATT', 'REP', 'FLT', 'TRN', 'SEC', 'BKP', 'ROB', 'LIV']

/** The adversaries, in the order of their table. */
export const ADVERSARIES: readonly string[] = CAPABILITIES.map(({ id }) => id)

const secrecy = secrecyClaims('A2', [], createIdealTwin().port)

/** Every claim: those that each run is watched by, and those about secrecy, which need to know the adversary. */
export const CLAIMS: readonly Claim[] = [
  ...CATALOGUE,
  ...secrecy.filter(({ id }) => CATALOGUE.every((claim) => claim.id !== id)),
].sort((a, b) => FAMILIES.indexOf(a.id.slice(0, 3)) - FAMILIES.indexOf(b.id.slice(0, 3)))

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
