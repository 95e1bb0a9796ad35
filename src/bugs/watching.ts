/** Seeded bugs in those who watch the log, and in the pins of a client (§7.2, §7.4, §7.5). */
import type { AnyStateMachine } from 'xstate'
import { actionsFor } from '../../spec/actions.ts'
import type { AuditTold, Context } from '../../spec/fleet/watcher.ts'
import type { Bug } from './bug.ts'
import { withGuards } from './guards.ts'

const { ask } = actionsFor<Context, never>()

// What a watcher tells, by a careless hand.
const telling = (told: (whole: AuditTold) => AuditTold) => (machine: AnyStateMachine) =>
  machine.provide({
    actions: {
      tellAudit: ask(({ context: { entries, limit } }) => {
        const size = entries.length
        const from = limit === null ? 1 : Math.max(1, size - limit + 1)
        const whole = { type: 'auditTold', from, to: size, size, partial: from > 1, unevidenced: [] } as const
        return [{ do: 'tell', machine: 'user', event: told(whole) }]
      }),
    },
  } as never) as AnyStateMachine

/** TRN-5's. */
export const evidenceNotRead: Bug = {
  id: 'evidenceNotRead',
  breaks: 'TRN-5',
  adversary: 'A9',
  profile: 'hardened',
  story:
    "A watcher holds the log's signatures and order against the rules, and does not look at the evidence.",
  part: 'watcher',
  provide: telling((whole) => whole),
}

/** TRN-4's. */
export const partialCalledWhole: Bug = {
  id: 'partialCalledWhole',
  breaks: 'TRN-4',
  adversary: 'A0',
  profile: 'hardened',
  story: 'An audit of the newest epochs alone is reported as if it were of all.',
  part: 'watcher',
  provide: telling((whole) => ({ ...whole, partial: false })),
}

/** FLT-4's. */
export const pinsForgotten: Bug = {
  id: 'pinsForgotten',
  breaks: 'FLT-4',
  adversary: 'A2',
  profile: 'hardened',
  story: 'A pinned client asks for a bundle as any other does, and trusts what verifies.',
  part: 'trust',
  provide: withGuards(() => ({ isPinned: () => false, isUnpinned: () => false })),
}

/** FLT-2's, in the memory. */
export const recoveriesAlwaysGoBack: Bug = {
  id: 'recoveriesAlwaysGoBack',
  breaks: 'FLT-2',
  adversary: 'A2',
  profile: 'hardened',
  story: 'A client that recovers takes any older epoch, however long ago its overlap ended.',
  part: 'trust',
  provide: withGuards(() => ({ epochSuperseded: () => false })),
}

/** Killed in generated runs. */
export const watchingBugs: readonly Bug[] = [evidenceNotRead, partialCalledWhole]

/** What they need is drawn too rarely for a short hunt: scenes of their own kill them. */
export const scenicBugs: readonly Bug[] = [pinsForgotten, recoveriesAlwaysGoBack]
