/** What really happened in a run, counted: a green run in which nothing happened is no evidence. */
import type { Choice } from '../../spec/boundary.ts'
import type { Happened } from '../sim/world.ts'

/** Counts by name. */
export type Counts = Readonly<Record<string, number>>

/** The statistics of one run, or of many added up. */
export interface Statistics {
  /** Choices by kind: messages delivered and lost, timers, faults that took effect. */
  readonly choices: Counts
  /** Operations begun, by what the user asked for. */
  readonly operations: Counts
  /** Operations ended, as `operation: outcome`. */
  readonly outcomes: Counts
  /** Messages refused, as `machine: type`. */
  readonly refused: Counts
}

const GROUPS: readonly (keyof Statistics)[] = ['choices', 'operations', 'outcomes', 'refused']

/** Counts one run. */
export function createStatistics() {
  const counts: Record<keyof Statistics, Record<string, number>> = {
    ...{ choices: {}, operations: {}, outcomes: {}, refused: {} },
  }
  const count = (group: keyof Statistics, name: string) => {
    counts[group][name] = (counts[group][name] ?? 0) + 1
  }
  return {
    add: (choice: Choice, { facts }: Happened) => {
      count('choices', choice.kind)
      for (const fact of facts) {
        if (fact.fact === 'began') count('operations', fact.event.type)
        else if (fact.fact === 'outcome') count('outcomes', outcomeName(fact.event))
        else if (fact.fact === 'refused') count('refused', `${fact.machine || 'shell'}: ${fact.type}`)
      }
    },
    value: (): Statistics => counts,
  }
}

function outcomeName(event: { readonly type: string }): string {
  const { outcome } = event as { outcome?: string }
  return `${event.type}: ${outcome ?? 'done'}`
}

/** Adds up the statistics of several runs. */
export function addUp(all: readonly Statistics[]): Statistics {
  const total = GROUPS.map((group) => {
    const sum: Record<string, number> = {}
    for (const one of all) {
      for (const [name, n] of Object.entries(one[group])) sum[name] = (sum[name] ?? 0) + n
    }
    return [group, Object.fromEntries(Object.entries(sum).sort(([a], [b]) => (a < b ? -1 : 1)))]
  })
  return Object.fromEntries(total) as unknown as Statistics
}
