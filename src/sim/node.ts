/**
 * One step of one node: a shell takes an input, its machines take their steps, their effects take place in
 * order. Pure: (local state, input) to (local state, what leaves the node, facts). The node can be made to
 * crash after any number of effects; what was sent or persisted until then stays so.
 */
import type { Draw, Effect, Fact, InternalEvent, Message, Octets } from '../../spec/boundary.ts'
import type { Call, Twin } from '../../spec/crypto.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Part, Shell } from '../../spec/shell.ts'
import { step } from '../../spec/step.ts'
import { factsOfCalls, type PortLog, releasesIn } from './derive.ts'
import { type Armed, crashed, type Local, originOf, residentOf, snapshotOf } from './local.ts'

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
  /** Timers armed and still armed at the end, in order: they start anew even if an equal one ran before. */
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
}

/** More internal events than this in one step is a defect: two machines tell each other in circles. */
export const TELLS_MAX = 10_000

interface Queued {
  readonly machine: string
  readonly event: { readonly type: string; readonly draw?: Draw }
}

/** A step in the making; lives for one call of stepNode. */
interface Work {
  readonly shell: Shell
  readonly twin: Twin
  readonly log: PortLog
  readonly circumstances: Circumstances
  readonly machines: Record<string, Local['machines'][string]>
  cells: Record<string, unknown>
  timers: Armed[]
  evaluations: Local['evaluations']
  readonly sends: { to: NodeId; message: Message }[]
  readonly facts: Fact[]
  readonly stored: Record<string, unknown>[]
  readonly freshlyArmed: Set<Armed>
  readonly queue: Queued[]
  drawn: number
  effects: number
  dead: boolean
}

/** Takes one step of a node. Throws only on a defect of ours. */
export function stepNode(
  shell: Shell,
  twin: Twin,
  log: PortLog,
  local: Local,
  input: Input,
  circumstances: Circumstances,
): Outcome {
  const work: Work = {
    shell,
    twin,
    log,
    circumstances,
    machines: { ...local.machines },
    cells: { ...local.cells },
    timers: [...local.timers],
    evaluations: local.evaluations,
    sends: [],
    facts: [],
    stored: [],
    freshlyArmed: new Set(),
    queue: [],
    drawn: 0,
    effects: 0,
    dead: false,
  }
  if (circumstances.crashAfter === 0) work.dead = true
  else accept(work, input)
  for (let handled = 0; work.queue.length > 0 && !work.dead; handled++) {
    if (handled > TELLS_MAX) throw new Error(`defect: ${shell.node} tells itself in circles`)
    const next = work.queue.shift() as Queued
    stepMachine(work, next.machine, next.event)
  }
  return finish(work)
}

function finish(work: Work): Outcome {
  const alive: Local = {
    up: true,
    machines: work.machines,
    cells: work.cells,
    // Sorted, so that arming two timers in another order makes no other state.
    timers: work.timers.sort((a, b) => (a.machine + a.timer < b.machine + b.timer ? -1 : 1)),
    evaluations: work.evaluations,
  }
  if (work.dead) work.facts.push({ fact: 'crashed', node: work.shell.node })
  return {
    local: work.dead ? crashed(alive) : alive,
    sends: work.sends,
    facts: work.facts,
    armed: work.dead ? [] : work.timers.filter((timer) => work.freshlyArmed.has(timer)),
    stored: work.stored,
    drawn: work.drawn,
    effects: work.effects,
  }
}

function accept(work: Work, input: Input): void {
  const { node } = work.shell
  switch (input.kind) {
    case 'boot':
      work.facts.push({ fact: 'booted', node, incarnation: input.incarnation })
      for (const name of Object.keys(work.shell.standing)) {
        work.machines[name] = originOf(work.shell.standing[name] as Part)
      }
      for (const name of Object.keys(work.shell.standing)) bootMachine(work, name, input.incarnation)
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

function bootMachine(work: Work, machine: string, incarnation: Octets): void {
  const { node: self } = work.shell
  enqueue(work, machine, { type: 'boot', self, incarnation, cells: work.cells } as Queued['event'])
}

function partOf(shell: Shell, machine: string): Part | undefined {
  const slash = machine.indexOf('/')
  return slash < 0 ? shell.standing[machine] : shell.keyed[machine.slice(0, slash)]
}

/** Declared draws are added where an event is handed over (point 6). */
function enqueue(work: Work, machine: string, event: Queued['event']): void {
  const fields = partOf(work.shell, machine)?.draws[event.type]
  if (fields === undefined) {
    work.queue.push({ machine, event })
    return
  }
  const { seed, drawFrom } = work.circumstances
  const draw: Record<string, Octets> = {}
  for (const field of Object.keys(fields)) {
    const label = `${work.shell.node}/${drawFrom + work.drawn}`
    draw[field] = work.twin.draw(seed, label, fields[field] as number)
    work.drawn++
  }
  work.queue.push({ machine, event: { ...event, draw } })
}

function stepMachine(work: Work, name: string, event: Queued['event']): void {
  const part = partOf(work.shell, name)
  if (part === undefined) throw new Error(`defect: ${work.shell.node} has no machine ${name}`)
  const resident = work.machines[name] ?? originOf(part)
  work.log.calls.length = 0
  const { snapshot, effects } = step(part.machine, snapshotOf(part.machine, resident), event)
  recordCalls(work, work.log.calls)
  if (snapshot.status === 'done' && name.includes('/')) {
    delete work.machines[name]
    work.timers = work.timers.filter((timer) => timer.machine !== name)
  } else if (snapshot.status === 'error') throw new Error(`defect: ${name} ended in error`)
  else work.machines[name] = residentOf(snapshot)
  for (const effect of effects) {
    perform(work, name, effect)
    work.effects++
    if (work.effects === work.circumstances.crashAfter) {
      work.dead = true
      return
    }
  }
}

function recordCalls(work: Work, calls: readonly Call[]): void {
  if (calls.length === 0) return
  const { facts, evaluations } = factsOfCalls(work.shell.node, work.twin, calls)
  work.facts.push(...facts)
  if (evaluations.length > 0) work.evaluations = [...work.evaluations, ...evaluations]
}

function perform(work: Work, machine: string, effect: Effect): void {
  const { node, role } = work.shell
  switch (effect.do) {
    case 'send':
      work.sends.push({ to: effect.to, message: effect.message })
      work.facts.push({ fact: 'sent', node, to: effect.to, message: effect.message })
      if (role === 'hsm') work.facts.push(...releasesIn(node, work.twin, effect, work.evaluations))
      return
    case 'persist':
      work.cells = { ...work.cells, [effect.cell]: effect.value }
      work.stored.push(work.cells)
      work.facts.push({ fact: 'persisted', node, cell: effect.cell, value: effect.value })
      return
    case 'erase': {
      const { [effect.cell]: _gone, ...rest } = work.cells
      work.cells = rest
      work.stored.push(rest)
      work.facts.push({ fact: 'erased', node, cell: effect.cell })
      return
    }
    case 'tell':
      tell(work, effect.machine, effect.event)
      return
    case 'arm': {
      const armed = { machine, timer: effect.timer, ticks: effect.ticks }
      work.timers = [...work.timers.filter((t) => t.machine !== machine || t.timer !== effect.timer), armed]
      work.freshlyArmed.add(armed)
      return
    }
    case 'cancel':
      work.timers = work.timers.filter((t) => t.machine !== machine || t.timer !== effect.timer)
      return
    case 'label':
      if (effect.text.startsWith('refused ')) {
        work.facts.push({ fact: 'refused', node, machine, type: effect.text.slice(8) })
      }
  }
}

function tell(work: Work, machine: string, event: InternalEvent): void {
  const { node } = work.shell
  if (machine === 'user') {
    work.facts.push({ fact: 'outcome', node, event })
    return
  }
  work.facts.push({ fact: 'told', node, machine, event })
  if (machine.includes('/') && work.machines[machine] === undefined) {
    const part = partOf(work.shell, machine)
    if (part === undefined) throw new Error(`defect: ${node} has no machine ${machine}`)
    work.machines[machine] = originOf(part)
    bootMachine(work, machine, '' as Octets)
  }
  enqueue(work, machine, event)
}
