/** The seeded bug of registration (§3.3): what a key evaluates before anybody pays. */
import { VERSION } from '../../spec/vault/words.ts'
import type { Bug } from './bug.ts'

/** Bug 11. */
export const registrationBugs: readonly Bug[] = [
  {
    id: 'registrationKeyShared',
    number: 11,
    breaks: 'SEC-1',
    adversary: 'A2',
    profile: 'hardened',
    story:
      'The OPRF key is derived without its salt: whoever registers has a second element evaluated under it, uncharged.',
    port: (port) => ({
      ...port,
      hash: (domain, parts) =>
        domain === `${VERSION} oprf key` ? port.hash(domain, parts.slice(0, 1)) : port.hash(domain, parts),
    }),
  },
]
