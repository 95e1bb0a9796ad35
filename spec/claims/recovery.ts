/** REC-1 to REC-4: what a recovery may come to (§6). */
import type { Claim, Octets } from '../boundary.ts'
import { same } from '../canonical.ts'
import type { Stretch } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import { judgeStretch, STRETCH_BOUNDS } from '../stretching.ts'
import type { Ended } from '../tells.ts'
import { rec2 } from './answers.ts'
import { type Owners, ownersOf, startOwners } from './owners.ts'
import { claim } from './told.ts'

interface Right {
  readonly clients: readonly NodeId[]
  readonly owners: Owners
  /** Keys that each account's users enrolled, as `account key`; of clients whose account is not known yet, by node. */
  readonly keys: Readonly<Record<string, true>>
  readonly why: string | null
  readonly recovered: boolean
}

function isTheirs({ owners, keys }: Right, node: NodeId, key: Octets | undefined): boolean {
  const whose = owners.accounts[node]
  return Object.keys(owners.accounts).some(
    (client) => owners.accounts[client] === whose && keys[`${client} ${key}`] === true,
  )
}

/** REC-1 (§6.4): a recovery that yields another key than was enrolled breaks it. */
export const rec1 = claim<Right>({
  id: 'REC-1',
  kind: 'always',
  section: '6.4',
  says: 'A recovery reported as success yields the K that was enrolled, never another.',
  source: 'Meta',
  reads: ['began', 'outcome', 'sent'],
  start: (setting) => ({
    clients: setting.clients,
    owners: startOwners(setting),
    keys: {},
    why: null,
    recovered: false,
  }),
  step: (at, fact) => {
    if (fact.fact === 'sent') {
      const owners = ownersOf(at.owners, fact)
      return owners === at.owners ? at : { ...at, owners }
    }
    if (fact.fact === 'began') {
      if (!/^(enrol|hold)$/.test(fact.event.type)) return at
      const { key } = fact.event as unknown as { readonly key: Octets }
      return { ...at, keys: { ...at.keys, [`${fact.node} ${key}`]: true } }
    }
    if (fact.fact !== 'outcome' || !at.clients.includes(fact.node)) return at
    const { outcome, key } = fact.event as Ended
    if (outcome !== 'recovered') return at
    const why = isTheirs(at, fact.node, key)
      ? null
      : `${fact.node} recovered a key that its account never enrolled`
    return { ...at, recovered: true, why: at.why ?? why }
  },
  broken: ({ why }) => why,
  witness: ({ recovered }) => recovered,
})

const OUTCOMES: Readonly<Record<string, readonly string[]>> = {
  enrollmentEnded: ['enrolled', 'unconfirmed', 'taken', 'exhausted', 'unavailable', 'untrustedFleet'],
  recoveryEnded: [
    ...['recovered', 'wrongPassword', 'exhausted', 'delayed', 'notEnrolled'],
    ...['unavailable', 'untrustedFleet'],
  ],
  deletionEnded: [
    ...['deleted', 'wrongPassword', 'exhausted', 'delayed', 'notEnrolled'],
    ...['unavailable', 'untrustedFleet'],
  ],
}

interface Closed {
  readonly limit: number
  readonly why: string | null
  readonly kinds: Readonly<Record<string, true>>
}

function problemOf({ limit }: Closed, { type, outcome, attemptsLeft, ticksLeft, key }: Ended): string | null {
  if (!OUTCOMES[type]?.includes(outcome)) return `${outcome} is no outcome of ${type}`
  const left = attemptsLeft ?? -1
  if (outcome === 'wrongPassword' && !(left >= 0 && left <= limit))
    return `a wrong password with ${left} guesses left`
  if (outcome === 'delayed' && !((ticksLeft ?? 0) > 0)) return 'delayed by no tick'
  return (outcome === 'recovered') === (key !== undefined) ? null : `${outcome} and a key do not fit`
}

/** REC-3 (§6.4): an outcome outside the closed sets breaks it. */
export const rec3 = claim<Closed>({
  id: 'REC-3',
  kind: 'always',
  section: '6.4',
  says: 'Outcomes are exactly the closed sets; a wrong password comes with the guesses left, a delay with its ticks.',
  source: 'ours',
  reads: ['outcome'],
  start: ({ limit }) => ({ limit, why: null, kinds: {} }),
  step: (at, fact) => {
    if (fact.fact !== 'outcome' || OUTCOMES[fact.event.type] === undefined) return at
    const ended = fact.event as Ended
    const why = at.why ?? problemOf(at, ended)
    if (why === at.why && at.kinds[ended.outcome]) return at
    return { ...at, why, kinds: { ...at.kinds, [ended.outcome]: true } }
  },
  broken: ({ why }) => why,
  witness: ({ kinds }) => Object.keys(kinds).length > 1,
})

interface Stretched {
  /** By RFC 9807's record: how its password was stretched. */
  readonly made: Readonly<Record<string, Stretch>>
  readonly ke2: Readonly<Record<string, Octets>>
  readonly why: string | null
  readonly met: boolean
}

// Both ends of a phone could agree on too little: then the bounds tell, not the record.
function downgrade({ made, ke2 }: Stretched, answer: Octets, stretch: Stretch): string | null {
  if (judgeStretch(STRETCH_BOUNDS, stretch) === 'tooWeak')
    return `a login stretched with ${stretch.name} alone`
  const registered = made[ke2[answer] ?? '']
  const differs = registered !== undefined && !same(registered, stretch)
  return differs ? 'a login with other stretching than its record' : null
}

/** REC-4 (§6.5) is about the parameters that a client stretched with; version and profile are in every signed context. */
export const rec4 = claim<Stretched>({
  id: 'REC-4',
  kind: 'always',
  section: '6.5',
  says: 'No downgrade: a client finishes a login only with the stretching that its record was made with, within its bounds.',
  source: 'ours',
  reads: ['called'],
  start: () => ({ made: {}, ke2: {}, why: null, met: false }),
  step: (at, fact) => {
    if (fact.fact !== 'called') return at
    const { op, args, result } = fact
    const answer = result as { readonly ok?: boolean; readonly value?: { record?: Octets; ke2?: Octets } }
    if (answer.ok !== true) return at
    const input = args[0] as { readonly stretch: Stretch; readonly record: Octets; readonly ke2: Octets }
    if (op === 'registrationFinish')
      return { ...at, made: { ...at.made, [answer.value?.record as Octets]: input.stretch } }
    if (op === 'loginRespond')
      return { ...at, ke2: { ...at.ke2, [answer.value?.ke2 as Octets]: input.record } }
    if (op !== 'loginFinish') return at
    return { ...at, met: true, why: at.why ?? downgrade(at, input.ke2, input.stretch) }
  },
  broken: ({ why }) => why,
  witness: ({ met }) => met,
})

/** The claims of §6. */
export const recoveryClaims: readonly Claim[] = [rec1, rec2, rec3, rec4]
