/** When an adversary acts. */
import type { Planned } from '../plan.ts'
import type { Random } from '../random.ts'

/** Up to `most` choices of a kind at random moments, in `perMille` of a thousand runs; the generator picks which. */
export function sometimes(
  random: Random,
  kind: string,
  { perMille, most, from, to }: { perMille: number; most: number; from: number; to: number },
): Planned[] {
  if (!random.chance(perMille)) return []
  return Array.from({ length: random.int(1, most) }, () => ({ at: random.int(from, to), kind }))
}

/** One of a list. */
export function one<T>(random: Random, list: readonly T[]): T {
  return list[random.int(0, list.length - 1)] as T
}
