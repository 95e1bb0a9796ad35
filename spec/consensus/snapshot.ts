/** Snapshots as they travel (§5.8): a tree cut into smaller trees; put together and looked at as hostile input. */
import type { Octets, Plain } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Rules } from './context.ts'
import { isPlain } from './entry.ts'
import type { Fleet, Registration } from './fleet.ts'
import type { Body } from './log.ts'
import { isAdmission } from './members.ts'
import { INCARNATION_BYTES, isCount, isOctetsOf } from './messages.ts'

/** What a replica has of a snapshot that it asked for. `from` is the only one whose parts it takes. */
export interface Incoming {
  readonly from: NodeId
  readonly term: number
  readonly index: number
  readonly lastTerm: number
  readonly chain: Octets
  readonly parts: number
  /** Parts so far. */
  readonly got: readonly Plain[]
}

type Table = { readonly [key: string]: Plain }
type Leaf = readonly [path: readonly string[], value: Plain]

const DEPTH_MAX = 32

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Tables are cut, in the order of their keys; lists, scalars and empty tables travel whole.
function leavesOf(tree: Plain, path: readonly string[] = []): readonly Leaf[] {
  if (!isTable(tree)) return [[path, tree]]
  const keys = Object.keys(tree).sort()
  return keys.length === 0
    ? [[path, tree]]
    : keys.flatMap((key) => leavesOf(tree[key] as Plain, [...path, key]))
}

/** How many scalars are in it. */
export function weightOf(value: Plain): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, item) => sum + weightOf(item as Plain), 1)
}

/** Cuts a tree into parts of about so many scalars. Together they are the tree again: `joined`. */
export function partsOf(tree: Plain, scalarsMax: number): readonly Plain[] {
  const parts: Plain[] = []
  let part: Plain | undefined
  let weight = 0
  for (const [path, value] of leavesOf(tree)) {
    if (part !== undefined && weight + weightOf(value) > scalarsMax) {
      parts.push(part)
      part = undefined
      weight = 0
    }
    part = joined(
      part,
      path.reduceRight<Plain>((inner, key) => ({ [key]: inner }), value),
    ) as Plain
    weight += weightOf(value)
  }
  return part === undefined ? parts : [...parts, part]
}

/** Two parts as one tree; undefined where they are not parts of one tree. Never throws, changes neither. */
export function joined(one: Plain | undefined, other: Plain, depth = DEPTH_MAX): Plain | undefined {
  if (one === undefined) return other
  if (!isTable(one) || !isTable(other) || depth === 0) return undefined
  const both: Record<string, Plain> = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const merged = key === '__proto__' ? undefined : joined(both[key], value, depth - 1)
    if (merged === undefined) return undefined
    both[key] = merged
  }
  return both
}

const cut = new WeakMap<Body, readonly Plain[]>()

/** The parts of a snapshot. */
export function partsOfBody({ tuning }: Rules, body: Body): readonly Plain[] {
  const known = cut.get(body)
  if (known !== undefined) return known
  const parts = partsOf(body as unknown as Plain, tuning.partScalarsMax)
  cut.set(body, parts)
  return parts
}

/** Is this, which came in a message, plain data that may be part of a tree? */
export function isPart(value: unknown): value is Plain {
  return isTable(value) && isPlain(value, DEPTH_MAX)
}

/** Is this tree a snapshot's body up to an index, every count in range, its state sound by the vault's word? */
export function isBody(rules: Rules, tree: Plain | undefined, index: number, before: Plain): boolean {
  if (!isTable(tree)) return false
  const { state, seen, fleet } = tree
  return (
    state !== undefined &&
    rules.isSoundState(state, before) &&
    isTable(seen) &&
    areRemembered(rules, seen, index) &&
    isFleet(rules, fleet, index)
  )
}

// One id an index, and none that an honest replica would have forgotten by then (§5.7).
function areRemembered({ tuning }: Rules, seen: Table, index: number): boolean {
  const places = Object.values(seen)
  return (
    new Set(places).size === places.length &&
    places.every((at) => isCount(at) && at <= index && at > index - tuning.rememberedEntriesMax)
  )
}

function isFleet(rules: Rules, value: Plain | undefined, index: number): boolean {
  if (!isTable(value)) return false
  const { members, registry, changes, changedAt, retired, admissions } = value as unknown as Fleet
  return (
    [members, registry, retired, admissions].every(isTable) &&
    isCount(changes) &&
    isCount(changedAt) &&
    changedAt <= index &&
    Object.keys(members).length >= rules.founders.length &&
    [registry, admissions].every((table) => Object.keys(table).every((node) => node in members)) &&
    Object.keys(retired).length <= changes &&
    (Object.keys(members) as NodeId[]).every(
      (node) => rules.founders.includes(node) || isAdmission(rules, node, admissions[node]),
    ) &&
    (Object.values(registry) as unknown as readonly Registration[]).every(
      (entry) =>
        isTable(entry) &&
        isOctetsOf(rules.crypto, entry.incarnation, INCARNATION_BYTES) &&
        isCount(entry.from) &&
        entry.from <= index,
    )
  )
}
