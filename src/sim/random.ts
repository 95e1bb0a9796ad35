/** Labelled forks of one seed: each node and each link has its own, so that adding a node shifts no other's. */
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { hashOf } from '../../spec/canonical.ts'

/** A stream of whole numbers. */
export interface Random {
  /** Uniform in from..to, both included. */
  readonly int: (from: number, to: number) => number
  /** True `perMille` times in a thousand. */
  readonly chance: (perMille: number) => boolean
}

/** The fork of a seed under this label. Equal arguments give equal streams, on any machine. */
export function fork(seed: string, label: string): Random {
  const a = hashOf(`${seed}|${label}|a`)
  const b = hashOf(`${seed}|${label}|b`)
  const generator = xoroshiro128plusFromState([a.high, a.low, b.high, b.low | 1])
  const int = (from: number, to: number) => uniformInt(generator, from, to)
  return { int, chance: (perMille) => int(1, 1000) <= perMille }
}

/** Forks by label, made when first asked for. */
export function forks(seed: string): (label: string) => Random {
  const made = new Map<string, Random>()
  return (label) => {
    const known = made.get(label)
    if (known !== undefined) return known
    const fresh = fork(seed, label)
    made.set(label, fresh)
    return fresh
  }
}
