/**
 * The fast search against the plain system, on random protocols: the same worlds, and with symmetry the same orbits.
 * The plain search interns nothing and packs nothing; it keys worlds by their text. About 2 s.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NodeId, nodeId, rename } from '../spec/names.ts'
import { check } from '../src/check/check.ts'
import { isLetter, type Model, type Order, type Taken } from '../src/check/model.ts'
import { always } from '../src/check/properties.ts'
import { type PlainWorld, systemOf } from '../src/check/system.ts'

const NODES = [nodeId('n1'), nodeId('n2'), nodeId('n3')]
const STATES = 3

/** A random protocol, the same at each node: what a node does in a state when a message or its timer comes. */
interface Table {
  /** By state, for message 0, message 1 and the timer: the next state, what is sent, and to whom. */
  readonly rules: readonly (readonly { to: number; send: 'none' | 'back' | 'all'; message: number }[])[]
}

interface Local {
  readonly state: number
  readonly up: boolean
  /** Who sent last: a name inside a local state. */
  readonly last: NodeId | null
}

const table: fc.Arbitrary<Table> = fc.record({
  rules: fc.array(
    fc.array(
      fc.record({
        to: fc.nat(STATES - 1),
        send: fc.constantFrom('none' as const, 'back' as const, 'all' as const),
        message: fc.nat(1),
      }),
      { minLength: 3, maxLength: 3 },
    ),
    { minLength: STATES, maxLength: STATES },
  ),
})

function modelOf(
  { rules }: Table,
  nodes: readonly NodeId[],
  order: Order,
  budgets: Record<string, number>,
): Model<Local> {
  const stay = (local: Local): Taken<Local> => ({ local, sends: [], facts: [], effects: 0 })
  return {
    name: 'random',
    nodes,
    order,
    initial: nodes.map(() => stay({ state: 0, up: true, last: null })),
    opening: [],
    budgets,
    inFlightMax: 2,
    bounds: {},
    moves: (_, { up }) =>
      up
        ? [
            { kind: 'timer', ordinal: 0 },
            { kind: 'crash', ordinal: 0, spends: 'crash' },
          ]
        : [{ kind: 'boot', ordinal: 0 }],
    step: (node, local, input, crashAfter) => {
      const self = nodes[node]!
      if (isLetter(input) && !local.up) return 'down'
      if (!isLetter(input) && input.kind === 'crash')
        return stay({ state: local.state, up: false, last: null })
      if (!isLetter(input) && input.kind === 'boot') return stay({ ...local, up: true })
      const from = isLetter(input) ? input.from : self
      const rule = rules[local.state]![isLetter(input) ? Number(input.message.type) : 2]!
      const others = nodes.filter((other) => other !== self)
      const to = rule.send === 'none' ? [] : rule.send === 'all' ? others : from === self ? [] : [from]
      const sends = to.map((each) => ({ to: each, message: { type: String(rule.message) } }))
      const next = {
        state: rule.to,
        up: crashAfter === undefined,
        last: crashAfter === undefined ? from : null,
      }
      // A crash lets any part of a broadcast out: the order of the names would tell them apart.
      const effects = 2 ** sends.length - 1
      const out = sends.filter((_, at) => ((crashAfter ?? effects) & (1 << at)) !== 0)
      return { local: next, sends: out, facts: [], effects }
    },
  }
}

function textOf(model: Model<Local>, { locals, flights, spent }: PlainWorld<Local>): string {
  const link = ({ from, to, message }: PlainWorld['flights'][number]) => `${from}>${to} ${message.type}`
  const texts = flights.map(link)
  // Of a queue the order on each link matters, and nothing else.
  const sorted =
    model.order === 'ordered' ? texts.map((text, at) => `${text.slice(0, 7)}#${at} ${text}`) : texts
  const flying = sorted.sort().map((text) => text.replace(/^.*#\d+ /, ''))
  return JSON.stringify([
    locals.map(({ state, up, last }) => [state, up, last]),
    flying,
    Object.entries(spent).sort(),
  ])
}

function plainSearch(
  model: Model<Local>,
  key: (world: PlainWorld<Local>) => string,
): { distinct: number; depth: number } {
  const system = systemOf(model)
  const seen = new Set([key(system.initial)])
  let level = [system.initial]
  for (let depth = 0; ; depth++) {
    if (level.length === 0) return { distinct: seen.size, depth }
    const next: PlainWorld<Local>[] = []
    for (const world of level) {
      for (const choice of system.enabled(world)) {
        const applied = system.apply(world, choice)
        if (!applied.ok) throw new Error(applied.why)
        if (seen.size === seen.add(key(applied.world)).size) continue
        next.push(applied.world)
      }
    }
    level = next
  }
}

// Where every node goes, for each of the six orders of three nodes.
const PERMUTATIONS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
]

function leastText(model: Model<Local>, world: PlainWorld<Local>): string {
  const texts = PERMUTATIONS.map((places) => {
    const map = new Map(NODES.map((node, at) => [node as string, NODES[places[at]!]!]))
    const locals: Local[] = []
    world.locals.forEach((local, at) => {
      locals[places[at]!] = rename(map, local)
    })
    return textOf(model, { ...world, locals, flights: rename(map, world.flights) })
  })
  return texts.sort()[0]!
}

const orders = fc.constantFrom<Order>('set', 'unordered', 'ordered')
const budgets = fc.record({ crash: fc.nat(1), drop: fc.nat(1), duplicate: fc.nat(1) })

test('the same worlds at the same depth, with every network and every fault', () => {
  fc.assert(
    fc.property(table, orders, budgets, (rules, order, allowed) => {
      const model = modelOf(rules, NODES.slice(0, 2), order, allowed)
      const { distinct, depth } = check(model)
      expect({ distinct, depth }).toEqual(plainSearch(model, (world) => textOf(model, world)))
    }),
    { seed: 8, numRuns: 20 },
  )
})

test('the same orbits, found by trying every permutation', () => {
  fc.assert(
    fc.property(table, orders, fc.constantFrom({}, { crash: 1 }), (rules, order, allowed) => {
      const model = modelOf(rules, NODES, order, allowed)
      const checked = check(model, { symmetry: [NODES] })
      const { distinct, depth } = plainSearch(model, (world) => leastText(model, world))
      expect({ distinct: checked.distinct, depth: checked.depth }).toEqual({ distinct, depth })
    }),
    { seed: 8, numRuns: 10 },
  )
})

test('losses where there is need: the same local states as with losses at any time', () => {
  const states = (model: Model<Local>) => {
    const seen = new Set<string>()
    const look = always<Local>('looks', ({ locals }) => seen.add(JSON.stringify(locals)) !== undefined)
    check(model, { properties: [look] })
    return [...seen].sort()
  }
  fc.assert(
    fc.property(table, fc.constantFrom({}, { crash: 1 }), (rules, allowed) => {
      const anytime = modelOf(rules, NODES, 'unordered', { ...allowed, drop: Number.POSITIVE_INFINITY })
      const needed: Model<Local> = { ...modelOf(rules, NODES, 'unordered', allowed), overflow: 'lost' }
      expect(states(needed)).toEqual(states(anytime))
    }),
    { seed: 8, numRuns: 10 },
  )
})
