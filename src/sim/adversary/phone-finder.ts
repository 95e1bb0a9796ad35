/** A10: whoever finds a phone and reads its storage: a phone of its own goes on with what that one knew. */
import { nodeId } from '../../../spec/names.ts'
import type { Act } from '../setup.ts'
import type { Capability } from './capability.ts'
import { one } from './moments.ts'

const NODE = 'finder'

/** A10. */
export const phoneFinder: Capability = {
  id: 'A10',
  includes: ['A2'],
  says: "reads a phone's storage",
  powers: { find: 'a phone of its own goes on with what the found one stored' },
  budgets: { find: 1 },
  draw: (random, { clients }) => {
    const { node, account } = one(random, clients)
    const found = random.int(8_000, 22_000)
    const acts: Act[] = Array.from({ length: random.int(1, 4) }, (_, i) => {
      const secret = `word${random.int(3, 5)}`
      if (random.chance(400)) return { node: NODE, do: 'enrol', secret, key: `K-finder-${i}` }
      return { node: NODE, do: random.chance(500) ? 'delete' : 'recover', secret }
    })
    return {
      clients: [{ node: NODE, account, rogue: 'A10' }],
      acts,
      planned: [
        { at: found, kind: 'find', nodes: [nodeId(node), nodeId(NODE)] },
        ...acts.map(() => ({ at: found + random.int(10, 6_000), kind: 'begin', nodes: [nodeId(NODE)] })),
      ],
    }
  },
}
