/** Steps that replicas took in random runs, to be taken again: each with its snapshot and its event. */
import type { AnyMachineSnapshot } from 'xstate'
import { hashOf } from '../spec/canonical.ts'
import type { Twin } from '../spec/crypto.ts'
import type { Profile } from '../spec/profiles.ts'
import type { Part } from '../spec/shell.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { snapshotOf } from '../src/sim/local.ts'
import { runFleet } from './consensus-runs.ts'

/** A step before it is taken. */
export interface Taken {
  readonly part: Part
  readonly snapshot: AnyMachineSnapshot
  readonly event: { readonly type: string }
}

/** Distinct steps from some runs of three replicas, at most so many. */
export function stepsOf(
  profile: Profile,
  seeds: number,
  most: number,
): { twin: Twin; steps: readonly Taken[] } {
  const twin = createIdealTwin()
  const steps: Taken[] = []
  const seen = new Set<string>()
  for (let seed = 0; seed < seeds && steps.length < most; seed++) {
    let part: Part | undefined
    runFleet({
      seed: `steps ${seed}`,
      size: 3,
      profile,
      twin,
      adversary: 'A3',
      tuning: { snapshotEntries: 8 },
      change: (made) => {
        part = made
        return made
      },
      onStep: (before, { choice }) => {
        const [from, to] = choice.nodes
        const flight =
          choice.kind === 'deliver' ? before.flights.filter((f) => f.from === from && f.to === to) : []
        const message = flight[choice.ordinal]?.message
        const place = ['@a1', '@a2', '@a3'].indexOf((choice.kind === 'deliver' ? to : from) ?? '')
        const local = before.locals[place]
        const resident = local?.machines.consensus
        if (part === undefined || resident === undefined || steps.length >= most) return
        const timer = choice.kind === 'timer' ? local?.timers[choice.ordinal]?.timer : undefined
        if (timer?.includes('renewal')) return
        const event =
          message !== undefined && from !== undefined
            ? { type: message.type, from, message }
            : timer !== undefined
              ? { type: timer }
              : undefined
        if (event === undefined) return
        const { high, low } = hashOf([resident, event])
        const key = `${high}.${low}`
        if (seen.has(key)) return
        seen.add(key)
        steps.push({ part, snapshot: snapshotOf(part.machine, resident), event })
      },
    })
  }
  return { twin, steps }
}
