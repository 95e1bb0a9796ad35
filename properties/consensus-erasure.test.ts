/**
 * What an erasure leaves behind (§4.3, §5.8): once a replica has applied that a record ran out or was deleted, no byte of the
 * record's key is left in its storage, its memory or what it sends; a straggler gets a snapshot. About five seconds.
 */
import { describe, expect, test } from 'vitest'
import { nodeId } from '../spec/names.ts'
import type { Decided } from '../spec/vault/commands.ts'
import { holdsRecord } from '../spec/vault/state.ts'
import { runSeed } from '../src/run/judge-run.ts'
import type { Step } from '../src/sim/generator.ts'
import type { Act, Setup } from '../src/sim/setup.ts'
import type { World } from '../src/sim/world.ts'

const SIZE = 3
const NODES = Array.from({ length: SIZE }, (_, i) => nodeId(`a${i + 1}`))
const STRAGGLER = NODES[2]!

const enrol = (node: string): Act => ({ node, do: 'enrol', secret: 'right', key: `K-${node}` })
const guess: Act = { node: 'phone1', do: 'recover', secret: 'wrong' }
const ENDS: Readonly<Record<string, readonly Act[]>> = {
  'ran out': [enrol('phone1'), guess, guess, guess],
  'was deleted': [enrol('phone1'), { node: 'phone1', do: 'delete', secret: 'right' }],
}

function setupOf(profile: string, acts: readonly Act[]): Setup {
  return {
    ...{ crypto: 'ideal', profile, limit: 2, drawSeed: 'erasure', budgets: { crash: 1, isolate: 1 } },
    fleets: [{ name: 'a', size: SIZE }],
    clients: [{ node: 'phone1', account: 'user1' }],
    acts,
  }
}

/** Watches for keys that an HSM must have forgotten. */
class Forgotten {
  sent = 0
  installed = 0
  private readonly keys = new Map<string, string>()
  private readonly gone = new Map<string, string>()

  see({ choice, happened: { world, facts } }: Step): void {
    for (const fact of facts) {
      if (fact.fact === 'told' && fact.machine === 'vault') this.told(fact.node, fact.event, choice.kind)
      const key = fact.fact === 'sent' ? this.gone.get(fact.node) : undefined
      if (fact.fact === 'sent' && key !== undefined) {
        this.sent++
        expect(JSON.stringify(fact.message)).not.toContain(key)
      }
    }
    this.look(world)
  }

  private told(node: string, event: { readonly type: string }, kind: string): void {
    if (event.type === 'installed' && kind === 'deliver') {
      this.installed++
      const had = this.keys.get(node)
      if (had !== undefined && this.gone.size > 0) this.gone.set(node, had)
    }
    if (event.type !== 'decided') return
    const { lineage, verdict } = event as unknown as Decided
    const key = lineage.active?.key
    if (key !== undefined) this.keys.set(node, key)
    const known = this.keys.get(node)
    if (known !== undefined && verdict.is !== 'gone' && !holdsRecord(lineage)) this.gone.set(node, known)
  }

  // Between two choices a node is at rest: whatever it was going to do about it is done.
  private look({ locals }: World): void {
    for (const [place, node] of NODES.entries()) {
      const key = this.gone.get(node)
      const { machines, cells } = locals[place]!
      if (key === undefined) continue
      const remembered = [machines.consensus?.context, machines.vault?.context, cells.log]
      expect(JSON.stringify(remembered)).not.toContain(key)
    }
  }

  /** How many HSMs have forgotten it. */
  get nodes(): number {
    return this.gone.size
  }
}

describe.each(['published', 'hardened'])('%s', (profile) => {
  test.each([
    ['ran out', 'had never had', 2_900, 2],
    ['was deleted', 'had never had', 2_900, 2],
    ['was deleted', 'still had', 6_900, 3],
  ] as const)('a record that %s, which a straggler %s', (how, _, isolatedAt, forgetful) => {
    const acts = ENDS[how] as readonly Act[]
    const begins = acts.map((_, i) => ({ at: 3_000 + 4_000 * i, kind: 'begin', nodes: [nodeId('phone1')] }))
    const healAt = 3_000 + 4_000 * acts.length
    const plan = {
      ...{ delay: { min: 2, max: 10 }, lossPerMille: 0, duplicatePerMille: 0, rates: {} },
      planned: [{ at: isolatedAt, kind: 'isolate', nodes: [STRAGGLER] }, ...begins],
      ...{ healAt, endAt: healAt + 3_000, revived: [], abandoned: [] },
    }
    const forgotten = new Forgotten()
    const run = runSeed(setupOf(profile, acts), plan, '1', {
      claims: [],
      onStep: (step) => forgotten.see(step),
    })
    expect(run.statistics.outcomes).toMatchObject({ 'enrollmentEnded: enrolled': 1 })
    expect(forgotten.nodes).toBe(forgetful)
    expect(forgotten.sent).toBeGreaterThan(20)
    // The straggler was given the state after it, and no entry of it.
    expect(forgotten.installed).toBe(1)
  })
})
