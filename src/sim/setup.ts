/**
 * What a run starts from, as plain data: it stands in the header of every trace, so a replay builds the same
 * world. Read from files that people edit, hence parsed field by field.
 */
import { PROFILES } from '../../spec/profiles.ts'

/** A fleet: HSMs `@<name>1` to `@<name><size>`. */
export interface FleetSetup {
  readonly name: string
  readonly size: number
}

/** A phone, and whose it is. */
export interface ClientSetup {
  readonly node: string
  readonly account: string
  /** The adversary's own: what it is told is no outcome, what it types no secret. */
  readonly rogue?: true
}

/** What somebody does: a user at a client, or the operator. */
export interface Act {
  readonly node: string
  readonly do: 'enrol' | 'move' | 'recover' | 'delete' | 'rotate' | 'retire' | 'choose'
  /** The password or code typed, for users' acts. */
  readonly secret?: string
  /** Label of the backup key K; equal labels are equal keys. */
  readonly key?: string
  /** `choose`, at the front end: from now on this account is served with this record id (`published`). */
  readonly account?: string
  /** Null: the next id, and the one before it is not named for deletion. */
  readonly record?: string | null
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
  readonly budgets: Readonly<Record<string, number>>
  /** HSMs whose storage a malicious host controls (A3); absent: none is singled out, any may be within the budgets. */
  readonly hosts?: readonly string[]
  /** What all draws are derived from. */
  readonly drawSeed: string
}

/** A setup, or the reason why there is none. */
export type ParsedSetup =
  | { readonly ok: true; readonly setup: Setup }
  | { readonly ok: false; readonly why: string }

const ACTS: readonly string[] = ['enrol', 'move', 'recover', 'delete', 'rotate', 'retire', 'choose']
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
  return undefined
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

function isFleet(value: unknown): boolean {
  return isObject(value) && isWord(value.name) && isWhole(value.size, 1, 9)
}

function isClient(value: unknown): boolean {
  return (
    isObject(value) &&
    isWord(value.node) &&
    isWord(value.account) &&
    [undefined, true].includes(value.rogue as true)
  )
}

function isAct(value: unknown): boolean {
  if (!isObject(value) || !isWord(value.node) || !ACTS.includes(value.do as string)) return false
  const { account, record } = value
  if (value.do === 'choose' && !isWord(account)) return false
  if (record !== undefined && record !== null && !(typeof record === 'string' && RECORD.test(record)))
    return false
  return [value.secret, value.key].every(
    (text) => text === undefined || (typeof text === 'string' && text.length <= 1000),
  )
}
