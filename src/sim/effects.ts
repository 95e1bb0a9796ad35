/** How each effect takes place inside a step (the order is stepNode's affair). */

import { REFUSED } from '../../spec/actions.ts'
import type { Draw, Effect, Fact, InternalEvent, Message, Octets } from '../../spec/boundary.ts'
import type { Twin } from '../../spec/crypto.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Part, Shell } from '../../spec/shell.ts'
import { type PortLog, releasesIn } from './derive.ts'
import { type Armed, type Evaluation, originOf, type Resident } from './local.ts'

/** An event on its way to a machine of this shell. */
export interface Queued {
  readonly machine: string
  readonly event: { readonly type: string; readonly draw?: Draw }
}

/** A step in the making; lives for one call of stepNode. */
export interface Work {
  readonly shell: Shell
  readonly twin: Twin
  readonly log: PortLog
  readonly seed: string
  readonly drawFrom: number
  readonly machines: Record<string, Resident>
  cells: Readonly<Record<string, unknown>>
  timers: readonly Armed[]
  evaluations: readonly Evaluation[]
  readonly sends: { readonly to: NodeId; readonly message: Message }[]
  readonly facts: Fact[]
  readonly stored: Readonly<Record<string, unknown>>[]
  readonly freshlyArmed: Set<Armed>
  readonly queue: Queued[]
  drawn: number
  effects: number
  dead: boolean
}

/** The part that a machine's name belongs to. */
export function partOf(shell: Shell, machine: string): Part | undefined {
  const slash = machine.indexOf('/')
  return slash < 0 ? shell.standing[machine] : shell.keyed[machine.slice(0, slash)]
}

/** Hands an event to a machine. Declared draws are added here (§1.6). */
export function enqueue(work: Work, machine: string, event: Queued['event']): void {
  const fields = partOf(work.shell, machine)?.draws[event.type]
  if (fields === undefined) {
    work.queue.push({ machine, event })
    return
  }
  const draw: Record<string, Octets> = {}
  for (const field of Object.keys(fields)) {
    const label = `${work.shell.node}/${work.drawFrom + work.drawn}`
    draw[field] = work.twin.draw(work.seed, label, fields[field] as number)
    work.drawn++
  }
  work.queue.push({ machine, event: { ...event, draw } })
}

/** A machine's first event. */
export function bootMachine(work: Work, machine: string, incarnation: Octets): void {
  const { node: self } = work.shell
  enqueue(work, machine, { type: 'boot', self, incarnation, cells: work.cells } as Queued['event'])
}

/** Lets one effect of a machine take place. */
export function perform(work: Work, machine: string, effect: Effect): void {
  switch (effect.do) {
    case 'send':
      send(work, effect)
      return
    case 'persist':
      work.facts.push({ fact: 'persisted', node: work.shell.node, cell: effect.cell, value: effect.value })
      store(work, { ...work.cells, [effect.cell]: effect.value })
      return
    case 'erase': {
      const { [effect.cell]: _gone, ...rest } = work.cells
      work.facts.push({ fact: 'erased', node: work.shell.node, cell: effect.cell })
      store(work, rest)
      return
    }
    case 'tell':
      tell(work, effect.machine, effect.event)
      return
    case 'arm': {
      const armed = { machine, timer: effect.timer, ticks: effect.ticks }
      work.timers = [...others(work, machine, effect.timer), armed]
      work.freshlyArmed.add(armed)
      return
    }
    case 'cancel':
      work.timers = others(work, machine, effect.timer)
      return
    case 'label':
      label(work, machine, effect.text)
  }
}

function others(work: Work, machine: string, timer: string): Armed[] {
  return work.timers.filter((armed) => armed.machine !== machine || armed.timer !== timer)
}

function send(work: Work, effect: Extract<Effect, { do: 'send' }>): void {
  const { node, role } = work.shell
  work.sends.push({ to: effect.to, message: effect.message })
  work.facts.push({ fact: 'sent', node, to: effect.to, message: effect.message })
  if (role === 'hsm') work.facts.push(...releasesIn(node, work.twin, effect, work.evaluations))
}

function store(work: Work, cells: Readonly<Record<string, unknown>>): void {
  work.cells = cells
  work.stored.push(cells)
}

function tell(work: Work, machine: string, event: InternalEvent): void {
  const { node } = work.shell
  if (machine === 'user') {
    work.facts.push({ fact: 'outcome', node, event })
    return
  }
  const part = partOf(work.shell, machine)
  if (part === undefined) throw new Error(`defect: ${node} has no machine ${machine}`)
  work.facts.push({ fact: 'told', node, machine, event })
  if (work.machines[machine] === undefined) {
    work.machines[machine] = originOf(part)
    bootMachine(work, machine, '' as Octets)
  }
  enqueue(work, machine, event)
}

// Labels explain; only refusals are counted, and no verdict looks at the count.
function label(work: Work, machine: string, text: string): void {
  if (!text.startsWith(`${REFUSED} `)) return
  const type = text.slice(REFUSED.length + 1)
  work.facts.push({ fact: 'refused', node: work.shell.node, machine, type })
}
