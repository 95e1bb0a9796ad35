/** A8: whoever passes the operator's account check, and does not know the password. */
import { nodeId } from '../../../spec/names.ts'
import type { Act } from '../setup.ts'
import type { Capability } from './capability.ts'
import { one } from './moments.ts'

const NODE = 'thief'

/** A8. */
export const accountThief: Capability = {
  id: 'A8',
  includes: ['A2'],
  says: "passes the operator's account check, does not know the password",
  powers: { client: 'a client of its own asks in the name of the account' },
  budgets: {},
  draw: (random, { clients }) => {
    const { account } = one(random, clients)
    const acts: Act[] = Array.from({ length: random.int(1, 6) }, (_, i) => {
      const secret = `word${random.int(3, 5)}`
      if (random.chance(250)) return { node: NODE, do: 'enrol', secret, key: `K-thief-${i}` }
      return { node: NODE, do: random.chance(200) ? 'delete' : 'recover', secret }
    })
    const planned = acts.map(() => ({
      at: random.int(4_000, 27_000),
      kind: 'begin',
      nodes: [nodeId(NODE)],
    }))
    return { clients: [{ node: NODE, account, rogue: 'A8' }], acts, planned }
  },
}
