/** The trace of a hunt's kill (§10.8): its run once more, up to the step at which the claim had fallen. */
import type { Plain } from '../../spec/boundary.ts'
import { bugNamed } from '../bugs/catalogue.ts'
import { rollingHash } from '../sim/hash.ts'
import { formatTrace, TRACE_FORMAT, TRACE_VERSION, type TraceStep } from '../trace/format.ts'
import { BUILD } from './build.ts'
import { type Hunted, type HuntTask, PAIRED, stepsOf } from './hunt.ts'

/** A hunt that ended with a kill. */
export interface Killed {
  readonly task: HuntTask
  readonly kill: NonNullable<Hunted['kill']>
  /** The claim, or its cell, that fell. */
  readonly claim: string
}

/** The text of its trace file; null where two runs had to be compared, since no single run shows that. */
export function killText({ task, kill, claim }: Killed): string | null {
  const { bug: id, profile, adversary, strategy } = task
  if (PAIRED.includes(claim)) return null
  const run = stepsOf(strategy, String(kill.seed), profile, adversary, id === null ? {} : bugNamed(id))
  const rolling = rollingHash()
  const steps: TraceStep[] = []
  let isWhole = true
  for (const { choice, happened } of run.steps) {
    if (steps.length > kill.step) {
      isWhole = false
      break
    }
    rolling.add(choice, happened)
    steps.push({ c: choice, h: rolling.value() })
  }
  return formatTrace({
    header: {
      ...{ format: TRACE_FORMAT, version: TRACE_VERSION, build: BUILD, profile, broke: claim },
      setup: run.setup as unknown as Plain,
      ...{ seed: String(kill.seed), complete: isWhole && run.complete },
      ...(id === null ? {} : { bug: id }),
    },
    steps,
    hash: rolling.value(),
  })
}
