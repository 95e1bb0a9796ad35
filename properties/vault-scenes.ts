/** Scenes around one vault, told in acts with fixed delays: for the suites of §3, §4, §6 and their seeded bugs. */
import { CATALOGUE } from '../spec/claims/catalogue.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import { type RunResult, runSeed } from '../src/run/judge-run.ts'
import type { Doors } from '../src/run/world.ts'
import type { Plan, Planned } from '../src/sim/plan.ts'
import type { Act, Setup } from '../src/sim/setup.ts'

/** Something that happens at a time, in ticks: `phone1 enrol word1`, `cut front phone1`, `heal`, `crash a1`. */
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
  readonly budgets?: Setup['budgets']
}

/** One hop, in ticks. */
export const HOP = 10
const PHONES: readonly Setup['clients'][number][] = [
  { node: 'phone1', account: 'user1' },
  { node: 'phone2', account: 'user1' },
  { node: 'phone3', account: 'user2' },
]
const BUDGETS = { drop: 1e6, duplicate: 1e6, crash: 1e3, pause: 1e3, cut: 1e3, isolate: 1e3, replay: 1e3 }

// In `hardened` a client may claim any account; in `published` the front end chooses the record that it is shown.
function clientsIn({ profile }: Scene): Setup['clients'] {
  const account = profile === 'hardened' ? 'user1' : 'mallory'
  return [...PHONES, { node: 'mallory', account, rogue: 'A2' }, { node: 'mallory2', account, rogue: 'A2' }]
}

function actIn(words: readonly string[]): Act | null {
  const [node, what, ...rest] = words as [string, Act['do'], ...string[]]
  if (what === 'choose') {
    const [account, record] = rest as [string, string]
    return { node, do: what, account, record: record === 'next' ? null : record }
  }
  if (/^(hold|close|regain)$/.test(what)) {
    const [way, word] = rest as [string, string?]
    const said = way === 'vault' ? { secret: word as string } : way === 'digits' ? { key: word ?? 'K' } : {}
    return { node, do: what, way, key: 'K', ...said }
  }
  if (what === 'typeBack') return { node, do: what, key: rest[0] ?? 'K' }
  if (!/^(enrol|move|recover|delete)$/.test(what)) return null
  return { node, do: what, secret: rest[0] as string, key: rest[1] ?? 'K' }
}

function plannedIn(at: number, words: readonly string[], isAct: boolean): Planned {
  if (isAct) return { at, kind: 'begin', nodes: [nodeId(words[0] as string)] }
  const [kind, ...nodes] = words as [string, ...string[]]
  return { at, kind, nodes: nodes.map(nodeId) }
}

/** The setup and the plan of a scene. */
export function staged(scene: Scene): { readonly setup: Setup; readonly plan: Plan } {
  const { profile, limit, size = 1, lines, until = 20_000 } = scene
  const inOrder = [...lines].sort(([one], [other]) => one - other)
  const told = inOrder.map(([at, what]) => {
    const words = what.split(' ')
    const act = actIn(words)
    return { act, planned: plannedIn(at, words, act !== null) }
  })
  const setup: Setup = {
    crypto: 'ideal',
    profile,
    limit,
    fleets: [{ name: 'a', size }],
    clients: clientsIn(scene),
    acts: told.flatMap(({ act }) => (act === null ? [] : [act])),
    budgets: scene.budgets ?? BUDGETS,
    drawSeed: 'scene',
  }
  const none: readonly NodeId[] = []
  const plan: Plan = {
    delay: { min: HOP, max: HOP },
    lossPerMille: 0,
    duplicatePerMille: 0,
    rates: {},
    planned: told.map(({ planned }) => planned),
    healAt: 1e9,
    revived: none,
    abandoned: none,
    endAt: until,
  }
  return { setup, plan }
}

/** The claims that scenes are about. */
export const VAULT_CLAIMS = CATALOGUE.filter(({ id }) => /^(ENR|REC|ATT|SEC)/.test(id))

/** Plays a scene. */
export function play(scene: Scene, doors: Doors = {}, claims = VAULT_CLAIMS): RunResult {
  const { setup, plan } = staged(scene)
  return runSeed(setup, plan, 'scene', { claims, doors, complete: false })
}

/** Ids of the claims that broke. */
export function fallen({ broken }: RunResult): string[] {
  return broken.map(({ id }) => id)
}
