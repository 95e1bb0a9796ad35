/** The trace of a hunt's kill (§10.8): its run once more, up to the step at which the claim had fallen. */
import type { Choice, Plain } from '../../spec/boundary.ts'
import { bugNamed } from '../bugs/catalogue.ts'
import { scopeNamed } from '../scopes/catalogue.ts'
import type { Scope } from '../scopes/scope.ts'
import { rollingHash } from '../sim/hash.ts'
import { formatTrace, TRACE_FORMAT, TRACE_VERSION, type TraceStep } from '../trace/format.ts'
import { BUILD } from './build.ts'
import { type Hunted, type HuntTask, PAIRED, type Sampled, stepsOf } from './hunt.ts'
import { runOfScene } from './hunt-scenes.ts'
import { followChoices } from './judge-run.ts'
import { type ScopeSetup, startOfScope } from './start.ts'
import type { Doors } from './world.ts'

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
  const doors = id === null ? {} : bugNamed(id)
  const { scope, trace, scene } = kill
  if (scope !== undefined && trace !== undefined)
    return scopeKill(scope, trace, { profile, claim, id, doors })
  const seed = scene === undefined ? String(kill.seed) : 'scene'
  const run =
    scene === undefined
      ? stepsOf(strategy as Sampled, seed, profile, adversary, doors)
      : runOfScene(scene, doors)
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
      ...{ seed, complete: isWhole && run.complete },
      ...(id === null ? {} : { bug: id }),
    },
    steps,
    hash: rolling.value(),
  })
}

interface Told {
  readonly profile: string
  readonly claim: string
  readonly id: string | null
  readonly doors: Doors
}

// A counterexample of the checker's: the scope's name stands where a run's setup does.
function scopeKill(scope: string, trace: readonly Choice[], { profile, claim, id, doors }: Told): string {
  const { built } = startOfScope(scopeNamed(scope) as Scope)
  const { hashes, traceHash } = followChoices(built(doors), trace, { claims: [], hashes: true })
  const setup: ScopeSetup = { scope }
  return formatTrace({
    header: {
      ...{ format: TRACE_FORMAT, version: TRACE_VERSION, build: BUILD, profile, broke: claim },
      setup: setup as unknown as Plain,
      ...(id === null ? {} : { bug: id }),
    },
    steps: trace.map((c, at) => ({ c, h: hashes[at] as string })),
    hash: traceHash,
  })
}
