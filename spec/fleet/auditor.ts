/**
 * The auditor (§7.4): appends to its log what follows its rules, signs it only once it is durable, and proves to
 * anybody what the log holds. It does not know whether keys are good; it makes them impossible to deny.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, Received } from '../boundary.ts'
import type { CryptoPort, KeyPair } from '../crypto.ts'
import { isNodeId } from '../names.ts'
import type { Deps, Part } from '../shell.ts'
import { brokenRule, checkpointOf, type Entry, nextEpoch, prove, stamp } from './log.ts'
import type { LogRequest, ProofRequest, StampRefused, StampRequest } from './messages.ts'
import { isBundle, isCount } from './statements.ts'

/** What an auditor is made from. */
export interface AuditorDeps extends Deps {
  readonly namespace: string
  readonly key: KeyPair
  /** Its clock before the first `clock`, in ms since 1970. */
  readonly nowMs: number
}

/** What time it is, from the auditor's surroundings: the only clock there is (§7.4). */
export interface Clock {
  readonly type: 'clock'
  readonly nowMs: number
}

interface Rules extends Omit<AuditorDeps, 'profile'> {
  readonly crypto: CryptoPort
}

/** What the auditor remembers (§7.4): the log that it keeps, and its clock. */
export interface Context {
  /** The cell `auditor.log`, oldest first. */
  readonly entries: readonly Entry[]
  /** The cell `auditor.clock`. */
  readonly nowMs: number
}

type Event = Boot | Clock | Received<StampRequest> | Received<ProofRequest> | Received<LogRequest>

interface At {
  readonly context: Context
  readonly event: Event
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

function requestOf({ event }: At): StampRequest {
  return (event as Received<StampRequest>).message
}

// The entry that this very request made earlier: its answer may have been lost.
function madeBefore({ crypto }: Rules, at: At): Entry | undefined {
  const { epoch, suite, artifact } = requestOf(at)
  const entry = at.context.entries.find((one) => one.epoch === epoch && one.suite === suite)
  if (entry === undefined || !crypto.isOctets(artifact)) return undefined
  return crypto.digest(artifact) === entry.digest ? entry : undefined
}

function guardsFor(rules: Rules) {
  const { crypto, namespace } = rules
  return {
    isMessage,
    isRepeated: (at: At) => madeBefore(rules, at) !== undefined,
    breaksRule: (at: At) => brokenRule(crypto, namespace, at.context.entries, requestOf(at)) !== null,
    isEmpty: ({ context }: At) => context.entries.length === 0,
    isLater: ({ context, event }: At) => (event as Clock).nowMs >= context.nowMs,
    isProofRequest: ({ event }: At) => {
      const { client, since, bundle } = (event as Received<ProofRequest>).message
      return isNodeId(client) && isCount(since) && isBundle(crypto, bundle)
    },
  }
}

function actionsOf(rules: Rules) {
  const { crypto, namespace, key } = rules
  return {
    refuse,
    defect,
    readCells: change(({ context, event }) => ({
      entries: ((event as Boot).cells['auditor.log'] as readonly Entry[] | undefined) ?? [],
      nowMs: ((event as Boot).cells['auditor.clock'] as number | undefined) ?? context.nowMs,
    })),
    appendEntry: change((at) => ({
      entries: [...at.context.entries, stamp(crypto, key.secret, at.context.nowMs, requestOf(at))],
    })),
    persistLog: ask(({ context }) => [{ do: 'persist', cell: 'auditor.log', value: context.entries }]),
    sendStamp: ask((at) => {
      const entry = madeBefore(rules, at) as Entry
      const { from } = at.event as Received<StampRequest>
      const { artifact: _, transcript: __, ...stamped } = entry
      return [{ do: 'send', to: from, message: { type: 'stamped', ...stamped } as never }]
    }),
    refuseStamp: ask((at) => {
      const { entries } = at.context
      const why = brokenRule(crypto, namespace, entries, requestOf(at)) as StampRefused['why']
      const { from, message } = at.event as Received<StampRequest>
      const answer: StampRefused = {
        type: 'stampRefused',
        epoch: message.epoch,
        why,
        next: nextEpoch(entries),
      }
      return [{ do: 'send', to: from, message: answer }]
    }),
    setClock: change(({ event }) => ({ nowMs: (event as Clock).nowMs })),
    persistClock: ask(({ context }) => [{ do: 'persist', cell: 'auditor.clock', value: context.nowMs }]),
    tellClock: ask(({ context }) => {
      const event = { type: 'clockTold', nowMs: context.nowMs }
      return [{ do: 'tell', machine: 'user', event }]
    }),
    sendLog: ask(({ context, event }) => {
      const { entries, nowMs } = context
      const checkpoint = checkpointOf(crypto, key, entries, nowMs)
      const answer = { type: 'logAnswer', entries, checkpoint }
      return [{ do: 'send', to: (event as Received).from, message: answer }]
    }),
    sendProof: ask(({ context, event }) => {
      const { from, message } = event as Received<ProofRequest>
      const { client, bundle } = message
      const proof = prove(crypto, key, context.entries, context.nowMs, message)
      return [{ do: 'send', to: from, message: { type: 'proofAnswer', client, bundle, proof } as never }]
    }),
  }
}

/** The machine alone; bugs are made from it through `provide`. */
export function auditorMachine(rules: Rules) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: guardsFor(rules),
    actions: actionsOf(rules),
  }).createMachine({
    id: 'auditor',
    context: { entries: [], nowMs: rules.nowMs },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'auditing', actions: 'readCells' } } },
      auditing: {
        on: {
          stampRequest: [
            { guard: 'isRepeated', actions: 'sendStamp' },
            { guard: 'breaksRule', actions: 'refuseStamp' },
            { actions: ['appendEntry', 'persistLog', 'sendStamp'] },
          ],
          proofRequest: [{ guard: 'isProofRequest', actions: 'sendProof' }, { actions: 'refuse' }],
          logRequest: [{ guard: 'isEmpty' }, { actions: 'sendLog' }],
          // A clock that was set back would make old checkpoints look fresh.
          clock: [
            { guard: 'isLater', actions: ['setClock', 'persistClock', 'tellClock'] },
            { actions: 'tellClock' },
          ],
        },
      },
    },
    on: WILDCARD,
  })
}

/** The auditor as a part of its shell. */
export function createAuditor({ profile: _, ...rules }: AuditorDeps): Part {
  return {
    machine: auditorMachine(rules),
    input: undefined,
    draws: {},
    accepts: ['stampRequest', 'proofRequest', 'logRequest'],
  }
}
