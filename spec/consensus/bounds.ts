/**
 * The bounds of LIV-1 and LIV-2 (§5.12), in round trips and election timeouts, both in ticks of 1 ms. A formula and not a
 * figure, since links and clocks differ from run to run; each is at most three times the worst of fault-free runs.
 */

/** A bound: so many election timeouts, as tuned, and so many round trips. */
export interface Bound {
  readonly elections: number
  readonly roundTrips: number
}

/** LIV-2: from the moment when a quorum can talk to a leader. */
export const LEADER_BOUND: Bound = { elections: 12, roundTrips: 12 }
/** LIV-1: an operation of a client, with a leader in place or not. */
export const OPERATION_BOUND: Bound = { elections: 24, roundTrips: 24 }

/** LIV-2's bound in ticks; `roundTrip` twice the longest one-way delay. */
export function leaderBoundTicks(roundTrip: number, election: number): number {
  return LEADER_BOUND.elections * election + LEADER_BOUND.roundTrips * roundTrip
}

/** LIV-1's bound in ticks. */
export function operationBoundTicks(roundTrip: number, election: number): number {
  return OPERATION_BOUND.elections * election + OPERATION_BOUND.roundTrips * roundTrip
}
