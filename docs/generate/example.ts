/** One real run of each profile, small enough to be drawn: three HSMs, one phone enrols, another guesses wrong, then right. */
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import { nodeId } from '../../spec/names.ts'
import { record } from '../../src/run/record.ts'
import { buildWorld } from '../../src/run/world.ts'
import { generate } from '../../src/sim/generator.ts'
import type { Plan } from '../../src/sim/plan.ts'
import type { Setup } from '../../src/sim/setup.ts'
import type { PageData } from '../../src/trace/explorer/model.ts'

/** The run of a profile. */
export function exampleRun(profile: string): PageData {
  const setup: Setup = {
    crypto: 'ideal',
    profile,
    limit: 10,
    fleets: [{ name: 'a', size: 3 }],
    clients: ['phone1', 'phone2'].map((node) => ({ node, account: 'alice' })),
    acts: [
      { node: 'phone1', do: 'enrol', secret: 'right', key: 'K' },
      { node: 'phone2', do: 'recover', secret: 'wrong' },
      { node: 'phone2', do: 'recover', secret: 'right' },
    ],
    budgets: {},
    drawSeed: 'example',
  }
  const plan: Plan = {
    delay: { min: 8, max: 12 },
    ...{ lossPerMille: 0, duplicatePerMille: 0, rates: {}, revived: [], abandoned: [] },
    planned: [
      { at: 2_000, kind: 'begin', nodes: [nodeId('phone1')] },
      { at: 5_000, kind: 'begin', nodes: [nodeId('phone2')] },
      { at: 8_000, kind: 'begin', nodes: [nodeId('phone2')] },
    ],
    ...{ healAt: 11_000, endAt: 12_000 },
  }
  const { simulation, setting } = buildWorld(setup)
  const choices = [...generate(simulation, plan, 'example')].map(({ choice }) => choice)
  const header = {
    file: `example, ${profile}`,
    build: 'docs',
    profile,
    crypto: 'ideal',
    seed: 'example',
    broke: null,
    bug: null,
  }
  const recorded = record({
    ...{ simulation, setting, claims: CATALOGUE, choices },
    header: { ...header, setup, traceHash: 'not kept' },
  })
  if (!recorded.ok) throw new Error(`the example does not run: ${recorded.why}`)
  return recorded.data
}
