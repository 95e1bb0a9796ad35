/** The seeded bug of a phone's draws (§6.4, §10.5). */
import type { Octets } from '../../spec/boundary.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Bug } from './bug.ts'

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

/** Bug 34. */
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
]
