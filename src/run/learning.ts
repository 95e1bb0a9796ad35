/**
 * What an adversary knows, step by step, for the explorer's reader (§10.5): what it was shown, what it takes out of
 * that, and the step from which a user's key or secret follows. Ideal cryptography only; it judges nothing.
 */
import type { Fact, Setting } from '../../spec/boundary.ts'
import { shownBy, stringsIn, type View, viewOf } from '../../spec/claims/views.ts'
import type { Enrol } from '../../spec/tells.ts'
import { termsOf } from '../crypto/ideal/deduction.ts'
import type { Term } from '../crypto/ideal/term.ts'
import type { IdealTwin } from '../crypto/ideal/twin.ts'
import { Knowledge } from '../judge/deduction.ts'
import type { Learnt } from '../trace/explorer/model.ts'

/** Follows one run. */
export interface Learner {
  /** Takes in a step's facts. */
  readonly watch: (step: number, facts: readonly Fact[]) => void
  readonly learnt: readonly Learnt[]
}

/** Encodings and constants say nothing of a secret, and would hide what does. */
const DULL: readonly Term['kind'][] = [
  'pack',
  'text',
  'number',
  'generator',
  'hash',
  'treeHead',
  'stamp',
  'artifact',
]

/** The adversary that a run's budgets allow, where its setup names none: its host if storage may be set back, else the front end, else the network. */
export function listener(budgets: Readonly<Record<string, number>>): string {
  if ((budgets.rollback ?? 0) + (budgets.clone ?? 0) + (budgets.tear ?? 0) > 0) return 'A3'
  return (budgets.replay ?? 0) > 0 ? 'A2' : 'A1'
}

/** Starts with nothing but what everybody knows. */
export function createLearner({ table }: IdealTwin, adversary: string, setting: Setting): Learner {
  const { owned = [], given = [] } = setting.adversary ?? {}
  const view: View = viewOf(adversary, setting, owned)
  const terms = termsOf(table)
  const learnt: Learnt[] = []
  // Words that users chose are not public, though everybody could write them: known from the start, so that nothing is told early.
  const hidden = new Set<Term>()
  const knowledge = new Knowledge(terms.theory(hidden))
  const wanted = new Map<Term, string>()
  const seen = new Set<string>()
  let told = 0
  const want = (octets: string, text: string) => {
    const term = terms.find(octets)
    if (term !== undefined && !wanted.has(term)) wanted.set(term, text)
    return term
  }
  const tell = (step: number) => {
    const held = [...knowledge.held()]
    for (const term of held.slice(told)) {
      if (!DULL.includes(term.kind)) learnt.push({ step, text: knowledge.theory.describe(term) })
    }
    told = held.length
    for (const [term, text] of wanted) {
      if (!knowledge.derivable(term)) continue
      wanted.delete(term)
      learnt.push({ step, text: `now follows: ${text}` })
    }
  }
  for (const octets of given) {
    const term = terms.find(octets)
    if (term !== undefined) knowledge.see(term)
  }
  return {
    learnt,
    watch: (step, facts) => {
      let news = step === 0
      for (const fact of facts) {
        if (fact.fact === 'began' && fact.event.type === 'enrol') {
          const { secret, key } = fact.event as Enrol
          want(key, `the backup key that ${fact.node} enrolled`)
          const word = want(secret, `the secret that ${fact.node} chose`)
          if (word !== undefined) hidden.add(word)
        }
        for (const text of shownBy(view, setting, fact).flatMap(stringsIn)) {
          const term = seen.has(text) ? undefined : terms.find(text)
          seen.add(text)
          if (term === undefined) continue
          knowledge.see(term)
          news = true
        }
      }
      if (news) tell(step)
    },
  }
}
