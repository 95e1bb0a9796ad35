/**
 * A world of §7 alone: two fleets whose vaults only listen, a front end that distributes bundles, the operator, the
 * auditor, and phones whose one wish is to know a fleet's keys.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot, InternalEvent, Octets } from '../../spec/boundary.ts'
import type { CryptoPort, Twin } from '../../spec/crypto.ts'
import { createAuditor } from '../../spec/fleet/auditor.ts'
import { createDistribution } from '../../spec/fleet/distribution.ts'
import { createFleetKeys } from '../../spec/fleet/keys.ts'
import {
  type FleetSeeds,
  manufactureFleet,
  provisionAuthorities,
  provisionFleet,
  WORLD_BEGAN_MS,
} from '../../spec/fleet/provision.ts'
import { createRotation } from '../../spec/fleet/rotation.ts'
import { createTrust } from '../../spec/fleet/trust.ts'
import type { TrustSettings } from '../../spec/fleet/trust-context.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import type { Profile } from '../../spec/profiles.ts'
import type { Part, Shell } from '../../spec/shell.ts'
import type { CountWanted, FleetKeysChanged, KeysWanted } from '../../spec/tells.ts'

/** The nodes that are there once. */
export const OPERATOR = nodeId('operator')
export const AUDITOR = nodeId('auditor')
export const FRONT = nodeId('front')

/** A phone's wish: the user's act that the asking machine passes on to trust. */
export interface Wish {
  readonly type: 'wish'
  readonly purpose: 'enrol' | 'recover'
  readonly fleet?: string
  readonly nowMs?: number
}

interface Nothing {
  readonly heard: number
}

type VaultEvent = Boot | FleetKeysChanged | CountWanted
const listening = actionsFor<Nothing, VaultEvent>()
const vaultOf = (open: number | null) =>
  setup({
    types: { context: {} as Nothing, events: {} as VaultEvent },
    guards: { isMessage },
    actions: {
      refuse: listening.refuse,
      defect: listening.defect,
      count: listening.ask(() => [
        { do: 'tell', machine: 'fleetKeys', event: { type: 'counted', open } as InternalEvent },
      ]),
    },
  }).createMachine({
    id: 'vault',
    context: { heard: 0 },
    on: { boot: {}, fleetKeysChanged: {}, countWanted: { actions: 'count' }, ...WILDCARD },
  })

type Answer = { readonly type: 'keysTrusted' } | { readonly type: 'keysRefused' }
const wishing = actionsFor<Nothing, Boot | Wish | Answer>()
const asker = setup({
  types: { context: {} as Nothing, events: {} as Boot | Wish | Answer },
  guards: { isMessage },
  actions: {
    refuse: wishing.refuse,
    defect: wishing.defect,
    passOn: wishing.ask(({ event }) => {
      const { type: _, ...rest } = event as Wish
      const want: KeysWanted = { type: 'keysWanted', by: 'enrollment', ...rest }
      return [{ do: 'tell', machine: 'trust', event: want }]
    }),
    report: wishing.ask(({ event }) => [{ do: 'tell', machine: 'user', event: event as InternalEvent }]),
  },
}).createMachine({
  id: 'enrollment',
  context: { heard: 0 },
  on: {
    boot: {},
    wish: { actions: 'passOn' },
    keysTrusted: { actions: 'report' },
    keysRefused: { actions: 'report' },
    ...WILDCARD,
  },
})

const listener = (machine: Part['machine']): Part => ({ machine, input: undefined, draws: {}, accepts: [] })

/** The same draws for everybody who builds the world: seeds of a fleet by its name. */
export function seedsOf(twin: Twin, fleet: string): FleetSeeds {
  const seed = (use: string, owner: string): Octets => twin.draw('fleet-world', `${owner}/${use}`, 32)
  return {
    signing: seed('signing', fleet),
    sealing: seed('sealing', fleet),
    ake: seed('ake', fleet),
    oprf: seed('oprf', fleet),
    auditor: seed('key', 'auditor'),
    operator: seed('key', 'operator'),
  }
}

/** What a fleet world is made from; `crypto` is the logged port where a world wants facts of calls. */
export interface FleetWorld {
  readonly twin: Twin
  readonly crypto: CryptoPort
  readonly profile: Profile
  readonly size: number
  readonly phones: number
  /** Records that the leader's vault counts; null: nobody leads. */
  readonly open?: number | null
  readonly settings?: Partial<TrustSettings>
}

/** The nodes of a fleet. */
export function hsms(fleet: string, size: number): NodeId[] {
  return Array.from({ length: size }, (_, i) => nodeId(`${fleet}${i + 1}`))
}

/** All shells: fleet a serves as epoch 1, fleet b is in place and waits for a rotation. */
export function fleetShells(world: FleetWorld): readonly Shell[] {
  const { twin, crypto, profile, size } = world
  const deps = { crypto, profile }
  const a = provisionFleet(twin.port, 'a', 1, seedsOf(twin, 'a'), WORLD_BEGAN_MS, hsms('a', size))
  const b = manufactureFleet(twin.port, 'b', 2, hsms('b', size), seedsOf(twin, 'b'))
  const { anchors, auditor, operator } = provisionAuthorities(twin.port, seedsOf(twin, 'a'))
  const fleets = { a: hsms('a', size), b: hsms('b', size) }
  const phones = Array.from({ length: world.phones }, (_, i) => nodeId(`phone${i + 1}`))
  const accounts = Object.fromEntries(phones.map((phone) => [phone, phone.slice(1)]))
  const settings: TrustSettings = {
    mode: 'overTheAir',
    pins: [a.keys],
    anchors,
    frontEnd: FRONT,
    builtAtMs: WORLD_BEGAN_MS,
    checkpointAgeMs: 86_400_000,
    ...world.settings,
  }
  const shell = (node: NodeId, role: Shell['role'], standing: Shell['standing'], cells = {}): Shell => ({
    node,
    role,
    standing,
    keyed: {},
    cells,
  })
  const hsm = (node: NodeId, cells: Shell['cells'], open: number | null) =>
    shell(
      node,
      'hsm',
      {
        vault: listener(vaultOf(open)),
        fleetKeys: createFleetKeys({ ...deps, anchors, ceremony: b.plan, counts: true }),
      },
      cells,
    )
  const distribution = createDistribution({
    ...deps,
    fleets,
    serving: 'a',
    accounts,
    operator: OPERATOR,
    auditor: AUDITOR,
  })
  const rotation = createRotation({
    ...deps,
    fleets,
    auditor: AUDITOR,
    frontEnd: FRONT,
    anchors,
    key: operator,
    serving: { fleet: 'a', epoch: 1 },
    ceremonies: { b: b.plan },
  })
  const log = createAuditor({ ...deps, namespace: anchors.namespace, key: auditor, nowMs: WORLD_BEGAN_MS })
  return [
    // Only the first HSM's vault leads.
    ...fleets.a.map((node, i) =>
      hsm(node, { ...a.cells, 'fleet.bundle': a.bundle }, i === 0 ? (world.open ?? 0) : null),
    ),
    ...fleets.b.map((node) => hsm(node, b.cells[node] as Shell['cells'], null)),
    shell(FRONT, 'frontEnd', { bundles: distribution }),
    shell(OPERATOR, 'operator', { rotation }),
    shell(AUDITOR, 'auditor', { auditor: log }, { 'auditor.log': [a.entry] }),
    ...phones.map((node) =>
      shell(node, 'client', { trust: createTrust({ ...deps, settings }), enrollment: listener(asker) }),
    ),
  ]
}
