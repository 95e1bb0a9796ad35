/**
 * The judge's own account of guesses (§4.7): charges as the log brings them, evaluations as the crypto port logged
 * them, releases as the world found them in what left an HSM. What a machine says of its counter is not looked at.
 */
import type { Fact, Octets, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { ChargeCommand, SettleCommand } from '../vault/commands.ts'
import { startCount } from './storage.ts'

/** A charge, at the first replica that applied it. */
export interface ChargeSeen {
  readonly id: string
  /** `fleet/record`. */
  readonly place: string
  readonly session: Octets
  readonly digest: Octets
  /** The charge before it with the same bytes, in a session that was not settled yet: no other guess. Null: it is one. */
  readonly repeats: string | null
  /** Its session was settled. */
  readonly closed: boolean
}

/** One login evaluation inside an HSM. */
export interface Evaluated {
  readonly node: NodeId
  /** The charge that this session was told of just before, and no evaluation used; null: there is none. */
  readonly charge: string | null
  readonly key: Octets
  /** RFC 9807's record: which enrolment it was for. */
  readonly envelope: Octets
  /** What OPAQUE keeps until KE3. */
  readonly state: Octets
  /** KE3 fitted: a valid proof. */
  readonly proven: boolean
  /** The element, once it left the HSM; null before. A repeated answer is the same release. */
  readonly element: Octets | null
}

/** The account of guesses (§4.7): charges from the log, evaluations and proofs from the crypto port, releases from what was sent. */
export interface Guesses {
  readonly fleetOf: Readonly<Record<NodeId, string>>
  readonly limit: number
  /** In the order of the log, by `fleet/record`. */
  readonly charges: Readonly<Record<string, readonly ChargeSeen[]>>
  /** By `fleet/record`: how many charges from the first on the last valid proof freed. */
  readonly freed: Readonly<Record<string, number>>
  /** At each HSM, the charge that its attempts machines looked at last. */
  readonly last: Readonly<Record<NodeId, { readonly id: string; readonly session: Octets }>>
  /** At each HSM, the charge that its session was told of, and no evaluation used. */
  readonly unused: Readonly<Record<NodeId, string>>
  readonly evaluations: readonly Evaluated[]
  readonly settled: Readonly<Record<string, true>>
}

/** The kinds of fact that the account looks at. */
export const GUESS_READS = ['told', 'called', 'released', 'crashed'] as const

/** Before anything. */
export function startGuesses(setting: Setting): Guesses {
  const { fleetOf } = startCount(setting)
  return {
    ...{ fleetOf, limit: setting.limit, charges: {}, freed: {}, last: {}, unused: {} },
    ...{ evaluations: [], settled: {} },
  }
}

/** The account after one fact; the same object when nothing changed. */
export function account(before: Guesses, fact: Fact): Guesses {
  switch (fact.fact) {
    case 'told':
      if (fact.machine.startsWith('attempts/')) return applied(before, fact)
      return fact.machine.startsWith('session/') ? handed(before, fact) : before
    case 'called':
      return called(before, fact)
    case 'released':
      return released(before, fact.node, fact.key, fact.element)
    case 'crashed':
      return crashed(before, fact.node)
    default:
      return before
  }
}

// What had not left the HSM never will.
function crashed(before: Guesses, node: NodeId): Guesses {
  if (before.last[node] === undefined) return before
  const { [node]: _last, ...last } = before.last
  const { [node]: _lost, ...unused } = before.unused
  const evaluations = before.evaluations.filter((one) => one.node !== node || one.element !== null)
  return { ...before, last, unused, evaluations }
}

// Several charges may be applied in one step of the HSM: the session that is told says whose turn it is.
function handed(before: Guesses, { node, machine, event }: Extract<Fact, { fact: 'told' }>): Guesses {
  const last = before.last[node]
  if (event.type !== 'charged' || machine !== `session/${last?.session}`) return before
  return { ...before, unused: { ...before.unused, [node]: last?.id as string } }
}

function applied(before: Guesses, { node, event }: Extract<Fact, { fact: 'told' }>): Guesses {
  const { command } = event as unknown as { readonly command?: ChargeCommand | SettleCommand }
  if (event.type === 'charge') return charged(before, node, command as ChargeCommand)
  return event.type === 'settle' ? settled(before, node, command as SettleCommand) : before
}

function placeOf({ fleetOf }: Guesses, node: NodeId, record: string): string {
  return `${fleetOf[node]}/${record}`
}

function charged(before: Guesses, node: NodeId, { id, record, session, digest }: ChargeCommand): Guesses {
  const place = placeOf(before, node, record)
  const list = before.charges[place] ?? []
  const last = { ...before.last, [node]: { id, session } }
  if (list.some((charge) => charge.id === id)) return { ...before, last }
  const first = list.find((one) => one.repeats === null && isOpen(one, session, digest))
  const charge: ChargeSeen = { id, place, session, digest, repeats: first?.id ?? null, closed: false }
  return { ...before, last, charges: { ...before.charges, [place]: [...list, charge] } }
}

function isOpen(charge: ChargeSeen, session: Octets, digest: Octets): boolean {
  return !charge.closed && charge.session === session && charge.digest === digest
}

// Only a proof that the port has seen frees anything, and only up to its own session's charge.
function settled(before: Guesses, node: NodeId, command: SettleCommand): Guesses {
  if (before.settled[command.id]) return before
  const place = placeOf(before, node, command.record)
  const list = before.charges[place] ?? []
  const mine = (charge: ChargeSeen) => isOpen(charge, command.session, command.digest)
  const own = list.findIndex(mine)
  const noted = { ...before, settled: { ...before.settled, [command.id]: true as const } }
  if (own < 0) return noted
  const charges = { ...before.charges, [place]: list.map((c) => (mine(c) ? { ...c, closed: true } : c)) }
  const proven = command.right && isProven(before, place, command.session)
  const most = Math.max(before.freed[place] ?? 0, proven ? own + 1 : 0)
  return { ...noted, charges, freed: { ...before.freed, [place]: most } }
}

/** Did the port find KE3 right in this session? */
export function isProven({ evaluations, charges }: Guesses, place: string, session: Octets): boolean {
  const ids = (charges[place] ?? []).filter((charge) => charge.session === session).map(({ id }) => id)
  return evaluations.some(({ charge, proven }) => proven && charge !== null && ids.includes(charge))
}

function called(before: Guesses, { node, op, args, result }: Extract<Fact, { fact: 'called' }>): Guesses {
  if (before.fleetOf[node] === undefined) return before
  const answer = result as { readonly ok?: boolean; readonly value?: { readonly state?: Octets } }
  if (answer.ok !== true) return before
  if (op === 'loginVerify') {
    const evaluations = before.evaluations.map((one) =>
      one.state === args[0] && one.node === node ? { ...one, proven: true } : one,
    )
    return { ...before, evaluations }
  }
  if (op !== 'loginRespond') return before
  const { oprfKey: key, record: envelope } = args[0] as { readonly oprfKey: Octets; readonly record: Octets }
  const { [node]: charge = null, ...unused } = before.unused
  const state = answer.value?.state as Octets
  const one: Evaluated = { node, charge, key, envelope, state, proven: false, element: null }
  return { ...before, unused, evaluations: [...before.evaluations, one] }
}

function released(before: Guesses, node: NodeId, key: Octets, element: Octets): Guesses {
  const { evaluations } = before
  const at = evaluations.findIndex((one) => one.node === node && one.key === key && one.element === null)
  if (at < 0) return before
  return { ...before, evaluations: evaluations.map((one, i) => (i === at ? { ...one, element } : one)) }
}

/** The evaluation that a released fact is the first release of, or undefined. */
export function firstRelease(before: Guesses, after: Guesses): Evaluated | undefined {
  if (before.evaluations === after.evaluations) return undefined
  return after.evaluations.find((one, i) => one.element !== null && before.evaluations[i]?.element === null)
}

/** Distinct evaluations: by key and element. */
export function distinct(evaluations: readonly Evaluated[]): number {
  return new Set(evaluations.flatMap(({ key, element }) => (element === null ? [] : [`${key} ${element}`])))
    .size
}

/** Released evaluations of one key that no valid proof has freed. */
export function outstanding(guesses: Guesses, key: Octets): readonly Evaluated[] {
  return guesses.evaluations.filter(
    (one) => one.key === key && one.element !== null && !isFreed(guesses, one),
  )
}

function isFreed({ charges, freed }: Guesses, { charge }: Evaluated): boolean {
  for (const [place, list] of Object.entries(charges)) {
    const found = list.find(({ id }) => id === charge)
    const first = found?.repeats ?? charge
    if (found !== undefined) return list.findIndex(({ id }) => id === first) < (freed[place] ?? 0)
  }
  return false
}
