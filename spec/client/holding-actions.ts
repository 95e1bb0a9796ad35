/** What a phone does about the ways in which K is held, by name (§8.3). */
import { actionsFor, drawOf } from '../actions.ts'
import type { Boot, Effect, InternalEvent, Octets, Received } from '../boundary.ts'
import type { KeptThere } from '../cloud/store.ts'
import type { Ended } from '../tells.ts'
import {
  type At,
  actIn,
  BLANK,
  type Context,
  type DigitsShown,
  type Event,
  type Held,
  type HoldingDeps,
  type HoldingEnded,
  type HoldingOutcome,
  NOTHING_HELD,
  type Regain,
  type Way,
} from './holding-context.ts'
import { afterDeletion, afterEnrolment, certainOf, doubting, markOf, withoutWay } from './holding-steps.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

type More = Pick<HoldingEnded, 'key' | 'attemptsLeft' | 'ticksLeft' | 'why'>

function ended({ certain, doubtful }: Held, outcome: HoldingOutcome, more: More = {}): Effect {
  const event: HoldingEnded = { type: 'holdingEnded', outcome, certain, doubtful, ...more }
  return { do: 'tell', machine: 'user', event }
}

function tell(machine: string, event: object): Effect {
  return { do: 'tell', machine, event: event as InternalEvent }
}

const wayOf = ({ context }: At): Way => context.act?.way as Way

/** The actions of the holding machine. */
export function holdingActions(deps: HoldingDeps) {
  const { crypto, profile, account, cloud, digits, passkey } = deps
  const end = (outcome: HoldingOutcome) => ask(({ context }) => [ended(context.held, outcome)])
  const holding = (next: (at: At) => Held) => change((at) => ({ held: next(at) }))
  const keyIn = ({ context }: At) => context.held.key as Octets
  const toCloud = (message: (at: At) => object) =>
    ask((at) => [
      { do: 'send', to: cloud, message: { account, kind: at.context.kind, ...message(at) } as never },
    ])
  return {
    refuse,
    defect,
    readCells: change(({ event }) => ({ held: ((event as Boot).cells.holding ?? NOTHING_HELD) as Held })),
    /** K is durable before anything is done with it, and stays what it was. */
    takeAct: change((at) => {
      const { held } = at.context
      const act = actIn(at)
      const next = act.type === 'hold' && held.key === null ? { ...held, key: act.key } : held
      return { act, held: next, before: next }
    }),
    persist: ask(({ context }) => [{ do: 'persist', cell: 'holding', value: context.held }]),
    doubt: holding((at) => doubting(at.context.held, wayOf(at))),
    count: holding((at) => certainOf(at.context.held, wayOf(at))),
    drop: holding((at) => withoutWay(at.context.held, wayOf(at))),
    noteEnrolment: holding(({ context, event }) => afterEnrolment(profile, context, event as Ended)),
    noteDeletion: holding(({ context, event }) => afterDeletion(context, event as Ended)),
    takeKey: holding((at) => ({
      ...{ key: at.context.found ?? ((at.event as Ended).key as Octets), doubtful: [] },
      certain: [wayOf(at)],
    })),
    // What the store is asked.
    wrap: change((at) => ({ kind: 'wrapped', value: passkey.wrap(keyIn(at), drawOf(at, 'salt')) })),
    wantNothing: change(() => ({ kind: 'wrapped', value: null })),
    mark: change((at) => ({ kind: 'mark', value: markOf(crypto, keyIn(at)) })),
    readTyped: change((at) => {
      const typed = digits.read((actIn(at) as Regain).digits)
      return { kind: 'mark', found: typed.ok ? typed.key : null }
    }),
    wantWrapped: change(() => ({ kind: 'wrapped' })),
    open: change(({ event }) => {
      const { value } = (event as Received<KeptThere>).message
      return { found: crypto.isOctets(value) ? passkey.unwrap(value) : null }
    }),
    catchUp: change(({ event }) => ({ version: (event as Received<KeptThere>).message.version + 1 })),
    sendKeep: toCloud(({ context: { value, version } }) => ({ type: 'keep', value, version })),
    sendFetch: toCloud(() => ({ type: 'fetch' })),
    // What the vault's own machines are asked.
    askEnrolment: ask((at) => {
      const { secret } = actIn(at)
      return [tell('enrollment', { type: 'enrol', secret, key: keyIn(at) })]
    }),
    askDeletion: ask((at) => [tell('recovery', { type: 'delete', secret: actIn(at).secret })]),
    askRecovery: ask((at) => [tell('recovery', { type: 'recover', secret: actIn(at).secret })]),
    forget: change(({ context: { held } }) => ({ ...BLANK, held })),
    showDigits: ask((at) => {
      const event: DigitsShown = { type: 'digitsShown', digits: digits.write(keyIn(at)) }
      return [{ do: 'tell', machine: 'user', event }]
    }),
    tellHeld: end('held'),
    tellClosed: end('closed'),
    tellRegained: ask(({ context: { held } }) => [ended(held, 'regained', { key: held.key as Octets })]),
    tellOnlyWay: end('onlyWay'),
    tellWrongDigits: end('wrongDigits'),
    tellNoPasskey: end('noPasskey'),
    tellWrongKey: end('wrongKey'),
    tellNothingThere: end('nothingThere'),
    tellUnavailable: end('unavailable'),
    tellBusy: end('busy'),
    /** In the words of the vault's protocols. */
    tellTheirs: ask(({ context: { held }, event }) => {
      const { type: _theirs, key: _key, outcome, ...more } = event as Ended
      return [ended(held, outcome, more)]
    }),
    /** Its user asked enrolment or recovery themselves. */
    passOn: ask(({ event }) => [tell('user', event)]),
  }
}
