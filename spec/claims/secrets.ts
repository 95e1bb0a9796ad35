/**
 * ATT-6: guesses at one secret, over all records, versions, lineages and fleets (§4.8). Which record was made from
 * which secret is in the port's log at the client that made it.
 */
import type { Fact, Octets, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import { account, firstRelease, GUESS_READS, type Guesses, startGuesses } from './guesses.ts'
import { claim } from './told.ts'

/** What became of one secret. */
export interface SecretAccount {
  /** U and one: enrolments that a user began by hand. */
  readonly enrolments: number
  /** P: KE3s that an honest client made from it. */
  readonly proofs: number
  /** Somebody else guessed it: there is nothing left to be guessed, and what comes after is not counted. */
  readonly guessed: boolean
  /** Distinct evaluations released, as `key element`. */
  readonly released: readonly string[]
}

/** ATT-6's accumulator: guesses by secret instead of by record, over all records, lineages and fleets (§4.8). */
export interface Secrets {
  readonly guesses: Guesses
  readonly clients: readonly NodeId[]
  /** RFC 9807's record to the secret behind it. */
  readonly madeFrom: Readonly<Record<string, Octets>>
  readonly accounts: Readonly<Record<string, SecretAccount>>
}

const NONE: SecretAccount = { enrolments: 0, proofs: 0, guessed: false, released: [] }

/** The kinds of fact that the account of secrets looks at. */
export const SECRET_READS = [...GUESS_READS, 'began'] as const

/** No secret was enrolled yet. */
export function startSecrets(setting: Setting): Secrets {
  return { guesses: startGuesses(setting), clients: setting.clients, madeFrom: {}, accounts: {} }
}

function withAccount(at: Secrets, secret: Octets, next: (one: SecretAccount) => SecretAccount): Secrets {
  return { ...at, accounts: { ...at.accounts, [secret]: next(at.accounts[secret] ?? NONE) } }
}

function atClient(at: Secrets, { node, op, args, result }: Extract<Fact, { fact: 'called' }>): Secrets {
  if (op !== 'registrationFinish' && op !== 'loginFinish') return at
  const answer = result as { readonly ok?: boolean; readonly value?: { readonly record?: Octets } }
  if (answer.ok !== true) return at
  const honest = at.clients.includes(node)
  const { password } = args[0] as { readonly password: Octets }
  if (op === 'loginFinish')
    return withAccount(at, password, (one) =>
      honest ? { ...one, proofs: one.proofs + 1 } : { ...one, guessed: true },
    )
  return honest ? { ...at, madeFrom: { ...at.madeFrom, [answer.value?.record as Octets]: password } } : at
}

/** The accounts after one fact; the same object when nothing changed. */
export function accountSecrets(at: Secrets, fact: Fact): Secrets {
  if (fact.fact === 'began') {
    const { type, way, secret } = fact.event as unknown as { type: string; way?: string; secret: Octets }
    const enrols = type === 'enrol' || (type === 'hold' && way === 'vault')
    if (!enrols || !at.clients.includes(fact.node)) return at
    return withAccount(at, secret, (one) => ({ ...one, enrolments: one.enrolments + 1 }))
  }
  const guesses = account(at.guesses, fact)
  const next = guesses === at.guesses ? at : { ...at, guesses }
  const fresh = firstRelease(at.guesses, guesses)
  if (fresh !== undefined) {
    const secret = at.madeFrom[fresh.envelope]
    const name = `${fresh.key} ${fresh.element}`
    const known = secret === undefined ? undefined : at.accounts[secret]
    if (secret === undefined || known?.guessed || known?.released.includes(name)) return next
    return withAccount(next, secret, (one) => ({ ...one, released: [...one.released, name] }))
  }
  return fact.fact === 'called' ? atClient(next, fact) : next
}

/** limit × (1 + P + U). */
export function boundOf(limit: number, { enrolments, proofs }: SecretAccount): number {
  return limit * (1 + proofs + Math.max(0, enrolments - 1))
}

/** ATT-6 (§4.8): more evaluations against one secret than its bound break it. */
export const att6 = claim<Secrets>({
  id: 'ATT-6',
  kind: 'always',
  section: '4.8',
  says: 'Distinct evaluations released against one secret, over all records and fleets, never exceed limit × (1 + P + U).',
  source: 'model',
  reads: SECRET_READS,
  start: startSecrets,
  step: accountSecrets,
  broken: ({ accounts, guesses: { limit } }) => {
    for (const one of Object.values(accounts)) {
      const bound = boundOf(limit, one)
      if (one.released.length > bound)
        return `${one.released.length} guesses at one secret, the bound is ${bound}`
    }
    return null
  },
  // A second record was there to be guessed at, or the bound was reached: one guess more would have broken it.
  witness: ({ accounts, guesses: { limit } }) =>
    Object.values(accounts).some(
      (one) =>
        new Set(one.released.map((name) => name.split(' ')[0])).size > 1 ||
        one.released.length >= boundOf(limit, one),
    ),
})
