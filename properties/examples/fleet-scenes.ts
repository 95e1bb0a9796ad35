import type { KeyPair } from '../../spec/crypto.ts'
import { createAuditor } from '../../spec/fleet/auditor.ts'
import { createHostileDistribution } from '../../spec/fleet/hostile.ts'
import type { Trick } from '../../spec/fleet/hostile-forging.ts'
import { provisionAuthorities, provisionFleet, WORLD_BEGAN_MS } from '../../spec/fleet/provision.ts'
import { createWatcher } from '../../spec/fleet/watcher.ts'
import { type NodeId, nodeId } from '../../spec/names.ts'
import type { Profile } from '../../spec/profiles.ts'
import type { Shell } from '../../spec/shell.ts'
import { act, begin, type Course, ROTATE, wish } from './fleet-run.ts'
import { AUDITOR, FRONT, hsms, OPERATOR, seedsOf, WATCHERS } from './fleet-world.ts'

/** Which signing keys the adversary holds (A7, A9). */
export interface Hold {
  readonly auditor?: true
  readonly operator?: true
}

/** The front end in the adversary's hands. */
export const hostile =
  (tricks: readonly Trick[], hold: Hold = {}, nowMs = WORLD_BEGAN_MS): NonNullable<Course['tamper']> =>
  (shells, { twin, crypto, profile, size }) => {
    const { anchors, auditor, operator } = provisionAuthorities(twin.port, seedsOf(twin, 'a'))
    const held = (key: KeyPair, has: true | undefined) => (has === true ? key : null)
    const part = createHostileDistribution({
      crypto,
      profile,
      anchors,
      fleets: { a: hsms('a', size), b: hsms('b', size) },
      serving: 'a',
      accounts: {},
      operator: OPERATOR,
      unasked: [],
      auditor: AUDITOR,
      auditorKey: held(auditor, hold.auditor),
      operatorKey: held(operator, hold.operator),
      tricks,
      nowMs,
    })
    return shells.map((shell) => (shell.node === FRONT ? { ...shell, standing: { bundles: part } } : shell))
  }

/** A watcher looks at the log. */
export const look = (limit?: number, at = 0) =>
  act(WATCHERS[at] as never, 'watcher', { type: 'look', ...(limit === undefined ? {} : { limit }) })
/** A phone asks so many times. */
export const asks = (times: number, gap = 3_000) =>
  Array.from({ length: times }, (_, i) => begin(100 + gap * i))

const rotated = (profile: Profile, nowMs: number): Course => ({
  profile,
  world: { phones: 2 },
  operations: [wish(), ROTATE, wish(), wish({ nowMs }, '@phone2' as never)],
  planned: [begin(100), begin(1_000, OPERATOR), begin(9_000), begin(12_000, '@phone2' as never)],
})

/** Memory and none, shown the oldest epoch after a rotation; the new phone asks at `nowMs`. */
export function staleCourse(profile: Profile, nowMs: number): Course {
  const course = rotated(profile, nowMs)
  // The front end is honest until the rotation is over, then shows the oldest bundle that it saw.
  return {
    ...course,
    operations: [wish(), ROTATE, wish({ fleet: 'b' }), wish(), wish({ nowMs }, '@phone2' as never)],
    planned: [...course.planned.slice(0, 2), begin(9_000), begin(10_000), begin(12_000, '@phone2' as never)],
    tamper: hostile(['honest', 'honest', 'stale', 'stale']),
  }
}

/** The second watcher is served by another node with the auditor's key, whose log has another first entry. */
const SHADOW = nodeId('shadow')
/** Two watchers, two logs under one key. */
export const splitView: Course = {
  operations: [look(undefined, 0), look(undefined, 1)],
  planned: [begin(100, WATCHERS[0] as never), begin(2_000, WATCHERS[1] as never)],
  tamper: (shells, { twin, crypto, profile }) => {
    const { anchors, auditor } = provisionAuthorities(twin.port, seedsOf(twin, 'a'))
    const other = provisionFleet(twin.port, 'other', 1, seedsOf(twin, 'other'))
    const deps = { crypto, profile, anchors, auditor: SHADOW, peers: [WATCHERS[0] as NodeId] }
    const watcher = createWatcher({ ...deps, vendor: anchors.operator })
    const log = createAuditor({ ...deps, namespace: anchors.namespace, key: auditor, nowMs: WORLD_BEGAN_MS })
    const shadow: Shell = {
      node: SHADOW,
      role: 'auditor',
      standing: { auditor: log },
      keyed: {},
      cells: { 'auditor.log': [other.entry] },
    }
    const led = shells.map((shell) =>
      shell.node === WATCHERS[1] ? { ...shell, standing: { watcher } } : shell,
    )
    return [...led, shadow]
  },
}
