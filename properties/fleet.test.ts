/** Fleet keys over the air (§7.2, §7.3): rotation, distribution and trust in a world of their own. */
import { describe, expect, test } from 'vitest'
import type { Fact, InternalEvent } from '../spec/boundary.ts'
import { nodeId } from '../spec/names.ts'
import { hardened, type Profile, published } from '../spec/profiles.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { logged } from '../src/sim/derive.ts'
import { generate } from '../src/sim/generator.ts'
import type { Plan, Planned } from '../src/sim/plan.ts'
import { simulation } from '../src/sim/system.ts'
import type { Operation } from '../src/sim/world.ts'
import { fleetShells, OPERATOR, type Wish } from './examples/fleet-world.ts'

const phone = nodeId('phone1')
const wish = (extra: Partial<Wish> = {}): Operation => ({
  node: phone,
  machine: 'enrollment',
  event: { type: 'wish', purpose: 'enrol', ...extra } as InternalEvent,
})
const rotate: Operation = {
  node: OPERATOR,
  machine: 'rotation',
  event: { type: 'rotate', fleet: 'b', epoch: 2 } as InternalEvent,
}

interface Course {
  readonly twin?: 'ideal' | 'real'
  readonly profile?: Profile
  readonly operations: readonly Operation[]
  readonly planned: readonly Planned[]
}

/** Runs a course and returns what users were told. */
function outcomes({ twin: name, profile, operations, planned }: Course): InternalEvent[] {
  const twin = name === 'real' ? createRealTwin() : createIdealTwin()
  const log = { calls: [] }
  const crypto = logged(twin.port, log)
  const shells = fleetShells({ twin, crypto, profile: profile ?? hardened, size: 3, phones: 1 })
  const budgets = { drop: 100, crash: 100 }
  const sim = simulation({ seed: 'fleet', twin, shells, operations, budgets }, log)
  const plan: Plan = {
    delay: { min: 1, max: 5 },
    lossPerMille: 0,
    duplicatePerMille: 0,
    rates: {},
    planned,
    healAt: 60_000,
    revived: [],
    abandoned: [],
    endAt: 60_000,
  }
  const told: InternalEvent[] = []
  for (const { happened } of generate(sim, plan, 'fleet')) {
    for (const fact of happened.facts as readonly Fact[]) if (fact.fact === 'outcome') told.push(fact.event)
  }
  return told
}

const begin = (at: number, node = phone): Planned => ({ at, kind: 'begin', nodes: [node] })
const brief = (events: readonly InternalEvent[]) =>
  events.map((event) => {
    const { type, keys, why, outcome } = event as InternalEvent & {
      keys?: { fleet: string; epoch: number }
      why?: string
      outcome?: string
    }
    return [type, keys?.fleet ?? why ?? outcome, keys?.epoch].filter((x) => x !== undefined).join(' ')
  })

describe('a client learns the keys of the fleet that serves', () => {
  test.each([
    ['ideal', 'published', published],
    ['ideal', 'hardened', hardened],
    ['real', 'published', published],
    ['real', 'hardened', hardened],
  ] as const)('%s crypto, %s', (twin, _name, profile) => {
    const told = outcomes({
      twin,
      profile,
      operations: [wish(), rotate, wish(), wish({ fleet: 'a' })],
      planned: [begin(100), begin(1_000, OPERATOR), begin(9_000), begin(12_000)],
    })
    expect(brief(told)).toEqual([
      'keysTrusted a 1',
      'rotationEnded activated',
      'keysTrusted b 2',
      'keysRefused epochOlder',
    ])
  })
})
