/** Snapshots as they travel (§5.8): a tree cut into leaves, leaves into parts; put together as hostile input. */
import type { Octets, Plain } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Rules } from './context.ts'
import { isPlain } from './entry.ts'
import type { Fleet, Registration } from './fleet.ts'
import type { Body } from './log.ts'
import { isAdmission } from './members.ts'
import { isCount } from './messages.ts'

/** What a replica has of a snapshot that it asked for. `from` is the only one whose parts it takes. */
export interface Incoming {
  readonly from: NodeId
  readonly term: number
  readonly index: number
  readonly lastTerm: number
  readonly chain: Octets
  readonly parts: number
  /** Leaves so far, part after part. */
  readonly got: readonly (readonly Plain[])[]
}

/** A scalar or an empty container, under its path from the root. */
type Leaf = readonly [path: readonly (string | number)[], value: Plain]

const DEPTH_MAX = 32

/** The leaves of a tree, in its own order. */
export function leavesOf(tree: Plain, path: readonly (string | number)[] = []): readonly Leaf[] {
  if (typeof tree !== 'object' || tree === null) return [[path, tree]]
  const keys = Array.isArray(tree) ? tree.map((_, index) => index) : Object.keys(tree)
  if (keys.length === 0) return [[path, tree]]
  const at = tree as Readonly<Record<string | number, Plain>>
  return keys.flatMap((key) => leavesOf(at[key] as Plain, [...path, key]))
}

const cut = new WeakMap<Body, readonly (readonly Leaf[])[]>()

/** The parts of a snapshot. */
export function partsOf({ tuning }: Rules, body: Body): readonly (readonly Plain[])[] {
  const known = cut.get(body)
  if (known !== undefined) return known as never
  const leaves = leavesOf(body as unknown as Plain)
  const parts: (readonly Leaf[])[] = []
  for (let from = 0; from < leaves.length; from += tuning.partLeavesMax) {
    parts.push(leaves.slice(from, from + tuning.partLeavesMax))
  }
  cut.set(body, parts)
  return parts as never
}

/** The tree of these leaves, or undefined where they make none. Never throws: they come from elsewhere. */
export function treeOf(leaves: readonly Plain[]): Plain | undefined {
  const root: { value?: unknown } = {}
  for (const leaf of leaves) {
    if (!isLeaf(leaf) || !planted(root, ['value', ...leaf[0]], leaf[1])) return undefined
  }
  return root.value as Plain | undefined
}

function isLeaf(value: Plain): value is Leaf {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [path, scalar] = value as readonly Plain[]
  const empty = typeof scalar === 'object' && scalar !== null && Object.keys(scalar).length === 0
  return (
    Array.isArray(path) &&
    path.length < DEPTH_MAX &&
    path.every((key) => (typeof key === 'string' ? key !== '__proto__' : isCount(key))) &&
    (empty || (typeof scalar !== 'object' && isPlain(scalar, 1)) || scalar === null)
  )
}

// Lists grow by one at a time, tables by keys that are not there yet; everything else is no tree.
function planted(root: object, path: readonly (string | number)[], value: Plain): boolean {
  let at = root as Record<string | number, unknown>
  for (let step = 0; step < path.length; step++) {
    const key = path[step] as string | number
    if (Array.isArray(at) ? typeof key !== 'number' || key > at.length : typeof key !== 'string') return false
    if (step === path.length - 1) {
      if (Object.hasOwn(at, key)) return false
      // An empty container of our own: what came in a message is not ours to change.
      at[key] = Array.isArray(value) ? [] : typeof value === 'object' && value !== null ? {} : value
      return true
    }
    if (!Object.hasOwn(at, key)) at[key] = typeof path[step + 1] === 'number' ? [] : {}
    const next = at[key]
    if (typeof next !== 'object' || next === null) return false
    at = next as Record<string | number, unknown>
  }
  return false
}

/** Is this tree a snapshot's body up to an index, every count in range, its state sound by the vault's word? */
export function isBody(rules: Rules, tree: Plain | undefined, index: number, before: Plain): boolean {
  if (!isTable(tree)) return false
  const { state, seen, fleet } = tree
  return (
    state !== undefined &&
    rules.isSoundState(state, before) &&
    isTable(seen) &&
    Object.values(seen).every((at) => isCount(at) && at <= index) &&
    isFleet(rules, fleet, index)
  )
}

function isTable(value: unknown): value is Readonly<Record<string, Plain>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFleet(rules: Rules, value: Plain | undefined, index: number): boolean {
  if (!isTable(value)) return false
  const { members, registry, changes, changedAt, retired, admissions } = value as unknown as Fleet
  const areNodes = (list: unknown) =>
    Array.isArray(list) && list.every((node) => typeof node === 'string' && node.startsWith('@'))
  return (
    areNodes(members) &&
    members.length > 0 &&
    areNodes(retired) &&
    isCount(changes) &&
    isCount(changedAt) &&
    changedAt <= index &&
    isTable(admissions) &&
    members.every((node) => rules.founders.includes(node) || isAdmission(rules, node, admissions[node])) &&
    isTable(registry) &&
    (Object.values(registry) as unknown as readonly Registration[]).every(
      (entry) =>
        isTable(entry) &&
        rules.crypto.isOctets(entry.incarnation) &&
        isCount(entry.from) &&
        entry.from <= index,
    )
  )
}
