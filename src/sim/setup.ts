/**
 * What a run starts from, as plain data: it stands in the header of every trace, so a replay builds the same
 * world. Read from files that people edit, hence parsed field by field.
 */
import { TRICKS, type Trick } from '../../spec/fleet/hostile-forging.ts'
import { PROFILES } from '../../spec/profiles.ts'
import { isAdversary } from './adversary/table.ts'

/** A fleet: HSMs `@<name>1` to `@<name><size>`. */
export interface FleetSetup {
  readonly name: string
  readonly size: number
  /** The adversary's own HSMs (A9): no vendor made them, and all that is in them is the adversary's. */
  readonly rogue?: true
}

/** A phone, and whose it is. */
export interface ClientSetup {
  readonly node: string
  readonly account: string
  /** The adversary's own, by capability: what it is told is no outcome, what it types no secret. */
  readonly rogue?: string
  /** It trusts the first fleet's keys alone, as shipped with the app. */
  readonly pinned?: true
  /** So many days after the others its app was built: a new phone. */
  readonly builtDays?: number
  /** The front end that it asks, one of several of the operator's; absent: `front`. */
  readonly door?: string
}

/** Who is at work in a run, beyond its budgets. */
export interface AdversarySetup {
  /** As in the table: `A6`, or several joined by `+`. */
  readonly who: string
  /** HSMs that it runs, without their sigil. */
  readonly owned: readonly string[]
  /** Secrets that it holds from the start: `signing`, `auditor`, `operator`. */
  readonly holds: readonly string[]
}

/** What somebody does: a user at a client, the operator, whoever runs the auditor or a watcher. */
export interface Act {
  readonly node: string
  readonly do:
    | 'enrol'
    | 'move'
    | 'recover'
    | 'delete'
    | 'backUp'
    | 'restore'
    | 'rotate'
    | 'abandon'
    | 'retire'
    | 'choose'
    | 'look'
    | 'clock'
    | 'admit'
    | 'remove'
    | 'handOver'
    | 'hold'
    | 'typeBack'
    | 'close'
    | 'regain'
  /** The password or code typed, for users' acts. */
  readonly secret?: string
  /** The ways to hold K (§8.3): `vault`, `digits` or `passkey`. */
  readonly way?: string
  /**
   * Label of the backup key K; equal labels are equal keys. `backUp`: of what is backed up. `admit`, `remove`,
   * `handOver`: the HSM's word, as `a4`.
   */
  readonly key?: string
  /** `choose`, at the front end: from now on this account is served with this record id (`published`). */
  readonly account?: string
  /** Null: the next id, and the one before it is not named for deletion. */
  readonly record?: string | null
  /** `retire`: the operator's word on lost records, null for unknown; `look`: how many epochs; `clock`: days. */
  readonly count?: number | null
}

/** The distribution of bundles in the adversary's hands. */
export interface HostileSetup {
  /** Played in turn. */
  readonly tricks: readonly Trick[]
  /** The signing keys that it holds. */
  readonly keys: readonly ('auditor' | 'operator')[]
}

/** A whole setup. */
export interface Setup {
  readonly crypto: 'real' | 'ideal'
  readonly profile: string
  /** Guesses between two proofs, 1 to 255. */
  readonly limit: number
  readonly fleets: readonly FleetSetup[]
  readonly clients: readonly ClientSetup[]
  readonly acts: readonly Act[]
  /** Watchers of the log, `@watch1` and so on, who compare; 0 if left out. */
  readonly watchers?: number
  /** Left out: an honest front end distributes the bundles. */
  readonly hostile?: HostileSetup
  /** The last watcher is shown another log, signed with the auditor's key. */
  readonly splitView?: true
  readonly budgets: Readonly<Record<string, number>>
  /** HSMs whose storage a malicious host controls (A3); absent: none is singled out, any may be within the budgets. */
  readonly hosts?: readonly string[]
  /** Absent: faults alone, as far as the budgets go. */
  readonly adversary?: AdversarySetup
  /** What all draws are derived from. */
  readonly drawSeed: string
}

/** Does anybody in it back something up? Then there is a cloud store. */
export function keepsBackups({ acts }: Setup): boolean {
  return acts.some(({ do: what }) => what === 'backUp' || what === 'restore')
}

/** A setup, or the reason why there is none. */
export type ParsedSetup =
  | { readonly ok: true; readonly setup: Setup }
  | { readonly ok: false; readonly why: string }

const ACTS: readonly string[] = [
  ...['enrol', 'move', 'recover', 'delete', 'backUp', 'restore', 'rotate', 'abandon', 'retire', 'choose'],
  ...['look', 'clock', 'admit', 'remove', 'handOver', 'hold', 'typeBack', 'close', 'regain'],
]
const WAYS: readonly string[] = ['vault', 'digits', 'passkey']
const WORD = /^[a-z][a-z0-9]{0,15}$/
const RECORD = /^[a-z][a-z0-9.]{0,31}$/

/** Reads a setup from a trace header. Total. */
export function parseSetup(value: unknown): ParsedSetup {
  const problem = problemOf(value)
  return problem === undefined
    ? { ok: true, setup: value as Setup }
    : { ok: false, why: `its setup ${problem}` }
}

function problemOf(value: unknown): string | undefined {
  if (!isObject(value)) return 'is no object'
  const { crypto, profile, limit, fleets, clients, acts, budgets, hosts, drawSeed } = value
  const { watchers = 0, hostile, splitView, adversary } = value
  if (crypto !== 'real' && crypto !== 'ideal') return 'names no crypto'
  if (typeof profile !== 'string' || !Object.hasOwn(PROFILES, profile)) return 'names no known profile'
  if (!isWhole(limit, 1, 255)) return 'has no limit from 1 to 255'
  if (typeof drawSeed !== 'string' || drawSeed.length > 200) return 'has no draw seed'
  if (!isList(fleets, 4) || !fleets.every(isFleet)) return 'lists no proper fleets'
  if (!isList(clients, 64) || !clients.every(isClient)) return 'lists no proper clients'
  if (!isList(acts, 10_000) || !acts.every(isAct)) return 'lists no proper acts'
  if (!isObject(budgets) || !Object.values(budgets).every((n) => isWhole(n, 0, 1e9)))
    return 'has no proper budgets'
  if (hosts !== undefined && !(isList(hosts, 36) && hosts.every(isWord))) return 'lists no proper hosts'
  if (!isWhole(watchers, 0, 9) || !isFlag(splitView)) return 'has no proper watchers'
  if (hostile !== undefined && !isHostile(hostile)) return 'has no proper hostile front end'
  if (adversary !== undefined && !isAdversarySetup(adversary)) return 'names no proper adversary'
  return undefined
}

function isAdversarySetup(value: unknown): boolean {
  if (!isObject(value) || typeof value.who !== 'string' || !isAdversary(value.who)) return false
  const { owned, holds } = value
  return isList(owned, 9) && owned.every(isWord) && isList(holds, 9) && holds.every(isWord)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: unknown, most: number): value is unknown[] {
  return Array.isArray(value) && value.length <= most
}

function isWhole(value: unknown, from: number, to: number): value is number {
  return Number.isInteger(value) && (value as number) >= from && (value as number) <= to
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && WORD.test(value)
}

function isFlag(value: unknown): boolean {
  return value === undefined || value === true
}

function isFleet(value: unknown): boolean {
  return isObject(value) && isWord(value.name) && isWhole(value.size, 1, 9) && isFlag(value.rogue)
}

function isClient(value: unknown): boolean {
  if (!isObject(value) || !isWord(value.node) || !isWord(value.account)) return false
  const { rogue, pinned, builtDays = 0, door = 'front' } = value
  if (rogue !== undefined && !(typeof rogue === 'string' && isAdversary(rogue))) return false
  return isFlag(pinned) && isWhole(builtDays, 0, 10_000) && isWord(door)
}

function isHostile(value: unknown): boolean {
  if (!isObject(value) || !isList(value.tricks, 64) || !isList(value.keys, 2)) return false
  const { tricks, keys } = value
  const isTrick = (trick: unknown) => (TRICKS as readonly unknown[]).includes(trick)
  return (
    tricks.length > 0 &&
    tricks.every(isTrick) &&
    keys.every((key) => /^(auditor|operator)$/.test(String(key)))
  )
}

function isAct(value: unknown): boolean {
  if (!isObject(value) || !isWord(value.node) || !ACTS.includes(value.do as string)) return false
  const { account, record, count = null } = value
  if (count !== null && !isWhole(count, 0, 1e6)) return false
  if (value.do === 'choose' && !isWord(account)) return false
  if (['admit', 'remove', 'handOver'].includes(value.do as string) && !isWord(value.key)) return false
  if (value.way !== undefined && !WAYS.includes(value.way as string)) return false
  if (record !== undefined && record !== null && !(typeof record === 'string' && RECORD.test(record)))
    return false
  return [value.secret, value.key].every(
    (text) => text === undefined || (typeof text === 'string' && text.length <= 1000),
  )
}
