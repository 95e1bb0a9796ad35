/** Seeded bugs of a phone's draws and of what it keeps (§3.6, §6.4, §10.5). */
import { actionsFor } from '../../spec/actions.ts'
import type { Octets } from '../../spec/boundary.ts'
import type { Context, Event } from '../../spec/client/enrollment-context.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Bug } from './bug.ts'
import { inPart } from './vault-door.ts'

const enrollment = actionsFor<Context, Event>()

// A login that is begun again, because no answer came, takes the blind that it had.
function oneBlind(port: CryptoPort): CryptoPort {
  const begun = new Map<Octets, Octets>()
  return {
    ...port,
    loginStart: (input) => {
      const blind = begun.get(input.password) ?? input.blind
      begun.set(input.password, blind)
      return port.loginStart({ ...input, blind })
    },
    loginFinish: (input) => {
      begun.delete(input.password)
      return port.loginFinish(input)
    },
  }
}

/** Bugs 33 and 34. */
export const clientBugs: readonly Bug[] = [
  {
    id: 'blindUsedTwice',
    number: 34,
    breaks: 'SEC-5',
    adversary: 'A0',
    profile: 'published',
    story: 'A recovery that is begun again takes the blind that it had.',
    port: oneBlind,
  },
  inPart(
    'enrollment',
    {
      id: 'verifierCached',
      number: 33,
      breaks: 'BKP-2',
      adversary: 'A10',
      profile: 'published',
      story:
        'The phone keeps blind and blinded password, by which it tells a mistyped password without asking: a verifier.',
    },
    () => ({
      actions: {
        persist: enrollment.ask(({ context: { kept, blind, body } }) => [
          { do: 'persist', cell: 'enrollment', value: kept },
          ...(kept?.phase === 'starting'
            ? [{ do: 'persist', cell: 'verifier', value: { blind, body } } as const]
            : []),
        ]),
      },
    }),
  ),
]
