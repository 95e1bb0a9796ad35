/**
 * ATT-8: no evaluation before its delay by the clocks of honest hosts (§4.5). Two halves: the log's tick moves only when
 * a quorum's own timers have run out, and a charge is answered only at a tick that the table allows.
 */
import type { Fact, Setting } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Propose } from '../tells.ts'
import { CLOCK_DELAYS, type ClockState } from '../vault/clock-context.ts'
import type { ChargeCommand, Decided } from '../vault/commands.ts'
import { delayAfter } from '../vault/counting.ts'
import type { TickCommand } from '../vault/log-steps.ts'
import { learnt, MEMORY_READS, type Memories, memoriesAfter, NO_MEMORIES } from './memories.ts'
import { startCount } from './storage.ts'
import { claim, toldVault } from './told.ts'

/** What one HSM has in memory: its clock machine, and its counters by record. */
interface Memory {
  /** The tick that the clock was told last. */
  readonly tick: number
  /** Its timer has run since. */
  readonly hasRun: boolean
  readonly waiting: Readonly<Record<string, Waiting>>
}

/** One HSM's counter of one record. */
interface Waiting {
  readonly remaining: number
  /** The next guess is to be had from this tick on. */
  readonly until: number
  /** The tick of the charge that is looked at, or null. */
  readonly charge: number | null
}

interface Delays {
  readonly fleetOf: Readonly<Record<NodeId, string>>
  readonly quorums: Setting['quorums']
  readonly delays: readonly number[]
  readonly memories: Memories<Memory>
  /** Who said Ready for which tick, as `fleet tick`. */
  readonly ready: Readonly<Record<string, readonly NodeId[]>>
  readonly why: string | null
  readonly met: boolean
}

const BOOTED: Memory = { tick: 0, hasRun: false, waiting: {} }

function broken(at: Delays, why: string): Delays {
  return at.why === null ? { ...at, why } : at
}

function memoryOf({ memories }: Delays, node: NodeId): Memory {
  return memories.runs[node] ?? BOOTED
}

function withMemory(at: Delays, node: NodeId, change: Partial<Memory>): Delays {
  return { ...at, memories: learnt(at.memories, node, { ...memoryOf(at, node), ...change }) }
}

function withWaiting(at: Delays, node: NodeId, record: string, waiting: Waiting): Delays {
  return withMemory(at, node, { waiting: { ...memoryOf(at, node).waiting, [record]: waiting } })
}

function saidReady(at: Delays, node: NodeId, tick: number): Delays {
  if (!memoryOf(at, node).hasRun)
    return broken(at, `${node} is ready for tick ${tick}, and its clock has not run`)
  const name = `${at.fleetOf[node]} ${tick}`
  const known = at.ready[name] ?? []
  return known.includes(node) ? at : { ...at, ready: { ...at.ready, [name]: [...known, node] } }
}

function proposed(at: Delays, node: NodeId, { tick }: TickCommand): Delays {
  const fleet = at.fleetOf[node] ?? ''
  const others = (at.ready[`${fleet} ${tick}`] ?? []).filter((other) => other !== node).length
  const clocks = others + (memoryOf(at, node).hasRun ? 1 : 0)
  const quorum = at.quorums[fleet] ?? 0
  return clocks >= quorum
    ? at
    : broken(at, `${node} asks for tick ${tick} with ${clocks} of ${quorum} clocks`)
}

function looked(at: Delays, node: NodeId, record: string, charge: number | null): Delays {
  const before = memoryOf(at, node).waiting[record] ?? { remaining: 0, until: 0, charge: null }
  return withWaiting(at, node, record, { ...before, charge })
}

function decided(at: Delays, node: NodeId, { record, lineage, verdict }: Decided): Delays {
  const { remaining = 0, until = 0, charge = null } = memoryOf(at, node).waiting[record] ?? {}
  const { remaining: now, limit } = lineage
  const is = (next: Partial<Waiting>): Delays => {
    const waiting = { remaining: now, until: now === limit ? 0 : until, charge: null, ...next }
    return withWaiting(at, node, record, waiting)
  }
  // What a snapshot says, it says for all that was before it; a proof sets the delay back.
  if (verdict.is === 'restored') return is({ until: lineage.readyAt })
  if (verdict.is === 'settled' && verdict.right) return is({ until: 0 })
  if (charge === null) return is({})
  if (verdict.is === 'refused' && verdict.why === 'delayed') return { ...is({}), met: true }
  // The same bytes again while the session lives are no new charge.
  if (verdict.is !== 'charged' || now >= remaining) return is({})
  const next = is({ until: charge + delayAfter(at.delays, limit - now) })
  return charge >= until
    ? next
    : broken(next, `${node} answered a guess at ${record} ${until - charge} ticks early`)
}

function told(at: Delays, fact: Extract<Fact, { fact: 'told' }>): Delays {
  const { node, machine, event } = fact
  if (machine === 'clock') {
    const { tick } = event as unknown as ClockState
    return memoryOf(at, node).tick === tick ? at : withMemory(at, node, { tick, hasRun: false })
  }
  if (machine === 'consensus' && event.type === 'propose') {
    const { command } = event as unknown as Propose
    return command.do === 'tick' ? proposed(at, node, command as unknown as TickCommand) : at
  }
  if (machine.startsWith('attempts/')) {
    const { tick, command } = event as unknown as { tick: number; command?: ChargeCommand }
    return looked(at, node, `${command?.record}`, event.type === 'charge' ? tick : null)
  }
  const verdict = toldVault<Decided>(fact, 'decided')
  return verdict === undefined ? at : decided(at, node, verdict)
}

/** ATT-8 (§4.5): a tick without a quorum of clocks, or a guess before its tick, breaks it. */
export const att8 = claim<Delays>({
  id: 'ATT-8',
  kind: 'always',
  section: '4.5',
  says: 'No evaluation before its delay, by the clocks of honest hosts.',
  source: 'ours',
  reads: ['told', 'sent', 'rang', ...MEMORY_READS],
  start: (setting) => ({
    ...{ fleetOf: startCount(setting).fleetOf, quorums: setting.quorums, delays: setting.delays ?? [] },
    ...{ memories: NO_MEMORIES, ready: {}, why: null, met: false },
  }),
  step: (at, fact) => {
    switch (fact.fact) {
      case 'told':
        return told(at, fact)
      case 'rang':
        return fact.machine === 'clock' && fact.ticks >= CLOCK_DELAYS.delta
          ? withMemory(at, fact.node, { hasRun: true })
          : at
      case 'sent': {
        const { tick } = fact.message as { readonly tick?: number }
        return fact.message.type === 'tickReady' ? saidReady(at, fact.node, tick as number) : at
      }
      default: {
        const memories = memoriesAfter(at.memories, fact)
        return memories === at.memories ? at : { ...at, memories }
      }
    }
  },
  broken: ({ why }) => why,
  // A guess came too early, and was refused.
  witness: ({ met }) => met,
})
