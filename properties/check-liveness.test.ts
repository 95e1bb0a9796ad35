/** What must come true in the end, under fairness that is stated: lassos, and their replay. Under 2 s. */
import { describe, expect, test } from 'vitest'
import { same } from '../spec/canonical.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import { check } from '../src/check/check.ts'
import type { Model, Taken } from '../src/check/model.ts'
import { eventually, type Fairness, leadsTo, WEAKLY_FAIR } from '../src/check/properties.ts'
import { systemOf } from '../src/check/system.ts'
import type { Broken } from '../src/check/verdict.ts'
import { twoPhaseCommit } from './examples/two-phase-commit.ts'

const [a, b] = [nodeId('a'), nodeId('b')]
const silent = <L>(local: L): Taken<L> => ({ local, sends: [], facts: [], effects: 0 })

// One node that walks a graph: from each place, by these moves, to those places.
function walk(edges: Readonly<Record<string, Readonly<Record<string, string>>>>): Model<string> {
  return {
    name: 'walk',
    nodes: [a],
    order: 'set',
    initial: [silent('start')],
    opening: [],
    budgets: {},
    bounds: {},
    moves: (_, place) => Object.keys(edges[place] ?? {}).map((kind) => ({ kind, ordinal: 0 })),
    step: (_, place, input) => silent(edges[place]![(input as { kind: string }).kind]!),
  }
}

// Runs a lasso: the loop comes back to the world where it began.
function replays<L>(model: Model<L>, { trace, loop = [] }: Broken): void {
  const system = systemOf(model)
  let world = system.initial
  const run = (choices: Broken['trace']) => {
    for (const choice of choices) {
      const applied = system.apply(world, choice)
      if (!applied.ok) throw new Error(applied.why)
      world = applied.world
    }
  }
  run(trace)
  const before = world
  run(loop)
  expect(same(world, before)).toBe(true)
}

const arrives = (fairness?: Fairness) =>
  eventually<string>('it arrives', ({ locals: [place] }) => place === 'goal', fairness)
const strongly: Fairness = {
  says: 'strong fairness of each move',
  of: (happening) => ({ label: happening.kind, strength: 'strong' }),
}

describe('a walk', () => {
  test('that cannot but arrive, arrives', () => {
    const model = walk({ start: { left: 'l', right: 'r' }, l: { on: 'goal' }, r: { on: 'goal' }, goal: {} })
    expect(check(model, { properties: [arrives()] }).verdict).toBe('holds')
  })

  test('that may end elsewhere, is shown to end there', () => {
    const model = walk({ start: { left: 'ditch', right: 'goal' }, ditch: {}, goal: {} })
    const { verdict, broken } = check(model, { properties: [arrives()] })
    expect(verdict).toBe('broken')
    expect(broken[0]!.trace.map(({ kind }) => kind)).toEqual(['left'])
    expect(broken[0]!.loop).toEqual([])
  })

  test('that may pass the turning for ever, does so even if each move that is always open is made', () => {
    // `turn` is open at start only: round and round, weak fairness never has to take it.
    const model = walk({ start: { go: 'back', turn: 'goal' }, back: { come: 'start' }, goal: {} })
    const { verdict, broken } = check(model, { properties: [arrives()] })
    expect(verdict).toBe('broken')
    expect(broken[0]!.loop!.map(({ kind }) => kind).sort()).toEqual(['come', 'go'])
    replays(model, broken[0]!)
  })

  test('arrives after all if what is open again and again is made', () => {
    const model = walk({ start: { go: 'back', turn: 'goal' }, back: { come: 'start' }, goal: {} })
    expect(check(model, { properties: [arrives(strongly)] }).verdict).toBe('holds')
  })

  test('a loop within a loop: strong fairness leaves the outer one, and finds the inner', () => {
    // `turn` is open at start; a run may leave start for good and go round b and c, where it is not.
    const model = walk({
      start: { go: 'b', turn: 'goal' },
      b: { on: 'c', home: 'start' },
      c: { again: 'b' },
      goal: {},
    })
    const fair: Fairness = {
      says: 'strong fairness of turn',
      of: ({ kind }) => (kind === 'turn' ? { label: kind, strength: 'strong' } : null),
    }
    const { verdict, broken } = check(model, { properties: [arrives(fair)] })
    expect(verdict).toBe('broken')
    expect(broken[0]!.loop!.some(({ kind }) => kind === 'home')).toBe(false)
    replays(model, broken[0]!)
  })

  test('that stands still by its own will arrives, for a move that stays open is made', () => {
    const model = walk({ start: { wait: 'start', on: 'goal' }, goal: {} })
    expect(check(model, { properties: [arrives()] }).verdict).toBe('holds')
  })

  test('whenever it is on the bridge it comes to the shore; the stem goes by the bridge', () => {
    const model = walk({
      start: { over: 'bridge', under: 'lost' },
      bridge: { on: 'shore', back: 'lost' },
      shore: { home: 'start' },
      lost: { round: 'lost' },
    })
    const property = leadsTo<string>(
      'the bridge leads to the shore',
      ({ locals: [place] }) => place === 'bridge',
      ({ locals: [place] }) => place === 'shore',
    )
    const { verdict, broken } = check(model, { properties: [property] })
    expect(verdict).toBe('broken')
    expect(broken[0]!.trace.map(({ kind }) => kind)).toEqual(['over', 'back'])
    replays(model, broken[0]!)
  })
})

describe('messages in flight', () => {
  // a asks again and again, b answers; the link may lose.
  interface Asker {
    readonly got: boolean
  }
  const asking = (drop: number): Model<Asker> => ({
    name: 'asking',
    nodes: [a, b],
    order: 'unordered',
    initial: [silent({ got: false }), silent({ got: false })],
    opening: [],
    budgets: drop > 0 ? { drop } : {},
    inFlightMax: 1,
    bounds: {},
    moves: (node, { got }) => (node === 0 && !got ? [{ kind: 'ask', ordinal: 0 }] : []),
    step: (node, local, input) => {
      if (node === 1) return { local, sends: [{ to: a, message: { type: 'answer' } }], facts: [], effects: 1 }
      if ('message' in input) return silent({ got: true })
      return { local, sends: [{ to: b, message: { type: 'question' } }], facts: [], effects: 1 }
    },
  })
  const answered = (fairness?: Fairness) =>
    eventually<Asker>('it is answered', ({ locals: [asker] }) => asker!.got, fairness)

  test('arrive in the end, and a link that loses so many times does no lasting harm', () => {
    expect(check(asking(0), { properties: [answered()] }).verdict).toBe('holds')
    expect(check(asking(3), { properties: [answered()] }).verdict).toBe('holds')
  })

  test('a link that loses for ever starves it, and the loop shows how', () => {
    const model = asking(Number.POSITIVE_INFINITY)
    const { verdict, broken } = check(model, { properties: [answered()] })
    expect(verdict).toBe('broken')
    expect(broken[0]!.loop!.map(({ kind }) => kind)).toContain('drop')
  })

  test('unless what is sent again and again arrives: strong fairness of each link', () => {
    const fair: Fairness = {
      says: 'strong fairness of each message, weak fairness of asking',
      of: (happening) => {
        const weak = WEAKLY_FAIR.of(happening)
        return weak !== null && happening.kind === 'deliver' ? { ...weak, strength: 'strong' } : weak
      },
    }
    const checked = check(asking(Number.POSITIVE_INFINITY), { properties: [answered(fair)] })
    expect(checked.verdict).toBe('holds')
    expect(checked.bound.fairness).toBe(fair.says)
  })
})

describe('two-phase commit', () => {
  const members: readonly NodeId[] = [nodeId('rm1'), nodeId('rm2')]

  test('is decided in the end, but need not be committed', () => {
    const decided = eventually<{ value: unknown }>('every manager decides', ({ locals }) =>
      locals.slice(1).every(({ value }) => value === 'committed' || value === 'aborted'),
    )
    expect(check(twoPhaseCommit(members), { properties: [decided] }).verdict).toBe('holds')
    const committed = eventually<{ value: unknown }>('a manager commits', ({ locals }) =>
      locals.some(({ value }) => value === 'committed'),
    )
    const { verdict, broken, bound } = check(twoPhaseCommit(members), {
      properties: [committed],
      symmetry: [members],
    })
    expect(verdict).toBe('broken')
    // Fairness names nodes, so that symmetry is put aside, and said so.
    expect(bound.symmetry).toBe('off')
    replays(twoPhaseCommit(members), broken[0]!)
  })
})
