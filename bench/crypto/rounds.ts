/**
 * Interleaved measuring: in each round every row runs a few milliseconds, one after another, so that whatever the
 * machine does to one it does to all; a ratio is taken inside a round, and its median and spread over all rounds.
 */
import { Bench } from 'tinybench'

/** One thing that is timed, once per call. */
export interface Row {
  readonly name: string
  readonly run: () => unknown
}

/** Rows that do the same work; ratios are to the first. */
export interface Comparison {
  readonly name: string
  readonly rows: readonly Row[]
}

/** Median, tenth and ninetieth percentile. */
export interface Spread {
  readonly median: number
  readonly p10: number
  readonly p90: number
}

/** A measured row. `times` is how many times as fast as the comparison's first row. */
export interface Measured {
  readonly name: string
  readonly microseconds: Spread
  readonly times: Spread
}

/** Milliseconds that a row runs in one round. */
const SLICE_MS = 8
const WARM_UP_MS = 300

/** Measures all comparisons in turn. `tick` is told how far it got, from 0 to 1. */
export async function measure(
  comparisons: readonly Comparison[],
  rounds: number,
  tick: (done: number) => void,
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const results = new Map<string, readonly Measured[]>()
  for (const [index, comparison] of comparisons.entries()) {
    const { rows } = comparison
    const iterations: number[] = []
    for (const row of rows) iterations.push(await warmUp(row))
    const samples: number[][] = rows.map(() => [])
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < rows.length; i++) {
        const at = (i + round) % rows.length // nobody is always the one after the same neighbour's garbage
        samples[at]!.push(await medianOf(rows[at]!, iterations[at]!))
      }
      tick((index + (round + 1) / rounds) / comparisons.length)
    }
    results.set(
      comparison.name,
      rows.map((row, i) => measured(row, samples[i]!, samples[0]!)),
    )
  }
  return results
}

// Runs it until it is compiled, and says how many calls fill a slice.
async function warmUp(row: Row): Promise<number> {
  let calls = 0
  const start = performance.now()
  while (performance.now() - start < WARM_UP_MS) {
    await row.run()
    calls++
  }
  return Math.max(1, Math.round((SLICE_MS * calls) / (performance.now() - start)))
}

async function medianOf(row: Row, iterations: number): Promise<number> {
  const bench = new Bench({ iterations, time: 0, warmup: false, throws: true })
  bench.add(row.name, row.run)
  const [task] = await bench.run()
  const { result } = task!
  if (!('latency' in result)) throw new Error(`${row.name}: ${result.state}`)
  return result.latency.p50 * 1000
}

function measured(row: Row, samples: readonly number[], reference: readonly number[]): Measured {
  return {
    name: row.name,
    microseconds: spreadOf(samples),
    times: spreadOf(samples.map((sample, round) => reference[round]! / sample)),
  }
}

/** Median, tenth and ninetieth percentile of samples. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!
  return { median: at(0.5), p10: at(0.1), p90: at(0.9) }
}
