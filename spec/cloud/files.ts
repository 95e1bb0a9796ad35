/**
 * The cloud provider's store of backups (§8.4): the newest file of each account, as it came. Nobody trusts it: it is
 * as honest as the network in front of it (A1), which reads all of it and may put anything in its place.
 */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../actions.ts'
import type { Boot, Octets, Received } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import type { Deps, Part } from '../shell.ts'

/** From a phone: keep this file in the place of the one before. */
export interface PutFile {
  readonly type: 'putFile'
  readonly file: Octets
}
/** The store's word that it keeps a file; `digest` says which, 32 bytes. */
export interface FileKept {
  readonly type: 'fileKept'
  readonly digest: Octets
}
/** From a phone: the file of its account, please. */
export interface GetFile {
  readonly type: 'getFile'
}
/** The store's answer. Null: it has none. */
export interface FileAnswer {
  readonly type: 'fileAnswer'
  readonly file: Octets | null
}

/** What a store is made from: whose phones there are. The provider knows its customers by itself. */
export interface FileStoreDeps extends Deps {
  readonly accounts: Readonly<Record<NodeId, string>>
}

/** What it remembers (§8.4): the cell `cloud.files`, by account. */
export interface Context {
  readonly files: Readonly<Record<string, Octets>>
}

type Event = Boot | Received<PutFile> | Received<GetFile>

interface At {
  readonly context: Context
  readonly event: Event
}

/** The largest file in bytes: in the model a file is a few words, in the world §8.1 streams it. */
export const FILE_BYTES_MAX = 65_536

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

/** By this hash a phone knows its file again. */
export function fileDigest({ crypto }: Pick<Deps, 'crypto'>, file: Octets): Octets {
  return crypto.hash('file', [file])
}

/** The machine alone; bugs are made from it through `provide`. */
export function fileStoreMachine(deps: FileStoreDeps) {
  const { crypto, accounts } = deps
  const ownerOf = ({ event }: At) => accounts[(event as Received).from]
  const fileIn = ({ event }: At) => (event as Received<PutFile>).message.file
  return setup({
    types: { context: {} as Context, events: {} as Event },
    guards: {
      isMessage,
      isNobodys: (at: At) => ownerOf(at) === undefined,
      isNoFile: (at: At) => !crypto.isOctets(fileIn(at)) || crypto.size(fileIn(at)) > FILE_BYTES_MAX,
    },
    actions: {
      refuse,
      defect,
      readCells: change(({ event }) => ({
        files: ((event as Boot).cells['cloud.files'] ?? {}) as Context['files'],
      })),
      keep: change((at) => ({ files: { ...at.context.files, [ownerOf(at) as string]: fileIn(at) } })),
      persist: ask(({ context }) => [{ do: 'persist', cell: 'cloud.files', value: context.files }]),
      sayKept: ask((at) => {
        const message: FileKept = { type: 'fileKept', digest: fileDigest(deps, fileIn(at)) }
        return [{ do: 'send', to: (at.event as Received).from, message }]
      }),
      answer: ask((at) => {
        const message: FileAnswer = {
          type: 'fileAnswer',
          file: at.context.files[ownerOf(at) as string] ?? null,
        }
        return [{ do: 'send', to: (at.event as Received).from, message }]
      }),
    },
  }).createMachine({
    id: 'fileStore',
    context: { files: {} },
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'storing', actions: 'readCells' } } },
      storing: {
        on: {
          putFile: [
            { guard: 'isNobodys', actions: 'refuse' },
            { guard: 'isNoFile', actions: 'refuse' },
            { actions: ['keep', 'persist', 'sayKept'] },
          ],
          getFile: [{ guard: 'isNobodys', actions: 'refuse' }, { actions: 'answer' }],
        },
      },
    },
    on: WILDCARD,
  })
}

/** The store as the standing part of its shell. */
export function createFileStore(deps: FileStoreDeps): Part {
  return { machine: fileStoreMachine(deps), input: undefined, draws: {}, accepts: ['putFile', 'getFile'] }
}
