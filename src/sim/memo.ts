/**
 * Steps that were taken before are looked up, not taken again: XState costs microseconds, a lookup a tenth of
 * one. Sound because a step is pure (§1.10); a step that drew randomness is never kept.
 */
import type { Choice } from '../../spec/boundary.ts'
import { Interner } from '../../spec/canonical.ts'
import type { Shell } from '../../spec/shell.ts'
import type { Stepper } from './deeds/deed.ts'
import type { PortLog } from './derive.ts'
import type { Local } from './local.ts'
import { type Input, type Outcome, stepNode } from './node.ts'
import type { Scenario, World } from './world.ts'

/** Above this many distinct local states the memo starts afresh, so that long runs stay small. */
const STATES_MAX = 50_000

/** How often a step was looked up, and how often it was taken. */
export interface MemoCounts {
  taken: number
  recalled: number
}

interface Kept {
  readonly from: string
  readonly outcome: Outcome
}

/** A stepper with a memo (or, for the test that compares, without). */
export function memoised(
  { shells, twin, seed, reorder }: Scenario,
  log: PortLog,
  counts: MemoCounts,
  remember = true,
): Stepper {
  const interners = shells.map(() => new Interner<Local>())
  let memos = new WeakMap<Local, Map<unknown, Kept>>()
  return (place: number, local: Local, input: Input, choice: Choice, world: World): Outcome => {
    const key =
      input.kind === 'message' ? input.message : input.kind === 'timer' ? input.machine + input.timer : null
    const from = input.kind === 'message' ? input.from : ''
    const usable = remember && key !== null && choice.crashAfter === undefined
    const memo = usable ? memos.get(local) : undefined
    const kept = memo?.get(key)
    if (kept !== undefined && kept.from === from) {
      counts.recalled++
      return kept.outcome
    }
    counts.taken++
    const drawFrom = world.draws[place] as number
    const shell = shells[place] as Shell
    const taken = stepNode(shell, twin, log, local, input, {
      seed,
      drawFrom,
      reorder,
      crashAfter: choice.crashAfter,
    })
    if (!remember) return taken
    let interner = interners[place] as Interner<Local>
    if (interner.size > STATES_MAX) {
      interner = new Interner<Local>()
      interners[place] = interner
      memos = new WeakMap()
    }
    const outcome: Outcome = { ...taken, local: interner.intern(taken.local) }
    if (usable && taken.drawn === 0) {
      const table = memo ?? new Map<unknown, Kept>()
      table.set(key, { from, outcome })
      memos.set(local, table)
    }
    return outcome
  }
}
