/** Seeded bugs in the fleet's keys and in the log (§7), through named guards and the port. */
import type { Octets, Received } from '../../spec/boundary.ts'
import type { CryptoPort } from '../../spec/crypto.ts'
import type { Bug } from './bug.ts'
import { type Guard, ignored, withGuards } from './guards.ts'

// Whatever was verified as signed plainly is remembered; a signature over that signature may then be over the same.
function tolerant(port: CryptoPort): CryptoPort {
  const contents = new Map<Octets, Octets>()
  return {
    ...port,
    verify: (key, domain, message, signature) => {
      const right = port.verify(key, domain, message, signature)
      if (right && domain === '') contents.set(signature, message)
      const content = domain === '' ? contents.get(message) : undefined
      return right || (content !== undefined && port.verify(key, domain, content, signature))
    },
  }
}

/** Number 29. */
export const counterSignatureOverBundle: Bug = {
  id: 'counterSignatureOverBundle',
  number: 29,
  breaks: 'FLT-1',
  adversary: 'A7',
  profile: 'published',
  story:
    "The counter-signature is also taken where it is over the bundle's content, not over the auditor's signature.",
  port: tolerant,
}

/** The coarse form of number 29. */
export const anyCounterSignature: Bug = {
  id: 'anyCounterSignature',
  breaks: 'FLT-1',
  adversary: 'A7',
  profile: 'published',
  story: 'What the check of the counter-signature says is not looked at.',
  part: 'trust',
  provide: withGuards(({ counterSignatureWrong }) => ({
    counterSignatureWrong: ignored(counterSignatureWrong),
  })),
}

/** Number 30. */
export const olderEpochAccepted: Bug = {
  id: 'olderEpochAccepted',
  number: 30,
  breaks: 'FLT-2',
  adversary: 'A2',
  profile: 'hardened',
  story: 'An older epoch, rightly signed, is accepted.',
  part: 'trust',
  provide: withGuards(() => ({ epochOlder: () => false })),
}

/** Number 31. */
export const epochsNotConsecutive: Bug = {
  id: 'epochsNotConsecutive',
  number: 31,
  breaks: 'TRN-2',
  adversary: 'A9',
  profile: 'hardened',
  story: 'The auditor checks each epoch but not that epochs follow one another.',
  part: 'auditor',
  provide: withGuards(({ breaksRule }) => ({
    breaksRule: (at) => {
      const { context, event } = at as { context: { entries: readonly { epoch: number }[] }; event: Received }
      const { epoch } = event.message as unknown as { readonly epoch: unknown }
      const last = context.entries.at(-1)?.epoch ?? 0
      if (typeof epoch !== 'number' || epoch <= last) return (breaksRule as Guard)(at)
      // The rule is asked about the epoch that would have been next: only the gap goes unnoticed.
      const message = { ...event.message, epoch: last + 1 }
      return (breaksRule as Guard)({ ...at, event: { ...event, message } })
    },
  })),
}

/** The client sends to keys that it has not validated. */
export const keysBeforeChecks: Bug = {
  id: 'keysBeforeChecks',
  breaks: 'FLT-1',
  adversary: 'A2',
  profile: 'published',
  story: 'What the checks of both signatures say is looked at after the keys were used.',
  part: 'trust',
  provide: withGuards(({ auditorSignatureWrong, counterSignatureWrong }) => ({
    auditorSignatureWrong: ignored(auditorSignatureWrong),
    counterSignatureWrong: ignored(counterSignatureWrong),
  })),
}

/** A watcher that keeps what it was shown last, whatever another one was shown. */
export const peersNotCompared: Bug = {
  id: 'peersNotCompared',
  breaks: 'TRN-3',
  adversary: 'A7',
  profile: 'hardened',
  story: "Watchers receive each other's checkpoints and do not compare them.",
  part: 'watcher',
  provide: withGuards(() => ({ isSplitView: () => false })),
}

/** The seeded bugs of §7. */
export const fleetBugs: readonly Bug[] = [
  counterSignatureOverBundle,
  anyCounterSignature,
  olderEpochAccepted,
  epochsNotConsecutive,
  keysBeforeChecks,
  peersNotCompared,
]
