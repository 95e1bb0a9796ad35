/**
 * A world that a scene has reached, to be gone on with by hand: for tests of what an adversary can do (§10.6). A world is
 * a value, so with and without the power are two ways from the same one.
 */
import type { Fact } from '../spec/boundary.ts'
import { nodeId } from '../spec/names.ts'
import { createEffects } from '../src/run/took-effect.ts'
import { type Built, buildWorld } from '../src/run/world.ts'
import { type Scene, staged } from '../src/scenes/staging.ts'
import { forgeries } from '../src/sim/adversary/attack-choices.ts'
import type { Lie } from '../src/sim/adversary/lies.ts'
import { budgetsFor } from '../src/sim/adversary/table.ts'
import { generate } from '../src/sim/generator.ts'
import type { Local } from '../src/sim/local.ts'
import type { Flight, World } from '../src/sim/world.ts'

/** More deliveries than this in a row are no calm. */
const CALM_MAX = 2_000

/** One way on from a world. */
export class Stage {
  readonly built: Built
  world: World
  /** The capabilities that took effect on this way. */
  readonly effects: ReturnType<typeof createEffects>

  /** All that happened, from the beginning of the scene. */
  readonly facts: Fact[]
  private readonly begun: number

  constructor(built: Built, world: World, facts: readonly Fact[]) {
    this.built = built
    this.world = world
    this.facts = [...facts]
    this.begun = facts.length
    const nodes = built.simulation.scenario.shells.map(({ node }) => node)
    this.effects = createEffects(built.setting, nodes)
  }

  /** Another way on from here. */
  fork(): Stage {
    return new Stage(this.built, this.world, this.facts)
  }

  /** Applies a choice, `crash a1` or `forge a2 a1 #3`, which must be enabled; returns what was sent in it. */
  act(line: string): readonly Flight[] {
    const [kind, ...rest] = line.split(' ') as [string, ...string[]]
    const place = rest.find((word) => word.startsWith('#'))
    const nodes = rest.filter((word) => word !== place).map(nodeId)
    const choice = { kind, nodes, ordinal: Number(place?.slice(1) ?? 0) }
    const happened = this.built.simulation.apply(this.world, choice)
    if (!happened.ok) throw new Error(happened.why)
    this.effects.add(this.world, choice, happened)
    this.world = happened.world
    this.facts.push(...happened.facts)
    return happened.sent
  }

  /** Everything that is under way arrives, oldest first, and what it leads to; or up to a message that is asked for. */
  calm(until: (flight: Flight) => boolean = () => false): this {
    for (let i = 0; i < CALM_MAX; i++) {
      if (this.world.flights.some(until)) return this
      const [next] = this.built.simulation.offered(this.world, 'deliver')
      if (next === undefined) return this
      this.act(lineOf('deliver', next.nodes, next.ordinal))
    }
    throw new Error('it does not get calm')
  }

  /** The newest message on a link arrives. */
  deliver(from: string, to: string): this {
    this.act(`deliver ${from} ${to} #${this.newest(from, to)}`)
    return this
  }

  /** The newest message on a link is lost. */
  drop(from: string, to: string): this {
    this.act(`drop ${from} ${to} #${this.newest(from, to)}`)
    return this
  }

  /** The place of the newest message on a link. */
  newest(from: string, to: string): number {
    return this.world.flights.filter(on(from, to)).length - 1
  }

  /** A timer of a node rings, named by a part of its name. */
  ring(node: string, timer: string): this {
    const ordinal = this.local(node).timers.findIndex((one) => one.timer.includes(timer))
    this.act(`timer ${node} #${ordinal}`)
    return this
  }

  /** The places of the lies of this name. */
  lies(from: string, to: string, lie: Lie): readonly number[] {
    const all = forgeries(this.built.simulation.scenario, this.world, nodeId(from), nodeId(to))
    return all.flatMap((told, place) => (told.lie === lie ? [place] : []))
  }

  /** Tells a lie of this name, the so-manieth that there is to this node, -1 the last, and delivers it. */
  lie(from: string, to: string, lie: Lie, which = 0): this {
    this.act(`forge ${from} ${to} #${this.lies(from, to, lie).at(which)}`)
    return this.deliver(from, to)
  }

  /** What happened on this way. */
  happened(): readonly Fact[] {
    return this.facts.slice(this.begun)
  }

  /** What somebody was told on this way: outcomes, or the types of what has none. */
  told(node: string): string[] {
    return this.happened().flatMap((fact) => {
      if (fact.fact !== 'outcome' || fact.node !== nodeId(node)) return []
      const { type, outcome } = fact.event as { type: string; outcome?: string }
      return [outcome ?? type]
    })
  }

  /** What a node is. */
  local(node: string): Local {
    const place = this.built.simulation.scenario.shells.findIndex((shell) => shell.node === nodeId(node))
    return this.world.locals[place] as Local
  }

  /** The state of a machine of a node: its innermost name that is not `waiting`. */
  state(node: string, machine: string): string {
    let value = this.local(node).machines[machine]?.value
    let name = ''
    while (typeof value === 'object' && value !== null)
      [[name, value]] = Object.entries(value) as [[string, unknown]]
    return value === 'waiting' ? name : String(value)
  }

  /** What a machine of a node holds. */
  context<T>(node: string, machine: string): T {
    return this.local(node).machines[machine]?.context as T
  }
}

/** Is this message on its way from one node to another? */
export const on =
  (from: string, to: string, type?: string) =>
  (flight: Flight): boolean =>
    flight.from === nodeId(from) &&
    flight.to === nodeId(to) &&
    (type === undefined || flight.message.type === type)

/** A choice as a line. */
export function lineOf(kind: string, nodes: readonly string[], ordinal: number): string {
  return `${kind} ${nodes.map((node) => node.slice(1)).join(' ')} #${ordinal}`
}

const reached = new Map<string, Stage>()

/** Where a scene is at a time, everything that was under way delivered; played once for all who ask. */
export function reach(name: string, scene: Scene, until: number): Stage {
  const key = `${name} ${scene.profile}`
  const known = reached.get(key)
  if (known !== undefined) return known.fork()
  const { who = 'A2' } = scene.setup?.adversary ?? {}
  const course = staged({ ...scene, setup: { budgets: budgetsFor(who), ...scene.setup } })
  const built = buildWorld(course.setup)
  let world = built.simulation.initial
  const facts: Fact[] = []
  for (const { happened } of generate(built.simulation, course.plan, 'scene')) {
    if (happened.world.now > until) break
    world = happened.world
    facts.push(...happened.facts)
  }
  const stage = new Stage(built, world, facts).calm()
  reached.set(key, stage)
  return stage.fork()
}
