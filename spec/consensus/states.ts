/** The states of a replica: Raft's roles; a follower stands, or has to join first (§5.3, §5.9). */
import { ANNOUNCE, APPENDED, APPLY, COUNTED, LEAD, PERSIST, REFUSE, REPLICATE, STAND } from './lists.ts'

// No leader was heard: ask first, or stand at once. Who may not stand waits on.
const ELECTION = [
  { guard: 'mayNotStand', target: '#consensus.follower', reenter: true },
  {
    guard: 'asksFirst',
    target: '#consensus.preCandidate',
    reenter: true,
    actions: ['askForPreVotes', 'requestPreVotes', ...ANNOUNCE],
  },
  { target: '#consensus.candidate', reenter: true, actions: STAND },
] as const

/** Follows; whether it has a vote is decided each time that its log may have changed. */
export const follower = {
  initial: 'placed',
  states: {
    placed: {
      always: [
        { guard: 'isSuperseded', target: 'superseded' },
        { guard: 'mustJoin', target: 'joining' },
        { target: 'standing', actions: 'noteCounted' },
      ],
    },
    standing: { after: { electionTimeout: ELECTION } },
    // Neither votes nor acknowledges; a leader that hears of it registers it.
    joining: {},
    superseded: { after: { renewal: { target: 'joining', actions: ['renew', ...PERSIST, ...ANNOUNCE] } } },
  },
} as const

/** Asks who would vote, in its old term. */
export const preCandidate = {
  always: { guard: 'hasVotesEnough', target: 'candidate', actions: STAND },
  after: { electionTimeout: ELECTION },
  on: { preVote: { guard: 'isPreVoteForMe', actions: 'countVote' } },
} as const

/** Stands in a new term. */
export const candidate = {
  always: { guard: 'hasVotesEnough', target: 'leader', actions: LEAD },
  after: { electionTimeout: ELECTION },
  on: { vote: { guard: 'isVoteForMe', actions: 'countVote' } },
} as const

/** Leads. */
export const leader = {
  initial: 'beating',
  states: {
    beating: {
      after: { heartbeat: { target: 'beating', reenter: true, actions: 'sendHeartbeats' } },
    },
  },
  after: {
    quorumCheck: [
      { guard: 'heardQuorum', target: 'leader', reenter: true, actions: 'forgetHeard' },
      { target: 'follower', actions: ['stepDown', ...ANNOUNCE] },
    ],
  },
  always: [
    { guard: 'heirIsReady', target: 'follower', actions: ['sendTimeoutNow', 'stepDown', ...ANNOUNCE] },
    { guard: 'isRemoved', target: 'follower', actions: ['stepDown', ...ANNOUNCE] },
  ],
  on: {
    propose: [
      { guard: 'canAppend', actions: ['appendProposal', ...APPENDED] },
      { actions: 'tellNotAppended' },
    ],
    // An instance that was superseded, and does not know it yet, learns it from the entries that it lacks.
    appended: [
      { guard: 'acknowledges', actions: ['recordAppended', ...COUNTED] },
      { guard: 'reports', actions: ['recordReceived', ...REPLICATE] },
    ],
    received: [
      { guard: 'newcomerIsReady', actions: ['appendAdmission', ...APPENDED] },
      { guard: 'wantsToJoin', actions: ['appendJoin', ...APPENDED] },
      { guard: 'reports', actions: ['recordReceived', ...REPLICATE] },
    ],
    appendRefused: { guard: 'refusesProbe', actions: ['recordRefused', ...REPLICATE] },
    fetchPart: { guard: 'mayFetch', actions: 'sendPart' },
    changeMembers: [
      { guard: 'isNoStatement', actions: 'refuse' },
      { guard: 'isUnsigned', actions: ['refuse', 'answerRefused'] },
      { guard: 'isPast', actions: 'answerPast' },
      { guard: 'isImpossible', actions: 'answerRefused' },
      { guard: 'mustWait', actions: 'answerNotNow' },
      { guard: 'removes', actions: ['appendRemoval', ...APPENDED, 'answerUnderWay'] },
      { actions: ['greetNewcomer', ...REPLICATE, 'answerUnderWay'] },
    ],
    handOver: [{ guard: 'canHandOver', actions: 'nameHeir' }, {}],
    // Two leaders in one term: no honest fleet has them.
    appendEntries: { guard: 'isFromThisTerm', actions: 'refuse' },
    installSnapshot: { guard: 'isFromThisTerm', actions: 'refuse' },
  },
} as const

/** A leader's entries, in any role. */
export const entriesArrive = [
  { guard: 'isUnacceptable', actions: REFUSE },
  { guard: 'admitsStranger', actions: 'refuse' },
  { guard: 'isFromOlderTerm', actions: 'refuseAppend' },
  {
    guard: 'logDiffers',
    target: '.follower',
    actions: ['followLeader', ...PERSIST, 'refuseAppend', ...ANNOUNCE],
  },
  { guard: 'forksCommitted', actions: 'refuse' },
  {
    target: '.follower',
    actions: [
      'followLeader',
      'storeEntries',
      ...PERSIST,
      'followCommit',
      'acknowledge',
      ...ANNOUNCE,
      ...APPLY,
    ],
  },
] as const

/** A leader's offer of a snapshot, in any role. */
export const offerArrives = [
  { guard: 'isUnacceptable', actions: REFUSE },
  { guard: 'isAbsurdOffer', actions: 'refuse' },
  { guard: 'isFromOlderTerm', actions: 'refuseOffer' },
  {
    guard: 'hasSnapshot',
    target: '.follower',
    actions: ['followLeader', ...PERSIST, 'acknowledgeOffered', ...ANNOUNCE],
  },
  {
    target: '.follower',
    actions: ['followLeader', 'beginTransfer', ...PERSIST, 'fetchPart', ...ANNOUNCE],
  },
] as const

/** A part of a snapshot that this replica asked for. */
export const partArrives = [
  { guard: 'isUnacceptable', actions: REFUSE },
  { guard: 'isPartUnasked', actions: 'refuse' },
  { guard: 'isOvertaken', actions: 'dropTransfer' },
  { guard: 'isOtherPart' },
  { guard: 'isPartMissing', actions: ['keepPart', 'fetchPart'] },
  {
    guard: 'isSoundSnapshot',
    target: '.follower',
    actions: ['install', ...PERSIST, 'tellInstalled', 'acknowledgeInstalled'],
  },
  { actions: ['refuse', 'dropTransfer'] },
] as const
