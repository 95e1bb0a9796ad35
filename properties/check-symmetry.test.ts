/** Reductions that would be wrong, and are not made; names that may be forgotten, and are. About 2 s. */
import { describe, expect, test } from 'vitest'
import { actionsFor } from '../spec/actions.ts'
import type { Octets } from '../spec/boundary.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import { NotSymmetric } from '../src/check/audit.ts'
import { check } from '../src/check/check.ts'
import { isLetter, type Model, type Taken } from '../src/check/model.ts'
import type { PlainLocal } from '../src/check/plain-local.ts'
import { always, type Property } from '../src/check/properties.ts'
import { Search, type Settling } from '../src/check/search.ts'
import { Space } from '../src/check/space.ts'
import { Steps } from '../src/check/steps.ts'
import { systemOf } from '../src/check/system.ts'
import { Properties } from '../src/check/watch.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { atMostOneLeader, election, voter } from './examples/leader-election.ts'
import { ring } from './examples/ring-election.ts'

const voters = [nodeId('v1'), nodeId('v2'), nodeId('v3')]
const one = always('at most one leader per term', atMostOneLeader)
// A vote that is not kept in storage: a voter that crashes votes again.
const forgetful = voter(voters).provide({
  actions: { persistBallot: actionsFor<never, never>().ask(() => []) as never },
}) as ReturnType<typeof voter>

describe('nodes remember each other by name', () => {
  const model = election(voters, 1, { crash: 1 }, forgetful)

  test('true renaming finds the second leader, at the same depth as no reduction', () => {
    const full = check(model, { properties: [one] })
    const orbits = check(model, { properties: [one], symmetry: [voters] })
    expect(full.verdict).toBe('broken')
    expect(orbits.verdict).toBe('broken')
    expect(orbits.broken[0]?.trace.length).toBe(full.broken[0]?.trace.length)
  })

  test('the trace that is printed breaks the property when it is run by itself', () => {
    const { broken } = check(model, { properties: [one], symmetry: [voters] })
    const system = systemOf(model)
    let world = system.initial
    for (const choice of broken[0]!.trace) {
      expect(atMostOneLeader(world)).toBe(true)
      const applied = system.apply(world, choice)
      if (!applied.ok) throw new Error(applied.why)
      world = applied.world
    }
    expect(atMostOneLeader(world)).toBe(false)
  })
})

describe('nodes whose names are compared are not interchangeable', () => {
  const nodes = [nodeId('r1'), nodeId('r2'), nodeId('r3')]
  const greatest = always<PlainLocal>('only the greatest name leads', ({ locals }) =>
    locals.slice(0, 2).every(({ value }) => value !== 'leader'),
  )

  test('the ring is right without symmetry', () => {
    expect(check(ring(nodes), { properties: [greatest] }).verdict).toBe('holds')
  })

  test('with symmetry it is refused, not reduced', () => {
    expect(() => check(ring(nodes), { properties: [greatest], symmetry: [nodes] })).toThrow(NotSymmetric)
  })

  test('even without the audit no trace is printed that does not replay', () => {
    const unaudited = () => check(ring(nodes), { properties: [greatest], symmetry: [nodes], audit: false })
    expect(unaudited).toThrow(/no choice leads/)
  })

  test('a beginning that tells them apart is refused', () => {
    const model = election(voters, 1)
    const [first, ...rest] = model.initial
    const apart: Model<PlainLocal> = {
      ...model,
      initial: [{ ...first!, local: { ...first!.local, cells: { mark: true } } }, ...rest],
    }
    expect(() => check(apart, { symmetry: [voters] })).toThrow(NotSymmetric)
  })
})

describe('two nodes that may each point at the other', () => {
  // Nothing in a local state says whose it is: the form in which sorting the tuple of local states is tempting.
  const nodes = [nodeId('p1'), nodeId('p2')]
  interface Pointer {
    readonly at: NodeId | null
  }
  const pointers: Model<Pointer> = {
    name: 'pointers',
    nodes,
    order: 'set',
    initial: nodes.map(() => silent({ at: null })),
    opening: [],
    budgets: {},
    bounds: {},
    moves: (_, { at }) => (at === null ? [{ kind: 'point', ordinal: 0 }] : []),
    step: (node) => silent({ at: nodes[1 - node]! }),
  }
  const never = always<Pointer>('they never point at each other', ({ locals: [one, two] }) => {
    return one!.at === null || two!.at === null || one!.at === two!.at
  })
  const same = always<Pointer>('they never point at the same', ({ locals: [one, two] }) => {
    return one!.at === null || one!.at !== two!.at
  })

  function sortedTuples(property: Property<Pointer>): { found: number; findings: number } {
    const space = new Space(pointers, [], { fleets: {}, clients: [], quorums: {}, limit: 0 })
    const { locals } = space
    const sorting: Settling = {
      isNeeded: true,
      bytes: 0,
      settle(slots) {
        const values = [locals[0]!.valueOf(slots[0]!), locals[1]!.valueOf(slots[1]!)]
        values.sort((x, y) => (String(x.at) < String(y.at) ? 1 : -1))
        values.forEach((value, place) => {
          slots[place] = locals[place]!.idOf(value)
        })
      },
    }
    const search = new Search(space, new Steps(space, true), true, sorting)
    const watch = new Properties(search, [property], true)
    search.run({ worldsMax: 1000, bytesMax: 1e9 }, watch)
    return { found: search.visited.count, findings: watch.findings.length }
  }

  test('sorting the tuple invents a world that does not exist', () => {
    expect(sortedTuples(same).findings).toBe(1)
  })

  test('true renaming does not: none points, one points, both point at each other', () => {
    const broken = check(pointers, { properties: [never], symmetry: [nodes] })
    expect(broken.verdict).toBe('broken')
    const checked = check(pointers, { properties: [same], symmetry: [nodes] })
    expect(checked).toMatchObject({ verdict: 'holds', distinct: 3 })
  })
})

describe('fresh names', () => {
  const [a, b] = [nodeId('a'), nodeId('b')]
  interface Holder {
    readonly nonce: string | null
  }
  const nonces = (spell: (drawn: number) => string, rewrite?: Model['rewrite']): Model<Holder> => ({
    name: 'nonces',
    nodes: [a, b],
    order: 'unordered',
    initial: [silent({ nonce: null }), silent({ nonce: null })],
    opening: [],
    budgets: {},
    inFlightMax: 1,
    bounds: {},
    moves: (node, { nonce }) => {
      const draw = { kind: 'draw', ordinal: 0 }
      return node === 1 ? [] : nonce === null ? [draw] : [draw, { kind: 'send', ordinal: 0 }]
    },
    step: (_, local, input) => {
      if (isLetter(input)) return silent({ nonce: (input.message as unknown as Holder).nonce })
      if (input.kind === 'draw') return silent({ nonce: spell(0) })
      const message = { type: 'nonce', nonce: local.nonce } as { type: string }
      return { local, sends: [{ to: b, message }], facts: [], effects: 1 }
    },
    ...(rewrite === undefined ? {} : { rewrite }),
  })

  test('only which are equal counts: ten worlds, however often one is drawn', () => {
    // a has none: 1. Else with x at a, f in flight, g at b, and one message in flight at most:
    // f none: g none, x, older. f is x: g none, x, older. f older: g none, older and the same as f, older and another.
    expect(check(nonces(() => '~fresh:16'))).toMatchObject({ verdict: 'holds', distinct: 1 + 3 + 3 + 3 })
  })

  test('the same, when the name is inside a term of ideal cryptography', () => {
    const twin = createIdealTwin()
    const hashed = () => twin.port.hash('nonce', [twin.draw('check', 'a/0', 16)])
    const model = nonces(hashed, (permutation, text) => twin.rewrite(permutation, text as Octets))
    expect(check(model)).toMatchObject({ verdict: 'holds', distinct: 10 })
  })
})

function silent<L>(local: L): Taken<L> {
  return { local, sends: [], facts: [], effects: 0 }
}
