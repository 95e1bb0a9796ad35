/** What a world holds after one enrolment that nothing disturbed: where scopes of guesses begin. */
import type { Plain } from '../../spec/boundary.ts'
import type { Twin } from '../../spec/crypto.ts'
import type { Profile } from '../../spec/profiles.ts'
import { simulation } from '../sim/system.ts'
import type { World } from '../sim/world.ts'
import { FIRST_HSM, FRONT, vaultWorld } from './vault-world.ts'

/** Storage after the enrolment. */
export interface Enrolled {
  /** The vault's state. */
  readonly state: Plain
  /** The front end's cells: which record ids it handed out. */
  readonly front: Readonly<Record<string, unknown>>
}

/** Enrols `word1` on an atomic vault, every message delivered in the order of sending. */
export function enrolled(twin: Twin, profile: Profile, limit: number): Enrolled {
  const { scenario, log } = vaultWorld({
    ...{ profile, limit, starts: 1, user: [{ do: 'enrol', word: 'word1' }], rogue: [], chooses: [] },
    ...{ twin, seed: 'enrolled' },
  })
  const { initial, enabled, apply } = simulation(scenario, log)
  let world: World = initial
  for (;;) {
    const choice = enabled(world).find(({ kind }) => /^(boot|deliver|begin)$/.test(kind))
    if (choice === undefined) break
    const applied = apply(world, choice)
    if (!applied.ok) throw new Error(`defect: ${choice.kind} is offered and refused: ${applied.why}`)
    world = applied.world
  }
  const of = (node: string) => world.locals[scenario.shells.findIndex((shell) => shell.node === node)]!
  const { tick, lineages } = (of(FIRST_HSM).machines.vault as { context: { tick: number; lineages: Plain } })
    .context
  if (Object.keys(lineages as object).length !== 1) throw new Error('defect: nobody is enrolled')
  return { state: { tick, lineages }, front: of(FRONT).cells }
}
