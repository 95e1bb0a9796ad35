/** Stand-ins for the neighbours of §7's machines: a vault that only counts, and somebody who asks for keys. */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot, InternalEvent } from '../../spec/boundary.ts'
import type { Part } from '../../spec/shell.ts'
import type { CountWanted, FleetKeysChanged, KeysWanted } from '../../spec/tells.ts'

/** A phone's wish: the user's act that the asking machine passes on to trust. */
export interface Wish {
  readonly type: 'wish'
  readonly purpose: 'enrol' | 'recover'
  readonly fleet?: string
  readonly nowMs?: number
}

interface Nothing {
  readonly heard: number
}

type VaultEvent = Boot | FleetKeysChanged | CountWanted
const listening = actionsFor<Nothing, VaultEvent>()
/** A vault that counts so many open lineages, or does not lead (null). */
export const vaultOf = (open: number | null) =>
  setup({
    types: { context: {} as Nothing, events: {} as VaultEvent },
    guards: { isMessage },
    actions: {
      refuse: listening.refuse,
      defect: listening.defect,
      count: listening.ask(() => [
        { do: 'tell', machine: 'fleetKeys', event: { type: 'counted', open } as InternalEvent },
      ]),
    },
  }).createMachine({
    id: 'vault',
    context: { heard: 0 },
    on: { boot: {}, fleetKeysChanged: {}, countWanted: { actions: 'count' }, ...WILDCARD },
  })

type Answer = { readonly type: 'keysTrusted' } | { readonly type: 'keysRefused' }
const wishing = actionsFor<Nothing, Boot | Wish | Answer>()
/** Passes a wish on to trust, and the answer to its user. */
export const asker = setup({
  types: { context: {} as Nothing, events: {} as Boot | Wish | Answer },
  guards: { isMessage },
  actions: {
    refuse: wishing.refuse,
    defect: wishing.defect,
    passOn: wishing.ask(({ event }) => {
      const { type: _, ...rest } = event as Wish
      const want: KeysWanted = { type: 'keysWanted', by: 'enrollment', ...rest }
      return [{ do: 'tell', machine: 'trust', event: want }]
    }),
    report: wishing.ask(({ event }) => [{ do: 'tell', machine: 'user', event: event as InternalEvent }]),
  },
}).createMachine({
  id: 'enrollment',
  context: { heard: 0 },
  on: {
    boot: {},
    wish: { actions: 'passOn' },
    keysTrusted: { actions: 'report' },
    keysRefused: { actions: 'report' },
    ...WILDCARD,
  },
})

/** A part without messages of its own. */
export const listener = (machine: Part['machine']): Part => ({
  machine,
  input: undefined,
  draws: {},
  accepts: [],
})
