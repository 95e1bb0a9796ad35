/** What an enrolling phone does, by name (§3.6). */
import { actionsFor } from '../actions.ts'
import type { Boot, Effect, InternalEvent, Received } from '../boundary.ts'
import type { Ended, Enrol, EnrollmentOutcome, FleetKeys, KeysRefused } from '../tells.ts'
import type { FromVault } from '../wire.ts'
import { answerIn, readAnswer } from './channel.ts'
import { type ClientDeps, keyHeld, type LineageKnown, STARTS_MAX } from './client-deps.ts'
import { type Context, type Event, type Kept, type KnownLineage, NO_LINEAGE } from './enrollment-context.ts'
import { acknowledging, closing, confirmed, started, stored } from './enrollment-steps.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

function ended({ tells = 'user' }: ClientDeps, outcome: EnrollmentOutcome, why?: string): Effect {
  const event: Ended = { type: 'enrollmentEnded', outcome, ...(why === undefined ? {} : { why }) }
  return { do: 'tell', machine: tells, event }
}

/** The actions of the enrolment machine. */
export function enrollmentActions(deps: ClientDeps) {
  const { frontEnd } = deps
  const end = (outcome: EnrollmentOutcome) => ask(() => [ended(deps, outcome)])
  return {
    refuse,
    defect,
    readCells: change(({ event }) => {
      const { cells } = event as Boot
      const kept = (cells.enrollment ?? null) as Kept | null
      return {
        kept,
        mayBeStored: kept?.phase === 'storing',
        body: kept?.body ?? null,
        lineage: (cells.lineage ?? NO_LINEAGE) as KnownLineage,
      }
    }),
    takeAct: change(({ context, event }) => {
      const { secret, key } = event as Enrol
      const kept: Kept = { ...NOTHING_KEPT, key }
      return { ...blank(context.lineage), secret, startsLeft: (deps.starts ?? STARTS_MAX) - 1, kept }
    }),
    countStart: change(({ context }) => ({ startsLeft: context.startsLeft - 1 })),
    /** A record is confirmed to the fleet that it was stored at, and to no other. */
    wantKeys: ask(() => [
      { do: 'tell', machine: 'trust', event: { type: 'keysWanted', by: 'enrollment' } as InternalEvent },
    ]),
    start: change((at) => started(deps, at)),
    store: change((at) => stored(deps, at)),
    /** The old fleet first: the new one activates on its receipt alone (§7.3). */
    close: change((at) => closing(deps, at)),
    confirm: change((at) => confirmed(deps, at)),
    persist: ask(({ context }) => [{ do: 'persist', cell: 'enrollment', value: context.kept }]),
    send: ask(({ context }) => {
      const message = { type: 'toVault', fleet: fleetAsked(context.kept as Kept)?.fleet, body: context.body }
      return [{ do: 'send', to: frontEnd, message }]
    }),
    acknowledge: ask((at) => {
      const message = { type: 'toVault', ...acknowledging(deps, at) }
      return [{ do: 'send', to: frontEnd, message }]
    }),
    read: change(({ context, event }) => {
      const { replyKey, session } = context.kept as Kept
      const keys = fleetAsked(context.kept as Kept)
      const { body } = (event as Received<FromVault>).message
      return { answer: readAnswer(deps, { keys, replyKey }, session, body) }
    }),
    dropAnswer: change(() => ({ answer: null })),
    /** The next lineage of an account that ran out is the user's act: this is what the act refers to. */
    noteExhausted: change((at) => ({
      lineage: { holder: null, generation: answerIn(at, 'refused')?.generation ?? 0, home: null },
    })),
    noteHolder: change(({ context: { kept, lineage } }) => ({
      lineage: { ...lineage, holder: kept?.owner ?? null, home: kept?.keys ?? null },
    })),
    leaveBehind: change(({ context: { lineage } }) => ({
      lineage: { ...lineage, holder: null, home: null },
    })),
    noteLineage: change(({ event }) => {
      const { holder, generation, home } = event as LineageKnown
      return { lineage: { holder, generation, home } }
    }),
    persistLineage: ask(({ context }) => [{ do: 'persist', cell: 'lineage', value: context.lineage }]),
    eraseCell: ask(() => [{ do: 'erase', cell: 'enrollment' }]),
    forget: change(({ context }) => blank(context.lineage)),
    forgetSecret: change(() => ({ secret: null, blind: null })),
    holdKey: ask(({ context }) => keyHeld(deps, (context.kept as Kept).key)),
    tellEnrolled: end('enrolled'),
    tellUnconfirmed: end('unconfirmed'),
    tellTaken: end('taken'),
    tellExhausted: end('exhausted'),
    tellUnavailable: end('unavailable'),
    tellUntrusted: ask(({ event }) => [ended(deps, 'untrustedFleet', (event as KeysRefused).why)]),
    tellBadKeys: ask(() => [ended(deps, 'untrustedFleet', 'malformedKey')]),
  }
}

const NOTHING_KEPT = {
  phase: 'starting',
  session: '',
  keys: null,
  body: null,
  replyKey: '',
  digest: '',
  owner: null,
  moves: null,
  version: 0,
} as unknown as Kept

// A move asks two fleets, one after the other.
function fleetAsked({ phase, moves, keys }: Kept): FleetKeys {
  return phase === 'closing' ? (moves as FleetKeys) : keys
}

/** A phone that is not enrolling. */
export function blank(lineage: KnownLineage): Context {
  return {
    secret: null,
    blind: null,
    startsLeft: 0,
    mayBeStored: false,
    body: null,
    requestDigest: null,
    kept: null,
    lineage,
    answer: null,
  }
}
