/** Crashes within a broadcast: which of the others it reaches must not depend on their names. Well under 1 s. */
import { describe, expect, test } from 'vitest'
import { type NodeId, nodeId } from '../spec/names.ts'
import { NotSymmetric } from '../src/check/audit.ts'
import { check } from '../src/check/check.ts'
import { isLetter, type Model, type Taken } from '../src/check/model.ts'
import { always } from '../src/check/properties.ts'

const silent = <L>(local: L): Taken<L> => ({ local, sends: [], facts: [], effects: 0 })

describe('a crash within a broadcast', () => {
  const nodes = [nodeId('s1'), nodeId('s2'), nodeId('s3')]
  interface Shouter {
    readonly said: boolean
    readonly heard: Readonly<Record<NodeId, true>>
  }
  // Shouts to the others in the order of the names, or the other way round, and may crash on the way.
  const shouting = (reversed: boolean, network: Partial<Model<Shouter>>): Model<Shouter> => ({
    name: 'shouters',
    nodes,
    order: 'unordered',
    initial: nodes.map(() => silent({ said: false, heard: {} })),
    opening: [],
    budgets: { crash: 1 },
    bounds: {},
    moves: (_, { said }) => (said ? [] : [{ kind: 'shout', ordinal: 0 }]),
    step: (node, local, input, crashAfter) => {
      if (isLetter(input)) return silent({ ...local, heard: { ...local.heard, [input.from]: true as const } })
      const others = nodes.filter((_, place) => place !== node)
      const all = (reversed ? others.reverse() : others).map((to) => ({ to, message: { type: 'hey' } }))
      const sends = all.slice(0, crashAfter ?? all.length)
      return { local: { ...local, said: true }, sends, facts: [], effects: all.length }
    },
    ...network,
  })
  const lossy = { inFlightMax: 2, overflow: 'lost' } as const
  const counts = (model: Model<Shouter>, symmetry: readonly NodeId[][]) => {
    const { distinct, generated, depth } = check(model, { symmetry })
    return { distinct, generated, depth }
  }

  test('reaches any of the others where messages are lost: the order of sending makes no other count', () => {
    const [one, other] = [shouting(false, lossy), shouting(true, lossy)]
    expect(counts(one, [nodes])).toEqual(counts(other, [nodes]))
    expect(counts(one, [])).toEqual(counts(other, []))
  })

  test('and what is found there replays: the last one heard, and the first one did not', () => {
    const property = always<Shouter>('only by name', ({ locals: [first, second, third] }) => {
      const silently = first!.said && !second!.said && !third!.said && Object.keys(second!.heard).length === 0
      return !(silently && Object.keys(third!.heard).length === 1)
    })
    for (const symmetry of [[], [nodes]]) {
      const { broken } = check(shouting(false, lossy), { properties: [property], symmetry })
      expect(broken).toHaveLength(1)
    }
  })

  test('is refused where a bound on messages makes the order matter', () => {
    const model = shouting(false, { inFlightMax: 2 })
    expect(() => check(model, { symmetry: [nodes] })).toThrow(NotSymmetric)
    expect(check(model).verdict).toBe('holds')
  })

  test('changes no verdict where messages may stay under way for ever', () => {
    for (const order of ['unordered', 'set'] as const) {
      const [full, orbits] = [[], [nodes]].map((symmetry) => check(shouting(false, { order }), { symmetry }))
      expect(orbits!.verdict).toBe(full!.verdict)
    }
    expect(() => check(shouting(false, { order: 'ordered' }), { symmetry: [nodes] })).toThrow(NotSymmetric)
  })
})
