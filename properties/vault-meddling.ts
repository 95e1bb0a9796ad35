/** What may happen to a vault on its way (A1), at one point of a run or all along: for the suites of enrolment and recovery. */
import fc from 'fast-check'
import type { Choice } from '../spec/boundary.ts'
import type { AtomicVault } from './atomic-vault.ts'

/** What the network, the power and the phone's patience may do at any moment. */
const MEDDLING = ['drop', 'duplicate', 'replay', 'alter', 'inject', 'crash'] as const

/**
 * What may be done at this point of a run: every message that is under way lost and doubled, every node's power cut; of
 * older messages, alterations and detours every third, another third at the next point.
 */
export function meddling({ sim, world }: AtomicVault, point: number): Choice[] {
  return MEDDLING.flatMap((kind) => {
    const all = sim.offered(world, kind)
    return /replay|alter|inject/.test(kind) ? all.filter((_, i) => (i + point) % 3 === 0) : all
  })
}

/** A pick: a kind of choice, and which of those that can be had then. */
export interface Pick {
  readonly kind: string
  readonly which: number
}

/** Schedules of so many picks: mostly the ordinary course, and all else now and then. */
export function schedules(maxLength: number): fc.Arbitrary<Pick[]> {
  const kind = fc.oneof(
    { weight: 12, arbitrary: fc.constant('deliver') },
    { weight: 4, arbitrary: fc.constantFrom<string>(...MEDDLING) },
    { weight: 2, arbitrary: fc.constantFrom('timer', 'begin', 'boot') },
  )
  return fc.array(fc.record({ kind, which: fc.nat(999) }), { maxLength })
}

/** Follows a schedule; where a pick cannot be had, things take their course. */
export function follow(vault: AtomicVault, picks: readonly Pick[]): void {
  for (const { kind, which } of picks) {
    const all = vault.sim.offered(vault.world, kind)
    const choice = all[which % Math.max(1, all.length)]
    if (choice === undefined || (kind === 'begin' && vault.isBusy())) vault.go()
    else vault.apply(choice)
  }
}
