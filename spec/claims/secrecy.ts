/**
 * SEC-1 and SEC-4 (§10.5): what an adversary saw, for the judge of derivability. The folds only collect; whether a
 * secret follows from it is a question for the deduction engine, asked when the run is over.
 */
import type { Claim, Fact, Octets, Setting } from '../boundary.ts'
import { same } from '../canonical.ts'
import { PAID_READS, type Paid, paidAfter, startPaid } from './attempts.ts'
import type { Evaluated } from './guesses.ts'
import { claim } from './told.ts'
import { isAtWork, NO_VIEW, shownBy, stringsIn, type View, viewOf } from './views.ts'

/** One OPRF evaluation inside an HSM: what was asked, under which key. Only counted where it costs a guess. */
export interface EvaluationSeen {
  readonly counted: boolean
  readonly key: Octets
  /** Registration request or KE1. */
  readonly request: Octets
}

/** A release that no charge in the surviving history stands for: the OPRF key, and the element as it was blinded. */
export interface Unpaid {
  readonly key: Octets
  readonly element: Octets
}

/** What one honest user enrolled: a password or code, and the backup key behind it. */
export interface Enrolled {
  readonly secret: Octets
  readonly key: Octets
}

/** The judge's evidence. Tables instead of lists, so that order and renaming do not matter. */
export interface Evidence {
  readonly setting: Setting
  readonly view: View
  /** Every string that the adversary saw, by the kind of fact that showed it. */
  readonly seen: Readonly<Record<string, Readonly<Record<string, 1>>>>
  /** Registration requests and KE1s that the adversary's own clients made. */
  readonly asked: Readonly<Record<string, 1>>
  readonly enrolled: readonly Enrolled[]
  readonly evaluations: readonly EvaluationSeen[]
  /** Who pays, where a host may set storage back (A3): only there can a charge be lost, and its guess be counted by nobody. */
  readonly paid: Paid | null
  readonly unpaid: readonly Unpaid[]
  /** K is the adversary's already, and is not asked for: can it test the password (BKP-2)? */
  readonly testsAlone: boolean
}

function start(setting: Setting, view: View, testsAlone = false): Evidence {
  const given = Object.fromEntries((setting.adversary?.given ?? []).map((octets) => [octets, 1 as const]))
  const seen: Evidence['seen'] = view.links === 'none' ? {} : { given }
  return { setting, view, seen, asked: {}, enrolled: [], evaluations: [], paid: null, unpaid: [], testsAlone }
}

function step(before: Evidence, fact: Fact): Evidence {
  let after = withPayment(before, fact)
  for (const shown of shownBy(before.view, before.setting, fact)) after = withSeen(after, fact.fact, shown)
  if (fact.fact === 'began' && !before.view.owned.includes(fact.node)) {
    const { type, way, secret, key } = fact.event as unknown as Enrolled & { type: string; way?: string }
    if (type !== 'enrol' && !(type === 'hold' && way === 'vault')) return after
    const { enrolled } = after
    return enrolled.some((one) => one.secret === secret && one.key === key)
      ? after
      : { ...after, enrolled: [...enrolled, { secret, key }] }
  }
  return fact.fact === 'called' ? withCall(after, fact) : after
}

// What a malicious HSM stores and answers pays for nothing.
function withPayment(before: Evidence, fact: Fact): Evidence {
  if (before.paid === null || ('node' in fact && before.view.owned.includes(fact.node))) return before
  const { paid, unpaid } = paidAfter(before.paid, fact)
  if (paid === before.paid) return before
  return unpaid === undefined
    ? { ...before, paid }
    : { ...before, paid, unpaid: [...before.unpaid, unpaidOf(unpaid)] }
}

function unpaidOf({ key, element }: Evaluated): Unpaid {
  return { key, element: element as Octets }
}

function withSeen(before: Evidence, by: string, shown: unknown): Evidence {
  const table = before.seen[by] ?? {}
  const fresh = stringsIn(shown).filter((text) => table[text] === undefined)
  if (fresh.length === 0) return before
  const added = Object.fromEntries(fresh.map((text) => [text, 1 as const]))
  return { ...before, seen: { ...before.seen, [by]: { ...table, ...added } } }
}

function withCall(before: Evidence, fact: Extract<Fact, { fact: 'called' }>): Evidence {
  const { op, args, result, node } = fact
  if (op === 'registrationRespond') {
    const [key, , request] = args as [Octets, Octets, Octets]
    return withEvaluation(before, { counted: false, key, request })
  }
  if (op === 'loginRespond') {
    const { oprfKey: key, ke1: request } = args[0] as { oprfKey: Octets; ke1: Octets }
    return withEvaluation(before, { counted: true, key, request })
  }
  if (!before.view.owned.includes(node)) return before
  const own =
    op === 'loginStart' ? (result as { ke1: Octets }).ke1 : op === 'registrationRequest' ? result : null
  return own === null ? before : { ...before, asked: { ...before.asked, [own as string]: 1 } }
}

function withEvaluation(before: Evidence, one: EvaluationSeen): Evidence {
  if (before.evaluations.some((other) => same(other, one))) return before
  return { ...before, evaluations: [...before.evaluations, one] }
}

const READS = ['sent', 'received', 'persisted', 'told', 'began', 'outcome', 'called', 'leaked'] as const
const PAYMENT_READS = PAID_READS.filter((kind) => !(READS as readonly string[]).includes(kind))

// An enrolment, an evaluation, and an adversary that saw something: without them nothing could have leaked.
const witness = ({ enrolled, evaluations, seen }: Evidence) =>
  enrolled.length > 0 && evaluations.length > 0 && Object.keys(seen).length > 0

/** SEC-1 for one adversary's view, which may depend on who is who in the run. */
export function sec1(viewIn: (setting: Setting) => View): Claim {
  return claim<Evidence>({
    id: 'SEC-1',
    kind: 'always',
    section: '10.5',
    says: 'A code and its K are never derivable; a password and its K only after a counted online test that was right.',
    source: 'Meta',
    reads: [...READS, ...PAYMENT_READS],
    start: (setting) => {
      const paid = isAtWork(setting.adversary?.who ?? 'A0', 'A3', 'A6') ? startPaid(setting) : null
      return { ...start(setting, viewIn(setting)), paid }
    },
    step,
    broken: () => null,
    witness,
    judge: 'derivable',
  })
}

/** SEC-1 under whoever is at work in the run. */
export const sec1InPlay: Claim = sec1((setting) => {
  const { who, owned } = setting.adversary ?? { who: 'A0', owned: [] }
  return viewOf(who, setting, owned)
})

/** BKP-2: whoever found a phone has all that is in its storage, and reads what the front end reads (A10). */
export const bkp2: Claim = claim<Evidence>({
  id: 'BKP-2',
  kind: 'always',
  section: '10.5',
  says: "A phone's storage gives K and may give the right to replace or delete, and never a test of the password.",
  source: 'ours',
  reads: READS,
  start: (setting) => {
    const { who, owned } = setting.adversary ?? { who: 'A0', owned: [] }
    return start(setting, isAtWork(who, 'A10') ? viewOf(who, setting, owned) : NO_VIEW, true)
  },
  step: (at, fact) => (at.view === NO_VIEW ? at : step(at, fact)),
  broken: () => null,
  // A phone was found that somebody had enrolled with.
  witness: (at) => witness(at) && at.seen.leaked !== undefined,
  judge: 'derivable',
})

/** SEC-4, for one view in which records leaked. */
export function sec4(viewIn: (setting: Setting) => View): Claim {
  return claim<Evidence>({
    id: 'SEC-4',
    kind: 'always',
    section: '10.5',
    says: 'Records leaked alone give no offline test of a guess.',
    source: 'ours',
    reads: READS,
    start: (setting) => start(setting, viewIn(setting)),
    step: (at, fact) => (at.view === NO_VIEW ? at : step(at, fact)),
    broken: () => null,
    witness,
    judge: 'derivable',
  })
}

/** The records of the first HSM and nothing else. */
export function firstRecords({ fleets }: Setting): View {
  return { links: 'none', owned: [], leaked: Object.values(fleets)[0]?.slice(0, 1) ?? [] }
}

/** SEC-4 under whoever is at work: nobody else gets at records; a malicious HSM holds its fleet's secrets besides. */
export const sec4InPlay: Claim = sec4((setting) => {
  const { who, owned } = setting.adversary ?? { who: 'A0', owned: [] }
  if (!isAtWork(who, 'A4', 'A6')) return NO_VIEW
  const hsms = Object.values(setting.fleets).flat()
  return { ...firstRecords(setting), owned: owned.filter((node) => hsms.includes(node)) }
})
