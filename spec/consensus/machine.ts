/** The replica: Raft's roles as states, its rules as named guards and actions (§5). */
import { setup } from 'xstate'
import { actionsFor, WILDCARD } from '../actions.ts'
import type { NodeId } from '../names.ts'
import { quorumOf } from '../profiles.ts'
import type { Deps, Part } from '../shell.ts'
import { blank, type ConsensusEvent, type Context, type Rules } from './context.ts'
import { followingActions } from './following.ts'
import { guardsFor } from './guards.ts'
import { leadingActions } from './leading.ts'
import { CONSENSUS_MESSAGES } from './messages.ts'
import { TUNING, type Tuning } from './tuning.ts'
import { votingActions } from './voting.ts'

/** What the replication machine of one fleet is made from. */
export interface ConsensusDeps extends Deps {
  /** All replicas of the fleet, this one included, in any order. */
  readonly peers: readonly NodeId[]
  readonly tuning?: Partial<Tuning>
}

const PERSIST = ['save', 'saved'] as const
const REPLICATE = ['sendEntries', 'noteSent'] as const
const APPLY = ['tellApplied', 'applied'] as const
const ANNOUNCE = ['announce', 'announced'] as const
const BECOME_FOLLOWER = ['adoptTerm', ...PERSIST, ...ANNOUNCE] as const
const BECOME_LEADER = ['takeLead', ...PERSIST, ...REPLICATE, 'advanceCommit', ...ANNOUNCE, ...APPLY] as const

/** The machine alone; bugs are made from it through `provide`. */
export function consensusMachine(rules: Rules) {
  const { refuse, defect } = actionsFor<Context, ConsensusEvent>()
  const machine = setup({
    types: { context: {} as Context, events: {} as ConsensusEvent },
    guards: guardsFor(rules),
    actions: {
      ...votingActions(rules),
      ...followingActions(rules),
      ...leadingActions(rules),
      refuse,
      defect,
    },
    delays: {
      electionTimeout: rules.tuning.electionTicks,
      heartbeat: rules.tuning.heartbeatTicks,
      quorumCheck: rules.tuning.quorumCheckTicks,
    },
  })
  const stand = [
    {
      guard: 'asksFirst',
      target: '#consensus.preCandidate',
      reenter: true,
      actions: ['askForPreVotes', 'requestPreVotes', ...ANNOUNCE],
    },
    {
      target: '#consensus.candidate',
      reenter: true,
      actions: ['standForElection', ...PERSIST, 'requestVotes', ...ANNOUNCE],
    },
  ] as const
  return machine.createMachine({
    id: 'consensus',
    context: blank(rules),
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'follower', actions: 'powerOn' } } },
      follower: { after: { electionTimeout: stand } },
      preCandidate: {
        always: {
          guard: 'hasQuorumOfVotes',
          target: 'candidate',
          actions: ['standForElection', ...PERSIST, 'requestVotes'],
        },
        after: { electionTimeout: stand },
        on: { preVote: { guard: 'isPreVoteForMe', actions: 'countVote' } },
      },
      candidate: {
        always: { guard: 'hasQuorumOfVotes', target: 'leader', actions: BECOME_LEADER },
        after: { electionTimeout: stand },
        on: { vote: { guard: 'isVoteForMe', actions: 'countVote' } },
      },
      leader: {
        initial: 'beating',
        states: {
          beating: { after: { heartbeat: { target: 'beating', reenter: true, actions: 'sendHeartbeats' } } },
        },
        after: {
          quorumCheck: [
            { guard: 'heardQuorum', target: 'leader', reenter: true, actions: 'forgetHeard' },
            { target: 'follower', actions: ['stepDown', ...ANNOUNCE] },
          ],
        },
        on: {
          propose: [
            {
              guard: 'canAppend',
              actions: ['appendProposal', ...PERSIST, ...REPLICATE, 'advanceCommit', ...APPLY],
            },
            { actions: 'tellNotAppended' },
          ],
          appended: {
            guard: 'acknowledges',
            actions: ['recordAppended', 'advanceCommit', ...REPLICATE, ...APPLY],
          },
          appendRefused: { guard: 'refusesProbe', actions: ['recordRefused', ...REPLICATE] },
          // Two leaders in one term: no honest fleet has them.
          appendEntries: { guard: 'isFromThisTerm', actions: 'refuse' },
        },
      },
    },
    on: {
      requestVote: [
        { guard: 'isUnacceptable', actions: 'refuse' },
        {
          guard: 'mayVoteFor',
          target: '.follower',
          actions: ['adoptTerm', 'giveVote', ...PERSIST, 'sendVote', ...ANNOUNCE],
        },
        {
          guard: 'isFromNewerTerm',
          target: '.follower',
          actions: ['adoptTerm', ...PERSIST, 'refuseVote', ...ANNOUNCE],
        },
        { actions: 'refuseVote' },
      ],
      requestPreVote: [
        { guard: 'isUnacceptable', actions: 'refuse' },
        { guard: 'wouldVoteFor', actions: 'sendPreVote' },
        { actions: 'refusePreVote' },
      ],
      appendEntries: [
        { guard: 'isUnacceptable', actions: 'refuse' },
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
      ],
      // Answers that come late, or twice, are normal; a newer term in one ends the role.
      vote: late(),
      preVote: [
        { guard: 'isUnacceptable', actions: 'refuse' },
        { guard: 'isPreVoteRefusedByNewerTerm', target: '.follower', actions: BECOME_FOLLOWER },
        {},
      ],
      appended: late(),
      appendRefused: late(),
      propose: { actions: 'tellNotAppended' },
      // Compaction is §5.8.
      snapshot: {},
      ...WILDCARD,
    },
  })
}

function late() {
  return [
    { guard: 'isUnacceptable', actions: 'refuse' },
    { guard: 'isFromNewerTerm', target: '.follower', actions: BECOME_FOLLOWER },
    {},
  ] as const
}

/** The replication machine of one fleet as a part of a shell. Throws on a fleet that has no quorum (§5.5). */
export function createConsensus(deps: ConsensusDeps): Part {
  return {
    machine: consensusMachine(rulesOf(deps)),
    input: undefined,
    draws: {},
    accepts: CONSENSUS_MESSAGES,
  }
}

/** The rules of a fleet. Throws on a configuration with q > n: it could never decide anything. */
export function rulesOf({ crypto, profile, peers, tuning }: ConsensusDeps): Rules {
  const replicas = [...new Set(peers)].sort()
  const quorum = quorumOf(replicas.length, profile.surplus)
  if (quorum === null)
    throw new Error(`no quorum: ${replicas.length} replicas with surplus ${profile.surplus}`)
  return { crypto, profile, tuning: { ...TUNING, ...tuning }, replicas, quorum }
}
