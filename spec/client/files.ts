/**
 * The phone's backups (§8.4): seals them under K, leaves them with the cloud provider, and opens what comes back. What
 * does not open under this K is no backup of its holder's, whoever gave it.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, Effect, InternalEvent, Octets, Received } from '../boundary.ts'
import { type FileAnswer, type FileKept, fileDigest } from '../cloud/files.ts'
import type { NodeId } from '../names.ts'
import type { Deps, DrawTable, Part } from '../shell.ts'
import { VERSION } from '../vault/words.ts'
import type { BackUp, BackupsEnded, KeyHeld, Restore } from './backups.ts'
import { CLIENT_DELAYS } from './client-deps.ts'

/** What the files machine is made from. */
export interface FilesDeps extends Deps {
  readonly account: string
  readonly cloud: NodeId
}

/** What a phone knows of its backups (§8.4). Gone with its power: the user recovers K again. */
export interface Context {
  /** K, 32 bytes; null: it was neither enrolled nor recovered since the phone was switched on. */
  readonly key: Octets | null
  /** The file that is on its way to the store, as it left. */
  readonly file: Octets | null
  /** What was restored. */
  readonly content: Octets | null
}

type Event =
  | Boot
  | KeyHeld
  | BackUp
  | Restore
  | Received<FileKept>
  | Received<FileAnswer>
  | { readonly type: `xstate.after.${string}` }

interface At {
  readonly context: Context
  readonly event: Event
}

/** A nonce for each file. */
export const FILES_DRAWS: DrawTable = { backUp: { nonce: 12 } }

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

function opened({ crypto, account }: FilesDeps, { context, event }: At): Octets | null {
  const { file } = (event as Received<FileAnswer>).message
  if (!crypto.isOctets(file)) return null
  const found = crypto.open(context.key as Octets, nameOf(crypto, account), file)
  return found.ok ? found.value : null
}

// Whose backup it is stands in what is authenticated: nobody's file is taken for another's.
function nameOf(crypto: Deps['crypto'], account: string): Octets {
  return crypto.pack([crypto.text(`${VERSION} backup`), crypto.text(account)])
}

function ended(
  type: BackupsEnded['type'],
  outcome: BackupsEnded['outcome'],
  content?: Octets | null,
): Effect {
  const event = { type, outcome, ...(content ? { content } : {}) } as InternalEvent
  return { do: 'tell', machine: 'user', event }
}

function actionsOf(deps: FilesDeps) {
  const { crypto, account, cloud } = deps
  const end = (type: BackupsEnded['type'], outcome: BackupsEnded['outcome']) =>
    ask(() => [ended(type, outcome)])
  return {
    refuse,
    defect,
    takeKey: change(({ event }) => ({ key: (event as KeyHeld).key })),
    sealFile: change(({ context, event }) => {
      const { content, draw } = event as BackUp
      const nonce = draw?.nonce as Octets
      return { file: crypto.seal(context.key as Octets, nonce, nameOf(crypto, account), content) }
    }),
    putFile: ask(({ context }) => [
      { do: 'send', to: cloud, message: { type: 'putFile', file: context.file } as never },
    ]),
    getFile: ask(() => [{ do: 'send', to: cloud, message: { type: 'getFile' } }]),
    openFile: change((at) => ({ content: opened(deps, at) })),
    forget: change(() => ({ file: null, content: null })),
    tellKept: end('backupEnded', 'kept'),
    tellNoKeyToSeal: end('backupEnded', 'noKey'),
    tellNotKept: end('backupEnded', 'unavailable'),
    tellNoKeyToOpen: end('restoreEnded', 'noKey'),
    tellNothing: end('restoreEnded', 'nothingStored'),
    tellDamaged: end('restoreEnded', 'damaged'),
    tellNoAnswer: end('restoreEnded', 'unavailable'),
    tellRestored: ask(({ context }) => [ended('restoreEnded', 'restored', context.content)]),
  }
}

/** The machine alone; bugs are made from it through `provide`. */
export function filesMachine(deps: FilesDeps) {
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: {
      isMessage,
      hasNoKey: ({ context }: At) => context.key === null,
      isOtherFile: ({ context, event }: At) =>
        (event as Received<FileKept>).message.digest !== fileDigest(deps, context.file as Octets),
      isNothing: ({ event }: At) => (event as Received<FileAnswer>).message.file === null,
      isDamaged: ({ context }: At) => context.content === null,
    },
    actions: actionsOf(deps),
    delays: CLIENT_DELAYS,
  }).createMachine({
    id: 'files',
    context: { key: null, file: null, content: null },
    initial: 'off',
    states: {
      off: { on: { boot: 'idle' } },
      idle: {
        entry: 'forget',
        on: {
          backUp: [
            { guard: 'hasNoKey', actions: 'tellNoKeyToSeal' },
            { target: 'keeping', actions: 'sealFile' },
          ],
          restore: [{ guard: 'hasNoKey', actions: 'tellNoKeyToOpen' }, { target: 'fetching' }],
        },
      },
      keeping: {
        initial: 'asking',
        after: { giveUp: { target: 'idle', actions: 'tellNotKept' } },
        states: {
          asking: { entry: 'putFile', after: { resend: { target: 'asking', reenter: true } } },
        },
        // The word that another file is kept is an old one.
        on: { fileKept: [{ guard: 'isOtherFile' }, { target: 'idle', actions: 'tellKept' }] },
      },
      fetching: {
        initial: 'asking',
        after: { giveUp: { target: 'idle', actions: 'tellNoAnswer' } },
        states: {
          asking: { entry: 'getFile', after: { resend: { target: 'asking', reenter: true } } },
        },
        on: {
          fileAnswer: [
            { guard: 'isNothing', target: 'idle', actions: 'tellNothing' },
            { target: 'opening', actions: 'openFile' },
          ],
        },
      },
      opening: {
        always: [
          { guard: 'isDamaged', target: 'idle', actions: 'tellDamaged' },
          { target: 'idle', actions: 'tellRestored' },
        ],
      },
    },
    on: {
      keyHeld: { actions: 'takeKey' },
      // One act at a time.
      backUp: { actions: 'tellNotKept' },
      restore: { actions: 'tellNoAnswer' },
      // Late: the act that asked is over.
      fileKept: {},
      fileAnswer: {},
      ...WILDCARD,
    },
  })
}

/** The files machine as a standing part of a client. */
export function createFiles(deps: FilesDeps): Part {
  return {
    machine: filesMachine(deps),
    input: undefined,
    draws: FILES_DRAWS,
    accepts: ['fileKept', 'fileAnswer'],
  }
}
