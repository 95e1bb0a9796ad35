/**
 * Everything that grows has a bound, and what exceeds it is refused with a word for it (§5.6). About three seconds.
 */
import { describe, expect, test } from 'vitest'
import type { Message, Octets, Plain } from '../spec/boundary.ts'
import { same } from '../spec/canonical.ts'
import type { Context } from '../spec/consensus/context.ts'
import { entryAfter } from '../spec/consensus/entry.ts'
import { founding } from '../spec/consensus/fleet.ts'
import { lastOf } from '../spec/consensus/log.ts'
import type { AppendEntries } from '../spec/consensus/messages.ts'
import { isBody } from '../spec/consensus/snapshot.ts'
import { TUNING } from '../spec/consensus/tuning.ts'
import type { NodeId } from '../spec/names.ts'
import { hardened, published } from '../spec/profiles.ts'
import { step } from '../spec/step.ts'
import { noting, replicas } from './consensus-fleet.ts'
import { runFleet } from './consensus-runs.ts'
import { stepsOf, type Taken } from './consensus-steps.ts'

const SMALL = {
  ...{ batchEntriesMax: 2, windowBatchesMax: 2, uncommittedEntriesMax: 3 },
  ...{ snapshotEntries: 6, partScalarsMax: 4, partBytesMax: 4_096, commandBytesMax: 600 },
}
const long = 'x'.repeat(700)

describe.each([published, hardened])('a fleet with small bounds keeps them ($name)', (profile) => {
  const nodes = replicas(3)
  const outcomes: Record<string, number> = {}
  const worst = { uncommitted: 0, entries: 0, window: 0 }
  const look = (context: Context): void => {
    const { log, commit, progress, votes, heard } = context
    worst.uncommitted = Math.max(worst.uncommitted, lastOf(log).index - commit)
    for (const { next, match, mode } of Object.values(progress))
      if (mode === 'stream') worst.window = Math.max(worst.window, next - 1 - match)
    for (const table of [progress, votes, heard])
      expect(nodes).toEqual(expect.arrayContaining(Object.keys(table)))
  }
  for (let seed = 0; seed < 4; seed++) {
    const operations = nodes.flatMap((node) =>
      Array.from({ length: 30 }, (_, i) => noting(node, i % 4 === 2 ? long : `${node}${seed}.${i}`)),
    )
    const run = runFleet({
      ...{ seed: `limits ${seed}`, size: 3, profile, adversary: 'A0', operations },
      tuning: { ...SMALL, snapshotEntries: seed % 2 === 0 ? 6 : 3 },
      onStep: (before, { happened: { world, facts } }) => {
        for (const [place, local] of world.locals.entries()) {
          const resident = local.machines.consensus
          if (resident !== undefined && local !== before.locals[place])
            look(resident.context as unknown as Context)
        }
        for (const fact of facts) {
          if (fact.fact !== 'sent' || fact.message.type !== 'appendEntries') continue
          worst.entries = Math.max(worst.entries, (fact.message as AppendEntries).entries.length)
        }
      },
    })
    for (const [outcome, count] of Object.entries(run.outcomes))
      outcomes[outcome] = (outcomes[outcome] ?? 0) + count
  }

  test('in queues, windows, messages and tables', () => {
    expect(worst.entries).toBeLessThanOrEqual(2)
    expect(worst.window).toBeLessThanOrEqual(4)
    // A new leader's no-op, and a Join for each member.
    expect(worst.uncommitted).toBeLessThanOrEqual(3 + 1 + 3)
  })

  test('and says what it does not take', () => {
    expect(outcomes.noted).toBeGreaterThan(50)
    for (const why of ['notLeader', 'tooLarge']) expect(outcomes[why]).toBeGreaterThan(0)
  })
})

describe('sizes that no honest replica sends', () => {
  const { twin, steps } = stepsOf(hardened, 3, 700)
  const { port } = twin
  const octets = (bytes: number): Octets => twin.draw('limits', `${bytes}`, bytes)
  const { part, snapshot, event } = steps.find(
    ({ snapshot, event }) =>
      event.type === 'appendEntries' &&
      JSON.stringify(snapshot.value).includes('standing') &&
      (event as unknown as { message: AppendEntries }).message.entries.length === 1 &&
      (snapshot.context as Context).leader !== null,
  ) as Taken
  const { message, from } = event as unknown as { message: AppendEntries; from: NodeId }
  const context = snapshot.context as Context
  const place = { index: message.prevIndex, term: message.prevTerm, chain: message.prevChain }
  const carrying = (payload: Parameters<typeof entryAfter>[3]): AppendEntries => ({
    ...message,
    entries: [entryAfter(port, place, message.term, payload)],
  })
  const [one, two] = replicas(3) as [NodeId, NodeId]
  const term = context.ballot.term
  const hostile: Readonly<Record<string, Message>> = {
    'a command': carrying({ id: 'x', do: 'note', text: 'x'.repeat(TUNING.commandBytesMax) }),
    'a founding by too many': carrying(founding([one, two, one, two].map((node) => [node, octets(16)]))),
    'a Join under another length': carrying({
      id: 'j',
      do: 'consensus.join',
      node: one,
      incarnation: octets(17),
    }),
    'a batch': {
      ...message,
      entries: Array.from({ length: TUNING.batchEntriesMax + 1 }, () => message.entries[0]),
    } as AppendEntries,
    'a chain': { ...message, prevChain: octets(33) } as AppendEntries,
    'an incarnation': { type: 'vote', term, granted: true, incarnation: octets(15) } as Message,
    'a part': {
      type: 'snapshotPart',
      term,
      index: 9,
      part: 0,
      tree: { s: 'x'.repeat(TUNING.partBytesMax) },
    } as Message,
    'an offer of parts': {
      ...{ type: 'installSnapshot', term, index: 99, lastTerm: 1, chain: octets(32), admission: null },
      parts: TUNING.transferPartsMax + 1,
    } as Message,
  }

  test('the message itself is taken', () => {
    const { effects } = step(part.machine, snapshot, event)
    expect(effects.map(({ do: what }) => what)).not.toContain('label')
  })

  test.each(Object.keys(hostile))('%s', (what) => {
    const sent = hostile[what] as Message
    const incoming = { from, term, index: 9, lastTerm: term, chain: octets(32), parts: 3, got: [] }
    const before = part.machine.resolveState({
      value: snapshot.value as never,
      context: { ...context, incoming } as never,
    }) as typeof snapshot
    const { effects, snapshot: after } = step(part.machine, before, {
      type: sent.type,
      from,
      message: sent,
    } as never)
    expect(effects).toEqual([{ do: 'label', text: `refused ${sent.type}` }])
    expect(same(after.context, before.context)).toBe(true)
  })

  test('tables of a snapshot', () => {
    const founders = [one, two]
    const rules = {
      founders,
      tuning: { ...TUNING, rememberedEntriesMax: 4 },
      isSoundState: () => true,
      crypto: port,
    }
    const members = { [one]: true, [two]: true }
    const fleet = { members, registry: {}, changes: 1, changedAt: 1, retired: {}, admissions: {} }
    const sound = (more: object, seen: object = { a: 8, b: 9 }) =>
      isBody(rules as never, { state: null, seen, fleet: { ...fleet, ...more } } as unknown as Plain, 9, null)
    expect(sound({})).toBe(true)
    const registration = { incarnation: octets(16), from: 0 }
    expect(sound({ registry: { [one]: registration } })).toBe(true)
    expect(sound({ registry: { '@a9': registration } })).toBe(false)
    expect(sound({ registry: { [one]: { ...registration, incarnation: octets(17) } } })).toBe(false)
    expect(sound({ retired: { '@a7': true, '@a8': true } })).toBe(false)
    expect(sound({ admissions: { '@a9': { number: 1, signature: octets(64) } } })).toBe(false)
    for (const seen of [{ a: 5 }, { a: 10 }, { a: 8, b: 8 }]) expect(sound({}, seen)).toBe(false)
  })
})
