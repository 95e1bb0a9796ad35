/** Action lists that several transitions share. Their order is the contract of §1.1. */

/** Durable before whatever follows. */
export const PERSIST = ['save', 'saved'] as const
/** What is due to the other replicas. */
export const REPLICATE = ['sendEntries', 'noteSent'] as const
/** What is committed now. */
export const APPLY = ['tellApplied', 'applied'] as const
/** Who leads, if that changed. */
export const ANNOUNCE = ['announce', 'announced'] as const

/** Hostile, stale, or of a session that this replica does not know. */
export const REFUSE = ['refuse', 'askWho'] as const

/** A newer term: whatever the role was, it is over. */
export const FOLLOW_TERM = ['adoptTerm', ...PERSIST, ...ANNOUNCE] as const
/** A new term of its own. */
export const STAND = ['standForElection', ...PERSIST, 'requestVotes', ...ANNOUNCE] as const
/** Votes enough. */
export const LEAD = ['takeLead', ...PERSIST, ...REPLICATE, 'advanceCommit', ...ANNOUNCE, ...APPLY] as const
/** An entry more in a leader's log. */
export const APPENDED = [...PERSIST, ...REPLICATE, 'advanceCommit', ...APPLY] as const
/** An acknowledgement may commit, and makes room for more. */
export const COUNTED = ['advanceCommit', ...REPLICATE, ...APPLY] as const
