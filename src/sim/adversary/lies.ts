/**
 * The lies of a malicious replica (A6), by name (§10.6). Each has a test in which an honest node's next state is another
 * one because of it (properties/powers.test.ts).
 */
import type { Message } from '../../../spec/boundary.ts'

/** What each of them says. To other replicas first, then to clients by way of the front end. */
export const LIES = {
  vote: 'a vote for whoever asks, twice in a term too',
  preVote: 'the same before an election',
  candidacy: 'it stands for election, with a log that it has not',
  acknowledgement: 'it holds entries that it has not',
  lack: 'it lacks entries that it has',
  leadership: 'it leads, though nobody elected it',
  entry: 'the next entry, which no leader wrote',
  overwriting: 'another entry in the place of the newest',
  commandAgain: 'the newest command once more, under another id',
  overwritingCommitted: 'another entry in the place of a committed one',
  snapshotOffer: 'a snapshot that nobody made',
  snapshot: 'a state in which nobody ever guessed, and everything that waits is confirmed',
  urging: 'as a leader that steps down: stand for election now',
  free: 'an evaluation that nobody charged',
  refusal: 'the record ran out',
  stored: 'a record is stored, which is not',
  confirmed: 'a record is confirmed, which is not',
  wrong: 'the password was wrong',
  erased: 'a record is erased, which is not',
} as const

/** The name of a lie. */
export type Lie = keyof typeof LIES

/** A lie as it goes on the wire. */
export interface ToldLie {
  readonly lie: Lie
  readonly message: Message
}
