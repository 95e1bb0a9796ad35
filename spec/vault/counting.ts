/** The rules of counting as functions of a lineage (§4.2, §4.3): what attempts.ts decides and changes by name. */
import type {
  ChargeCommand,
  CloseCommand,
  ConfirmCommand,
  OfferCommand,
  SettleCommand,
  StoreCommand,
} from './commands.ts'
import { blankLineage, type Charge, type Lineage, OFFERS_MAX, type Offer, type Stored } from './state.ts'

/** How long the next guess waits when so many are spent. */
export function delayAfter(delays: readonly number[], spent: number): number {
  return delays[Math.min(spent, delays.length - 1)] ?? 0
}

/** Ticks of the log that a session lives (§4.5); where the log has none, until it is settled or evicted. */
export const SESSION_TICKS = 16

/** Can this charge still be answered or proved? */
export function isOpen({ open, tick }: Charge, now: number): boolean {
  return open && now - tick < SESSION_TICKS
}

/** The unsettled charge of this session for these bytes, or undefined. */
export function openCharge(
  { charges }: Lineage,
  { session, digest }: ChargeCommand | SettleCommand,
  now: number,
): Charge | undefined {
  return charges.find((one) => isOpen(one, now) && one.session === session && one.digest === digest)
}

/** The offer with these bytes, or undefined. */
export function offerLike({ offers }: Lineage, { registration, digest }: Offer): Offer | undefined {
  return offers.find((offer) => offer.registration === registration && offer.digest === digest)
}

/** The offer that this store request answers: its registration, and the client saw this vault's own response. */
export function offerFor(
  { offers }: Lineage,
  { stored, transcript }: StoreCommand,
  transcriptOf: (offer: Offer) => string,
): Offer | undefined {
  return offers.find(
    (offer) =>
      offer.registration === stored.registration &&
      offer.owner === stored.owner &&
      transcriptOf(offer) === transcript,
  )
}

/** Keeps an offer; the oldest gives way. */
export function withOffer(lineage: Lineage, { offer }: OfferCommand): Lineage {
  return { ...lineage, offers: [...lineage.offers, offer].slice(-OFFERS_MAX) }
}

/** What is stored: the client's part, under the key that the vault drew for the offer. */
export function storedFrom(offer: Offer, { stored }: StoreCommand): Stored {
  return { ...stored, key: offer.key }
}

/** One guess is taken: it stays taken whatever becomes of the session. */
export function charged(
  lineage: Lineage,
  command: ChargeCommand,
  tick: number,
  delays: readonly number[],
): Lineage {
  const { session, digest } = command
  const charge: Charge = { session, digest, version: lineage.version, open: true, tick }
  const remaining = lineage.remaining - 1
  const readyAt = tick + delayAfter(delays, lineage.limit - remaining)
  return { ...lineage, remaining, charges: [...lineage.charges, charge], readyAt }
}

/** A valid proof frees the charges up to and including its own session's, not later ones. */
export function freed(lineage: Lineage, command: SettleCommand, now: number): Lineage {
  const { charges, limit } = lineage
  const own = openCharge(lineage, command, now)
  const later = own === undefined ? charges : charges.slice(charges.indexOf(own) + 1)
  return { ...lineage, charges: later, remaining: limit - later.length, readyAt: 0 }
}

/** A session that proved nothing: its charge stays, and is not answered again. */
export function closed(lineage: Lineage, command: SettleCommand, now: number): Lineage {
  const own = openCharge(lineage, command, now)
  const charges = lineage.charges.map((charge) => (charge === own ? { ...charge, open: false } : charge))
  return { ...lineage, charges }
}

/** Nothing of the secret is left. The lineage remembers that it ran out; a record (`published`) is gone. */
export function erased({ limit, version, generation }: Lineage, remembers: boolean): Lineage {
  if (!remembers) return { ...blankLineage(limit), remaining: 0 }
  return { ...blankLineage(limit, generation + 1), version, remaining: 0, erased: true }
}

/** The first record, or one that takes over: what remains carries over within a lineage (§4.3). */
export function activated(
  lineage: Lineage,
  stored: Stored,
  version: number,
  carried = stored.limit,
): Lineage {
  const isNew = lineage.active === null
  const limit = isNew ? stored.limit : lineage.limit
  return {
    ...lineage,
    version,
    active: stored,
    limit,
    pending: null,
    offers: [],
    // A lineage that moved here brings what it had left.
    remaining: isNew ? Math.min(limit, carried) : lineage.remaining,
    // Sessions of the former record can no longer prove anything.
    charges: isNew ? [] : lineage.charges.map((charge) => ({ ...charge, open: false })),
    readyAt: isNew ? 0 : lineage.readyAt,
    erased: false,
  }
}

/** A lineage that moves away: nothing of the secret is left, and the receipt can be given again (§7.3). */
export function movedAway(lineage: Lineage, { pending, to, signer }: CloseCommand): Lineage {
  const { limit, version, generation, remaining } = lineage
  return { ...blankLineage(limit, generation), version, closed: { pending, to, by: signer, remaining } }
}

/** Does this confirmation name exactly this record? */
export function names(
  { registration, digest, signer }: ConfirmCommand,
  stored: Stored | null,
): stored is Stored {
  return (
    stored !== null &&
    stored.registration === registration &&
    stored.digest === digest &&
    stored.owner === signer
  )
}
