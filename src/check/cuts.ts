/**
 * Steps that a crash cuts short. The sends of one step come in an order that may follow the names, so that a cut within
 * a broadcast reaches those that come first. What is done about it depends on the network (docs/checking.md). Cuts are
 * steps (steps.ts), in the order of the effects; the last one is the whole step, and the crash behind it.
 */
import { allSubsets, subsets } from './losses.ts'
import type { Model } from './model.ts'
import type { Steps } from './steps.ts'

type Network<L> = Pick<Model<L>, 'order' | 'inFlightMax' | 'overflow'>

/** The cuts of one step, each once. */
export interface Cuts {
  /** Those that a search takes. Where messages are lost, any part of a broadcast may have got out. */
  readonly taken: readonly number[]
  /**
   * Those that must be the same for interchangeable nodes. Where no message has to arrive and there is no bound on how
   * many there are, a cut can do nothing that one like it which sends more cannot do too; elsewhere all of them count.
   */
  readonly decisive: readonly number[]
}

/** What is to be made of the cuts of a step. */
export function cutsIn<L>(steps: Steps<L>, network: Network<L>, cuts: readonly number[]): Cuts {
  const { order, inFlightMax, overflow } = network
  const whole = cuts.at(-1) as number
  const short = cuts.slice(0, -1)
  // A whole step, and then a crash, are two steps.
  const isShort = (cut: number) => cut !== whole || short.includes(whole)
  const most = longest(steps, cuts)
  const all = overflow === 'lost' ? most.flatMap((last) => parts(steps, cuts, last)) : short
  const taken = fitting(steps, network, all.filter(isShort))
  const isFree = order !== 'ordered' && inFlightMax === undefined
  return { taken, decisive: isFree ? [...new Set(most.filter((cut) => cut !== whole))] : taken }
}

/** Steps as they are taken, each once: where messages are lost, of one that sends more than there is room for any part. */
export function fitting<L>(
  steps: Steps<L>,
  { overflow, inFlightMax = Number.POSITIVE_INFINITY }: Network<L>,
  all: readonly number[],
): readonly number[] {
  const parts = (step: number) => {
    const sends = steps.sendsOf(step)
    if (overflow !== 'lost' || sends.length <= inFlightMax) return [step]
    const [local, facts] = [steps.local.at[step]!, steps.facts.at[step]!]
    return subsets(sends, inFlightMax).map((part) => steps.intern(local, facts, part))
  }
  return [...new Set(all.flatMap(parts))]
}

// Do they differ in nothing but how much was sent? Of such cuts a later one sends all that an earlier one does.
function isAlike<L>({ local, facts }: Steps<L>, a: number, b: number): boolean {
  return local.at[a] === local.at[b] && facts.at[a] === facts.at[b]
}

// Those after which most was sent, of cuts that differ in nothing else.
function longest<L>(steps: Steps<L>, cuts: readonly number[]): readonly number[] {
  return cuts.filter((cut, at) => !cuts.slice(at + 1).some((later) => isAlike(steps, cut, later)))
}

function parts<L>(steps: Steps<L>, cuts: readonly number[], last: number): readonly number[] {
  const local = steps.local.at[last]!
  // It is not taken.
  if (local < 0) return [last]
  const sure = steps.sendsOf(cuts.find((cut) => isAlike(steps, cut, last)) as number)
  return allSubsets(steps.sendsOf(last).slice(sure.length)).map((part) =>
    steps.intern(local, steps.facts.at[last]!, [...sure, ...part]),
  )
}
