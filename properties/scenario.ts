/**
 * A small command language over the simulated world. A transcript holds commands at the margin and, indented
 * below each, what happened. `run` takes the commands of a transcript and writes it anew.
 */
import type { Choice, Fact } from '../spec/boundary.ts'
import { replicationClaims } from '../spec/claims/replication.ts'
import type { Context } from '../spec/consensus/context.ts'
import type { NodeId } from '../spec/names.ts'
import { createMonitor } from '../src/judge/monitor.ts'
import type { Flight, World } from '../src/sim/world.ts'
import { CEREMONY, FORGER } from './consensus-ceremonies.ts'
import { type FleetOptions, fleetWorld } from './consensus-fleet.ts'
import { factText, messageText, short, stateText } from './scenario-print.ts'
import { fleetOptions, node } from './scenario-setup.ts'

/** More deliveries than this in one command is a scenario that never gets quiet. */
const DELIVERIES_MAX = 2000

/** The commands of a transcript: its lines that are not indented. */
export function commandsOf(transcript: string): readonly string[] {
  return transcript.split('\n').filter((line) => line !== '' && !line.startsWith(' '))
}

/** Runs commands; returns the transcript. `more` changes the fleet (a seeded bug, a rogue replica). */
export function run(commands: readonly string[], more: Partial<FleetOptions> = {}): string {
  const scenario = new Scenario(commands, more)
  return `${commands.flatMap((command) => [command, ...scenario.take(command).map((line) => `  ${line}`)]).join('\n')}\n`
}

/** A transcript in the making: one command after another. */
export class Scenario {
  readonly choices: Choice[] = []
  readonly world: ReturnType<typeof fleetWorld>
  private readonly monitor: ReturnType<typeof createMonitor>
  private readonly nodes: readonly NodeId[]
  private now: World
  private lines: string[] = []
  private verbose = false
  private crashAfter: { node: NodeId; effects: number } | undefined

  constructor(commands: readonly string[], more: Partial<FleetOptions>) {
    this.world = fleetWorld({ ...fleetOptions(commands), ...more })
    this.monitor = createMonitor(replicationClaims, this.world.setting)
    this.now = this.world.simulation.initial
    this.nodes = this.world.simulation.scenario.shells.map((shell) => shell.node)
  }

  take(line: string): readonly string[] {
    this.lines = []
    const [word, ...args] = line.split(' ')
    if (line.startsWith('#') || word === 'fleet' || word === 'rogue') return []
    const command = this.commands[word as string]
    if (command === undefined) throw new Error(`no such command: ${line}`)
    command(...args)
    return this.lines
  }

  private readonly commands: Readonly<Record<string, (...args: string[]) => void>> = {
    boot: (...who) => {
      for (const at of who.length > 0 ? who.map(node) : this.nodes) this.choose('boot', [at])
    },
    timeout: (at) => this.timer(node(at as string), 'electionTimeout'),
    heartbeat: (at) => this.timer(node(at as string), 'heartbeat'),
    check: (at) => this.timer(node(at as string), 'quorumCheck'),
    elect: (at) => {
      this.timer(node(at as string), 'electionTimeout')
      this.quiet()
    },
    propose: (at) => this.choose('begin', [node(at as string)]),
    handover: (at) => this.choose('begin', [node(at as string)]),
    admit: () => this.choose('begin', [CEREMONY]),
    remove: () => this.choose('begin', [CEREMONY]),
    forge: () => this.choose('begin', [FORGER]),
    lie: (at) => this.choose('begin', [node(at as string)]),
    repeat: () => this.timer(CEREMONY, 'repetition'),
    deliver: (link, most) => (link === undefined ? this.quiet() : this.link('deliver', link, Number(most))),
    drop: (link) => (link === undefined ? this.dropAll() : this.link('drop', link)),
    // The newest message of a link comes before all others.
    overtake: (link) => this.overtake(...((link as string).split('>').map(node) as [NodeId, NodeId])),
    duplicate: (link) => this.link('duplicate', link as string),
    settle: () => this.settle(),
    isolate: (...who) => this.choose('isolate', who.map(node)),
    cut: (link) => this.choose('cut', (link as string).split('>').map(node)),
    heal: () => this.choose('heal', []),
    crash: (at, after, effects) => {
      if (after === undefined) this.choose('crash', [node(at as string)])
      else this.crashAfter = { node: node(at as string), effects: Number(effects) }
    },
    restart: (...who) => {
      for (const at of who) {
        this.choose('crash', [node(at)])
        this.choose('boot', [node(at)])
      }
    },
    'restore-old-copy': (at, ordinal) => this.choose('rollback', [node(at as string)], Number(ordinal)),
    clone: (at, ordinal) => this.choose('clone', [node(at as string)], Number(ordinal)),
    swap: (at) => this.choose('swap', [node(at as string)]),
    show: (...who) => {
      const replicas = this.nodes.filter((at) => at !== CEREMONY && at !== FORGER)
      for (const at of who.length > 0 ? who.map(node) : replicas) this.lines.push(this.state(at))
    },
    verbose: () => {
      this.verbose = true
    },
    brief: () => {
      this.verbose = false
    },
    claims: () => this.judge(),
    // What must have happened is judged too: nothing more is going to.
    end: () => {
      this.monitor.finish()
      this.judge()
    },
  }

  private judge(): void {
    const broken = this.monitor.report().filter((one) => one.broken !== null)
    for (const { id, broken: found } of broken) this.lines.push(`${id} is broken: ${found?.why}`)
    if (broken.length === 0) this.lines.push('all hold')
  }

  private choose(kind: string, nodes: readonly NodeId[], ordinal = 0): void {
    const due = this.crashAfter
    const cutShort = due !== undefined && (nodes.at(-1) === due.node || nodes[0] === due.node)
    const choice: Choice = { kind, nodes, ordinal, ...(cutShort && { crashAfter: due.effects }) }
    if (cutShort) this.crashAfter = undefined
    const happened = this.world.simulation.apply(this.now, choice)
    if (!happened.ok) throw new Error(happened.why)
    this.choices.push(choice)
    this.now = happened.world
    this.monitor.observe(happened.facts)
    this.tell(happened.facts)
  }

  private tell(facts: readonly Fact[]): void {
    for (const fact of facts) {
      const line = factText(fact)
      if (line !== undefined) this.lines.push(line)
    }
  }

  private local(at: NodeId) {
    return this.now.locals[this.nodes.indexOf(at)]
  }

  private timer(at: NodeId, name: string): void {
    const ordinal = this.local(at)?.timers.findIndex(({ timer }) => timer.includes(name)) ?? -1
    // Whether it has one may be just what a scenario is about.
    if (ordinal < 0) {
      this.lines.push(`${short(at)} has no ${name}`)
      return
    }
    this.choose('timer', [at], ordinal)
  }

  private link(kind: string, link: string, most = Number.NaN): void {
    const [from, to] = link.split('>').map(node) as [NodeId, NodeId]
    const flying = this.now.flights.filter((flight) => flight.from === from && flight.to === to)
    for (const flight of flying.slice(0, Number.isNaN(most) ? undefined : most)) this.arrive(kind, flight)
  }

  private arrive(kind: string, { from, to, message }: Flight): void {
    if (this.verbose)
      this.lines.push(`${kind === 'deliver' ? '' : `${kind} `}${messageText(from, to, message)}`)
    this.choose(kind, [from, to])
  }

  private overtake(from: NodeId, to: NodeId): void {
    const flying = this.now.flights.filter((flight) => flight.from === from && flight.to === to)
    const newest = flying.at(-1)
    if (newest === undefined) throw new Error(`nothing is on its way from ${from} to ${to}`)
    if (this.verbose) this.lines.push(messageText(from, to, newest.message))
    this.choose('deliver', [from, to], flying.length - 1)
  }

  private isLost({ from, to }: Flight): boolean {
    return this.local(to)?.up !== true || this.now.cuts.includes(`${from}>${to}`)
  }

  private quiet(): void {
    for (let count = 0; this.now.flights.length > 0; count++) {
      if (count > DELIVERIES_MAX) throw new Error('it never gets quiet')
      const flight = this.now.flights[0] as Flight
      if (this.isLost(flight)) this.choose('drop', [flight.from, flight.to])
      else this.arrive('deliver', flight)
    }
  }

  private dropAll(): void {
    while (this.now.flights.length > 0) {
      const { from, to } = this.now.flights[0] as Flight
      this.choose('drop', [from, to])
    }
  }

  // Delivers all; then each leader's heartbeat, three times, so that everybody knows what is committed.
  private settle(): void {
    this.quiet()
    for (let round = 0; round < 3; round++) {
      for (const at of this.nodes) {
        if (this.local(at)?.timers.some(({ timer }) => timer.includes('heartbeat'))) {
          this.timer(at, 'heartbeat')
          this.quiet()
        }
        if (this.local(at)?.timers.some(({ timer }) => timer.includes('renewal'))) this.timer(at, 'renewal')
      }
    }
  }

  private state(at: NodeId): string {
    const resident = this.local(at)?.machines.consensus
    if (resident === undefined) return `${short(at)} down`
    if (!Object.hasOwn(resident.context as object, 'ballot')) return `${short(at)} is not ours`
    return stateText(at, resident.value, resident.context as Context)
  }
}
