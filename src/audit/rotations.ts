/**
 * A simulated operator's history (§7.3): fleets replace each other, each after a ceremony inside its own HSMs, with
 * real cryptography. What comes out is what a log holds; the vaults in this world keep no records.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot, Fact, InternalEvent, Octets } from '../../spec/boundary.ts'
import type { KeyPair, Twin } from '../../spec/crypto.ts'
import { createAuditor } from '../../spec/fleet/auditor.ts'
import type { Anchors, Bundle } from '../../spec/fleet/bundle.ts'
import type { CeremonyPlan } from '../../spec/fleet/ceremony.ts'
import { createDistribution } from '../../spec/fleet/distribution.ts'
import { createFleetKeys } from '../../spec/fleet/keys.ts'
import type { Entry } from '../../spec/fleet/log.ts'
import {
  type FleetSeeds,
  manufactureFleet,
  provisionAuthorities,
  provisionFleet,
  WORLD_BEGAN_MS,
} from '../../spec/fleet/provision.ts'
import { createRotation } from '../../spec/fleet/rotation.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import { hardened } from '../../spec/profiles.ts'
import type { Part, Shell } from '../../spec/shell.ts'
import type { CountWanted, FleetKeysChanged } from '../../spec/tells.ts'
import { createRealTwin } from '../crypto/real/port.ts'
import { generate } from '../sim/generator.ts'
import type { Planned } from '../sim/plan.ts'
import { simulation } from '../sim/system.ts'
import type { Operation } from '../sim/world.ts'

/** What a history is made from. */
export interface HistoryOptions {
  /** What all draws are derived from. */
  readonly seed: string
  /** Epochs in the log, 1 to 12. */
  readonly epochs: number
  /** HSMs in each fleet, 1 to 9. */
  readonly size: number
}

/** What a history leaves. */
export interface History {
  readonly anchors: Anchors
  readonly auditor: KeyPair
  readonly vendor: Octets
  readonly entries: readonly Entry[]
  /** By epoch - 1. */
  readonly bundles: readonly Bundle[]
  readonly nowMs: number
}

/** Fleets come every few years; here every three. */
const BETWEEN_MS = 3 * 365 * 86_400_000
const ROTATION_TICKS = 10_000
const NODES = { operator: nodeId('operator'), auditor: nodeId('auditor'), frontEnd: nodeId('front') }

type VaultEvent = Boot | FleetKeysChanged | CountWanted
const acts = actionsFor<Record<string, never>, VaultEvent>()
const emptyVault: Part = {
  machine: setup({
    types: { context: {} as Record<string, never>, events: {} as VaultEvent },
    guards: { isMessage },
    actions: {
      refuse: acts.refuse,
      defect: acts.defect,
      countNothing: acts.ask(() => [
        { do: 'tell', machine: 'fleetKeys', event: { type: 'counted', open: 0 } as InternalEvent },
      ]),
    },
  }).createMachine({
    id: 'vault',
    context: {},
    on: { boot: {}, fleetKeysChanged: {}, countWanted: { actions: 'countNothing' }, ...WILDCARD },
  }),
  input: undefined,
  draws: {},
  accepts: [],
}

/** Runs a history. Throws where the simulated rotations do not complete, which is a defect of ours. */
export function history(options: HistoryOptions): History {
  const twin = createRealTwin()
  const made = makeWorld(twin, options)
  const sim = simulation(
    { seed: options.seed, twin, shells: made.shells, operations: made.operations, budgets: {} },
    { calls: [] },
  )
  const endAt = ROTATION_TICKS * (options.epochs + 2)
  const plan = {
    delay: { min: 1, max: 20 },
    lossPerMille: 0,
    duplicatePerMille: 0,
    rates: {},
    planned: made.planned,
    healAt: endAt,
    revived: [],
    abandoned: [],
    endAt,
  }
  const bundles = new Map<number, Bundle>([[1, made.first]])
  let entries: readonly Entry[] = made.genesis
  const keep = (fact: Fact) => {
    if (fact.fact !== 'persisted') return
    if (fact.cell === 'auditor.log') entries = fact.value as readonly Entry[]
    if (fact.cell === 'fleet.bundle') bundles.set((fact.value as Bundle).epoch, fact.value as Bundle)
  }
  for (const { happened } of generate(sim, plan, options.seed)) happened.facts.forEach(keep)
  const whole = entries.map(({ epoch }) => bundles.get(epoch))
  if (entries.length !== options.epochs || whole.includes(undefined))
    throw new Error('a rotation did not end')
  const nowMs = WORLD_BEGAN_MS + BETWEEN_MS * (options.epochs - 1)
  const { anchors, auditor, vendor } = made
  return { anchors, auditor, vendor, entries, bundles: whole as Bundle[], nowMs }
}

function makeWorld(twin: Twin, { seed, epochs, size }: HistoryOptions) {
  const { port: crypto } = twin
  const names = Array.from({ length: epochs }, (_, i) => String.fromCharCode(97 + i))
  const hsms = (fleet: string) => Array.from({ length: size }, (_, i) => nodeId(`${fleet}${i + 1}`))
  const fleets = Object.fromEntries(names.map((name) => [name, hsms(name)]))
  const seeds = (fleet: string): FleetSeeds => {
    const draw = (use: string) => twin.draw(seed, `history/${use}`, 32)
    const own = (use: string) => draw(`${fleet}/${use}`)
    const shared = { auditor: draw('auditor'), operator: draw('operator'), vendor: draw('vendor') }
    return { signing: own('signing'), sealing: own('sealing'), ake: own('ake'), oprf: own('oprf'), ...shared }
  }
  const { anchors, auditor, operator } = provisionAuthorities(crypto, seeds('a'))
  const a = provisionFleet(crypto, 'a', 1, seeds('a'), WORLD_BEGAN_MS, hsms('a'))
  const made = names.map((name, i) => manufactureFleet(crypto, name, i + 1, hsms(name), seeds(name)))
  const deps = { crypto, profile: hardened, anchors }
  const ceremonies = Object.fromEntries(names.map((name, i) => [name, made[i]?.plan as CeremonyPlan]))
  const shell = (node: NodeId, role: Shell['role'], standing: Shell['standing'], cells = {}): Shell => ({
    node,
    role,
    standing,
    keyed: {},
    cells,
  })
  const keysParts = names.map((_, i) =>
    createFleetKeys({ ...deps, ceremony: made[i]?.plan ?? null, counts: true }),
  )
  const served = { ...a.cells, 'fleet.bundle': a.bundle }
  const { auditor: auditorNode, frontEnd, operator: operatorNode } = NODES
  const rotation = createRotation({
    ...deps,
    fleets,
    auditor: auditorNode,
    frontEnd,
    key: operator,
    serving: { fleet: 'a', epoch: 1 },
    ceremonies,
  })
  const log = createAuditor({ ...deps, namespace: anchors.namespace, key: auditor, nowMs: WORLD_BEGAN_MS })
  const distribution = {
    ...deps,
    fleets,
    serving: 'a',
    accounts: {},
    operator: operatorNode,
    auditor: auditorNode,
  }
  const shells = [
    ...names.flatMap((name, i) =>
      hsms(name).map((node) =>
        shell(
          node,
          'hsm',
          { vault: emptyVault, fleetKeys: keysParts[i] as Part },
          i === 0 ? served : made[i]?.cells[node],
        ),
      ),
    ),
    shell(frontEnd, 'frontEnd', { bundles: createDistribution(distribution) }),
    shell(operatorNode, 'operator', { rotation }),
    shell(auditorNode, 'auditor', { auditor: log }, { 'auditor.log': [a.entry] }),
  ]
  const vendor = made[0]?.plan.vendor as Octets
  return { shells, anchors, auditor, vendor, first: a.bundle, genesis: [a.entry], ...actsOf(names) }
}

// Each rotation: the auditor's clock moves on, the new fleet is made, the old one is erased.
function actsOf(names: readonly string[]): { operations: Operation[]; planned: Planned[] } {
  const operations: Operation[] = []
  const planned: Planned[] = []
  names.slice(1).forEach((fleet, i) => {
    const at = ROTATION_TICKS * (i + 1)
    const add = (node: NodeId, machine: string, event: object, after: number) => {
      operations.push({ node, machine, event: event as InternalEvent })
      planned.push({ at: at + after, kind: 'begin', nodes: [node] })
    }
    add(NODES.auditor, 'auditor', { type: 'clock', nowMs: WORLD_BEGAN_MS + BETWEEN_MS * (i + 1) }, 0)
    add(NODES.operator, 'rotation', { type: 'rotate', fleet, epoch: i + 2 }, 100)
    add(NODES.operator, 'rotation', { type: 'retire', lost: 0 }, 5_000)
  })
  return { operations, planned }
}
