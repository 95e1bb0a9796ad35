/** What the phases of a client's protocols have in common (§3.6, §6.4): one request is out until it is answered. */

/** An answer that is not this fleet's own, for this session: as if nothing had come. */
export const FORGED = { guard: 'isForged', target: 'waiting', actions: 'refuse' } as const
/** An answer to an earlier request, late or twice. */
export const LATE = { target: 'waiting', actions: 'dropAnswer' } as const

/**
 * The states of one request: it is sent, and sent again until `reading`, which looks at each answer once, leaves the
 * phase. `self` is the phase's own name; `malformed` what happens when the fleet's key, which came over the air, is none.
 */
export function phase<
  const Self extends string,
  const Hears extends object,
  const Malformed extends object,
  const Reading extends readonly unknown[],
>(self: Self, hears: Hears, malformed: Malformed, reading: Reading) {
  return {
    initial: 'sending',
    on: hears,
    after: { resend: { target: self, reenter: true } },
    states: {
      sending: {
        always: [
          { guard: 'hasNoBody', ...malformed },
          { target: 'waiting', actions: 'send' },
        ],
      },
      waiting: {},
      reading: { always: reading },
    },
  } as const
}
