/**
 * Ten seeded bugs, each from a random failure of more than a thousand choices down to a small one (§10.7):
 * `npx tsx properties/slow/shrink-ten.ts [folder|-] [bug]...` prints the table, and writes the scenarios into the folder.
 * Beside each stands the checker's depth, where a scope has the bug's claim: what a shortest counterexample needs in a
 * world that begins with power and a leader, while a run begins without (its boots are counted).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { bugNamed } from '../../src/bugs/catalogue.ts'
import { createMonitor } from '../../src/judge/monitor.ts'
import { searchScopes } from '../../src/run/hunt-scopes.ts'
import { claimsFor, judgesFor } from '../../src/run/judges.ts'
import { shrink } from '../../src/run/shrink.ts'
import { scenarioOf } from '../../src/run/trace-of.ts'
import { buildWorld } from '../../src/run/world.ts'
import { generate } from '../../src/sim/generator.ts'
import { swarm } from '../../src/sim/swarm.ts'
import { walk } from '../../src/sim/walk.ts'
import { formatTrace } from '../../src/trace/format.ts'

/** The bug, the strategy and the seed whose run breaks its claim late. */
const TEN: readonly (readonly [bug: string, strategy: 'walk' | 'swarm', seed: string])[] = [
  ['blindUsedTwice', 'swarm', '2'],
  ['joinNeedsNoOthers', 'walk', '4'],
  ['releasedWhenAppended', 'walk', '3'],
  ['anyAnswerTaken', 'swarm', '2'],
  ['anyCounterSignature', 'walk', '3'],
  ['keysBeforeChecks', 'swarm', '2'],
  ['guessesLeftNotSaid', 'swarm', '3'],
  ['chargedAfterVerification', 'swarm', '4'],
  ['exhaustionIsAFlag', 'swarm', '2'],
  ['liveAtOnce', 'swarm', '2'],
]
const WALK_STEPS_MAX = 4_000
/** Worlds of one scope. */
const WORLDS_MAX = 20_000
const [folder, ...only] = process.argv.slice(2)

for (const [id, strategy, seed] of TEN) {
  if (only.length > 0 && !only.includes(id)) continue
  const bug = bugNamed(id)
  const { profile, adversary, breaks } = bug
  const claim = claimsFor('ideal').find((one) => one.id === breaks)
  if (claim === undefined) throw new Error(`${breaks} is no claim of a single run`)
  const { setup, plan } = swarm(seed, { profile, adversary, crypto: 'ideal' })
  const { simulation, setting, twin } = buildWorld(setup, bug)
  const monitor = createMonitor([claim], setting, judgesFor(twin))
  const choices = []
  const steps =
    strategy === 'walk' ? walk(simulation, seed, WALK_STEPS_MAX) : generate(simulation, plan, seed)
  for (const { choice, happened } of steps) {
    choices.push(choice)
    if (monitor.observe(happened.facts).length > 0) break
  }
  const before = process.cpuUsage()
  const small = shrink({ setup, choices, claim, doors: bug })
  const { user, system } = process.cpuUsage(before)
  const seconds = ((user + system) / 1e6).toFixed(1)
  const sizes = small?.setup.fleets.map(({ size }) => size).join('+')
  const boots = small?.choices.filter(({ kind }) => kind === 'boot').length
  console.log(
    `${id} ${breaks}: ${choices.length} to ${small?.choices.length} choices, ${boots} of them boots, ${sizes} HSMs, ${seconds} s`,
    `(${small?.cost} steps${small?.alsoWithoutBug ? ', breaks without the bug too' : ''}); ${depthOf(id)}`,
  )
  if (folder === undefined || folder === '-' || small === null) continue
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${id}.ndjson`, formatTrace(scenarioOf(small, { broke: breaks, bug: id })))
}

function depthOf(id: string): string {
  const { profile, adversary } = bugNamed(id)
  const task = { bug: id, profile, adversary, strategy: 'exhaustive', firstSeed: 1, runsMax: 1 } as const
  const { runs, kill } = searchScopes({ ...task, worldsMax: WORLDS_MAX })
  if (kill !== null) return `the checker: ${kill.step} in scope ${kill.scope}`
  return runs === 0 ? 'no scope has its claim' : `not met in ${runs} scopes`
}
