/** The explorer below its page: the pool, the arrows; and statecharts that show the whole machine. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeId } from '../spec/names.ts'
import { published } from '../spec/profiles.ts'
import { record } from '../src/run/record.ts'
import { explorerPage } from '../src/trace/explorer/html.ts'
import type { PageData } from '../src/trace/explorer/model.ts'
import { causes, NO_FILTER, shownSteps } from '../src/trace/explorer/page/filters.ts'
import { Run } from '../src/trace/explorer/page/run.ts'
import { differences } from '../src/trace/explorer/page/values.ts'
import { Pool } from '../src/trace/explorer/pool.ts'
import { joined, pageScript } from '../src/trace/explorer/script.ts'
import { inOrder } from '../src/trace/explorer/story.ts'
import { statechartOf } from '../src/trace/statechart/extract.ts'
import { layout } from '../src/trace/statechart/layout.ts'
import { fleetWorld } from './consensus-fleet.ts'
import { ledgerWorld } from './examples/ledger.ts'

const NOWHERE = { lanes: [], steps: [], arrows: [], claims: [], story: [], spans: [], learnt: [] }
const runOf = (pool: Pool) => new Run({ ...NOWHERE, pool: pool.pooled() } as unknown as PageData)

describe('the pool', () => {
  test('gives back every value that was put in, and one place for equal ones', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 }), (values) => {
        const pool = new Pool()
        const refs = values.map((value) => pool.ref(value))
        const run = runOf(pool)
        // JSON knows no negative zero, and nothing in a world is one.
        const plain = JSON.parse(JSON.stringify(values)) as unknown[]
        expect(JSON.stringify(refs.map((ref) => run.plain(ref)))).toBe(JSON.stringify(values))
        expect(plain.map((value) => pool.ref(value))).toEqual(refs)
      }),
      { seed: 41, numRuns: 200 },
    )
  })

  test('differences are empty exactly where two values are equal', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (one, other) => {
        const pool = new Pool()
        const [a, b] = [pool.ref(one), pool.ref(other)]
        const run = runOf(pool)
        expect(differences(run, a, a)).toEqual([])
        expect(differences(run, a, b).length === 0).toBe(a === b)
      }),
      { seed: 42, numRuns: 200 },
    )
  })

  test('a search finds a value exactly where it occurs', () => {
    const pool = new Pool()
    const [here, there] = [pool.ref({ a: ['needle'] }), pool.ref({ needle: 1 })]
    const not = pool.ref({ a: ['hay'] })
    const found = runOf(pool).containing((text) => text === 'needle')
    expect([here, there, not].map((ref) => found[ref])).toEqual([1, 1, 0])
  })
})

const ledger = () => {
  const simulation = ledgerWorld(3)
  const clerk = nodeId('clerk')
  const one = (kind: string, ordinal = 0) => ({ kind, nodes: [clerk], ordinal })
  const link = (kind: string) => ({ kind, nodes: [clerk, nodeId('peer')], ordinal: 0 })
  const boot = { kind: 'boot', nodes: [nodeId('peer')], ordinal: 0 }
  const choices = [
    one('boot'),
    boot,
    one('begin'),
    link('deliver'),
    one('begin'),
    link('duplicate'),
    link('drop'),
  ]
  const header = {
    file: 'ledger',
    build: 'test',
    profile: 'none',
    crypto: 'ideal',
    seed: null,
    broke: null,
    bug: null,
  }
  const setting = { fleets: {}, clients: [], quorums: {}, limit: 1 }
  const recorded = record({
    ...{ simulation, setting, claims: [], choices: [...choices, one('crash')] },
    header: { ...header, setup: {}, traceHash: '' },
  })
  if (!recorded.ok) throw new Error(recorded.why)
  return new Run(recorded.data)
}

describe('a recorded run', () => {
  test('has every message from its sending to its end', () => {
    const { data } = ledger()
    expect(data.arrows.map(({ start, end, fate, origin }) => [start, end, fate, origin])).toEqual([
      [2, 3, 'delivered', 'sent'],
      [4, 6, 'lost', 'sent'],
      [5, -1, 'flying', 'duplicate'],
    ])
  })

  test('shows power and storage as they were, before the first step as after the last', () => {
    const run = ledger()
    const up = (step: number) => run.plain(run.field(run.stateAt(0, step), 'up') as number)
    expect([-1, 0, 6, 7].map(up)).toEqual([false, true, true, false])
    expect(run.plain(run.field(run.stateAt(0, 7), 'cells') as number)).toEqual({
      ledger: ['line 0', 'line 1'],
    })
    const spans = run.data.spans.filter(({ lane, kind }) => lane === 0 && kind === 'down')
    expect(spans.map(({ from, to }) => [from, to])).toEqual([[7, 8]])
  })

  test('knows what a step can have come from', () => {
    const run = ledger()
    expect([...causes(run, 3)].sort()).toEqual([0, 1, 2, 3])
    expect(shownSteps(run, { ...NO_FILTER, search: 'line 1' })).toEqual([4, 5, 6])
  })
})

test('the story tells what happens again and again in one sentence, and nothing else', () => {
  const fault = (step: number, text: string) => ({ step, tone: 'fault' as const, text })
  const told = inOrder([
    ...[fault(1, 'the link @a1 → @a2 is cut'), fault(2, 'the link @a2 → @a1 is cut')],
    ...[fault(5, 'a host lies'), fault(3, 'a host lies'), fault(4, 'a host lies'), fault(6, 'it rains')],
    fault(7, 'a host lies'),
  ])
  expect(told).toEqual([
    fault(1, 'the links @a1 → @a2, @a2 → @a1 are cut'),
    { ...fault(3, 'a host lies'), times: 3, until: 5 },
    ...[fault(6, 'it rains'), fault(7, 'a host lies')],
  ])
})

describe('the page', () => {
  test('is one file, and text of a trace cannot end its script', () => {
    const { data } = ledger()
    const html = explorerPage({ ...data, file: '</script><b>' })
    expect(html.match(/<\/script>/g)).toHaveLength(2)
    expect(html).not.toMatch(/<(?:script|link|img)[^>]*(?:src|href)=/)
  })

  // The compiler rewrites `.ts` into `.js` with quotes of its own.
  test.each([
    `import { el } from './dom.ts';\n`,
    `import { el } from "./dom.js";\n`,
    `import { a,\n  b } from './dom.ts'\n`,
  ])('leaves no import behind: %j', (line) =>
    expect(joined(`${line}export const x = 1;\n//# sourceMappingURL=x.js.map`).trim()).toBe('const x = 1;'),
  )

  test('has a script that parses', () => {
    expect(() => new Function(pageScript())).not.toThrow()
  })
})

describe('a statechart', () => {
  const { part } = fleetWorld({ size: 3, profile: published })
  const chart = statechartOf(part.machine)
  const drawing = layout(chart)
  test('shows every state once', () => {
    const drawn = drawing.boxes.filter(({ kind }) => kind !== 'anyOf').map(({ path }) => path)
    expect(drawn.sort()).toEqual(chart.states.map(({ path }) => path).sort())
  })

  test('has no two boxes that overlap without one lying in the other', () => {
    const inside = (a: string, b: string) => b.startsWith(`${a}.`)
    const states = drawing.boxes.filter(({ kind }) => kind !== 'anyOf')
    for (const a of states) {
      for (const b of states) {
        if (a === b || inside(a.path, b.path) || inside(b.path, a.path)) continue
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect(apart, `${a.path} and ${b.path}`).toBe(true)
      }
    }
  })
})
