/** The trace of a hunt's kill (§10.8): its run once more, up to the step at which the claim had fallen. */
import type { Choice } from '../../spec/boundary.ts'
import { bugNamed } from '../bugs/catalogue.ts'
import { scopeNamed } from '../scopes/catalogue.ts'
import type { Scope } from '../scopes/scope.ts'
import { rollingHash } from '../sim/hash.ts'
import { formatTrace } from '../trace/format.ts'
import { type Hunted, type HuntTask, PAIRED, type Run, type Sampled, stepsOf } from './hunt.ts'
import { runOfScene } from './hunt-scenes.ts'
import { followChoices } from './judge-run.ts'
import { scopeText } from './scope-trace.ts'
import { startOfScope } from './start.ts'
import { traceOf } from './trace-of.ts'

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
  if (scope !== undefined && trace !== undefined) {
    const { built } = startOfScope(scopeNamed(scope) as Scope)
    const run = followChoices(built(doors), trace, { claims: [], hashes: true })
    return scopeText(scope, { profile, broke: claim, ...(id === null ? {} : { bug: id }) }, run)
  }
  const seed = scene === undefined ? String(kill.seed) : 'scene'
  const run =
    scene === undefined
      ? stepsOf(strategy as Sampled, seed, profile, adversary, doors)
      : runOfScene(scene, doors)
  const cut = upTo(run, kill.step)
  const { header, ...rest } = traceOf({ setup: run.setup, ...cut }, seed, claim, id ?? undefined)
  return formatTrace({ header: { ...header, complete: cut.complete }, ...rest })
}

// The run once more, to this step: what comes later explains nothing.
function upTo({ steps, complete }: Run, last: number) {
  const rolling = rollingHash()
  const choices: Choice[] = []
  const hashes: string[] = []
  for (const { choice, happened } of steps) {
    if (choices.length > last) return { choices, hashes, traceHash: rolling.value(), complete: false }
    rolling.add(choice, happened)
    choices.push(choice)
    hashes.push(rolling.value())
  }
  return { choices, hashes, traceHash: rolling.value(), complete }
}
