/** One user's phones and an atomic vault (§4.6), driven choice by choice: for the suites of enrolment and recovery. */
import fc from 'fast-check'
import type { Choice, Fact, Setting } from '../spec/boundary.ts'
import type { NodeId } from '../spec/names.ts'
import { PROFILES } from '../spec/profiles.ts'
import type { Ended } from '../spec/tells.ts'
import { createMonitor, type Judges } from '../src/judge/monitor.ts'
import { judgesFor } from '../src/run/judges.ts'
import { SECOND, USER, type VaultWorldOptions, vaultWorld } from '../src/scopes/vault-world.ts'
import { type Simulation, simulation } from '../src/sim/system.ts'
import type { Happened, World } from '../src/sim/world.ts'
import { VAULT_CLAIMS } from './vault-scenes.ts'

/** What the network may do here, without end (A1), and the power at the vault and the phones. */
const FAULTS = { drop: 1e6, duplicate: 1e6, replay: 1e6, inject: 1e6, alter: 1e6, crash: 1e6 }
const QUIET_MAX = 600
/** Claims that are judged when the run is over. */
const JUDGED_LATER = /^(ATT-5|SEC)/

const CLAIMS = VAULT_CLAIMS.filter(({ id }) => !JUDGED_LATER.test(id))

interface Built {
  readonly sim: Simulation
  readonly setting: Setting
  readonly judges: Judges
}
const known = new Map<string, Built>()

// Worlds are values: runs that begin alike share what was built for them, and the steps that were taken.
function built(profile: string, user: VaultWorldOptions['user'], limit: number): Built {
  const name = JSON.stringify([profile, user, limit])
  const before = known.get(name)
  if (before !== undefined) return before
  const options = { profile: PROFILES[profile]!, limit, starts: 2, user, rogue: [], chooses: [] }
  const { scenario, log, setting } = vaultWorld(options)
  const sim = simulation({ ...scenario, budgets: FAULTS }, log)
  const made = { sim, setting, judges: judgesFor(scenario.twin) }
  known.set(name, made)
  return made
}

/** How one act of a user ended. */
export interface Told extends Ended {
  readonly node: NodeId
}

/** A world on its way. */
export class AtomicVault {
  world: World
  readonly told: Told[] = []
  readonly sim: Simulation
  private readonly monitor: ReturnType<typeof createMonitor>
  private readonly waiting = new Map<NodeId, number>()
  private readonly secondActs: boolean

  constructor(profile: string, user: VaultWorldOptions['user'], limit = 3) {
    const { sim, setting, judges } = built(profile, user, limit)
    this.sim = sim
    this.monitor = createMonitor(CLAIMS, setting, judges)
    this.secondActs = user.some(({ second }) => second)
    this.world = this.sim.initial
    for (const choice of this.sim.offered(this.world, 'boot')) this.apply(choice)
  }

  /** Applies a choice; false when it was not enabled after all. */
  apply(choice: Choice): boolean {
    const happened = this.sim.apply(this.world, choice)
    if (!happened.ok) return false
    this.world = (happened as Happened).world
    this.monitor.observe(happened.facts)
    for (const fact of happened.facts) this.note(fact)
    return true
  }

  private note(fact: Fact): void {
    if (!('node' in fact)) return
    const open = this.waiting.get(fact.node) ?? 0
    if (fact.fact === 'began') this.waiting.set(fact.node, open + 1)
    else if (fact.fact === 'crashed') this.waiting.delete(fact.node)
    else if (fact.fact === 'outcome') {
      this.waiting.set(fact.node, Math.max(0, open - 1))
      this.told.push({ ...(fact.event as unknown as Ended), node: fact.node })
    }
  }

  /** The user's next act, once the one before it is over. */
  begin(node: NodeId = USER): void {
    this.apply({ kind: 'begin', nodes: [node], ordinal: 0 })
  }

  /** Does a user wait? */
  isBusy(): boolean {
    return [...this.waiting.values()].some((open) => open > 0)
  }

  /** The network does its work, oldest message first; what is not answered is asked again, and given up in the end. */
  calm(): void {
    for (let quiet = 0, steps = 0; steps < QUIET_MAX; steps++) {
      const [next] = [...this.sim.offered(this.world, 'boot'), ...this.sim.offered(this.world, 'deliver')]
      if (next !== undefined) this.apply(next)
      else if (!this.isBusy() || !this.ring(/resend|repeat/.test(this.timers()) && quiet++ % 8 < 7)) return
    }
    throw new Error('it does not get quiet')
  }

  private timers(): string {
    return this.phones()
      .flatMap((place) => this.world.locals[place]!.timers.map(({ timer }) => timer))
      .join()
  }

  private phones(): number[] {
    const { shells } = this.sim.scenario
    return [USER, ...(this.secondActs ? [SECOND] : [])].map((node) =>
      shells.findIndex((shell) => shell.node === node),
    )
  }

  // A phone asks again; or it begins again, or gives up.
  private ring(asksAgain: boolean): boolean {
    const wanted = asksAgain ? /resend|repeat/ : /startAgain|giveUp|resend|repeat|noAnswer|after/
    for (const place of this.phones()) {
      const { node } = this.sim.scenario.shells[place]!
      if ((this.waiting.get(node) ?? 0) === 0) continue
      const ordinal = this.world.locals[place]!.timers.findIndex(({ timer }) => wanted.test(timer))
      if (ordinal >= 0 && this.apply({ kind: 'timer', nodes: [node], ordinal })) return true
    }
    return false
  }

  /** Claims that broke. */
  broken(): string[] {
    return this.monitor
      .report()
      .flatMap(({ id, broken }) => (broken === null ? [] : [`${id}: ${broken.why}`]))
  }

  /** The outcomes of acts of this type, in order. */
  outcomes(type: Ended['type']): string[] {
    return this.told.filter((told) => told.type === type).map(({ outcome }) => outcome)
  }

  /** The next thing in the ordinary course of things, and true; or false where nothing is under way. */
  go(): boolean {
    const [next] = [...this.sim.offered(this.world, 'boot'), ...this.sim.offered(this.world, 'deliver')]
    return next !== undefined && this.apply(next)
  }
}

const CLOSED: Readonly<Record<Ended['type'], readonly string[]>> = {
  enrollmentEnded: ['enrolled', 'unconfirmed', 'taken', 'exhausted', 'unavailable', 'untrustedFleet'],
  recoveryEnded: [
    ...['recovered', 'wrongPassword', 'exhausted', 'delayed', 'notEnrolled', 'unavailable', 'untrustedFleet'],
  ],
  deletionEnded: [
    ...['deleted', 'wrongPassword', 'exhausted', 'delayed', 'notEnrolled', 'unavailable', 'untrustedFleet'],
  ],
}

/** Outcomes that are none of ENR's and REC-3's closed sets. */
export function strange({ told }: AtomicVault): Told[] {
  return told.filter(({ type, outcome }) => !CLOSED[type].includes(outcome))
}

/** What the network, the power and the phone's patience may do at any moment. */
const MEDDLING = ['drop', 'duplicate', 'replay', 'alter', 'inject', 'crash'] as const

/**
 * What may be done at this point of a run: every message that is under way lost and doubled, every node's power cut; of
 * older messages, alterations and detours every third, another third at the next point.
 */
export function meddling({ sim, world }: AtomicVault, point: number): Choice[] {
  return MEDDLING.flatMap((kind) => {
    const all = sim.offered(world, kind)
    return /replay|alter|inject/.test(kind) ? all.filter((_, i) => (i + point) % 3 === 0) : all
  })
}

/** A pick: a kind of choice, and which of those that can be had then. */
export interface Pick {
  readonly kind: string
  readonly which: number
}

/** Schedules of so many picks: mostly the ordinary course, and all else now and then. */
export function schedules(maxLength: number): fc.Arbitrary<Pick[]> {
  const kind = fc.oneof(
    { weight: 12, arbitrary: fc.constant('deliver') },
    { weight: 4, arbitrary: fc.constantFrom<string>(...MEDDLING) },
    { weight: 2, arbitrary: fc.constantFrom('timer', 'begin', 'boot') },
  )
  return fc.array(fc.record({ kind, which: fc.nat(999) }), { maxLength })
}

/** Follows a schedule; where a pick cannot be had, things take their course. */
export function follow(vault: AtomicVault, picks: readonly Pick[]): void {
  for (const { kind, which } of picks) {
    const all = vault.sim.offered(vault.world, kind)
    const choice = all[which % Math.max(1, all.length)]
    if (choice === undefined || (kind === 'begin' && vault.isBusy())) vault.go()
    else vault.apply(choice)
  }
}
