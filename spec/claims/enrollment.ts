/** ENR-1: what was enrolled can be recovered (§3); and the list of the claims of §3. */
import type { Claim, Fact, Octets } from '../boundary.ts'
import { same } from '../canonical.ts'
import type { TrustSetting } from '../fleet/setting.ts'
import type { NodeId } from '../names.ts'
import type { Ended } from '../tells.ts'
import { account, type ChargeSeen, GUESS_READS, type Guesses, startGuesses } from './guesses.ts'
import { type Owners, ownersOf, startOwners } from './owners.ts'
import { enr2, enr3 } from './served.ts'
import { trustedNow } from './shown.ts'
import { without } from './tables.ts'
import { claim } from './told.ts'

interface Done {
  readonly secret: Octets
  readonly key: Octets
  /** The fleet that it was made at; null: its client trusted no keys yet. */
  readonly fleet: string | null
}

/** An act of a user that has not ended. */
interface Act extends Done {
  readonly type: string
  /** What was reported as enrolled when it began, by account: an answer to an older question says nothing about it. */
  readonly since: Readonly<Record<string, Done>>
  /** No other act that could change the record overlapped with it: otherwise nobody can say which came last. */
  readonly alone: boolean
}

interface Recoverable {
  readonly clients: readonly NodeId[]
  readonly pins: TrustSetting['pins']
  readonly guesses: Guesses
  readonly owners: Owners
  readonly acts: Readonly<Record<NodeId, Act>>
  /** By account: what was reported as enrolled, and nothing was begun since that could change it. */
  readonly enrolled: Readonly<Record<string, Done>>
  readonly why: string | null
  /** The right secret was asked for, and what the answer was says something about the record. */
  readonly asked: boolean
}

function began(at: Recoverable, { node, event }: Extract<Fact, { fact: 'began' }>): Recoverable {
  const { type, way, secret, key } = event as unknown as Act & { readonly way?: string }
  // Holding K by the vault, or no more, changes the record as well (§8.3).
  const held = way === 'vault' && /^(hold|close)$/.test(type)
  if (!held && !/^(enrol|move|recover|delete)$/.test(type)) return at
  const whose = at.owners.accounts[node]
  const acts = overlapped(at, node, { type, secret, key, fleet: null, alone: true, since: at.enrolled })
  // From here on the account's record is in its user's hands again.
  const enrolled = type === 'recover' || whose === undefined ? at.enrolled : without(at.enrolled, whose)
  return { ...at, acts, enrolled }
}

// A phone whose account is not known yet may be anybody's.
function overlapped(at: Recoverable, node: NodeId, act: Act): Recoverable['acts'] {
  const changes = ({ type }: Act) => type !== 'recover'
  const { accounts } = at.owners
  const meet = (other: NodeId) =>
    accounts[node] === undefined || accounts[other] === undefined || accounts[node] === accounts[other]
  let alone = true
  const acts: Record<NodeId, Act> = {}
  for (const [name, other] of Object.entries(at.acts) as [NodeId, Act][]) {
    const meets = name !== node && changes(other) && changes(act) && meet(name)
    if (meets) alone = false
    acts[name] = meets ? { ...other, alone: false } : other
  }
  return { ...acts, [node]: { ...act, alone } }
}

// Whose a phone is may be learnt only when its first request passes.
function relayed(at: Recoverable, fact: Fact): Recoverable {
  const owners = ownersOf(at.owners, fact)
  if (owners === at.owners) return at
  let { enrolled } = at
  for (const [node, { type }] of Object.entries(at.acts)) {
    const whose = owners.accounts[node]
    if (type !== 'recover' && whose !== undefined && at.owners.accounts[node] === undefined)
      enrolled = without(enrolled, whose)
  }
  return { ...at, owners, enrolled }
}

// Outcomes that say nothing about the record.
const SILENT: readonly string[] = ['unavailable', 'untrustedFleet', 'delayed']

function ended(at: Recoverable, node: NodeId, { type, outcome, key }: Ended): Recoverable {
  const act = at.acts[node]
  const whose = at.owners.accounts[node]
  const next = { ...at, acts: without(at.acts, node) }
  if (act === undefined || whose === undefined) return next
  const others = Object.entries(next.acts).filter(
    ([n, a]) => at.owners.accounts[n] === whose && a.type !== 'recover',
  )
  if (type === 'enrollmentEnded')
    return outcome === 'enrolled' && act.alone && others.length === 0
      ? {
          ...next,
          enrolled: { ...at.enrolled, [whose]: { secret: act.secret, key: act.key, fleet: act.fleet } },
        }
      : next
  const done = at.enrolled[whose]
  if (type !== 'recoveryEnded' || done === undefined || done.secret !== act.secret) return next
  if (!same(done, act.since[whose]) || isOutOfReach(at, node, done)) return next
  if (outcome === 'recovered' && key === done.key) return { ...next, asked: true }
  if (SILENT.includes(outcome) || isUsedUp(at, whose)) return next
  const other = outcome === 'recovered' ? ' with another K' : ''
  return {
    ...next,
    asked: true,
    why: at.why ?? `${node} was told ${outcome}${other}, though its account was enrolled with this secret`,
  }
}

// FLT-4: a pinned phone asks the fleets of its pins and no other, whatever was enrolled elsewhere since.
function isOutOfReach({ pins }: Recoverable, node: NodeId, { fleet }: Done): boolean {
  const own = pins[node]
  return own !== undefined && !own.some((pin) => pin.fleet === fleet)
}

function trusts(at: Recoverable, fact: Fact): Recoverable {
  const keys = trustedNow(fact)
  const act = fact.fact === 'told' ? at.acts[fact.node] : undefined
  if (keys === undefined || act === undefined || fact.fact !== 'told') return at
  return { ...at, acts: { ...at.acts, [fact.node]: { ...act, fleet: keys.fleet } } }
}

/** Was the whole budget of one of the account's records used since its last valid proof? The judge's own count. */
function isUsedUp({ guesses, owners }: Recoverable, whose: string): boolean {
  const { charges, freed, limit } = guesses
  return Object.entries(charges).some(
    ([place, list]) => owners.records[place] === whose && outstandingIn(list, freed[place] ?? 0) >= limit,
  )
}

// The same bytes again, at another leader, are no other guess.
function outstandingIn(charges: readonly ChargeSeen[], freed: number): number {
  return charges.slice(freed).filter(({ repeats }) => repeats === null).length
}

/** ENR-1 (§3.2): a reported enrolment that the right password does not recover breaks it. */
export const enr1 = claim<Recoverable>({
  id: 'ENR-1',
  kind: 'always',
  section: '3.2',
  says: 'An enrolment reported as done is recoverable with the right password, by a phone that may trust its fleet, while guesses and a quorum last, and yields exactly its K.',
  source: 'Meta',
  reads: [...GUESS_READS, 'began', 'outcome', 'sent'],
  start: (setting) => ({
    clients: setting.clients,
    pins: setting.trust?.pins ?? {},
    ...{ guesses: startGuesses(setting), owners: startOwners(setting), acts: {}, enrolled: {} },
    ...{ why: null, asked: false },
  }),
  step: (at, fact) => {
    switch (fact.fact) {
      case 'began':
        return at.clients.includes(fact.node) ? began(at, fact) : at
      case 'outcome':
        return at.clients.includes(fact.node) ? ended(at, fact.node, fact.event as Ended) : at
      case 'sent':
        return relayed(at, fact)
      default: {
        const next = trusts(at, fact)
        const guesses = account(at.guesses, fact)
        const crashed = fact.fact === 'crashed' && at.acts[fact.node] !== undefined
        if (guesses === at.guesses && !crashed) return next
        return { ...next, guesses, acts: crashed ? without(next.acts, fact.node) : next.acts }
      }
    }
  },
  broken: ({ why }) => why,
  witness: ({ asked }) => asked,
})

/** The claims of §3. ENR-4 is with the fleet keys. */
export const enrollmentClaims: readonly Claim[] = [enr1, enr2, enr3]
