/** The seeded bugs of §7: each leaves an honest course green, and is caught by its claim in its scene. */
import { describe, expect, test } from 'vitest'
import type { Trick } from '../spec/fleet/hostile-forging.ts'
import { WORLD_BEGAN_MS } from '../spec/fleet/provision.ts'
import { hardened, published } from '../spec/profiles.ts'
import type { Bug } from '../src/bugs/bug.ts'
import { fleetBugs } from '../src/bugs/fleet.ts'
import { scenicBugs, watchingBugs } from '../src/bugs/watching.ts'
import {
  act,
  begin,
  brief,
  broken,
  type Course,
  failures,
  ROTATE,
  ran,
  wish,
  witnessed,
} from './examples/fleet-run.ts'
import { asks, hostile, look, splitView, staleCourse } from './examples/fleet-scenes.ts'
import { AUDITOR, OPERATOR, WATCHERS } from './examples/fleet-world.ts'
import { DAY_MS } from './examples/forging.ts'

const planned = (trick: Trick): Course => ({
  operations: [wish(), wish()],
  planned: asks(2),
  tamper: hostile([trick], { operator: true }),
})

// Shown the first epoch 91 days after the second was logged, by a front end that has seen it.
const overlapOver: Course = {
  ...staleCourse(hardened, WORLD_BEGAN_MS + 91 * DAY_MS),
  operations: [
    wish(),
    ROTATE,
    wish({ fleet: 'b' }),
    wish({ purpose: 'recover', nowMs: WORLD_BEGAN_MS + 91 * DAY_MS }),
    act(AUDITOR, 'auditor', { type: 'clock', nowMs: WORLD_BEGAN_MS + 91 * DAY_MS }),
  ],
  planned: [begin(100), begin(1_000, OPERATOR), begin(9_000), begin(9_500, AUDITOR), begin(10_000)],
}

/** The scene in which each bug shows, under the adversary that it names. */
const SCENES: Readonly<Record<string, Course>> = {
  counterSignatureOverBundle: planned('counterOverContent'),
  anyCounterSignature: { ...planned('ownKeys'), tamper: hostile(['ownKeys'], { auditor: true }) },
  keysBeforeChecks: { ...planned('ownKeys'), tamper: hostile(['ownKeys']) },
  olderEpochAccepted: staleCourse(hardened, WORLD_BEGAN_MS),
  epochsNotConsecutive: planned('skipping'),
  peersNotCompared: splitView,
  evidenceNotRead: {
    ...planned('planted'),
    operations: [wish(), wish(), look()],
    planned: [...asks(2), begin(9_000, WATCHERS[0] as never)],
  },
  partialCalledWhole: {
    operations: [ROTATE, look(1)],
    planned: [begin(100, OPERATOR), begin(5_000, WATCHERS[0] as never)],
  },
  pinsForgotten: {
    world: { settings: { mode: 'pinned' } },
    operations: [ROTATE, wish()],
    planned: [begin(100, OPERATOR), begin(5_000)],
  },
  recoveriesAlwaysGoBack: overlapOver,
}

const honestCourse: Course = {
  operations: [wish(), ROTATE, wish(), look()],
  planned: [begin(100), begin(1_000, OPERATOR), begin(9_000), begin(9_000, WATCHERS[0] as never)],
}

function withBug(course: Course, bug: Bug): Course {
  const named = bug.profile === 'published' ? published : hardened
  const profile = 'profilePatch' in bug ? { ...named, ...bug.profilePatch } : named
  if ('port' in bug) return { ...course, profile, port: bug.port }
  if (!('provide' in bug)) return { ...course, profile }
  return {
    ...course,
    profile,
    tamper: (shells, world) =>
      (course.tamper?.(shells, world) ?? shells).map((shell) => {
        const part = shell.standing[bug.part]
        if (part === undefined) return shell
        const changed = { ...part, machine: bug.provide(part.machine) }
        return { ...shell, standing: { ...shell.standing, [bug.part]: changed } }
      }),
  }
}

describe.each([...fleetBugs, ...watchingBugs, ...scenicBugs].map((bug) => [bug.id, bug] as const))(
  'seeded bug %s',
  (id, bug) => {
    test('leaves an honest course green', () => {
      const run = ran(withBug(honestCourse, bug))
      expect(failures(run)).toEqual([])
      expect(brief(run).filter((words) => words.startsWith('keysTrusted'))).toEqual([
        'keysTrusted a 1',
        'keysTrusted b 2',
      ])
    })

    test('is caught by its claim, whose witness is seen', () => {
      const run = ran(withBug(SCENES[id] as Course, bug))
      expect(broken(run)).toContain(bug.breaks)
      expect(witnessed(run)).toContain(bug.breaks)
    })
  },
)
