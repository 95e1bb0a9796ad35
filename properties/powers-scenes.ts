/** The worlds in which the powers of adversaries are shown (§10.6), and what is looked at in them. */
import type { Context as Replica } from '../spec/consensus/context.ts'
import type { Context as FrontEnd } from '../spec/frontend/front-end-context.ts'
import type { NodeId } from '../spec/names.ts'
import type { Lineage } from '../spec/vault/state.ts'
import type { Scene } from '../src/scenes/staging.ts'
import { on, reach, type Stage } from './powers-stage.ts'

/** A profile by name. */
export type Named = Scene['profile']

/** What an honest node's next state shows on two ways from one world, and who took effect on the second. */
export interface Shown {
  readonly shown: readonly [without: unknown, having: unknown]
  readonly effects: Readonly<Record<string, number>>
}

/** A power at work. */
export interface Row {
  readonly shows: (profile: Named) => Shown
  readonly is: readonly [without: unknown, having: unknown]
  /** In `hardened`, where that is something else. Two equal values: in that profile it has no effect, by design. */
  readonly hardened?: readonly [without: unknown, having: unknown]
  /** Nothing arrives that the adversary made: what is held back, cut, or only looked at is not counted as an effect. */
  readonly silent?: true
}

/** Rows by capability and power, as `A3 rollback`. */
export type Rows = Readonly<Record<string, Row>>

/** Two ways on from one world. */
export function ways(
  stage: Stage,
  without: (one: Stage) => unknown,
  having: (other: Stage) => unknown,
): Shown {
  const other = stage.fork()
  return { shown: [without(stage.fork()), having(other)], effects: other.effects.value() }
}

const WHO = 'A4+A5+A6+A8+A10'

/**
 * Three HSMs: a3 leads, a1 and a2 are hosted by the adversary, a2 is its own. Phone 1 is enrolled, phone 2 guessed wrong
 * once, of three. What comes later is begun by hand.
 */
export function fleet(profile: Named): Stage {
  const scene: Scene = {
    ...{ profile, limit: 3, size: 3, until: 60_000 },
    clients: [
      { node: 'thief', account: 'user1', rogue: 'A8' },
      { node: 'finder', account: 'user1', rogue: 'A10' },
    ],
    setup: { adversary: { who: WHO, owned: ['a2'], holds: ['signing'] }, hosts: ['a1', 'a2'] },
    lines: [
      [500, 'front choose mallory user1.1'],
      [2_000, 'phone1 enrol word1'],
      [4_000, 'phone2 recover wrong'],
      [50_000, 'front choose user1 user1.9'],
      [50_000, 'phone1 delete word1'],
      [50_000, 'phone2 recover word1'],
      [50_000, 'phone3 enrol word2'],
      [50_000, 'mallory recover wrong2'],
      [50_000, 'thief recover wrong3'],
      [50_000, 'finder enrol word3 K-finder'],
    ],
  }
  return reach('fleet', scene, 6_000)
}

/** What a replica holds of its log. */
export function replica(stage: Stage, node: string): Replica {
  return stage.context<Replica>(node, 'consensus')
}

/** The last index of a replica's log. */
export function length(stage: Stage, node: string): number {
  const { log } = replica(stage, node)
  return log.entries.at(-1)?.index ?? log.base.index
}

/** Guesses left of the one record that an HSM has. */
export function remaining(stage: Stage, node: string): number | undefined {
  const { lineages } = stage.context<{ lineages: Readonly<Record<string, Lineage>> }>(node, 'vault')
  return Object.values(lineages).find(({ version }) => version > 0)?.remaining
}

/** Does the front end wait for an answer for this client? */
export function isWaiting(stage: Stage, client: string): boolean {
  return `@${client}` in stage.context<FrontEnd>('front', 'relay').waiting
}

/** The epoch of the newest keys that a phone believes. */
export function epochOf(stage: Stage, phone: string): number | undefined {
  const { memory } = stage.context<{ memory: { newest: { epoch: number } | null } }>(phone, 'trust')
  return memory.newest?.epoch
}

/** The replicas that lead, with their terms. */
export function leaders(stage: Stage): string[] {
  return (['a1', 'a3'] as const)
    .filter((node) => stage.state(node, 'consensus') === 'beating')
    .map((node) => `${`@${node}` as NodeId} in ${replica(stage, node).ballot.term}`)
}

/** An entry is on its way from the leader to the two others. */
export const appending = (profile: Named): Stage => {
  const stage = fleet(profile)
  stage.act('begin mallory')
  return stage.calm(on('a3', 'a1', 'appendEntries'))
}

/** Does what the leader appended reach a1's log? As things are, and after this act. */
export const reaching = (profile: Named, act: string): Shown => {
  const stage = appending(profile)
  const before = length(stage, 'a1')
  return ways(
    stage,
    (one) => length(one.calm(), 'a1') > before,
    (other) => {
      other.act(act)
      return length(other.calm(), 'a1') > before
    },
  )
}

/** KE2 is on its way to phone 2. */
export const answering = (profile: Named): Stage => {
  const stage = fleet(profile)
  stage.act('begin phone2')
  return stage.calm(on('front', 'phone2', 'recoveryAnswered'))
}

/** How far a recovery is. */
export const recovering = (stage: Stage) => stage.state('phone2', 'recovery')
