/**
 * One step of one node: a shell takes an input, its machines take their steps, their effects take place in
 * order. Pure: (local state, input) to (local state, what leaves the node, facts). The node can be made to
 * crash after any number of effects; what was sent or persisted until then stays so.
 */
import type { Fact, InternalEvent, Message, Octets } from '../../spec/boundary.ts'
import type { Twin } from '../../spec/crypto.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Part, Shell } from '../../spec/shell.ts'
import { step } from '../../spec/step.ts'
import { factsOfCalls, type PortLog } from './derive.ts'
import { bootMachine, enqueue, partOf, perform, type Queued, type Work } from './effects.ts'
import { type Armed, crashed, type Local, originOf, residentOf, snapshotOf } from './local.ts'
import type { Reorder } from './world.ts'

/** What happens to a node. */
export type Input =
  | { readonly kind: 'boot'; readonly incarnation: Octets }
  | { readonly kind: 'message'; readonly from: NodeId; readonly message: Message }
  | { readonly kind: 'timer'; readonly machine: string; readonly timer: string }
  | { readonly kind: 'tell'; readonly machine: string; readonly event: InternalEvent }

/** What one input did. */
export interface Outcome {
  readonly local: Local
  readonly sends: readonly { readonly to: NodeId; readonly message: Message }[]
  readonly facts: readonly Fact[]
  /** Timers armed and still armed at the end: they start anew even if an equal one ran before. */
  readonly armed: readonly Armed[]
  /** Storage after each persist or erase, oldest first: what a host may have kept. */
  readonly stored: readonly Readonly<Record<string, unknown>>[]
  /** Fresh draws that were taken. */
  readonly drawn: number
  /** Effects that took place: how many places there are to crash in. */
  readonly effects: number
}

/** How the step is to be taken. */
export interface Circumstances {
  readonly seed: string
  /** The node's own draw counter. */
  readonly drawFrom: number
  /** Crash when so many effects have taken place. */
  readonly crashAfter?: number | undefined
  readonly reorder?: Reorder | undefined
}

/** More internal events than this in one step is a defect: two machines tell each other in circles. */
export const TELLS_MAX = 10_000

/** Takes one step of a node. Throws only on a defect of ours. */
export function stepNode(
  shell: Shell,
  twin: Twin,
  log: PortLog,
  local: Local,
  input: Input,
  { seed, drawFrom, crashAfter, reorder }: Circumstances,
): Outcome {
  const work = workOf(shell, twin, log, local, seed, drawFrom)
  if (crashAfter === 0) work.dead = true
  else accept(work, input)
  for (let handled = 0; work.queue.length > 0 && !work.dead; handled++) {
    if (handled > TELLS_MAX) throw new Error(`defect: ${shell.node} tells itself in circles`)
    stepMachine(work, work.queue.shift() as Queued, crashAfter, reorder)
  }
  return finish(work)
}

function workOf(
  shell: Shell,
  twin: Twin,
  log: PortLog,
  { machines, cells, timers, evaluations }: Local,
  seed: string,
  drawFrom: number,
): Work {
  return {
    shell,
    twin,
    log,
    seed,
    drawFrom,
    machines: { ...machines },
    cells,
    timers,
    evaluations,
    sends: [],
    facts: [],
    stored: [],
    freshlyArmed: new Set(),
    queue: [],
    drawn: 0,
    effects: 0,
    dead: false,
  }
}

function finish(work: Work): Outcome {
  // Sorted, so that arming two timers in another order makes no other state.
  const timers = [...work.timers].sort((a, b) => (a.machine + a.timer < b.machine + b.timer ? -1 : 1))
  const { machines, cells, evaluations, sends, stored, drawn, effects } = work
  const alive: Local = { up: true, machines, cells, timers, evaluations }
  const local = work.dead ? crashed(alive) : alive
  const facts: Fact[] = work.dead ? [...work.facts, { fact: 'crashed', node: work.shell.node }] : work.facts
  const armed = work.dead ? [] : timers.filter((timer) => work.freshlyArmed.has(timer))
  return { local, sends, facts, armed, stored, drawn, effects }
}

function accept(work: Work, input: Input): void {
  const { node, standing } = work.shell
  switch (input.kind) {
    case 'boot':
      work.facts.push({ fact: 'booted', node, incarnation: input.incarnation })
      for (const name of Object.keys(standing)) work.machines[name] = originOf(standing[name] as Part)
      for (const name of Object.keys(standing)) bootMachine(work, name, input.incarnation)
      return
    case 'message': {
      const { from, message } = input
      work.facts.push({ fact: 'received', node, from, message })
      const machine = recipient(work.shell, message.type)
      if (machine === undefined) work.facts.push({ fact: 'refused', node, machine: '', type: message.type })
      else enqueue(work, machine, { type: message.type, from, message } as Queued['event'])
      return
    }
    case 'timer':
      for (const { machine, timer, ticks } of work.timers)
        if (machine === input.machine && timer === input.timer)
          work.facts.push({ fact: 'rang', node, machine, timer, ticks })
      work.timers = work.timers.filter((t) => t.machine !== input.machine || t.timer !== input.timer)
      enqueue(work, input.machine, { type: input.timer })
      return
    case 'tell':
      work.facts.push({ fact: 'began', node, machine: input.machine, event: input.event })
      enqueue(work, input.machine, input.event)
  }
}

function recipient(shell: Shell, type: string): string | undefined {
  for (const name in shell.standing) if (shell.standing[name]?.accepts.includes(type)) return name
  return undefined
}

function stepMachine(
  work: Work,
  { machine, event }: Queued,
  crashAfter: number | undefined,
  reorder: Reorder | undefined,
): void {
  const part = partOf(work.shell, machine)
  if (part === undefined) throw new Error(`defect: ${work.shell.node} has no machine ${machine}`)
  const resident = work.machines[machine]
  // A keyed machine may have ended while this event was waiting for it.
  if (resident === undefined) return
  work.log.calls.length = 0
  const { snapshot, effects } = step(part.machine, snapshotOf(part.machine, resident), event)
  recordCalls(work)
  if (snapshot.status === 'error') throw new Error(`defect: ${machine} ended in error`)
  if (snapshot.status === 'done' && machine.includes('/')) {
    delete work.machines[machine]
    work.timers = work.timers.filter((timer) => timer.machine !== machine)
  } else work.machines[machine] = residentOf(snapshot)
  for (const effect of reorder === undefined ? effects : reorder(machine, effects)) {
    perform(work, machine, effect)
    if (++work.effects === crashAfter) {
      work.dead = true
      return
    }
  }
}

function recordCalls(work: Work): void {
  if (work.log.calls.length === 0) return
  const { facts, evaluations } = factsOfCalls(work.shell.node, work.twin, work.log.calls, work.evaluations)
  work.facts.push(...facts)
  if (evaluations.length > 0) work.evaluations = [...work.evaluations, ...evaluations]
}
