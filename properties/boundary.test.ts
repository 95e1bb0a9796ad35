/** The boundary (§1), point by point, on a world small enough to know what must come out. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeId } from '../spec/names.ts'
import type { World } from '../src/sim/world.ts'
import { ledgerShells, ledgerWorld } from './examples/ledger.ts'
import { clerk, go, on, peer, walk, walks } from './examples/ledger-walk.ts'

describe('§1.1 effects take place in order, and a crash comes between any two', () => {
  // The ledger asks for: persist, tell, send, label.
  test.each([
    [0, [], 0],
    [1, ['line 0'], 0],
    [2, ['line 0'], 0],
    [3, ['line 0'], 1],
  ])('after %i effects', (crashAfter, stored, sent) => {
    const { world } = go(ledgerWorld(1), [on('boot'), on('begin', { crashAfter })])
    expect(world.locals[0]?.up).toBe(false)
    expect(world.locals[0]?.cells.ledger ?? []).toEqual(stored)
    expect(world.flights.length).toBe(sent)
  })

  test('a tell reaches its machine after the effects of the step', () => {
    const { world } = go(ledgerWorld(1), [on('boot'), on('begin')])
    expect(world.locals[0]?.machines.witness?.context).toEqual({ heard: 1 })
  })
})

describe('§1.2 boot is an event', () => {
  test('it carries the cells that survived, and an incarnation never seen before', () => {
    const sim = ledgerWorld(2)
    const first = go(sim, [on('boot'), on('begin')]).world
    const second = go(sim, [on('crash'), on('boot')], first).world
    const contextOf = (world: World) =>
      world.locals[0]?.machines.ledger?.context as { written: string[]; incarnation: string }
    expect(contextOf(second).written).toEqual(['line 0'])
    expect(contextOf(second).incarnation).not.toBe(contextOf(first).incarnation)
    expect(second.locals[0]?.machines.witness?.context).toEqual({ heard: 0 })
  })

  test('a rollback restores an older value, and the incarnation is fresh all the same', () => {
    const sim = ledgerWorld(2)
    const { world } = go(sim, [
      on('boot'),
      on('begin'),
      on('begin'),
      on('crash'),
      on('rollback', { ordinal: 1 }),
      on('boot'),
    ])
    expect(world.locals[0]?.cells.ledger).toEqual(['line 0'])
    expect(world.boots[0]).toBe(2)
  })

  test('a clone runs beside its original, each with its own volatile state', () => {
    const sim = ledgerWorld(3)
    const { world } = go(sim, [
      on('boot'),
      on('begin'),
      on('begin'),
      on('clone', { ordinal: 1 }),
      on('begin'),
    ])
    expect(world.locals[0]?.cells.ledger).toEqual(['line 0', 'line 2'])
    const swapped = go(sim, [on('swap')], world).world
    expect(swapped.locals[0]?.cells.ledger).toEqual(['line 0', 'line 1'])
  })
})

describe('§1.3 facts are derived by the world', () => {
  test('deleting every label changes neither facts nor states', () => {
    const choices = [on('boot'), on('begin'), on('timer'), on('begin')]
    const mute = ledgerWorld(2, {
      reorder: (_machine, effects) => effects.filter((effect) => effect.do !== 'label'),
    })
    const plain = go(ledgerWorld(2), choices)
    const muted = go(mute, choices)
    expect(muted.facts).toEqual(plain.facts)
    expect(muted.world.locals).toEqual(plain.world.locals)
  })
})

describe('§1.5 choices', () => {
  test('whatever is enabled can be applied, and applying is pure', () => {
    fc.assert(
      fc.property(walks, (picks) => {
        const sim = ledgerWorld(4)
        const { worlds, taken } = walk(sim, picks)
        const again = walk(sim, picks)
        expect(again.worlds).toEqual(worlds)
        // Late worlds did not change the early ones.
        const last = taken.length - 1
        if (last >= 0) expect(go(sim, taken).world).toEqual(worlds[last + 1])
      }),
      { seed: 5, numRuns: 150 },
    )
  })

  test('a choice that is not enabled is refused with a reason, never thrown', () => {
    const choices = fc.record({
      kind: fc.constantFrom(
        'deliver',
        'drop',
        'boot',
        'crash',
        'timer',
        'begin',
        'rollback',
        'clone',
        'swap',
        'nonsense',
        '__proto__',
      ),
      nodes: fc.array(fc.constantFrom(clerk, peer, nodeId('nobody')), { maxLength: 3 }),
      ordinal: fc.nat(5),
    })
    fc.assert(
      fc.property(walks, choices, (picks, choice) => {
        const sim = ledgerWorld(3)
        const { worlds } = walk(sim, picks)
        const world = worlds[worlds.length - 1] as World
        const applied = sim.apply(world, choice)
        if (!applied.ok) expect(applied.why.length).toBeGreaterThan(5)
      }),
      { seed: 6, numRuns: 300 },
    )
  })
})

describe('§1.6 draws', () => {
  test('belong to the node: another node in the world shifts none', () => {
    const nonces = (shells = ledgerShells()) =>
      go(ledgerWorld(2, { shells }), [on('boot'), on('begin'), on('begin')]).world.flights.map(
        ({ message }) => message,
      )
    const third = { ...(ledgerShells()[1] as ReturnType<typeof ledgerShells>[number]), node: nodeId('third') }
    expect(nonces([third, ...ledgerShells()])).toEqual(nonces())
    expect(new Set(nonces().map((message) => JSON.stringify(message))).size).toBe(2)
  })
})
