/**
 * How a bundle reaches a client (§7.2): the front end passes the request to an HSM of the fleet, and its answer on
 * to the client, in profiles with log proofs by way of the auditor. It keeps which fleet serves new enrolments, and
 * which one holds an account: a record stays where it is until its client moves it.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, Message, Received } from '../boundary.ts'
import { isNodeId, type NodeId } from '../names.ts'
import type { Deps, Part } from '../shell.ts'
import type { HomeChanged } from '../tells.ts'
import type { Activate, BundleRequest, BundleServed, ProofAnswer } from './messages.ts'
import { isCount } from './statements.ts'

/** What the front end's distribution machine is made from. */
export interface DistributionDeps extends Deps {
  readonly fleets: Readonly<Record<string, readonly NodeId[]>>
  /** The fleet that serves before any rotation. */
  readonly serving: string
  /** Whose each client is: the front end authenticates accounts. */
  readonly accounts: Readonly<Record<NodeId, string>>
  readonly operator: NodeId
  /** Who answers for the log; looked at in profiles with `logProofs`. */
  readonly auditor: NodeId
}

type Rules = Omit<DistributionDeps, 'crypto'>

/** What the front end's distribution of bundles remembers (§7.3): which fleet serves, where records live, whose turn. */
export interface Context {
  /** The cell `bundles.serving`. */
  readonly serving: string
  /** The cell `bundles.homes`: fleet by account. */
  readonly homes: Readonly<Record<string, string>>
  /** Which HSM of a fleet is asked next: they take turns, so that a retry reaches another one. */
  readonly turn: number
}

type Event =
  | Boot
  | HomeChanged
  | Received<BundleRequest>
  | Received<BundleServed>
  | Received<ProofAnswer>
  | Received<Activate>

interface At {
  readonly context: Context
  readonly event: Event
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()
const send = (to: NodeId, message: Message) => ({ do: 'send', to, message }) as const

/** Messages that this machine takes. */
const ACCEPTS = ['bundleRequest', 'bundleServed', 'proofAnswer', 'activate'] as const

// What a message calls a fleet may be anything.
function isFleet({ fleets }: Rules, name: unknown): name is string {
  return typeof name === 'string' && Object.hasOwn(fleets, name)
}

/** Which fleet answers a request: the one that it names, the serving one, or the one that holds the account. */
export function fleetFor(
  { accounts }: Pick<Rules, 'accounts'>,
  context: Pick<Context, 'serving' | 'homes'>,
  { from, message }: Received<BundleRequest>,
): string {
  if (message.fleet !== null) return message.fleet
  const home = context.homes[accounts[from] ?? '']
  return message.purpose === 'enrol' || home === undefined ? context.serving : home
}

function guardsFor(rules: Rules) {
  const { operator, auditor, profile } = rules
  const hsms = new Set(Object.values(rules.fleets).flat())
  return {
    isMessage,
    namesNoFleet: (at: At) => {
      const request = at.event as Received<BundleRequest>
      return !isFleet(rules, fleetFor(rules, at.context, request)) || !isCount(request.message.since)
    },
    isFirstEnrolment: ({ context, event }: At) => {
      const { from, message } = event as Received<BundleRequest>
      const account = rules.accounts[from]
      return message.purpose === 'enrol' && account !== undefined && context.homes[account] === undefined
    },
    isFromAStranger: ({ event }: At) => {
      const { from, message } = event as Received<BundleServed>
      return !hsms.has(from) || !isNodeId(message.client)
    },
    needsNoLog: () => !profile.logProofs,
    isFromTheAuditor: ({ event }: At) => {
      const { from, message } = event as Received<ProofAnswer>
      return from === auditor && isNodeId(message.client)
    },
    isOrdered: ({ event }: At) => {
      const { from, message } = event as Received<Activate>
      return from === operator && isFleet(rules, message.fleet)
    },
  }
}

function actionsOf(rules: Rules) {
  const hsmsFor = ({ context, event }: At) =>
    rules.fleets[fleetFor(rules, context, event as Received<BundleRequest>)] as readonly NodeId[]
  return {
    refuse,
    defect,
    readCells: change(({ context, event }) => {
      const { cells } = event as Boot
      return {
        serving: (cells['bundles.serving'] ?? context.serving) as string,
        homes: (cells['bundles.homes'] ?? {}) as Context['homes'],
      }
    }),
    // Until a record is confirmed elsewhere, the fleet that was first asked for is where to look for it.
    noteFirstHome: change(({ context, event }) => {
      const account = rules.accounts[(event as Received<BundleRequest>).from] as string
      return { homes: { ...context.homes, [account]: context.serving } }
    }),
    noteHome: change(({ context, event }) => {
      const { account, fleet } = event as HomeChanged
      return { homes: { ...context.homes, [account]: fleet } }
    }),
    persistHomes: ask(({ context }) => [{ do: 'persist', cell: 'bundles.homes', value: context.homes }]),
    askAnHsm: ask((at) => {
      const { from, message } = at.event as Received<BundleRequest>
      const hsms = hsmsFor(at)
      const request = { type: 'bundleWanted', client: from, since: message.since }
      return [send(hsms[at.context.turn % hsms.length] as NodeId, request)]
    }),
    takeTurns: change((at) => ({ turn: (at.context.turn + 1) % hsmsFor(at).length })),
    answerClient: ask(({ event }) => {
      const { client, bundle } = (event as Received<BundleServed>).message
      const answer = { type: 'bundleAnswer', bundle, proof: null }
      return [send(client, answer)]
    }),
    askTheAuditor: ask(({ event }) => {
      const { client, since, bundle } = (event as Received<BundleServed>).message
      const request = { type: 'proofRequest', client, since, bundle }
      return [send(rules.auditor, request)]
    }),
    answerWithProof: ask(({ event }) => {
      const { client, bundle, proof } = (event as Received<ProofAnswer>).message
      const answer = { type: 'bundleAnswer', bundle, proof }
      return [send(client, answer)]
    }),
    activate: change(({ event }) => ({ serving: (event as Received<Activate>).message.fleet })),
    persistServing: ask(({ context }) => [
      { do: 'persist', cell: 'bundles.serving', value: context.serving },
    ]),
    confirm: ask(({ event }) => {
      const { from, message } = event as Received<Activate>
      const answer = { type: 'activated', fleet: message.fleet, epoch: message.epoch }
      return [send(from, answer)]
    }),
  }
}

/** The machine alone; bugs are made from it through `provide`. */
export function distributionMachine(rules: Rules) {
  const relay = ['askAnHsm', 'takeTurns'] as const
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: guardsFor(rules),
    actions: actionsOf(rules),
  }).createMachine({
    id: 'bundles',
    context: { serving: rules.serving, homes: {}, turn: 0 },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'relaying', actions: 'readCells' } } },
      relaying: {
        on: {
          bundleRequest: [
            { guard: 'namesNoFleet', actions: 'refuse' },
            { guard: 'isFirstEnrolment', actions: ['noteFirstHome', 'persistHomes', ...relay] },
            { actions: relay },
          ],
          bundleServed: [
            { guard: 'isFromAStranger', actions: 'refuse' },
            { guard: 'needsNoLog', actions: 'answerClient' },
            { actions: 'askTheAuditor' },
          ],
          proofAnswer: [{ guard: 'isFromTheAuditor', actions: 'answerWithProof' }, { actions: 'refuse' }],
          activate: [
            { guard: 'isOrdered', actions: ['activate', 'persistServing', 'confirm'] },
            { actions: 'refuse' },
          ],
          homeChanged: { actions: ['noteHome', 'persistHomes'] },
        },
      },
    },
    on: WILDCARD,
  })
}

/** The distribution machine as a part of the front end's shell, under the name `bundles`. */
export function createDistribution({ crypto: _, ...rules }: DistributionDeps): Part {
  return { machine: distributionMachine(rules), input: undefined, draws: {}, accepts: ACCEPTS }
}
