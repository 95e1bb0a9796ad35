/** Profiles: a small table of protocol decisions, given to the machine factories (§9). */

export interface Profile {
  readonly name: string
  /** Does a booted replica have to rejoin before it votes or acknowledges? */
  readonly freshness: 'none' | 'rejoin'
  /** r in q = floor((n + r) / 2) + 1; 0 is a plain majority. */
  readonly surplus: number
  /** Who owns the guesses that remain: one record, or the lineage over all its records. */
  readonly budgetOwner: 'record' | 'lineage'
  /** Is a record pending until its client confirmed it? */
  readonly confirmation: boolean
  /** Who a record belongs to: an id that the operator chose, or the account in the sealed payload. */
  readonly identity: 'operator' | 'account'
  /** Does the front end learn whether a record exists, is exhausted, or was missed? */
  readonly status: 'open' | 'hidden'
  /** Does a client that could not open the envelope send a decoy KE3? */
  readonly decoyKE3: boolean
  /** The OPRF key lies in the record, or is derived from a fleet secret and a salt in the record. */
  readonly oprfKey: 'stored' | 'derived'
  /** Does a client ask for RFC 9162 proofs and a checkpoint? */
  readonly logProofs: boolean
  /** Lowest epoch that a client without memory accepts; shipped with the app. */
  readonly epochFloor: number
  /** Guesses between two proofs, 1 to 255. The model's figure: Meta states none for WhatsApp. */
  readonly limit: number
  /** Ticks of the log between a guess and the next, by guesses spent; the last holds from there on. Empty: none. */
  readonly delays: readonly number[]
}

/** As Meta describes the vault; where nothing is published, as the academic model (C23) has it. */
export const published: Profile = {
  name: 'published',
  freshness: 'none',
  surplus: 0,
  budgetOwner: 'record',
  confirmation: false,
  identity: 'operator',
  status: 'open',
  decoyKE3: false,
  oprfKey: 'stored',
  logProofs: false,
  epochFloor: 0,
  limit: 10,
  delays: [],
}

/** The same vault with the known holes closed. */
export const hardened: Profile = {
  name: 'hardened',
  freshness: 'rejoin',
  surplus: 0,
  budgetOwner: 'lineage',
  confirmation: true,
  identity: 'account',
  status: 'hidden',
  decoyKE3: true,
  oprfKey: 'derived',
  logProofs: true,
  epochFloor: 1,
  limit: 10,
  delays: [0, 0, 0, 1, 2, 4, 8, 16, 32, 64],
}

/** Every profile (§9), by its name: what `--profile` may say. */
export const PROFILES: Readonly<Record<string, Profile>> = { published, hardened }

/** q for a fleet of n: votes and commits alike. Null where the configuration has no quorum (q > n). */
export function quorumOf(n: number, surplus: number): number | null {
  const q = Math.floor((n + surplus) / 2) + 1
  return n >= 1 && surplus >= 0 && q <= n ? q : null
}
