/** What really happened in a run, counted: a green run in which nothing happened is no evidence. */
import type { Choice } from '../../spec/boundary.ts'
import type { Happened, World } from '../sim/world.ts'
import type { Effects } from './took-effect.ts'

/** Counts by name. */
export type Counts = Readonly<Record<string, number>>

/** The statistics of one run, or of many added up. */
export interface Statistics {
  /** Choices by kind: messages delivered and lost, timers, acts, faults. */
  readonly choices: Counts
  /** Faults and attacks that took effect, by kind: a message that was lost anyway is none, a power cut within a step is a crash. */
  readonly faults: Counts
  /** Operations begun, by what the user asked for. */
  readonly operations: Counts
  /** Operations ended, as `operation: outcome`. */
  readonly outcomes: Counts
  /** Messages refused, as `machine: type`. */
  readonly refused: Counts
  /** By capability: how often its doing changed an honest node's next state. */
  readonly effects: Counts
}

/** What must have happened at least, by group and name. */
export type Floors = { readonly [Group in keyof Statistics]?: Counts }

const GROUPS: readonly (keyof Statistics)[] = [
  'choices',
  'faults',
  'operations',
  'outcomes',
  'refused',
  'effects',
]

/** Counts one run; the capabilities' effects are counted beside it. */
export function createStatistics(effects: Effects) {
  const counts: Record<keyof Statistics, Record<string, number>> = {
    ...{ choices: {}, faults: {}, operations: {}, outcomes: {}, refused: {}, effects: {} },
  }
  const count = (group: keyof Statistics, name: string) => {
    counts[group][name] = (counts[group][name] ?? 0) + 1
  }
  return {
    add: (before: World, choice: Choice, happened: Happened) => {
      const { facts } = happened
      effects.add(before, choice, happened)
      count('choices', choice.kind)
      if (happened.world.spent !== before.spent)
        count('faults', choice.crashAfter === undefined ? choice.kind : 'crash')
      for (const fact of facts) {
        if (fact.fact === 'began') count('operations', fact.event.type)
        else if (fact.fact === 'outcome') count('outcomes', outcomeName(fact.event))
        else if (fact.fact === 'refused') count('refused', `${fact.machine || 'shell'}: ${fact.type}`)
      }
    },
    value: (): Statistics => ({ ...counts, effects: effects.value() }),
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

/** What stayed below its floor, each as a line; empty where enough happened. */
export function below(statistics: Statistics, floors: Floors): readonly string[] {
  return GROUPS.flatMap((group) =>
    Object.entries(floors[group] ?? {}).flatMap(([name, floor]) => {
      const found = statistics[group][name] ?? 0
      return found >= floor ? [] : [`${group}, ${name}: ${found}, at least ${floor} expected`]
    }),
  )
}

/** Statistics as rows: group, name, count. */
export function statisticsRows(statistics: Statistics): readonly (readonly [string, string, number])[] {
  return Object.entries(statistics).flatMap(([group, counts]) =>
    Object.entries(counts as Record<string, number>).map(([name, count]) => [group, name, count] as const),
  )
}
