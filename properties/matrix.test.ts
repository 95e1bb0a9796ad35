/** The matrix's own rules (§10.9), on runs written by hand: what a cell may say, and when the review differs. */
import { describe, expect, test } from 'vitest'
import { isClaimed } from '../src/expected/cells.ts'
import { mustBreak } from '../src/expected/found.ts'
import { SENTENCES } from '../src/expected/sentences.ts'
import type { DecidedCell } from '../src/run/decided.ts'
import { type Cell, cellsOf, differences, furtherBroken, searched, settled } from '../src/run/matrix.ts'
import { asCommitted, committedCells, PAIRS, seedsOf, sentenceVerdict } from '../src/run/review.ts'
import type { Judged } from '../src/run/sim-run.ts'
import { includes } from '../src/sim/adversary/table.ts'

const said = {
  isClaimed: (claim: string) => claim === 'X',
  mustBreak: (claim: string) => claim === 'Y' || claim === 'S',
  bySearch: (claim: string) => claim === 'S',
}
const pair = { profile: 'published', adversary: 'A2' }

function run(seed: number, claims: Record<string, string>, witnessed: readonly string[]): Judged {
  const witnesses = Object.fromEntries(Object.keys(claims).map((id) => [id, witnessed.includes(id)]))
  return {
    run: { seed, events: 10, ticks: 1, traceHash: '', verdict: 'holds', claims, witnesses, guesses: [] },
    statistics: { choices: {}, operations: {}, outcomes: {}, refused: {} } as Judged['statistics'],
    broke: null,
  }
}

// A directed scene in which this fell.
function told(claim: string): Judged {
  const { run: drawn, ...rest } = run(0, { [claim]: 'broken at step 3: told' }, [claim])
  return { ...rest, run: { ...drawn, scene: 'told' } }
}

function stateOf(claim: string, judged: readonly Judged[]): Cell {
  return cellsOf({ ...pair, judged }, said).find((cell) => cell.claim === claim) as Cell
}

describe('a cell', () => {
  test('holds only where its claim is made and its situation arose', () => {
    expect(stateOf('X', [run(1, { X: 'holds' }, ['X'])]).state).toBe('holds')
    expect(stateOf('X', [run(1, { X: 'holds' }, [])]).state).toBe('inconclusive')
    expect(stateOf('X', [run(1, { X: 'inconclusive' }, ['X'])]).state).toBe('inconclusive')
  })

  test('is broken by one run of many, whoever claims what, and names the earliest step', () => {
    const judged = [
      run(1, { X: 'holds' }, ['X']),
      run(2, { X: 'broken at step 9: late' }, ['X']),
      run(3, { X: 'broken at step 4: early' }, ['X']),
    ]
    const { state, brokenIn, shortest } = stateOf('X', judged)
    expect([state, brokenIn, shortest]).toEqual(['broken', 2, { seed: 3, step: 4, why: 'early' }])
  })

  test('that must be found broken and was not is a difference, and never passes for not claimed', () => {
    expect(stateOf('Y', [run(1, { Y: 'holds' }, ['Y'])]).state).toBe('notFound')
    expect(stateOf('Z', [run(1, { Z: 'holds' }, ['Z'])]).state).toBe('notClaimed')
  })

  test('counts directed scenes apart, and they are no search where the break must come by itself', () => {
    const drawn = (claim: string) => run(1, { [claim]: 'holds' }, [])
    expect(stateOf('Y', [drawn('Y'), told('Y')])).toMatchObject({
      ...{ state: 'broken', runs: 2, scenes: 1, brokenIn: 1, brokenInScenes: 1 },
    })
    expect(stateOf('S', [drawn('S'), told('S')]).state).toBe('notFound')
    expect(stateOf('S', [run(1, { S: 'broken at step 9: drawn' }, []), told('S')]).state).toBe('broken')
  })

  test('broken by a comparison of two runs broke at the end', () => {
    expect(stateOf('X', [run(7, { X: 'broken: other lengths' }, ['X'])]).shortest).toEqual({
      ...{ seed: 7, step: 9, why: 'other lengths' },
    })
  })
})

const cell = (adversary: string, state: Cell['state']): Cell => ({
  ...{ claim: 'X', profile: 'published', adversary, state, runs: 1, scenes: 0, events: 1, witnessed: 0 },
  ...{ brokenIn: 0, brokenInScenes: 0, shortest: null },
})

describe('inclusion', () => {
  test('settles what is inconclusive from a more able adversary, and says under which', () => {
    const [less] = settled([cell('A0', 'inconclusive'), cell('A3', 'holds')], includes)
    expect([less?.state, less?.shownUnder]).toEqual(['holds', 'A3'])
  })

  test('settles nothing from a less able one, a broken one, or one that was itself settled', () => {
    expect(settled([cell('A3', 'inconclusive'), cell('A0', 'holds')], includes)[0]?.state).toBe(
      'inconclusive',
    )
    expect(settled([cell('A0', 'inconclusive'), cell('A3', 'broken')], includes)[0]?.state).toBe(
      'inconclusive',
    )
    const chain = [cell('A0', 'inconclusive'), { ...cell('A2', 'holds' as const), shownUnder: 'A3' }]
    expect(settled(chain, includes)[0]?.state).toBe('inconclusive')
  })
})

describe('an exhaustive search', () => {
  const by = [{ scope: 'small', bound: {}, depth: 7 }]
  const decided = (state: DecidedCell['state'], adversary = 'A0'): DecidedCell => ({
    ...{ profile: 'published', adversary, claim: 'X', state, by },
    break: state === 'broken' ? { scope: 'small', why: 'so', steps: 7 } : null,
  })
  const stateAfter = (state: Cell['state'], found: DecidedCell) =>
    searched([cell('A0', state)], [found])[0]?.state

  test('decides what samples left open, and no sample that broke is forgotten', () => {
    const states = ['holds', 'inconclusive', 'broken', 'notFound', 'notClaimed'] as const
    expect(states.map((state) => stateAfter(state, decided('exhaustive')))).toEqual([
      ...['exhaustive', 'exhaustive', 'broken', 'notFound', 'notClaimed'],
    ])
    expect(states.map((state) => stateAfter(state, decided('broken')))).toEqual(states.map(() => 'broken'))
  })

  test('says nothing of another cell', () => {
    expect(stateAfter('inconclusive', decided('exhaustive', 'A3'))).toBe('inconclusive')
  })
})

describe('further runs', () => {
  const brokenAt = (step: number): Cell => ({
    ...cell('A0', 'broken'),
    ...{ brokenIn: 1, shortest: { seed: step, step, why: 'so' } },
  })

  test('break a cell, and never make one hold', () => {
    expect(furtherBroken([cell('A0', 'holds')], [brokenAt(4)])[0]).toMatchObject({ state: 'broken', runs: 2 })
    const open = [cell('A0', 'inconclusive')]
    expect(furtherBroken(open, [cell('A0', 'holds')])).toEqual(open)
  })

  test('keep the earliest break', () => {
    expect(furtherBroken([brokenAt(4)], [brokenAt(9)])[0]?.shortest?.step).toBe(4)
    expect(furtherBroken([brokenAt(9)], [brokenAt(4)])[0]?.shortest?.step).toBe(4)
  })
})

describe('what is committed', () => {
  test('reads back as it was written, and any change of a cell is a difference', () => {
    const cells = cellsOf({ ...pair, judged: [run(1, { X: 'holds', Z: 'holds' }, ['X'])] }, said)
    expect(asCommitted(cells)).toEqual({ 'published A2': { holds: 'X', notClaimed: 'Z' } })
    const committed = { published: { A2: { X: 'holds', Z: 'notClaimed' } } } as const
    expect(differences(cells, committed)).toEqual([])
    const broken = cells.map((cell) => (cell.claim === 'X' ? { ...cell, state: 'broken' as const } : cell))
    expect(differences(broken, committed).map(({ cell, committed: was }) => [cell.claim, was])).toEqual([
      ['X', 'holds'],
    ])
  })

  test('is no excuse for a break that was not found', () => {
    const lost = [cell('A2', 'notFound')]
    expect(differences(lost, { published: { A2: { X: 'notFound' } } })).toHaveLength(1)
  })

  test('has a column for every pair, and seeds for each', () => {
    const committed = committedCells()
    for (const one of PAIRS) {
      expect(Object.keys(committed[one.profile]?.[one.adversary] ?? {}).length).toBeGreaterThan(30)
      expect(new Set(seedsOf(one)).size).toBe(seedsOf(one).length)
    }
  })

  test('breaks no claim that is made, and says not claimed only where the table does', () => {
    for (const [profile, columns] of Object.entries(committedCells())) {
      for (const [adversary, column] of Object.entries(columns)) {
        for (const [claim, state] of Object.entries(column)) {
          const made = isClaimed(claim, profile, adversary)
          expect({ profile, adversary, claim, state, made }).not.toMatchObject({
            state: 'broken',
            made: true,
          })
          expect({ profile, adversary, claim, state, made }).not.toMatchObject({
            state: 'notClaimed',
            made: true,
          })
          if (state === 'notClaimed') expect(mustBreak(claim, profile, adversary)).toBe(false)
        }
      }
    }
  })
})

describe("the article's sentences", () => {
  test('rest on cells that there are', () => {
    const committed = committedCells()
    for (const { quote, bearings } of SENTENCES) {
      for (const { claim, adversary } of bearings)
        expect({ quote, cell: committed.hardened?.[adversary]?.[claim] }).not.toMatchObject({
          cell: undefined,
        })
    }
  })

  test('are worth no more than the worst of their cells', () => {
    const cells = [
      { claim: 'X', ...pair, state: 'holds' as const },
      { claim: 'Y', ...pair, state: 'broken' as const },
    ]
    const sentence = (claims: readonly string[]) => ({
      ...{ quote: '', part: '', remark: '' },
      bearings: claims.map((claim) => ({ claim, adversary: 'A2' })),
    })
    expect(sentenceVerdict(sentence(['X']), 'published', cells)).toBe('holds')
    expect(sentenceVerdict(sentence(['X', 'Y']), 'published', cells)).toBe('broken: Y under A2')
    expect(sentenceVerdict(sentence(['X', 'W']), 'published', cells)).toBe('not claimed: W under A2')
    expect(sentenceVerdict(sentence([]), 'published', cells)).toBe('cannot be checked here')
  })
})
