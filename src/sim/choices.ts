/**
 * The kinds of choice. Each says which of its kind are enabled in a world, in a stable order; apply.ts says what
 * they do. `generator`, checker, replayer and adversary know nothing else of the world.
 */
import type { Choice } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { attackLists } from './adversary/attack-choices.ts'
import { isCut, type Scenario, type World } from './world.ts'

/** Choices that need no budget: the world's ordinary course. */
export const FREE: readonly string[] = ['deliver', 'timer', 'begin', 'boot', 'heal', 'resume']

/** Faults (A0), then each adversary's means. */
export const BUDGETED: readonly string[] = [
  'drop',
  'duplicate',
  'crash',
  'pause',
  'cut',
  'isolate',
  'replay',
  'alter',
  'inject',
  'resend',
  'echo',
  'rollback',
  'clone',
  'swap',
  'tear',
  'leak',
  'sign',
  'forge',
  'find',
]

/** Every choice that is enabled, in a stable order: by kind as listed above, then by node, then by ordinal. */
export function enabled(scenario: Scenario, world: World): readonly Choice[] {
  return [...FREE, ...BUDGETED].flatMap((kind) => offered(scenario, world, kind))
}

/** The enabled choices of one kind, in the same order. */
export function offered(scenario: Scenario, world: World, kind: string): readonly Choice[] {
  const found: Choice[] = []
  if (FREE.includes(kind) || within(scenario, world, kind)) LISTS[kind]?.(scenario, world, found)
  return found
}

/** Is there budget left for this kind? */
export function within(scenario: Scenario, world: World, kind: string): boolean {
  return (world.spent[kind] ?? 0) < (scenario.budgets[kind] ?? 0)
}

type List = (scenario: Scenario, world: World, found: Choice[]) => void

const LISTS: Readonly<Record<string, List>> = {
  ...attackLists,
  deliver: (s, w, found) => flights(s, w, 'deliver', found),
  drop: (s, w, found) => flights(s, w, 'drop', found),
  duplicate: (s, w, found) => flights(s, w, 'duplicate', found),
  timer: (s, w, found) => {
    s.shells.forEach(({ node }, i) => {
      if (w.paused.includes(node)) return
      const count = w.locals[i]?.timers.length ?? 0
      for (let ordinal = 0; ordinal < count; ordinal++) found.push(one('timer', node, ordinal))
    })
  },
  begin: (s, w, found) => {
    s.shells.forEach(({ node }, i) => {
      const mine = s.operations.filter((operation) => operation.node === node).length
      if (w.locals[i]?.up && (w.begun[i] as number) < mine) found.push(one('begin', node))
    })
  },
  boot: (s, w, found) => each(s, w, found, 'boot', (i) => !w.locals[i]?.up),
  crash: (s, w, found) => each(s, w, found, 'crash', (i) => w.locals[i]?.up === true),
  pause: (s, w, found) => each(s, w, found, 'pause', (i) => !w.paused.includes(s.shells[i]?.node as NodeId)),
  resume: (s, w, found) => each(s, w, found, 'resume', (i) => w.paused.includes(s.shells[i]?.node as NodeId)),
  heal: (_s, w, found) => {
    if (w.cuts.length > 0) found.push({ kind: 'heal', nodes: [], ordinal: 0 })
  },
  cut: (s, w, found) => {
    for (const { node: from } of s.shells) {
      for (const { node: to } of s.shells) {
        if (from !== to && !isCut(w, from, to)) found.push({ kind: 'cut', nodes: [from, to], ordinal: 0 })
      }
    }
  },
  isolate: (s, w, found) => each(s, w, found, 'isolate', () => true),
  rollback: (s, w, found) => pasts(s, w, found, 'rollback', (i) => !w.locals[i]?.up),
  tear: (s, w, found) =>
    each(s, w, found, 'tear', (i) => isHosted(s, i) && !w.locals[i]?.up && w.pasts[i]?.older != null),
  clone: (s, w, found) => pasts(s, w, found, 'clone', (i) => w.locals[i]?.up === true && w.aside[i] === null),
  swap: (s, w, found) => each(s, w, found, 'swap', (i) => w.aside[i] !== null),
}

/** Is this node's storage in the hands of a malicious host (A3)? */
export function isHosted({ shells, hosts }: Scenario, place: number): boolean {
  return hosts === undefined || hosts.includes(shells[place]?.node as NodeId)
}

function one(kind: string, node: NodeId, ordinal = 0): Choice {
  return { kind, nodes: [node], ordinal }
}

function each(s: Scenario, _w: World, found: Choice[], kind: string, may: (i: number) => boolean): void {
  s.shells.forEach(({ node }, i) => {
    if (may(i)) found.push(one(kind, node))
  })
}

function numbered(
  counts: Map<string, number>,
  kind: string,
  from: NodeId,
  to: NodeId,
  found: Choice[],
): void {
  const ordinal = counts.get(from + to) ?? 0
  counts.set(from + to, ordinal + 1)
  found.push({ kind, nodes: [from, to], ordinal })
}

function flights(s: Scenario, w: World, kind: string, found: Choice[]): void {
  const counts = new Map<string, number>()
  for (const { from, to } of w.flights) {
    const before = found.length
    numbered(counts, kind, from, to, found)
    if (kind === 'deliver' && !reachable(s, w, from, to)) found.length = before
  }
}

function reachable(s: Scenario, w: World, from: NodeId, to: NodeId): boolean {
  const place = s.shells.findIndex((shell) => shell.node === to)
  return w.locals[place]?.up === true && !w.paused.includes(to) && !isCut(w, from, to)
}

function pasts(s: Scenario, w: World, found: Choice[], kind: string, may: (i: number) => boolean): void {
  s.shells.forEach(({ node, role }, i) => {
    if (role !== 'hsm' || !isHosted(s, i) || !may(i)) return
    // Ordinal 0 is the newest copy, which is what storage holds now.
    let ordinal = 0
    for (let past = w.pasts[i]?.older ?? null; past !== null; past = past.older) {
      ordinal++
      found.push(one(kind, node, ordinal))
    }
  })
}
