/** One user's phones and an atomic vault (§4.6), driven choice by choice: for the suites of enrolment and recovery. */
import type { Choice, Fact, Setting } from '../spec/boundary.ts'
import type { NodeId } from '../spec/names.ts'
import { PROFILES } from '../spec/profiles.ts'
import type { Ended } from '../spec/tells.ts'
import { createMonitor, type Judges, type Monitor } from '../src/judge/monitor.ts'
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
  readonly told: Told[]
  readonly sim: Simulation
  private readonly monitor: Monitor
  private readonly waiting: Map<NodeId, number>
  private readonly secondActs: boolean

  private constructor(sim: Simulation, monitor: Monitor, secondActs: boolean, before?: AtomicVault) {
    this.sim = sim
    this.monitor = monitor
    this.secondActs = secondActs
    this.world = before?.world ?? sim.initial
    this.told = [...(before?.told ?? [])]
    this.waiting = new Map(before?.waiting)
  }

  /** A vault whose user does this, in turn; powered. */
  static powered(profile: string, user: VaultWorldOptions['user'], limit = 3): AtomicVault {
    const { sim, setting, judges } = built(profile, user, limit)
    const secondActs = user.some(({ second }) => second)
    const vault = new AtomicVault(sim, createMonitor(CLAIMS, setting, judges), secondActs)
    for (const choice of sim.offered(vault.world, 'boot')) vault.apply(choice)
    return vault
  }

  /** Another one that came as far, in the same way. */
  fork(): AtomicVault {
    return new AtomicVault(this.sim, this.monitor.fork(), this.secondActs, this)
  }

  /** What becomes of it after this choice: things calm down, and so they do after the user's next act. */
  disturbed(choice: Choice): AtomicVault {
    const vault = this.fork()
    vault.apply(choice)
    vault.calm()
    vault.begin()
    vault.calm()
    return vault
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

  /** Claims that broke, and outcomes that are none of ENR's and REC-3's closed sets. */
  wrong(): string[] {
    const broken = this.monitor
      .report()
      .flatMap(({ id, broken }) => (broken === null ? [] : [`${id}: ${broken.why}`]))
    const strange = this.told.filter(({ type, outcome }) => !CLOSED[type].includes(outcome))
    return [...broken, ...strange.map(({ type, outcome }) => `${type}: ${outcome}`)]
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
