/** Sessions between replicas (§5.14): what an earlier boot said, or nobody said, is refused, and all goes on. (2 s) */
import { describe, expect, test } from 'vitest'
import type { Draw, Effect, Message, Octets } from '../spec/boundary.ts'
import { same } from '../spec/canonical.ts'
import type { Context } from '../spec/consensus/context.ts'
import { credentialFor, type Hello, helloOf, type Links, type Welcome } from '../spec/consensus/sessions.ts'
import { tagged } from '../spec/consensus/tags.ts'
import type { Twin } from '../spec/crypto.ts'
import { type NodeId, nodeId } from '../spec/names.ts'
import { hardened, published } from '../spec/profiles.ts'
import type { Part } from '../spec/shell.ts'
import { step } from '../spec/step.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { snapshotOf } from '../src/sim/local.ts'
import type { Flight, World } from '../src/sim/world.ts'
import { replicas } from './consensus-fleet.ts'
import { type RunOptions, runFleet } from './consensus-runs.ts'

const [A1, A2, A3] = replicas(3) as [NodeId, NodeId, NodeId]
const NODES = [A1, A2, A3]

interface Seen {
  readonly world: World
  readonly part: Part
  readonly delivered: readonly Flight[]
  readonly twin: Twin
}

// A run of three replicas with sessions, and everything that was delivered in it.
function seen(options: Partial<RunOptions> = {}): Seen & ReturnType<typeof runFleet> {
  const twin = options.twin ?? createIdealTwin()
  const delivered: Flight[] = []
  let part: Part | undefined
  let world: World | undefined
  const result = runFleet({
    ...{ seed: 'sessions', size: 3, profile: hardened, adversary: 'none', sessions: true, twin },
    change: (made) => {
      part = made
      return made
    },
    onStep: (before, { choice, happened }) => {
      world = happened.world
      const [from, to] = choice.nodes
      if (choice.kind !== 'deliver') return
      const flight = before.flights.filter((f) => f.from === from && f.to === to)[choice.ordinal]
      if (flight !== undefined) delivered.push(flight)
    },
    ...options,
  })
  if (part === undefined || world === undefined) throw new Error('nothing ran')
  return { ...result, world, part, delivered, twin }
}

function contextOf({ world }: Seen, node: NodeId): Context {
  return world.locals[NODES.indexOf(node)]?.machines.consensus?.context as Context
}

// What the machine of a node does with a message, at the end of the run.
function receives({ world, part }: Seen, to: NodeId, from: NodeId, message: Message, draw?: Draw) {
  const resident = world.locals[NODES.indexOf(to)]?.machines.consensus
  if (resident === undefined) throw new Error(`${to} is down`)
  const event = { type: message.type, from, message, ...(draw && { draw }) }
  const { snapshot, effects } = step(part.machine, snapshotOf(part.machine, resident), event)
  return { context: snapshot.context as Context, effects, before: resident.context as unknown as Context }
}

function isRefused(effects: readonly Effect[]): boolean {
  return effects.some((effect) => effect.do === 'label' && effect.text.startsWith('refused '))
}

const calm = seen()
const restarted = seen({ adversary: 'A0', faults: 12, seed: 'restarts' })

describe('runs', () => {
  test.each([
    { profile: published, adversary: 'A0', size: 3 },
    { profile: hardened, adversary: 'A0', size: 4 },
    { profile: hardened, adversary: 'A3', size: 3 },
  ] as const)(
    '$profile.name under $adversary, $size replicas: nothing breaks, commands are noted',
    (options) => {
      const { profile, adversary, size } = options
      const runs = [1, 2, 3].map((i) => runFleet({ seed: `s${i}`, size, profile, adversary, sessions: true }))
      expect(runs.flatMap(({ failures }) => failures())).toEqual([])
      expect(runs.reduce((sum, { outcomes }) => sum + (outcomes.noted ?? 0), 0)).toBeGreaterThanOrEqual(10)
    },
  )

  test('real and ideal cryptography do the same', () => {
    const [ideal, real] = [createIdealTwin(), createRealTwin()].map((twin) => {
      const { outcomes, events, witnesses } = seen({ twin, adversary: 'A3', seed: 'twins' })
      return { outcomes, events, witnesses }
    })
    expect(real).toEqual(ideal)
  })

  test('every pair has a session in each direction', () => {
    for (const node of NODES) {
      const { outgoing, incoming } = contextOf(calm, node).links as Links
      for (const other of NODES.filter((one) => one !== node)) {
        expect(outgoing[other]).toBe(contextOf(calm, other).links?.incoming[node]?.key)
        expect(incoming[other]).toBeDefined()
      }
    }
  })
})

describe('what is refused', () => {
  test('every message between replicas with a field changed, or under another name, and nothing else happens', () => {
    const { crypto } = { crypto: calm.twin.port }
    const kinds = new Set<string>()
    for (const { from, to, message } of calm.delivered.slice(-400)) {
      if (!('tag' in message) || message.type === 'proof') continue
      kinds.add(message.type)
      const { term } = message as unknown as { term: number }
      const other = NODES.find((node) => node !== from && node !== to) as NodeId
      const forged: readonly (readonly [NodeId, Message])[] = [
        [from, { ...message, term: term + 1 } as Message],
        [from, { ...message, tag: crypto.hash('forged', []) } as Message],
        [other, { ...message }],
      ]
      for (const [sender, forgery] of forged) {
        const { effects, context, before } = receives(calm, to, sender, forgery)
        expect(isRefused(effects)).toBe(true)
        expect(same(context, before)).toBe(true)
      }
      expect(isRefused(receives(calm, to, from, { ...message }).effects)).toBe(false)
    }
    expect(kinds.size).toBeGreaterThanOrEqual(2)
  })

  test('what a replica said in an earlier boot, although its hello is replayed first', () => {
    let old = 0
    for (const node of NODES) {
      const hellos = restarted.delivered.filter(
        ({ from, message }) => from === node && message.type === 'hello',
      )
      const now = contextOf(restarted, node).links?.ephemeral.public
      const first = hellos.find(({ message }) => (message as Hello).ephemeral !== now)
      if (first === undefined) continue
      const after = hellos.find(({ message }) => (message as Hello).ephemeral === now) as Flight
      const said = restarted.delivered.slice(0, restarted.delivered.indexOf(after))
      for (const { from, to, message } of said.slice(-200)) {
        if (from !== node || !('tag' in message) || message.type === 'proof') continue
        if (contextOf(restarted, to).links?.incoming[from]?.ephemeral !== now) continue
        const draw = { key: 'k' as Octets, seal: restarted.twin.draw('t', 'seal', 32) }
        const key = restarted.twin.draw('t', 'key', 32)
        const greeted = receives(restarted, to, from, first.message, { ...draw, key })
        expect(greeted.effects.some((e) => e.do === 'send' && e.message.type === 'welcome')).toBe(true)
        const machine = restarted.part.machine
        const value = restarted.world.locals[NODES.indexOf(to)]?.machines.consensus?.value
        const snapshot = machine.resolveState({ value: value as never, context: greeted.context as never })
        const { effects } = step(machine, snapshot as never, { type: message.type, from, message } as never)
        expect(isRefused(effects)).toBe(true)
        old++
      }
    }
    expect(old).toBeGreaterThan(10)
  })

  test('a hello or a welcome by who has no credential of that name', () => {
    const { port } = calm.twin
    const own = contextOf(calm, A3).links as Links
    const stranger = port.signingKeys(calm.twin.draw('t', 'stranger', 32))
    const certified = credentialFor(port, stranger.secret, 'a', A2, calm.twin.draw('t', 'own', 32))
    const draw = { key: calm.twin.draw('t', 'k', 32), seal: calm.twin.draw('t', 's', 32) }
    const forged: readonly Message[] = [
      helloOf(own),
      helloOf({ ...own, credential: certified }),
      { ...helloOf(contextOf(calm, A2).links as Links), ephemeral: own.ephemeral.public } as Message,
      ...calm.delivered.flatMap(({ message }) => {
        if (message.type !== 'welcome') return []
        const sealed = port.sealTo(own.ephemeral.public, port.text(''), port.text(''), draw.key, draw.seal)
        return sealed.ok ? [{ ...(message as Welcome), sealed: sealed.value } as Message] : []
      }),
    ]
    expect(forged.length).toBeGreaterThan(5)
    for (const message of forged) {
      const { effects, context, before } = receives(calm, A1, A2, message, draw)
      expect(isRefused(effects)).toBe(true)
      expect(same(context, before)).toBe(true)
    }
  })

  test('a proof by who was offered nothing changes nothing', () => {
    const { port } = calm.twin
    const proof = tagged(port, calm.twin.draw('t', 'k', 32), A2, A1, { type: 'proof' })
    const { context, before, effects } = receives(calm, A1, A2, proof)
    expect([same(context, before), effects]).toEqual([true, []])
  })
})

test('an unknown session costs a question, and a question costs a hello', () => {
  const asked = receives(calm, A1, A2, { type: 'requestVote', term: 9 } as Message).effects
  expect(asked.filter(({ do: what }) => what === 'send')).toMatchObject([
    { to: A2, message: { type: 'whoAreYou' } },
  ])
  const { effects } = receives(calm, A1, A2, { type: 'whoAreYou' })
  expect(effects).toMatchObject([{ do: 'send', to: A2, message: { type: 'hello' } }])
  expect(
    receives(calm, A1, nodeId('stranger'), { type: 'hello' }).effects.some(({ do: what }) => what === 'send'),
  ).toBe(false)
})

test('no key of a session, and no half of an ephemeral one, is ever stored', () => {
  const secrets = NODES.flatMap((node) => {
    const links = contextOf(restarted, node)?.links
    if (links === null || links === undefined) return []
    const { ephemeral, outgoing, incoming, offered } = links
    const given = [incoming, offered].flatMap((table) => Object.values(table).map(({ key }) => key))
    return [ephemeral.secret, ephemeral.public, ...Object.values(outgoing), ...given]
  })
  const stored = JSON.stringify(restarted.world.locals.map(({ cells }) => cells))
  expect(secrets.length).toBeGreaterThan(12)
  expect(secrets.filter((secret) => stored.includes(JSON.stringify(secret).slice(1, -1)))).toEqual([])
})
