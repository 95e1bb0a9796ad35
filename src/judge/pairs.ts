/** The judge of pairs (§10.5): two runs of the same choices, with one secret changed, must look alike. */
import type { Shapes } from '../../spec/claims/shapes.ts'

/** Where two runs first look different, or null. A run that ended early differs where the other goes on. */
export function firstDifference(one: Shapes, other: Shapes): string | null {
  const length = Math.max(one.lines.length, other.lines.length)
  for (let i = 0; i < length; i++) {
    const [left, right] = [one.lines[i], other.lines[i]]
    if (left !== right) return `line ${i}: ${left ?? 'nothing'}, and ${right ?? 'nothing'}`
  }
  return null
}
