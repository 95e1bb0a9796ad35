/**
 * Steps that were taken before are looked up, not taken again: XState costs microseconds, a lookup a tenth of
 * one. Sound because a step is pure (§1.10); a step that drew randomness is never kept.
 */
import type { Choice, Message } from '../../spec/boundary.ts'
import { Interner } from '../../spec/canonical.ts'
import type { Shell } from '../../spec/shell.ts'
import type { Stepper } from './deeds/deed.ts'
import type { PortLog } from './derive.ts'
import type { Local } from './local.ts'
import { type Input, type Outcome, stepNode } from './node.ts'
import type { Scenario, World } from './world.ts'

/** Above this many distinct values of one kind the memo starts afresh, so that long runs stay small. */
const VALUES_MAX = 50_000

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
  let known = new Known(shells.length)
  return (place: number, local: Local, input: Input, choice: Choice, world: World): Outcome => {
    const key =
      input.kind === 'message' ? input.message : input.kind === 'timer' ? input.machine + input.timer : null
    const from = input.kind === 'message' ? input.from : ''
    const usable = remember && key !== null && choice.crashAfter === undefined
    const memo = usable ? known.steps.get(local) : undefined
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
    if (known.isFull(place)) known = new Known(shells.length)
    const outcome = known.outcome(place, taken)
    if (usable && taken.drawn === 0) {
      const table = memo ?? new Map<unknown, Kept>()
      table.set(key, { from, outcome })
      known.steps.set(local, table)
    }
    return outcome
  }
}

/** One object for each distinct local state and message, so that whatever is looked up is found by identity. */
class Known {
  readonly steps = new WeakMap<Local, Map<unknown, Kept>>()
  private readonly locals: readonly Interner<Local>[]
  // Other states send equal messages: as one object they are one key to whoever receives them.
  private readonly messages = new Interner<Message>()

  constructor(places: number) {
    this.locals = Array.from({ length: places }, () => new Interner<Local>())
  }

  isFull(place: number): boolean {
    return Math.max((this.locals[place] as Interner<Local>).size, this.messages.size) > VALUES_MAX
  }

  outcome(place: number, taken: Outcome): Outcome {
    const local = (this.locals[place] as Interner<Local>).intern(taken.local)
    const sends = taken.sends.map(({ to, message }) => ({ to, message: this.messages.intern(message) }))
    return { ...taken, local, sends }
  }
}
