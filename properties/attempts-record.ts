/** One attempts machine (§4.1) for the suite of counting: entries in, decisions out. */
import type { Octets } from '../spec/boundary.ts'
import { PROFILES } from '../spec/profiles.ts'
import { step, unbooted } from '../spec/step.ts'
import { attemptsMachine } from '../spec/vault/attempts.ts'
import type { Decided } from '../spec/vault/commands.ts'
import type { Lineage } from '../spec/vault/state.ts'
import { transcriptOf } from '../spec/vault/words.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'

const { port: ideal, draw } = createIdealTwin()
/** Octets by a label. */
export const octets = (label: string, bytes: number): Octets => draw('attempts', label, bytes)
/** The key of every record's holder. */
export const owner = octets('owner', 32)
const RECORD = '#user1'

/** The port behind them. */
export const port = ideal

/** One record's machine, told one entry after another. */
export function record(profile: string, delays: readonly number[] = PROFILES[profile]!.delays) {
  const machine = attemptsMachine({ crypto: port, profile: PROFILES[profile]!, delays })
  let snapshot = step(machine, unbooted(machine), { type: 'boot' }).snapshot
  const take = (event: { readonly type: string }): Decided => {
    const taken = step(machine, snapshot, event)
    snapshot = taken.snapshot
    const [told] = taken.effects
    if (told?.do !== 'tell' || taken.effects.length !== 1) throw new Error('one answer to each entry')
    return told.event as unknown as Decided
  }
  const entry = (type: string, command: object, tick = 0) =>
    take({ type, tick, command: { record: RECORD, do: type, ...command } } as never)
  return {
    entry,
    restore: (lineage: Lineage) => take({ type: 'restore', record: RECORD, lineage } as never),
    /** Registers, stores and, where that is needed, confirms the n-th record. */
    enrol: (n: number, limit: number, before: Lineage | null) => {
      const registration = octets(`registration${n}`, 16)
      const digest = octets(`digest${n}`, 32)
      const offer = { registration, digest: octets(`r1 ${n}`, 32), key: octets(`key${n}`, 32) }
      const response = octets(`response${n}`, 64)
      const generation = before?.generation ?? 0
      const whole = { ...offer, response, owner }
      entry('offer', { session: registration, offer: whole, replaces: null, generation })
      const stored = {
        ...{ registration, digest, envelope: octets(`envelope${n}`, 192), owner, moves: null, limit },
        ...{ ciphertext: octets(`ciphertext${n}`, 60), stretch: { name: 'identity' } },
      }
      const transcript = transcriptOf(port, { registration, digest: offer.digest, response })
      const replaces = before?.active?.digest ?? null
      const decided = entry('store', { stored, transcript, signer: owner, replaces, generation })
      const { verdict } = decided
      if (verdict.is !== 'stored' || profile !== 'hardened') return decided
      const { version } = verdict
      return entry('confirm', { registration, digest, version, signer: owner, receipt: null })
    },
    charge: (session: string, tick: number, ke1 = session) =>
      entry('charge', { session: octets(session, 16), digest: octets(`ke1 ${ke1}`, 32) }, tick),
    settle: (session: string, right: boolean, version: number, tick: number) =>
      entry(
        'settle',
        { session: octets(session, 16), digest: octets(`ke1 ${session}`, 32), right, version },
        tick,
      ),
  }
}

/** What the n-th record would give away: key, RFC 9807's record, ciphertext. */
export const secretsOf = (n: number) =>
  [`key${n}`, `envelope${n}`, `ciphertext${n}`].map((label, i) => octets(label, [32, 192, 60][i] as number))
