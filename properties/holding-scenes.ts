/** Scenes around one phone and the ways in which it holds K (§8.3). */
import type { Claim } from '../spec/boundary.ts'
import { bkp3 } from '../spec/claims/holding.ts'
import type { Held, HoldingEnded, Way } from '../spec/client/holding-context.ts'
import { nodeId } from '../spec/names.ts'
import type { Doors } from '../src/bugs/doors.ts'
import { runSeed } from '../src/run/judge-run.ts'
import { type Line, type Scene, staged } from '../src/scenes/staging.ts'
import type { Local } from '../src/sim/local.ts'
import type { Planned } from '../src/sim/plan.ts'
import { brokenIn } from './kept.ts'
import { VAULT_CLAIMS } from './vault-scenes.ts'

/** The phone that holds K in these scenes. */
export const PHONE = nodeId('phone1')
/** BKP-3, and the vault's own claims. */
export const CLAIMS = [bkp3, ...VAULT_CLAIMS]

/** What became of a scene. */
export interface Played {
  readonly ended: readonly HoldingEnded[]
  readonly broken: readonly string[]
  /** The same with the page of the run. */
  readonly failures: () => string[]
  readonly witnessed: boolean
  /** The phone's storage, at the end. */
  readonly held: Held
  readonly moments: readonly Moment[]
}

/** One step of the phone while acts went on: when, and how many effects it had. */
export interface Moment {
  readonly at: number
  readonly effects: number
  /** The user's own act, which is cut off at its end alone. */
  readonly began: boolean
}

const EFFECTS: readonly string[] = ['persisted', 'erased', 'sent', 'told', 'outcome']

/** Plays a scene and watches the phone. */
export function played(
  scene: Scene,
  claims: readonly Claim[],
  doors: Doors = {},
  more: readonly Planned[] = [],
): Played {
  const { setup, plan } = staged(scene)
  const ended: HoldingEnded[] = []
  const moments = new Map<number, Moment>()
  const run = runSeed(setup, { ...plan, planned: [...plan.planned, ...more] }, 'scene', {
    ...{ claims, doors, complete: false },
    onStep: ({ choice, happened: { facts, world } }) => {
      for (const fact of facts)
        if (fact.fact === 'outcome' && fact.event.type === 'holdingEnded')
          ended.push(fact.event as unknown as HoldingEnded)
      if (choice.nodes.at(-1) !== PHONE || world.now < 2_000) return
      const effects = facts.filter(({ fact }) => EFFECTS.includes(fact)).length
      const { effects: before = 0 } = moments.get(world.now) ?? {}
      const began = choice.kind === 'begin'
      if (effects > before) moments.set(world.now, { at: world.now, effects, began })
    },
  })
  const place = (run.world.locals as readonly Local[]).findIndex(({ cells }) => 'holding' in cells)
  const held = run.world.locals[place]?.cells.holding as Held
  const broken = run.broken.map(({ id, why }) => `${id}: ${why}`)
  const witnessed = run.witnesses['BKP-3'] === true
  return {
    ended,
    broken,
    failures: () => brokenIn(run, { doors }),
    witnessed,
    held,
    moments: [...moments.values()],
  }
}

/** A way as a scene's line has it: with its password, where it is the vault. */
export const spelled = (way: Way, secret: string) => (way === 'vault' ? `vault ${secret}` : way)
/** The phone holds K so from this time on; digits are typed back. */
export const holds = (at: number, way: Way, secret: string): Line[] => [
  [at, `phone1 hold ${spelled(way, secret)}`],
  ...(way === 'digits' ? ([[at + 100, 'phone1 typeBack']] as Line[]) : []),
]
