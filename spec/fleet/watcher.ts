/**
 * An auditor that keeps no log of its own but watches one (§7.4): it fetches the log, holds every entry against the
 * rules and the evidence, and compares checkpoints with other watchers. Two signed checkpoints that cannot both be
 * true are proof against whoever signed them.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, InternalEvent, Octets, Received } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import type { Deps, Part } from '../shell.ts'
import type { Anchors, Checkpoint } from './bundle.ts'
import { evidenceGap } from './evidence.ts'
import { type Entry, isSoundLog, rootAt } from './log.ts'
import type { HeadShared, LogAnswer } from './messages.ts'
import { headContent, isCheckpoint } from './statements.ts'

/** What a watcher is made from. */
export interface WatcherDeps extends Deps {
  readonly anchors: Anchors
  /** The HSM vendor's public key. */
  readonly vendor: Octets
  readonly auditor: NodeId
  /** Other watchers. */
  readonly peers: readonly NodeId[]
}

/** The act of whoever runs it: fetch the log, look at its last `limit` epochs (all, if absent), tell. */
export interface Look {
  readonly type: 'look'
  readonly limit?: number
}

/** What it tells. A partial audit says so, and from where; epochs without verifying evidence are listed. */
export interface AuditTold {
  readonly type: 'auditTold'
  readonly from: number
  readonly to: number
  readonly size: number
  readonly partial: boolean
  readonly unevidenced: readonly number[]
}

/** Something that no honest log does. The checkpoints are signed: they prove it to anybody. */
export interface LogAccused {
  readonly type: 'logAccused'
  readonly of: 'splitView' | 'rewritten' | 'unsound'
  readonly checkpoints: readonly Checkpoint[]
}

type Rules = Omit<WatcherDeps, 'profile'>

/** What an outside auditor remembers (§7.4): the log as far as it was shown, and the newest head. */
export interface Context {
  /** The cell `watch.log`. */
  readonly entries: readonly Entry[]
  /** The cell `watch.head`: the newest checkpoint over exactly these entries. */
  readonly head: Checkpoint | null
  readonly limit: number | null
}

type Event = Boot | Look | Received<LogAnswer> | Received<HeadShared>

interface At {
  readonly context: Context
  readonly event: Event
}

const { change, ask, refuse, defect } = actionsFor<Context, Event>()
const answerOf = ({ event }: At) => (event as Received<LogAnswer>).message
const sharedOf = ({ event }: At) => (event as Received<HeadShared>).message.checkpoint

function isSigned({ crypto, anchors }: Rules, checkpoint: unknown): checkpoint is Checkpoint {
  if (!isCheckpoint(crypto, checkpoint) || checkpoint.origin !== anchors.namespace) return false
  const content = headContent(crypto, checkpoint)
  return content !== null && crypto.verify(anchors.auditor, '', content, checkpoint.signature)
}

// Both are signed: do they say different things of the first `size` entries?
function contradicts(crypto: CryptoPort, entries: readonly Entry[], shared: Checkpoint): boolean {
  return shared.size <= entries.length && rootAt(crypto, entries, shared.size) !== shared.root
}

function guardsFor(rules: Rules) {
  const { crypto, anchors, auditor, peers } = rules
  return {
    isMessage,
    isUnsigned: (at: At) =>
      (at.event as Received).from !== auditor || !isSigned(rules, answerOf(at).checkpoint),
    isUnsound: (at: At) => {
      const { entries, checkpoint } = answerOf(at)
      if (!isSoundLog(crypto, anchors, entries) || entries.length !== checkpoint.size) return true
      return rootAt(crypto, entries, checkpoint.size) !== checkpoint.root
    },
    /** An answer of before, late or replayed: the beginning of what is held, and signed no later than that. */
    isOld: (at: At) => {
      const { head, entries } = at.context
      const { checkpoint } = answerOf(at)
      return (
        head !== null &&
        checkpoint.size < entries.length &&
        checkpoint.timestampMs <= head.timestampMs &&
        !contradicts(crypto, entries, checkpoint)
      )
    },
    isRewritten: (at: At) => {
      const { head, entries } = at.context
      const { checkpoint } = answerOf(at)
      return (
        head !== null && (checkpoint.size < entries.length || contradicts(crypto, answerOf(at).entries, head))
      )
    },
    isOdd: (at: At) => !peers.includes((at.event as Received).from) || !isSigned(rules, sharedOf(at)),
    isSplitView: (at: At) => contradicts(crypto, at.context.entries, sharedOf(at)),
  }
}

function actionsOf(rules: Rules) {
  const { crypto, vendor, auditor, peers } = rules
  const accuse = (of: LogAccused['of'], checkpoints: (at: At) => readonly Checkpoint[]) =>
    ask((at) => {
      const event: LogAccused = { type: 'logAccused', of, checkpoints: checkpoints(at) }
      return [{ do: 'tell', machine: 'user', event }]
    })
  const held = ({ context }: At) => (context.head === null ? [] : [context.head])
  return {
    refuse,
    defect,
    readCells: change(({ event }) => ({
      entries: ((event as Boot).cells['watch.log'] ?? []) as readonly Entry[],
      head: ((event as Boot).cells['watch.head'] ?? null) as Checkpoint | null,
    })),
    noteLimit: change(({ event }) => ({ limit: (event as Look).limit ?? null })),
    fetchLog: ask(() => [{ do: 'send', to: auditor, message: { type: 'logRequest' } }]),
    keepLog: change((at) => ({ entries: answerOf(at).entries, head: answerOf(at).checkpoint })),
    persistLog: ask(({ context }) => [
      { do: 'persist', cell: 'watch.log', value: context.entries },
      { do: 'persist', cell: 'watch.head', value: context.head },
    ]),
    tellAudit: ask(({ context }) => {
      const { entries, limit } = context
      const size = entries.length
      const from = limit === null ? 1 : Math.max(1, size - limit + 1)
      const gap = ({ epoch, artifact, transcript }: Entry) =>
        evidenceGap(crypto, vendor, epoch, artifact, transcript) !== null
      const unevidenced = entries
        .slice(from - 1)
        .filter(gap)
        .map(({ epoch }) => epoch)
      const event: AuditTold = { type: 'auditTold', from, to: size, size, partial: from > 1, unevidenced }
      return [{ do: 'tell', machine: 'user', event: event as InternalEvent }]
    }),
    shareHead: ask(({ context }) =>
      peers.map((peer) => {
        const message = { type: 'headShared', checkpoint: context.head }
        return { do: 'send', to: peer, message } as const
      }),
    ),
    accuseUnsound: accuse('unsound', (at) => [answerOf(at).checkpoint]),
    accuseRewritten: accuse('rewritten', (at) => [...held(at), answerOf(at).checkpoint]),
    accuseSplitView: accuse('splitView', (at) => [...held(at), sharedOf(at)]),
  }
}

/** The machine alone; bugs are made from it through `provide`. */
export function watcherMachine(rules: Rules) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: guardsFor(rules),
    actions: actionsOf(rules),
  }).createMachine({
    id: 'watcher',
    context: { entries: [], head: null, limit: null },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'watching', actions: 'readCells' } } },
      watching: {
        on: {
          look: { actions: ['noteLimit', 'fetchLog'] },
          logAnswer: [
            { guard: 'isUnsigned', actions: 'refuse' },
            { guard: 'isUnsound', actions: 'accuseUnsound' },
            { guard: 'isOld', actions: 'tellAudit' },
            { guard: 'isRewritten', actions: 'accuseRewritten' },
            { actions: ['keepLog', 'persistLog', 'tellAudit', 'shareHead'] },
          ],
          // A longer log than ours is compared when we look again: the peer hears of our head then.
          headShared: [
            { guard: 'isOdd', actions: 'refuse' },
            { guard: 'isSplitView', actions: 'accuseSplitView' },
            {},
          ],
        },
      },
    },
    on: WILDCARD,
  })
}

/** A watcher as a part of its shell. */
export function createWatcher({ profile: _, ...rules }: WatcherDeps): Part {
  return {
    machine: watcherMachine(rules),
    input: undefined,
    draws: {},
    accepts: ['logAnswer', 'headShared'],
  }
}
