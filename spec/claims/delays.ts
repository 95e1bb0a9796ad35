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
import { startCount } from './storage.ts'
import { claim, toldVault } from './told.ts'

/** One HSM's clock machine: the tick that it was told last, and whether its timer has run since. */
interface Clock {
  readonly tick: number
  readonly hasRun: boolean
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
  readonly clocks: Readonly<Record<NodeId, Clock>>
  /** Who said Ready for which tick, as `fleet tick`. */
  readonly ready: Readonly<Record<string, readonly NodeId[]>>
  /** By `node/record`. */
  readonly waiting: Readonly<Record<string, Waiting>>
  readonly why: string | null
  readonly met: boolean
}

const STILL: Clock = { tick: 0, hasRun: false }

function broken(at: Delays, why: string): Delays {
  return at.why === null ? { ...at, why } : at
}

function withClock(at: Delays, node: NodeId, clock: Clock): Delays {
  return { ...at, clocks: { ...at.clocks, [node]: clock } }
}

function saidReady(at: Delays, node: NodeId, tick: number): Delays {
  if (at.clocks[node]?.hasRun !== true)
    return broken(at, `${node} is ready for tick ${tick}, and its clock has not run`)
  const name = `${at.fleetOf[node]} ${tick}`
  const known = at.ready[name] ?? []
  return known.includes(node) ? at : { ...at, ready: { ...at.ready, [name]: [...known, node] } }
}

function proposed(at: Delays, node: NodeId, { tick }: TickCommand): Delays {
  const fleet = at.fleetOf[node] ?? ''
  const others = (at.ready[`${fleet} ${tick}`] ?? []).filter((other) => other !== node).length
  const clocks = others + (at.clocks[node]?.hasRun === true ? 1 : 0)
  const quorum = at.quorums[fleet] ?? 0
  return clocks >= quorum
    ? at
    : broken(at, `${node} asks for tick ${tick} with ${clocks} of ${quorum} clocks`)
}

function looked(at: Delays, place: string, charge: number | null): Delays {
  const before = at.waiting[place] ?? { remaining: 0, until: 0, charge: null }
  return { ...at, waiting: { ...at.waiting, [place]: { ...before, charge } } }
}

function decided(at: Delays, node: NodeId, { record, lineage, verdict }: Decided): Delays {
  const place = `${node}/${record}`
  const { remaining = 0, until = 0, charge = null } = at.waiting[place] ?? {}
  const { remaining: now, limit } = lineage
  const is = (next: Partial<Waiting>): Delays => {
    const waiting = { remaining: now, until: now === limit ? 0 : until, charge: null, ...next }
    return { ...at, waiting: { ...at.waiting, [place]: waiting } }
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
    const same = at.clocks[node]?.tick === tick
    return same ? at : withClock(at, node, { tick, hasRun: false })
  }
  if (machine === 'consensus' && event.type === 'propose') {
    const { command } = event as unknown as Propose
    return command.do === 'tick' ? proposed(at, node, command as TickCommand) : at
  }
  if (machine.startsWith('attempts/')) {
    const { tick, command } = event as unknown as { tick: number; command?: ChargeCommand }
    return looked(at, `${node}/${command?.record}`, event.type === 'charge' ? tick : null)
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
  reads: ['told', 'sent', 'rang', 'booted'],
  start: (setting) => ({
    ...{ fleetOf: startCount(setting).fleetOf, quorums: setting.quorums, delays: setting.delays ?? [] },
    ...{ clocks: {}, ready: {}, waiting: {}, why: null, met: false },
  }),
  step: (at, fact) => {
    switch (fact.fact) {
      case 'told':
        return told(at, fact)
      case 'rang':
        return fact.machine === 'clock' && fact.ticks >= CLOCK_DELAYS.delta
          ? withClock(at, fact.node, { ...(at.clocks[fact.node] ?? STILL), hasRun: true })
          : at
      case 'booted':
        return at.fleetOf[fact.node] === undefined ? at : withClock(at, fact.node, STILL)
      case 'sent': {
        const { tick } = fact.message as { readonly tick?: number }
        return fact.message.type === 'tickReady' ? saidReady(at, fact.node, tick as number) : at
      }
      default:
        return at
    }
  },
  broken: ({ why }) => why,
  // A guess came too early, and was refused.
  witness: ({ met }) => met,
})
