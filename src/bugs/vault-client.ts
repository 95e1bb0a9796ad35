/** Seeded bugs of draws and of what a phone keeps (§3.6, §10.5). */
import { actionsFor } from '../../spec/actions.ts'
import type { Octets } from '../../spec/boundary.ts'
import type { Context, Event } from '../../spec/client/enrollment-context.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Bug } from './bug.ts'
import { inPart } from './vault-door.ts'

const { ask } = actionsFor<Context, Event>()

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

// KE3 that was right once, in whatever session, is right.
function unboundProofs(port: CryptoPort): CryptoPort {
  const right = new Map<Octets, Octets>()
  return {
    ...port,
    loginVerify: (state, ke3) => {
      const checked = port.loginVerify(state, ke3)
      if (checked.ok) right.set(ke3, state)
      const known = right.get(ke3)
      return checked.ok || known === undefined ? checked : port.loginVerify(known, ke3)
    },
  }
}

/** Bugs 15, 33 and 34. */
export const clientBugs: readonly Bug[] = [
  {
    id: 'proofOfAnotherSession',
    number: 15,
    breaks: 'ATT-3',
    adversary: 'A2',
    profile: 'published',
    story: 'The proof is not bound to its session: a KE3 that was right in one is right in the next.',
    port: unboundProofs,
  },
  inPart(
    'enrollment',
    {
      id: 'verifierKept',
      number: 33,
      breaks: 'BKP-2',
      adversary: 'A10',
      profile: 'hardened',
      story: 'The phone keeps something of the password, so that a crash need not ask for it again.',
    },
    () => ({
      actions: {
        persist: ask(({ context: { kept, secret } }) => [
          { do: 'persist', cell: 'enrollment', value: { ...kept, again: secret } },
        ]),
      },
    }),
  ),
  {
    id: 'blindUsedTwice',
    number: 34,
    breaks: 'SEC-5',
    adversary: 'A0',
    profile: 'published',
    story: 'A recovery that is begun again takes the blind that it had.',
    port: oneBlind,
  },
]
