/** Seeded bugs of phones and of what they check (§2, §3.6, §6.4), all of our own. */
import type { AnyStateMachine } from 'xstate'
import { actionsFor } from '../../spec/actions.ts'
import type { InternalEvent } from '../../spec/boundary.ts'
import type { Stretch } from '../../spec/crypto.ts'
import { VERSION } from '../../spec/vault/words.ts'
import type { Bug } from './bug.ts'
import { withGuards } from './guards.ts'

const { ask } = actionsFor<Record<string, unknown>, { readonly type: string }>()
const NO_STRETCH: Stretch = { name: 'identity' }

// An answer of the vault is a frame and its padding (§3.5); nothing else that is sealed ends in so many bytes.
const PADDING_MIN = 64

/** The seeded bugs of phones. */
export const clientBugs: readonly Bug[] = [
  {
    id: 'confirmationForgotten',
    breaks: 'ENR-1',
    adversary: 'A0',
    profile: 'hardened',
    story: 'A client calls itself enrolled when its record is stored, and confirms nothing.',
    part: 'enrollment',
    provide: withGuards(() => ({ needsConfirmation: () => false })),
  },
  {
    id: 'guessesLeftNotSaid',
    breaks: 'REC-3',
    adversary: 'none',
    profile: 'published',
    story: 'A wrong password is reported without the guesses that are left.',
    part: 'recovery',
    provide: (machine) =>
      machine.provide({
        actions: {
          tellWrongPassword: ask(() => {
            const event = { type: 'recoveryEnded', outcome: 'wrongPassword' } as InternalEvent
            return [{ do: 'tell', machine: 'user', event }]
          }),
        },
      } as never) as AnyStateMachine,
  },
  {
    id: 'anyAnswerTaken',
    breaks: 'REC-2',
    adversary: 'A1',
    profile: 'published',
    story: "An answer counts whoever signed it: what the check of the fleet's signature says is dropped.",
    port: (port) => ({
      ...port,
      verify: (key, domain, message, signature) =>
        port.verify(key, domain, message, signature) || domain.startsWith(VERSION),
    }),
  },
  {
    id: 'passwordNotStretched',
    breaks: 'REC-4',
    adversary: 'none',
    profile: 'published',
    story: 'The parameters are negotiated, stored and authenticated, and the password is not stretched.',
    port: (port) => ({
      ...port,
      registrationFinish: (input) => port.registrationFinish({ ...input, stretch: NO_STRETCH }),
      loginFinish: (input) => port.loginFinish({ ...input, stretch: NO_STRETCH }),
    }),
  },
  {
    id: 'fixedNonce',
    breaks: 'SEC-5',
    adversary: 'none',
    profile: 'published',
    story: 'Every authenticated encryption takes the same nonce.',
    precedent: 'several products that took a fixed IV',
    port: (port) => ({
      ...port,
      seal: (key, _nonce, associated, plaintext) =>
        port.seal(key, port.derive(port.text('strongroom'), 'nonce', 12), associated, plaintext),
    }),
  },
  {
    id: 'answersNotPadded',
    breaks: 'SEC-2',
    adversary: 'A2',
    profile: 'hardened',
    story: 'Answers are sealed as long as they are: their length tells the front end what became of a guess.',
    precedent: 'CRIME and its kin: lengths of what is encrypted',
    port: (port) => ({
      ...port,
      seal: (key, nonce, associated, plaintext) => {
        const parts = port.unpack(plaintext)
        const [frame, padding] = parts.ok ? parts.value : []
        const padded = frame !== undefined && padding !== undefined && port.size(padding) >= PADDING_MIN
        return port.seal(key, nonce, associated, padded ? port.pack([frame, port.text('')]) : plaintext)
      },
    }),
  },
  {
    id: 'constantStorageKey',
    breaks: 'SEC-1',
    adversary: 'A4',
    profile: 'hardened',
    story: 'K is encrypted under a key that does not depend on the export key.',
    port: (port) => ({
      ...port,
      derive: (key, label, bytes) =>
        label === `${VERSION} storage`
          ? port.derive(port.text('strongroom'), label, bytes)
          : port.derive(key, label, bytes),
    }),
  },
]
