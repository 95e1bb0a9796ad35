/** What a client checks of a bundle and its proof (§7.2, §7.4): one forgery for every check, and hostile values. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InternalEvent, Octets } from '../spec/boundary.ts'
import { BUNDLE_CHECKS, LOG_CHECKS } from '../spec/fleet/checks.ts'
import { brokenRule, type Entry } from '../spec/fleet/log.ts'
import type { StampRequest } from '../spec/fleet/messages.ts'
import { WORLD_BEGAN_MS } from '../spec/fleet/provision.ts'
import { trustMachine } from '../spec/fleet/trust.ts'
import { nodeId } from '../spec/names.ts'
import { hardened } from '../spec/profiles.ts'
import { step, unbooted } from '../spec/step.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { FORGERIES } from './examples/forgeries.ts'
import { DAY_MS, honest, type Materials, materials, type Shown } from './examples/forging.ts'
import type { Forgery } from './examples/log-forgeries.ts'

const real = createRealTwin()
const ideal = createIdealTwin()

const settings = (m: Materials) => ({
  mode: 'overTheAir' as const,
  pins: [],
  anchors: m.anchors,
  frontEnd: nodeId('front'),
  builtAtMs: WORLD_BEGAN_MS,
  checkpointAgeMs: DAY_MS,
  overlapMs: 90 * DAY_MS,
})

/** Shows a client an answer and returns what it told its neighbour. */
function verdict(m: Materials, held: readonly Shown[], answer: Shown, want: Partial<Forgery>): InternalEvent {
  const machine = trustMachine({ crypto: m.crypto, profile: hardened, ...settings(m) })
  const boot = { type: 'boot', self: nodeId('phone1'), incarnation: '' as Octets, cells: {} }
  let at = step(machine, unbooted(machine), boot)
  const ask = (shown: Shown, extra: object) => {
    at = step(machine, at.snapshot, { type: 'keysWanted', by: 'enrollment', ...extra } as never)
    at = step(machine, at.snapshot, {
      type: 'bundleAnswer',
      from: nodeId('front'),
      message: { type: 'bundleAnswer', ...shown },
    } as never)
  }
  for (const shown of held) ask(shown, {})
  const { fleet, purpose } = want
  const extra = { ...(fleet === undefined ? {} : { fleet }), ...(purpose === undefined ? {} : { purpose }) }
  ask(answer, { ...extra, nowMs: WORLD_BEGAN_MS + (want.afterMs ?? 0) })
  const told = at.effects.filter((effect) => effect.do === 'tell')
  expect(told.length).toBe(1)
  return told[0]?.event as InternalEvent
}

const heldBy = (m: Materials, holds: Forgery['holds']) =>
  holds === undefined
    ? []
    : [honest(m, holds === 'first' ? 1 : 2, WORLD_BEGAN_MS, m.entries.slice(0, holds === 'first' ? 1 : 2))]

describe.each([real, ideal])('a client, with $name crypto', (twin) => {
  const m = materials(twin)
  const since = (epoch: number, size: number) => honest(m, epoch, WORLD_BEGAN_MS, m.entries, size)

  test('accepts what is honest, and goes from epoch to epoch', () => {
    expect(verdict(m, [], honest(m, 1), {}).type).toBe('keysTrusted')
    expect(verdict(m, heldBy(m, 'first'), since(2, 1), {}).type).toBe('keysTrusted')
    expect(verdict(m, [], honest(m, 1, WORLD_BEGAN_MS + DAY_MS), { afterMs: DAY_MS }).type).toBe(
      'keysTrusted',
    )
  })

  test('goes back to a fleet that it held, where its own storage names it', () => {
    const both = [...heldBy(m, 'first'), since(2, 1)]
    expect(verdict(m, both, since(1, 2), { fleet: 'a' }).type).toBe('keysTrusted')
    expect(verdict(m, both, since(1, 2), {})).toMatchObject({ why: 'epochOlder' })
  })

  test('goes back for a recovery while the log shows that the overlap lasts, and for nothing else', () => {
    const held = heldBy(m, 'second')
    expect(verdict(m, held, since(1, 2), { purpose: 'recover' }).type).toBe('keysTrusted')
    expect(verdict(m, held, since(1, 2), {})).toMatchObject({ why: 'epochOlder' })
  })

  const usable = FORGERIES.filter(({ realOnly }) => realOnly === undefined || twin.name === 'real')
  test.each(usable.map((forgery) => [forgery.name, forgery] as const))('refuses %s', (_, forgery) => {
    const told = verdict(m, heldBy(m, forgery.holds), forgery.forge(m), forgery)
    expect(told).toEqual({ type: 'keysRefused', why: forgery.refused })
  })
})

describe('what the log does not take', () => {
  const m = materials(real)
  const [first, second] = m.entries as readonly [Entry, Entry]
  const asked = { type: 'stampRequest', ...second } as const
  const why = (entries: readonly Entry[], change: Partial<StampRequest> = {}) =>
    brokenRule(real.port, m.anchors.namespace, entries, { ...asked, ...change })

  test('is named by its rule: a skipped epoch, one again, a digest twice, another namespace, nonsense', () => {
    expect(why([first])).toBeNull()
    expect(why([first], { epoch: 3 })).toBe('epochOrder')
    expect(why([first, second])).toBe('epochOrder')
    expect(why([first, second], { epoch: 3 })).toBe('digestRepeated')
    expect(why([first], { namespace: 'meta.other.v1' })).toBe('namespace')
    expect(why([first], { epoch: 2 ** 53 })).toBe('malformed')
    expect(why([first], { artifact: second.signature })).toBe('malformed')
  })
})

test('every check has a forgery of its own', () => {
  const covered = new Set(FORGERIES.map(({ refused }) => refused))
  const missing = [...Object.keys(BUNDLE_CHECKS), ...Object.keys(LOG_CHECKS)].filter(
    (name) => !covered.has(name as never),
  )
  expect(missing).toEqual([])
})

describe('what is hostile is refused with a word, never with a throw', () => {
  test('any value in any place of an answer', () => {
    const m = materials(real)
    const good = honest(m, 2) as { bundle: Record<string, unknown>; proof: Record<string, unknown> }
    const anything = fc.oneof(
      fc.anything({ maxDepth: 1 }).filter(isPlain),
      fc.constantFrom(null, '', -1, 1.5, '00', [], {}),
    )
    const places = fc.constantFrom(
      ...Object.keys(good.bundle).map((key) => ['bundle', key]),
      ...Object.keys(good.proof).map((key) => ['proof', key]),
    )
    fc.assert(
      fc.property(places, anything, ([part, key], value) => {
        const whole = good[part as 'bundle' | 'proof']
        if (JSON.stringify(whole[key as string]) === JSON.stringify(value)) return
        const answer = { ...good, [part as string]: { ...whole, [key as string]: value } } as Shown
        expect(verdict(m, [], answer, {}).type).toBe('keysRefused')
      }),
      { seed: 73, numRuns: 300 },
    )
  })
})

function isPlain(value: unknown): boolean {
  try {
    return (
      JSON.stringify(value) !== undefined &&
      JSON.stringify(JSON.parse(JSON.stringify(value))) === JSON.stringify(value)
    )
  } catch {
    return false
  }
}
