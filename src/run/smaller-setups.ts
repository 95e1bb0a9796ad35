/** Smaller setups for a failing run (§10.7): fewer acts, clients, fleets and HSMs, with the choices that are left of it. */
import type { Choice } from '../../spec/boundary.ts'
import type { Setup } from '../sim/setup.ts'
import type { Failing } from './shrinking.ts'

/** A run of another setup. */
export interface Smaller {
  readonly setup: Setup
  readonly choices: readonly Choice[]
}

type Making = (run: Smaller) => readonly Smaller[]

/** Each makes candidates, best first, again and again until none of them breaks the claim. */
export const fewerNodes: readonly Making[] = [withoutIdle, withoutFleets, withFewerHsms]

// Acts that no choice begins, and the clients that begin none.
function withoutIdle({ setup, choices }: Smaller): readonly Smaller[] {
  const begun = new Map<string, number>()
  for (const { kind, nodes } of choices) {
    const node = nodes[0]?.slice(1) ?? ''
    if (kind === 'begin') begun.set(node, (begun.get(node) ?? 0) + 1)
  }
  const acts = setup.acts.filter(({ node }) => {
    const left = begun.get(node) ?? 0
    begun.set(node, left - 1)
    return left > 0
  })
  const named = new Set<string>(choices.flatMap(({ nodes }) => nodes))
  const clients = setup.clients.filter(({ node }) => named.has(`@${node}`))
  const isSame = acts.length === setup.acts.length && clients.length === setup.clients.length
  return isSame ? [] : [{ setup: { ...setup, acts, clients }, choices }]
}

/** An act in the middle: those of its node that come after it move up. Many candidates, so for short runs only. */
export function withoutAct({ setup, choices }: Smaller): readonly Smaller[] {
  return setup.acts.toReversed().flatMap((act) => {
    const nth = setup.acts.filter(({ node }) => node === act.node).indexOf(act)
    const begins = choices.filter(({ kind, nodes: [node] }) => kind === 'begin' && node === `@${act.node}`)
    const begin = begins[nth]
    if (begin === undefined) return []
    const acts = setup.acts.filter((one) => one !== act)
    return [{ setup: { ...setup, acts }, choices: choices.filter((one) => one !== begin) }]
  })
}

function withoutFleets({ setup, choices }: Smaller): readonly Smaller[] {
  const last = setup.fleets.at(-1)
  if (last === undefined || setup.fleets.length === 1) return []
  const fleets = setup.fleets.slice(0, -1)
  return [{ setup: { ...setup, fleets }, choices: choices.filter((choice) => !names(choice, last.name, 1)) }]
}

// The last HSM of the largest fleet.
function withFewerHsms({ setup, choices }: Smaller): readonly Smaller[] {
  const { name, size } = setup.fleets.reduce((a, b) => (b.size > a.size ? b : a))
  if (size === 1) return []
  const fleets = setup.fleets.map((fleet) => (fleet.name === name ? { ...fleet, size: size - 1 } : fleet))
  return [{ setup: { ...setup, fleets }, choices: choices.filter((choice) => !names(choice, name, size)) }]
}

function names({ nodes }: Choice, fleet: string, from: number): boolean {
  return nodes.some((node) => {
    const [, name, number] = /^@([a-z]+)(\d+)$/.exec(node) ?? []
    return name === fleet && Number(number) >= from
  })
}

/** A setup without budgets for what is not used any more. */
export function used(setup: Setup, { choices }: Failing): Setup {
  const kinds = new Set(choices.map(({ kind }) => kind))
  if (choices.some(({ crashAfter }) => crashAfter !== undefined)) kinds.add('crash')
  const budgets = Object.fromEntries(
    Object.entries(setup.budgets).filter(([kind]) => kinds.has(kind) || kind === 'replay'),
  )
  return { ...setup, budgets }
}
