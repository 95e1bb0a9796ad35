/** Runs a fleet world (§7) under a plan, with its claims watched. */
import type { Choice, Claim, Fact, InternalEvent } from '../../spec/boundary.ts'
import { fleetClaims } from '../../spec/claims/fleet.ts'
import { transparencyClaims } from '../../spec/claims/transparency.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import { hardened, type Profile } from '../../spec/profiles.ts'
import type { Shell } from '../../spec/shell.ts'
import { createIdealTwin } from '../../src/crypto/ideal/twin.ts'
import { createRealTwin } from '../../src/crypto/real/port.ts'
import { type ClaimReport, createMonitor } from '../../src/judge/monitor.ts'
import { logged } from '../../src/sim/derive.ts'
import { generate, type Step } from '../../src/sim/generator.ts'
import type { Plan, Planned } from '../../src/sim/plan.ts'
import { simulation } from '../../src/sim/system.ts'
import type { Operation, World } from '../../src/sim/world.ts'
import { pageOf } from '../kept.ts'
import type { Wish } from './fleet-standins.ts'
import { type FleetWorld, fleetSetting, fleetShells, OPERATOR } from './fleet-world.ts'

/** The first phone. */
export const PHONE = nodeId('phone1')

/** A course of events. */
export interface Course {
  readonly twin?: 'ideal' | 'real'
  readonly profile?: Profile
  readonly operations: readonly Operation[]
  readonly planned: readonly Planned[]
  readonly world?: Partial<FleetWorld>
  readonly lossPerMille?: number
  readonly seed?: string
  /** The door of a wrapped port. */
  readonly port?: (port: CryptoPort) => CryptoPort
  readonly endAt?: number
  /** Is shown each step as it happens. */
  readonly onStep?: (step: Step) => void
  /** Changes the shells before the run: the door of seeded bugs, and of nodes in the wrong hands. */
  readonly tamper?: (shells: readonly Shell[], world: FleetWorld) => readonly Shell[]
}

/** What came of it. */
export interface Ran {
  readonly told: readonly InternalEvent[]
  readonly claims: readonly ClaimReport[]
  readonly world: World
  /** The page of the run, written when it is asked for. Returns its path. */
  readonly look: () => string
  readonly cells: (node: NodeId) => Readonly<Record<string, unknown>>
  readonly refused: number
}

/** Runs it to the end. Claims of kind `eventually` are judged there, all others after each step. */
export function ran(course: Course): Ran {
  const twin = course.twin === 'real' ? createRealTwin() : createIdealTwin()
  const log = { calls: [] }
  const plain = logged(twin.port, log)
  const crypto = course.port?.(plain) ?? plain
  const fleetWorld: FleetWorld = {
    twin,
    crypto,
    profile: course.profile ?? hardened,
    size: 3,
    phones: 1,
    ...course.world,
  }
  const honest = fleetShells(fleetWorld)
  const shells = course.tamper?.(honest, fleetWorld) ?? honest
  const seed = course.seed ?? 'fleet'
  const budgets = { drop: 1_000, duplicate: 1_000, crash: 100, isolate: 100 }
  const sim = simulation({ seed, twin, shells, operations: course.operations, budgets }, log)
  const watched = [...fleetClaims, ...transparencyClaims]
  const monitor = createMonitor(watched.filter(isSafety), fleetSetting(fleetWorld))
  const facts: Fact[] = []
  const choices: Choice[] = []
  const told: InternalEvent[] = []
  let world = sim.initial
  for (const step of generate(sim, planOf(course), seed)) {
    const { happened } = step
    course.onStep?.(step)
    world = happened.world
    choices.push(step.choice)
    monitor.observe(happened.facts)
    facts.push(...happened.facts)
    for (const fact of happened.facts) if (fact.fact === 'outcome') told.push(fact.event)
  }
  const atEnd = createMonitor(
    watched.filter((claim) => !isSafety(claim)),
    fleetSetting(fleetWorld),
  )
  atEnd.observe(facts)
  const place = new Map(shells.map(({ node }, i) => [node, i]))
  return {
    told,
    claims: [...monitor.report(), ...atEnd.report()],
    world,
    look: () => {
      const built = { simulation: sim, setting: fleetSetting(fleetWorld), twin }
      return pageOf(`fleet-keys-${seed}-${choices.length}`, built, watched, choices)
    },
    cells: (node) => world.locals[place.get(node) as number]?.cells ?? {},
    refused: facts.filter(({ fact }) => fact === 'refused').length,
  }
}

const isSafety = ({ kind }: Claim) => kind !== 'eventually'

function planOf({ planned, lossPerMille, endAt }: Course): Plan {
  const end = endAt ?? 60_000
  return {
    delay: { min: 1, max: 5 },
    lossPerMille: lossPerMille ?? 0,
    duplicatePerMille: lossPerMille ?? 0,
    rates: {},
    planned,
    healAt: end,
    revived: [],
    abandoned: [],
    endAt: end,
  }
}

/** Ids of the claims that broke. */
export function broken({ claims }: Ran): string[] {
  return claims.filter((report) => report.broken !== null).map(({ id }) => id)
}

/** What broke, a line each, with the page that shows it: of a run in which nothing may. */
export function failures({ claims, look }: Ran): string[] {
  const fell = claims.flatMap(({ id, broken }) => (broken === null ? [] : [{ id, ...broken }]))
  if (fell.length === 0) return []
  const page = look()
  return fell.map(({ id, why, step }) => `${id}: ${why}; look at it: ${page}#step-${step}`)
}

/** Ids of the claims whose witness was seen. */
export function witnessed({ claims }: Ran): string[] {
  return claims.filter((report) => report.witnessed !== null).map(({ id }) => id)
}

/** What was told, in few words. */
export function brief({ told }: Ran): string[] {
  return told.map((event) => {
    const { type, keys, epoch, why, outcome, of, lost, from, unevidenced } = event as InternalEvent &
      Readonly<Record<string, never>> & { readonly keys?: { readonly fleet: string; readonly epoch: number } }
    const words = [type, keys?.fleet, keys?.epoch ?? epoch, outcome, why, of, lost, from, unevidenced]
    return words
      .filter((word) => word !== undefined)
      .map(String)
      .join(' ')
  })
}

/** A phone asks for keys. */
export function wish(extra: Partial<Wish> = {}, node = PHONE): Operation {
  return act(node, 'enrollment', { type: 'wish', purpose: 'enrol', ...extra })
}

/** The operator makes fleet b the serving one. */
export const ROTATE: Operation = act(OPERATOR, 'rotation', { type: 'rotate', fleet: 'b', epoch: 2 })

/** An act at a node. */
export function act(node: NodeId, machine: string, event: object): Operation {
  return { node, machine, event: event as InternalEvent }
}

/** It begins then. */
export function begin(at: number, node = PHONE): Planned {
  return { at, kind: 'begin', nodes: [node] }
}
