/** Fresh names in a world: however they are spelled and whoever came first, the numbered world is one. About 1 s. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nodeId, rename } from '../spec/names.ts'
import { FreshNames } from '../src/check/fresh-names.ts'
import type { Letter, Model } from '../src/check/model.ts'
import { Renamer } from '../src/check/renamer.ts'
import { Space } from '../src/check/space.ts'
import { base, raise, scalar, USE } from '../src/crypto/ideal/group.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'

const NODES = [nodeId('n1'), nodeId('n2')]
const NAMES = ['~w:16', '~x:16', '~y:16', '~z:16']
const { table: terms, port, rewrite } = createIdealTwin()

// A term whose parts have an order of their own: a base raised to two scalars.
const shared = (one: string, other: string) => {
  const raised = [one, other].reduce(
    (element, seed) => raise(terms, element, scalar(terms, USE.keyshare, terms.read(seed))),
    base(terms, terms.read(port.text('word'))),
  )
  return terms.address(raised)
}

const name = fc.constantFrom(...NAMES)
const leaf = fc.oneof(
  fc.nat(1),
  name,
  fc.tuple(name, name).map(([one, other]) => shared(one, other)),
)
const table = (item: fc.Arbitrary<unknown>) =>
  fc.dictionary(name, item, { maxKeys: 3, noNullPrototype: true })
const part = fc.oneof(leaf, table(leaf), table(table(leaf)), fc.array(table(leaf), { maxLength: 2 }))
const worlds = fc.record({
  locals: fc.tuple(part, part),
  letters: fc.array(part, { maxLength: 3 }),
  order: fc.shuffledSubarray([...NAMES.keys()], { minLength: NAMES.length }),
})

test('two spellings of one world are settled alike', () => {
  fc.assert(
    fc.property(worlds, ({ locals, letters, order }) => {
      const model: Model = {
        ...{
          name: 'names',
          nodes: NODES,
          order: 'unordered',
          initial: [],
          opening: [],
          budgets: {},
          bounds: {},
        },
        ...{ moves: () => [], step: () => 'ignored', rewrite },
      }
      const space = new Space(model, [], { fleets: {}, clients: [], quorums: {}, limit: 0 })
      const names = new FreshNames(space, new Renamer(space))
      const settled = (spelled: ReadonlyMap<string, string>) => {
        const own = <T>(value: T) => rename(spelled, value, (text) => rewrite(spelled, text))
        const slots = new Int32Array(space.slots)
        for (const [place, local] of locals.entries()) slots[place] = space.locals[place]!.idOf(own(local))
        const sent = letters.map((content) => ({
          from: NODES[1],
          message: { type: 'm', content: own(content) },
        }))
        const ids = sent.map((letter) => space.letters[0]!.idOf(letter as unknown as Letter))
        slots[NODES.length] = space.inboxes[0]!.idOf(ids)
        names.settle(slots)
        return [...slots]
      }
      const other = new Map(NAMES.map((text, at) => [text, `~other${order[at]}:16`]))
      expect(settled(other)).toEqual(settled(new Map()))
    }),
    { seed: 42, numRuns: 200 },
  )
})
