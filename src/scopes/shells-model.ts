/**
 * The checker's model of a world of shells: the simulator's own step, taken by the checker. Choices are named as in
 * the simulator, so that what the checker finds replays there.
 */
import type { Fact, Octets } from '../../spec/boundary.ts'
import { same } from '../../spec/canonical.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Shell } from '../../spec/shell.ts'
import { isLetter, type Letter, type Model, type Move, type NotTaken, type Taken } from '../check/model.ts'
import type { PortLog } from '../sim/derive.ts'
import { type Armed, crashed, type Local, powerless } from '../sim/local.ts'
import { type Input, type Outcome, stepNode } from '../sim/node.ts'
import type { Scenario } from '../sim/world.ts'

type Cells = Readonly<Record<string, unknown>>

/** A node of the simulator, with what its world remembers of it. */
export interface ShellLocal {
  readonly node: Local
  /** How many of its operations have begun. */
  readonly begun: number
  /** What its storage was given to hold, each content once, oldest first; where a rollback is possible. */
  readonly copies: readonly Cells[]
}

/** A world of shells, and its bounds. */
export interface ShellsScope {
  readonly name: string
  readonly scenario: Scenario
  readonly log: PortLog
  /** Most messages in flight; what is more than that is lost, any of them. Absent: no limit, and nothing is lost. */
  readonly inFlightMax?: number
  /** A step to a state for which this is false is not taken. */
  readonly within?: (local: Local, shell: Shell) => boolean
  /** May this node begin its next operation now? Always, unless said. */
  readonly mayBegin?: (local: Local) => boolean
  /** May this timer ring? Always, unless said. */
  readonly mayRing?: (timer: Armed, node: NodeId) => boolean
  readonly bounds: Readonly<Record<string, string | number>>
}

// Draws are fresh names, whoever draws: the search tells apart what is alive at once, and forgets the rest.
const SEED = 'check'

/** The model: every node is booted when it begins. Budget `begin`, where there is one, is shared by all nodes. */
export function modelOfShells(scope: ShellsScope): Model<ShellLocal> {
  const { name, scenario, inFlightMax, within, bounds } = scope
  const { shells, twin } = scenario
  // Losses are the network's own affair here, and a rollback has its power cut: only the simulator asks for these.
  const { drop: _losses, crash: cuts = 0, ...others } = scenario.budgets
  const crash = cuts - (others.rollback ?? 0)
  const budgets = { ...others, ...(crash > 0 && { crash }) }
  const nodes = shells.map((shell) => new ShellNode(scope, shell))
  return {
    name,
    nodes: shells.map(({ node }) => node),
    order: 'unordered',
    initial: nodes.map((node) => node.first()),
    opening: shells.map(({ node }) => ({ kind: 'boot', nodes: [node], ordinal: 0 })),
    budgets,
    ...(inFlightMax === undefined ? {} : { inFlightMax, overflow: 'lost' as const }),
    ...(within === undefined ? {} : { within: (at, local) => within(local.node, shells[at] as Shell) }),
    moves: (at, local) => (nodes[at] as ShellNode).moves(local),
    step: (at, local, input, crashAfter) => (nodes[at] as ShellNode).step(local, input, crashAfter),
    bounds: {
      nodes: shells.length,
      ...(inFlightMax === undefined ? {} : { inFlightMax }),
      ...budgets,
      ...bounds,
    },
    rewrite: (permutation, text) => twin.rewrite(permutation, text),
  }
}

class ShellNode {
  private readonly scope: ShellsScope
  private readonly shell: Shell
  private readonly operations: Scenario['operations']
  private readonly keepsCopies: boolean
  private readonly crashes: boolean

  constructor(scope: ShellsScope, shell: Shell) {
    const { operations, budgets } = scope.scenario
    this.scope = scope
    this.shell = shell
    this.operations = operations.filter(({ node }) => node === shell.node)
    this.keepsCopies = (budgets.rollback ?? 0) > 0
    this.crashes = (budgets.crash ?? 0) > (budgets.rollback ?? 0)
  }

  first(): Taken<ShellLocal> {
    return this.boot({
      node: powerless(this.shell.cells),
      begun: 0,
      copies: this.keepsCopies ? [this.shell.cells] : [],
    })
  }

  moves({ node, begun, copies }: ShellLocal): Move[] {
    const { mayBegin, mayRing, scenario } = this.scope
    const moves: Move[] = node.timers.flatMap((timer, ordinal) =>
      mayRing === undefined || mayRing(timer, this.shell.node) ? [{ kind: 'timer', ordinal }] : [],
    )
    if (begun < this.operations.length && (mayBegin?.(node) ?? true)) {
      const spends = scenario.budgets.begin === undefined ? {} : { spends: 'begin' }
      moves.push({ kind: 'begin', ordinal: 0, ...spends })
    }
    if (this.crashes) moves.push({ kind: 'crash', ordinal: 0, spends: 'crash' })
    copies.forEach((copy, ordinal) => {
      if (!same(copy, node.cells)) moves.push({ kind: 'rollback', ordinal, spends: 'rollback' })
    })
    return moves
  }

  // A node that lost its power has it again at once, with its storage set back or not: what it does not do while it
  // is down, it need not do either when it is up.
  step(local: ShellLocal, input: Letter | Move, crashAfter?: number): Taken<ShellLocal> | NotTaken {
    const taken = this.once(local, input, crashAfter)
    if (typeof taken === 'string' || taken.local.node.up) return taken
    const { local: next, sends, facts } = this.boot(taken.local)
    const { effects } = taken
    return { local: next, sends: [...taken.sends, ...sends], facts: [...taken.facts, ...facts], effects }
  }

  private once(local: ShellLocal, input: Letter | Move, crashAfter?: number): Taken<ShellLocal> | NotTaken {
    if (isLetter(input)) {
      return this.run(local, { kind: 'message', ...input }, crashAfter)
    }
    switch (input.kind) {
      case 'timer': {
        const { machine, timer } = local.node.timers[input.ordinal]!
        return this.run(local, { kind: 'timer', machine, timer }, crashAfter)
      }
      case 'begin': {
        const { machine, event } = this.operations[local.begun]!
        return this.run({ ...local, begun: local.begun + 1 }, { kind: 'tell', machine, event }, crashAfter)
      }
      case 'crash':
        return still({ ...local, node: crashed(local.node) }, { fact: 'crashed', node: this.shell.node })
      case 'rollback': {
        const cells = local.copies[input.ordinal]!
        const off = still({ ...local, node: crashed(local.node) }, { fact: 'crashed', node: this.shell.node })
        const node = { ...off.local.node, cells }
        const back: Fact = { fact: 'rolledBack', node: this.shell.node, cells }
        return { ...off, local: { ...local, node }, facts: [...off.facts, back] }
      }
      default:
        throw new Error(`a node of shells has no move ${input.kind}`)
    }
  }

  private boot(local: ShellLocal): Taken<ShellLocal> {
    const incarnation: Octets = this.scope.scenario.twin.draw(SEED, `${this.shell.node}/boot`, 16)
    return this.run(local, { kind: 'boot', incarnation })
  }

  private run(local: ShellLocal, input: Input, crashAfter?: number): Taken<ShellLocal> {
    const { twin, reorder } = this.scope.scenario
    const circumstances = { seed: SEED, drawFrom: 0, crashAfter, reorder }
    const out = stepNode(this.shell, twin, this.scope.log, local.node, input, circumstances)
    const copies = this.keepsCopies ? remembered(local, out.stored) : local.copies
    return {
      local: { ...local, node: out.local, copies },
      sends: out.sends,
      facts: out.facts,
      effects: out.effects,
    }
  }
}

function still(local: ShellLocal, fact: Fact): Taken<ShellLocal> {
  return { local, sends: [], facts: [fact], effects: 0 }
}

// What was stored in this step joins what was there before.
function remembered({ copies }: ShellLocal, stored: Outcome['stored']): readonly Cells[] {
  return stored.length === 0 ? copies : distinct([...copies, ...stored])
}

/** Each content once, in the order in which it came first. */
export function distinct(contents: readonly Cells[]): readonly Cells[] {
  return contents.filter((cells, at) => contents.findIndex((other) => same(other, cells)) === at)
}
