/** What the figures say: tables for people, one object for machines, the promised numbers, the floor. */
import { cpus } from 'node:os'
import Table from 'cli-table3'
import { LOGIN, REGISTRATION, SERVER_LOGIN } from './comparisons.ts'
import type { Measured, Spread } from './rounds.ts'

type Results = ReadonlyMap<string, readonly Measured[]>

/** A number that is promised, and what came out. */
export interface Target {
  readonly what: string
  readonly row: string
  readonly atLeast: number
  readonly times: Spread
  readonly met: boolean
}

/** How far a server login is from the multiplications that nobody can leave out, on one backend. */
export interface Floor {
  readonly row: string
  readonly multiplications: number
  readonly ofGenerator: number
  readonly microseconds: number
  readonly measured: number
  /** Measured over floor: 1 would be no other work at all. */
  readonly factor: number
}

/** All of it. */
export interface Report {
  readonly node: string
  readonly processor: string
  readonly rounds: number
  readonly targets: readonly Target[]
  readonly floors: readonly Floor[]
  readonly comparisons: readonly { readonly name: string; readonly rows: readonly Measured[] }[]
}

// The default first, then what our own multiplication would make of it (§2.3).
const PROMISED = ['libsodium', 'lanes'].flatMap((backend) => [
  { what: SERVER_LOGIN, row: `ristretto255, ${backend}`, atLeast: 2 },
  { what: SERVER_LOGIN, row: `curve25519 3DH, ${backend}`, atLeast: 3 },
  { what: LOGIN, row: `ristretto255, ${backend}`, atLeast: 1.8 },
  { what: REGISTRATION, row: `ristretto255, ${backend}`, atLeast: 2 },
])

/** Puts the results together. */
export function report(results: Results, rounds: number): Report {
  const find = (comparison: string, row: string): Measured =>
    results.get(comparison)!.find(({ name }) => name === row)!
  const targets = PROMISED.map(({ what, row, atLeast }) => {
    const { times } = find(what, row)
    return { what, row, atLeast, times, met: times.median >= atLeast }
  })
  const floors = ['libsodium', 'lanes'].map((backend) => {
    const row = `ristretto255, ${backend}`
    const cost = (operation: string) => find(operation, backend).microseconds.median
    const microseconds = 4 * cost('multiplication') + cost('multiplication of the generator')
    const measured = find(SERVER_LOGIN, row).microseconds.median
    return {
      row,
      multiplications: 4,
      ofGenerator: 1,
      microseconds,
      measured,
      factor: measured / microseconds,
    }
  })
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    rounds,
    targets,
    floors,
    comparisons: [...results].map(([name, rows]) => ({ name, rows })),
  }
}

const micro = (value: number) => (value < 100 ? value.toFixed(1) : value.toFixed(0))
const times = ({ median, p10, p90 }: Spread) =>
  `${median.toFixed(2)} (${p10.toFixed(2)} to ${p90.toFixed(2)})`

/** The report as text. */
export function tables(result: Report): string {
  const lines = [`node ${result.node}, ${result.processor}, ${result.rounds} rounds, interleaved.`]
  lines.push(
    'Medians; in brackets the tenth and ninetieth percentile over the rounds. Ratios: first row = 1.',
  )
  for (const { name, rows } of result.comparisons) {
    const table = new Table({ head: [name, 'µs', 'times as fast'], style: { head: [], border: [] } })
    for (const row of rows) table.push([row.name, micro(row.microseconds.median), times(row.times)])
    lines.push('', table.toString())
  }
  lines.push('', 'A server login multiplies four times, and the generator once. That alone, and all of it:')
  for (const floor of result.floors)
    lines.push(
      `  ${floor.row}: ${micro(floor.microseconds)} µs, ${micro(floor.measured)} µs, factor ${floor.factor.toFixed(2)}`,
    )
  lines.push('', 'Promised, against @serenity-kit/opaque 1.1:')
  for (const target of result.targets)
    lines.push(
      `  ${target.met ? 'met   ' : 'MISSED'} ${target.what}, ${target.row}: ${times(target.times)}, at least ${target.atLeast}`,
    )
  return lines.join('\n')
}
