/** Figures of the replication machine that carry no safety: times, windows, bounds, and which extras run (§5.2). */

/** Times in ticks of 1 ms; the world's clocks drift, and it stretches every timeout by up to its own length. */
export interface Tuning {
  /** A leader speaks to each replica at least this often. */
  readonly heartbeatTicks: number
  /** A follower that hears no leader for so long stands for election (stretched by the world). */
  readonly electionTicks: number
  /** A leader that heard less than a quorum for so long steps down; a handover that took so long is given up. */
  readonly quorumCheckTicks: number
  /** A replica that found itself superseded takes a fresh incarnation after so long. */
  readonly renewalTicks: number
  /** Most entries in one AppendEntries. 1 turns batching off. */
  readonly batchEntriesMax: number
  /** Most AppendEntries with entries that wait for an answer from one replica. */
  readonly windowBatchesMax: number
  /** Most entries that a leader holds uncommitted; a further proposal is not appended, but one Join a member is. */
  readonly uncommittedEntriesMax: number
  /** Largest command, in bytes of its packed form (§5.4); a larger one is neither appended nor taken from a leader. */
  readonly commandBytesMax: number
  /** A command id is remembered for so many entries from where it took effect, and no command may live longer (§5.7). */
  readonly rememberedEntriesMax: number
  /** The vault is asked for a snapshot each time that so many entries were applied since the last (§5.8). */
  readonly snapshotEntries: number
  /** About so many scalars are in one part of a state transfer; a list is not cut. */
  readonly partScalarsMax: number
  /** Largest part that is taken, in bytes of its packed form (§5.4). */
  readonly partBytesMax: number
  /** Most parts of a state transfer; a larger offer is refused. */
  readonly transferPartsMax: number
  /** Ask about votes before raising the term (thesis §9.6)? */
  readonly preVote: boolean
  /** Does a leader step down when it hears no quorum (thesis §6.2)? */
  readonly checkQuorum: boolean
}

/** What a fleet over data centers would run with; election at least ten times a round trip. */
export const TUNING: Tuning = {
  heartbeatTicks: 50,
  electionTicks: 300,
  quorumCheckTicks: 600,
  renewalTicks: 1,
  batchEntriesMax: 16,
  windowBatchesMax: 4,
  uncommittedEntriesMax: 256,
  commandBytesMax: 16_384,
  rememberedEntriesMax: 256,
  snapshotEntries: 64,
  partScalarsMax: 64,
  partBytesMax: 262_144,
  transferPartsMax: 4096,
  preVote: true,
  checkQuorum: true,
}
