/**
 * One XState machine as one node, and its step. The small sibling of the simulator's node, for users' own
 * protocols: one machine, no cryptography, no draws. Of a snapshot it keeps state value and context alone, so
 * history states and invoked actors are not for it.
 */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { Fact, InternalEvent, Octets } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import { step, unbooted } from '../../spec/step.ts'
import { isLetter, type Letter, type Move, type NotTaken, type Taken } from './model.ts'
import { crashed, factOf, type PlainLocal, performed, stored } from './plain-local.ts'

/** A machine at a node. */
export interface PlainPart {
  readonly machine: AnyStateMachine
  /** Input of the machine's first context. */
  readonly input?: unknown
  /** Events that the world may hand to the machine whenever it has a transition for them. */
  readonly offers?: readonly InternalEvent[]
  /** Storage before the first boot. */
  readonly cells?: Readonly<Record<string, unknown>>
}

type Answer = Taken<PlainLocal> | NotTaken

/** A node: `moves` and `step` as a model wants them. */
export class PlainNode {
  private readonly self: NodeId
  private readonly part: PlainPart
  private readonly crashes: boolean
  private readonly keepsCopies: boolean
  private readonly snapshots = new WeakMap<object, AnyMachineSnapshot>()

  constructor(self: NodeId, part: PlainPart, budgets: Readonly<Record<string, number>>) {
    this.self = self
    this.part = part
    this.crashes = (budgets.crash ?? 0) > 0
    this.keepsCopies = (budgets.rollback ?? 0) > 0
  }

  /** The node after its first boot. */
  first(): Taken<PlainLocal> {
    const { cells } = this.part
    const off: PlainLocal = {
      up: false,
      value: null,
      context: null,
      cells: cells ?? {},
      timers: [],
      copies: [],
    }
    return this.boot(off) as Taken<PlainLocal>
  }

  /** Timers and offers, or a boot; where budgets allow, crash and rollback. */
  moves(local: PlainLocal): Move[] {
    const many = (kind: string, count: number): Move[] =>
      Array.from({ length: count }, (_, ordinal) => ({ kind, ordinal }))
    if (!local.up) {
      const back = many('rollback', local.copies.length)
      return [...many('boot', 1), ...back.map((move) => ({ ...move, spends: 'rollback' }))]
    }
    const own = [...many('timer', local.timers.length), ...many('offer', this.part.offers?.length ?? 0)]
    return this.crashes ? [...own, { kind: 'crash', ordinal: 0, spends: 'crash' }] : own
  }

  /** Takes one step. */
  step(local: PlainLocal, input: Letter | Move, crashAfter?: number): Answer {
    const node = this.self
    if (isLetter(input)) {
      if (!local.up) return 'down'
      const { from, message } = input
      const event = { type: message.type, from, message }
      return this.run(local, event, { fact: 'received', node, from, message }, crashAfter)
    }
    switch (input.kind) {
      case 'timer':
        return this.timer(local, local.timers[input.ordinal]!, crashAfter)
      case 'offer': {
        const event = this.part.offers?.[input.ordinal] as InternalEvent
        return this.run(
          local,
          event,
          { fact: 'began', node, machine: this.part.machine.id, event },
          crashAfter,
        )
      }
      case 'boot':
        return this.boot(local, crashAfter)
      case 'crash':
        return { local: crashed(local), sends: [], facts: [{ fact: 'crashed', node }], effects: 0 }
      case 'rollback': {
        const cells = local.copies[input.ordinal]!
        const fact: Fact = { fact: 'rolledBack', node, cells }
        return { local: stored(local, cells, true), sends: [], facts: [fact], effects: 0 }
      }
      default:
        throw new Error(`a node of plain machines has no move ${input.kind}`)
    }
  }

  private boot(local: PlainLocal, crashAfter?: number): Answer {
    const { machine, input } = this.part
    const { value, context } = unbooted(machine, input)
    // A fresh name at each boot. It may repeat an earlier one: the search renames what is fresh.
    const incarnation = `~boot-${this.self.slice(1)}:16` as Octets
    const event = { type: 'boot', self: this.self, incarnation, cells: local.cells }
    const on = { ...local, up: true, value, context }
    const answer = this.run(on, event, { fact: 'booted', node: this.self, incarnation }, crashAfter)
    if (answer === 'ignored') throw new Error(`machine ${machine.id} has no transition for its boot event`)
    return answer
  }

  // XState's timer is gone once it has fired, whether a transition took it or not.
  private timer(local: PlainLocal, timer: string, crashAfter?: number): Answer {
    const rest = { ...local, timers: local.timers.filter((armed) => armed !== timer) }
    const answer = this.run(rest, { type: timer }, undefined, crashAfter)
    return answer === 'ignored' ? { local: rest, sends: [], facts: [], effects: 0 } : answer
  }

  private run(local: PlainLocal, event: { type: string }, cause?: Fact, crashAfter?: number): Answer {
    const { machine } = this.part
    const before = this.snapshotOf(local)
    const choices = machine.getTransitionData(before as never, event as never)
    if (before.status !== 'active' || choices.length === 0) return 'ignored'
    const { snapshot, effects } = step(machine, before, event)
    if (snapshot.status === 'error') throw new Error(`machine ${machine.id} ended in error`)
    const sends: { to: NodeId; message: Letter['message'] }[] = []
    const facts: Fact[] = cause === undefined ? [] : [cause]
    let after: PlainLocal = { ...local, value: snapshot.value, context: snapshot.context }
    if (snapshot.context !== null) this.snapshots.set(snapshot.context, snapshot)
    for (const effect of effects.slice(0, crashAfter)) {
      if (effect.do === 'send') sends.push({ to: effect.to, message: effect.message })
      after = performed(after, effect, this.keepsCopies)
      const fact = factOf(this.self, effect)
      if (fact !== undefined) facts.push(fact)
    }
    if (crashAfter === undefined) return { local: after, sends, facts, effects: effects.length }
    return {
      local: crashed(after),
      sends,
      facts: [...facts, { fact: 'crashed', node: this.self }],
      effects: effects.length,
    }
  }

  // Rebuilt, unless the last step to this very context left it.
  private snapshotOf({ value, context }: PlainLocal): AnyMachineSnapshot {
    const known = this.snapshots.get(context as object)
    if (known !== undefined && known.value === value) return known
    return this.part.machine.resolveState({
      value: value as never,
      context: context as never,
    }) as AnyMachineSnapshot
  }
}
