/**
 * The bounds of liveness (§5.12), in ticks of 1 ms: formulas in a fleet's size, its timeouts and the delay of its links.
 * Each is at most three times the worst of fault-free runs (`npm run bench:liveness`).
 */
import { TUNING, type Tuning } from './tuning.ts'

/** The longest one-way delay of a link for which the bounds are stated. */
export const LINK_TICKS_MAX = 60

type Times = Pick<Tuning, 'electionTicks' | 'quorumCheckTicks'>

// A try at something: an election timeout, which the world stretches, and what it takes to ask and be answered.
function roundTicks({ electionTicks }: Times): number {
  return electionTicks + 2 * LINK_TICKS_MAX
}

/** Elections may split, and the founding one needs every replica's vote (§5.9): two rounds a replica, and two more. */
export function leaderRounds(replicas: number): number {
  return 2 + 2 * replicas
}

/** Rounds of an operation of a client: some ten round trips, a request sent again, guesses of who leads. */
export const OPERATION_ROUNDS = 8

/** LIV-2: from the moment when a quorum is up and can talk, until there is a leader. */
export function leaderBoundTicks(replicas: number, times: Times = TUNING): number {
  return leaderRounds(replicas) * roundTicks(times)
}

/** LIV-1: an operation that neither a fault nor a rotation falls upon, with a leader in place. */
export function operationBoundTicks(times: Times = TUNING): number {
  return OPERATION_ROUNDS * roundTicks(times)
}

/**
 * A leader cut off from its quorum says so, and what waits there is `unavailable`: it looks once in so many ticks, and
 * the first time it may still have heard of somebody.
 */
export function refusalBoundTicks({ quorumCheckTicks }: Times = TUNING): number {
  return 2 * quorumCheckTicks
}
