/** The replica: Raft's roles as states, its rules as named guards and actions (§5, §5.15). */
import { type AnyStateMachine, setup } from 'xstate'
import { actionsFor, WILDCARD } from '../actions.ts'
import type { Octets, Plain } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import { quorumOf } from '../profiles.ts'
import type { Deps, Part } from '../shell.ts'
import { applyingActions } from './applying.ts'
import { membershipActions, membershipGuards } from './changing.ts'
import { blank, type ConsensusEvent, type Context, type Rules } from './context.ts'
import { electionGuards } from './electing.ts'
import { followingActions } from './following.ts'
import { greetingActions, greetingGuards } from './greeting.ts'
import { guardsFor } from './guards.ts'
import { leadingActions } from './leading.ts'
import { ANNOUNCE, FOLLOW_TERM, PERSIST, REFUSE, STAND } from './lists.ts'
import { CONSENSUS_MESSAGES } from './messages.ts'
import { SESSION_MESSAGES } from './sessions.ts'
import {
  candidate,
  entriesArrive,
  follower,
  leader,
  offerArrives,
  partArrives,
  preCandidate,
} from './states.ts'
import { transferActions, transferGuards } from './transferring.ts'
import { TUNING, type Tuning } from './tuning.ts'
import { votingActions } from './voting.ts'

/** What the replication machine of one fleet is made from. */
export interface ConsensusDeps extends Deps {
  /** The replicas that the fleet was delivered with, in any order; the same at each of them. */
  readonly peers: readonly NodeId[]
  /** The fleet's name, bound into the ceremony's statements. */
  readonly fleet?: string
  /** The ceremony's Ed25519 public key, 32 bytes; without one, members never change (§5.10). */
  readonly ceremony?: Octets
  /** Sessions between replicas (§5.14)? Not without a ceremony's key; off: the world's links are taken at their word. */
  readonly sessions?: boolean
  /** The vault's check of a state that another replica sent, beside its own last snapshot or null (§5.8). */
  readonly isSoundState?: (state: Plain, before: Plain) => boolean
  readonly tuning?: Partial<Tuning>
}

// Answers that come late, or twice, are normal; a newer term in one ends the role.
const late = [
  { guard: 'isUnacceptable', actions: REFUSE },
  { guard: 'isFromNewerTerm', target: '.follower', actions: FOLLOW_TERM },
  {},
] as const

/** The machine alone; bugs are made from it through `provide`. */
export function consensusMachine(rules: Rules) {
  const { refuse, defect } = actionsFor<Context, ConsensusEvent>()
  const prepared = setup({
    types: { context: {} as Context, events: {} as ConsensusEvent },
    guards: {
      ...guardsFor(rules),
      ...electionGuards(rules),
      ...transferGuards(rules),
      ...membershipGuards(rules),
      ...greetingGuards(rules),
    },
    actions: {
      ...votingActions(rules),
      ...followingActions(rules),
      ...leadingActions(rules),
      ...transferActions(rules),
      ...membershipActions(rules),
      ...greetingActions(rules),
      ...applyingActions(rules),
      refuse,
      defect,
    },
    delays: {
      electionTimeout: rules.tuning.electionTicks,
      heartbeat: rules.tuning.heartbeatTicks,
      quorumCheck: rules.tuning.quorumCheckTicks,
      renewal: rules.tuning.renewalTicks,
    },
  })
  const machine = prepared.createMachine({
    id: 'consensus',
    context: blank(rules),
    initial: 'off',
    states: {
      off: { on: { boot: { target: 'follower', actions: ['powerOn', 'tellInstalled', 'greetAll'] } } },
      follower,
      preCandidate,
      candidate,
      leader,
    },
    on: {
      requestVote: [
        { guard: 'isUnacceptable', actions: REFUSE },
        { guard: 'lacksFounding', actions: 'sendFounding' },
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
        { guard: 'isUnacceptable', actions: REFUSE },
        { guard: 'lacksFounding', actions: 'sendFounding' },
        { guard: 'wouldVoteFor', actions: 'sendPreVote' },
        { actions: 'refusePreVote' },
      ],
      preVote: [
        { guard: 'isUnacceptable', actions: REFUSE },
        { guard: 'isPreVoteOfNewerTerm', target: '.follower', actions: FOLLOW_TERM },
        {},
      ],
      timeoutNow: [
        { guard: 'isUnacceptable', actions: REFUSE },
        { guard: 'isFromLeader', target: '.candidate', actions: STAND },
        {},
      ],
      founding: [
        { guard: 'isUnacceptable', actions: REFUSE },
        { guard: 'isMyFounding', target: '.follower', actions: ['storeFounding', ...PERSIST] },
        {},
      ],
      appendEntries: entriesArrive,
      installSnapshot: offerArrives,
      snapshotPart: partArrives,
      vote: late,
      appended: late,
      received: late,
      appendRefused: late,
      fetchPart: late,
      changeMembers: [
        { guard: 'isNoStatement', actions: 'refuse' },
        { guard: 'isUnsigned', actions: ['refuse', 'answerRefused'] },
        { actions: 'answerNotLeader' },
      ],
      hello: [
        { guard: 'isForgedHello', actions: 'refuse' },
        { guard: 'isNewBoot', actions: ['offerSession', 'sendWelcome', 'greetSender'] },
        { actions: 'sendWelcome' },
      ],
      welcome: [{ guard: 'isForgedWelcome', actions: 'refuse' }, { actions: ['takeSession', 'sendProof'] }],
      proof: [{ guard: 'isProof', actions: 'beginSession' }, {}],
      whoAreYou: [{ guard: 'hasLinks', actions: 'greetSender' }, {}],
      propose: { actions: 'tellNotAppended' },
      handOver: {},
      snapshot: [{ guard: 'isNewSnapshot', actions: ['compact', ...PERSIST] }, {}],
      ...WILDCARD,
    },
  })
  behind.set(machine, rules)
  return machine
}

const behind = new WeakMap<AnyStateMachine, Rules>()

/** The rules that a machine was made from, for those who change it through `provide`. Throws on another's. */
export function rulesBehind(machine: AnyStateMachine): Rules {
  const rules = behind.get(machine)
  if (rules === undefined) throw new Error(`machine ${machine.id} is no replica`)
  return rules
}

/** The event of XState's that ends a superseded instance's rest; it carries the fresh incarnation, 16 bytes. */
export const RENEWAL = 'xstate.after.renewal.consensus.follower.superseded'

/** The replication machine of one fleet as a part of a shell. Throws on a fleet that has no quorum (§5.5). */
export function createConsensus(deps: ConsensusDeps): Part {
  const rules = rulesOf(deps)
  return {
    machine: consensusMachine(rules),
    input: undefined,
    draws: {
      [RENEWAL]: { incarnation: 16 },
      ...(rules.sessions && { boot: { ephemeral: 32 }, hello: { key: 32, seal: 32 } }),
    },
    accepts: [...CONSENSUS_MESSAGES, ...SESSION_MESSAGES, 'changeMembers'],
  }
}

/** The rules of a fleet. Throws on a configuration with q > n: it could never decide anything. */
export function rulesOf(deps: ConsensusDeps): Rules {
  const { crypto, profile, peers, tuning, fleet = 'fleet' } = deps
  const { ceremony = null, sessions = false, isSoundState = () => true } = deps
  const founders = [...new Set(peers)].sort()
  if (quorumOf(founders.length, profile.surplus) === null) {
    throw new Error(`no quorum: ${founders.length} replicas with surplus ${profile.surplus}`)
  }
  return {
    crypto,
    profile,
    tuning: { ...TUNING, ...tuning },
    fleet,
    founders,
    ceremony,
    sessions,
    isSoundState,
  }
}
