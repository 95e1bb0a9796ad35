/** What stands in the vault's place where the keys of fleets are checked alone: it hears of them, and does nothing. */
import { setup } from 'xstate'
import { actionsFor, isMessage, WILDCARD } from '../../spec/actions.ts'
import type { Boot } from '../../spec/boundary.ts'
import type { Part } from '../../spec/shell.ts'
import type { FleetKeysChanged } from '../../spec/tells.ts'

const { refuse, defect } = actionsFor<object, Boot | FleetKeysChanged>()

const machine = setup({
  guards: { isMessage },
  actions: { refuse: refuse as never, defect: defect as never },
}).createMachine({
  id: 'bystander',
  on: { boot: {}, fleetKeysChanged: {}, ...WILDCARD },
}) as unknown as Part['machine']

/** The part that stands under the name `vault`. */
export const bystander: Part = { machine, input: undefined, draws: {}, accepts: [] }
