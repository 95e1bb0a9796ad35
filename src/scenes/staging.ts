/**
 * Scenes: short runs told in acts and faults with fixed delays, for situations that drawn runs seldom meet (§10.8,
 * §10.9). A scene is a setup and a plan like any other: what its adversary may not do is refused.
 */
import { nodeId } from '../../spec/names.ts'
import type { Plan, Planned } from '../sim/plan.ts'
import type { Act, ClientSetup, FleetSetup, Setup } from '../sim/setup.ts'
import { hsmsOf } from '../sim/swarm.ts'

/** Something that happens at a time, in ticks: `phone1 enrol word1`, `cut front phone1`, `rollback a2 #3`, `heal`. */
export type Line = readonly [at: number, what: string]

/** A scene. */
export interface Scene {
  readonly profile: 'published' | 'hardened'
  readonly limit: number
  /** HSMs; 1 if absent. */
  readonly size?: number
  readonly lines: readonly Line[]
  /** Ends here, in ticks; 20,000 if absent. */
  readonly until?: number
  /** One hop, in ticks; 10 if absent. */
  readonly hop?: number
  /** Links heal and a quorum has power from here on, in ticks: what must happen eventually is judged. Absent: it is not. */
  readonly healAt?: number
  /** HSMs that are left without power then; the others have it. */
  readonly abandoned?: readonly string[]
  /** Fleets besides `a`. */
  readonly fleets?: readonly FleetSetup[]
  /** Clients besides phone1 and phone2 of user1, phone3 of user2. */
  readonly clients?: readonly ClientSetup[]
  /** Watchers, distribution in hostile hands, hosts, budgets, adversary. */
  readonly setup?: Partial<Setup>
}

/** A setup with its plan. */
export interface Course {
  readonly setup: Setup
  readonly plan: Plan
  /** It goes to the end of a second phase. */
  readonly complete: boolean
}

/** One hop, in ticks. */
export const HOP = 10
const PHONES: readonly ClientSetup[] = [
  { node: 'phone1', account: 'user1' },
  { node: 'phone2', account: 'user1' },
  { node: 'phone3', account: 'user2' },
]
const BUDGETS = { drop: 1e6, duplicate: 1e6, crash: 1e3, pause: 1e3, cut: 1e3, isolate: 1e3, replay: 1e3 }

// In `hardened` a client may claim any account; in `published` the front end chooses the record that it is shown.
function clientsIn({ profile, lines, clients = [] }: Scene): readonly ClientSetup[] {
  const account = profile === 'hardened' ? 'user1' : 'mallory'
  const rogues = ['mallory', 'mallory2'].map((node) => ({ node, account, rogue: 'A2' }))
  const named = (node: string) => lines.some(([, what]) => what.split(' ').includes(node))
  return [...PHONES, ...clients, ...rogues.filter(({ node }) => named(node))]
}

const TYPED: readonly string[] = ['enrol', 'move', 'recover', 'delete']
const COUNTED: readonly string[] = ['retire', 'look', 'clock']
/** The ways to hold K. */
const HELD: readonly string[] = ['hold', 'close', 'regain']
const NAMED: readonly string[] = ['rotate', 'admit', 'remove', 'handOver', 'backUp']

function actIn([node, what, ...rest]: readonly string[]): Act | null {
  const act = { node: node as string, do: what as Act['do'] }
  const [first, second] = rest as [string, string?]
  if (HELD.includes(what ?? '')) {
    const said =
      first === 'vault' ? { secret: second as string } : first === 'digits' ? { key: second ?? 'K' } : {}
    return { ...act, way: first, key: 'K', ...said } as Act
  }
  if (what === 'typeBack') return { ...act, key: first ?? 'K' }
  if (what === 'choose')
    return { ...act, account: first, record: second === 'next' ? null : (second ?? null) }
  if (TYPED.includes(what ?? '')) return { ...act, secret: first, key: second ?? 'K' }
  if (COUNTED.includes(what ?? '')) return first === undefined ? act : { ...act, count: Number(first) }
  if (NAMED.includes(what ?? '')) return { ...act, key: first }
  return what === 'abandon' || what === 'restore' ? act : null
}

function plannedIn(at: number, words: readonly string[], isAct: boolean): Planned {
  if (isAct) return { at, kind: 'begin', nodes: [nodeId(words[0] as string)] }
  const [kind, ...rest] = words as [string, ...string[]]
  const ordinal = rest.find((word) => word.startsWith('#'))
  const nodes = rest.filter((word) => word !== ordinal).map(nodeId)
  return { at, kind, nodes, ...(ordinal === undefined ? {} : { ordinal: Number(ordinal.slice(1)) }) }
}

/** The setup and the plan of a scene. */
export function staged(scene: Scene): Course {
  const { profile, limit, size = 1, lines, until = 20_000, hop = HOP, healAt, abandoned = [] } = scene
  const inOrder = [...lines].sort(([one], [other]) => one - other)
  const told = inOrder.map(([at, what]) => {
    const words = what.split(' ')
    const act = actIn(words)
    return { act, planned: plannedIn(at, words, act !== null) }
  })
  const clients = clientsIn(scene)
  const fleets: readonly FleetSetup[] = [{ name: 'a', size }, ...(scene.fleets ?? [])]
  const setup: Setup = {
    crypto: 'ideal',
    profile,
    limit,
    fleets,
    clients,
    acts: told.flatMap(({ act }) => (act === null ? [] : [act])),
    budgets: BUDGETS,
    drawSeed: 'scene',
    ...scene.setup,
  }
  const left = abandoned.map(nodeId)
  const powered = hsmsOf(fleets).filter((node) => !left.includes(node))
  const others = [...clients.map(({ node }) => node), 'operator', 'auditor', 'front'].map(nodeId)
  const revived = healAt === undefined ? [] : [...powered, ...others]
  const plan: Plan = {
    delay: { min: hop, max: hop },
    lossPerMille: 0,
    duplicatePerMille: 0,
    rates: {},
    planned: told.map(({ planned }) => planned),
    healAt: healAt ?? 1e9,
    revived,
    abandoned: left,
    endAt: until,
  }
  return { setup, plan, complete: healAt !== undefined }
}
