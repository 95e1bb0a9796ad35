/** What a malicious replica can tell other replicas (A6): each lie, and two at once. What it tells clients: powers-of-answers.ts. */
import { nodeId } from '../spec/names.ts'
import {
  appending,
  fleet,
  leaders,
  length,
  type Named,
  type Rows,
  remaining,
  replica,
  ways,
} from './powers-scenes.ts'
import type { Stage } from './powers-stage.ts'

// Nobody is heard any more; both honest replicas ask to be elected.
const asking = (profile: Named): Stage => {
  const stage = fleet(profile)
  stage.ring('a3', 'quorumCheck').ring('a3', 'quorumCheck')
  return stage.ring('a1', 'electionTimeout').ring('a3', 'electionTimeout')
}

// An entry that both followers have and nobody knows to be committed.
const uncommitted = (profile: Named): Stage => appending(profile).deliver('a3', 'a1').deliver('a3', 'a2')

const newest = (stage: Stage, node: string) => {
  const { payload = null, term } = replica(stage, node).log.entries.at(-1) ?? {}
  return `${payload === null ? 'nothing' : payload.id.endsWith('.again') ? 'again' : 'a charge'}, term ${term}`
}

/** By capability and power. */
export const OF_A_REPLICA: Rows = {
  'A6 vote': {
    shows: (profile) => {
      const stage = asking(profile).lie('a2', 'a1', 'preVote', 1).lie('a2', 'a3', 'preVote', 1)
      stage.lie('a2', 'a1', 'vote', 1)
      return ways(stage, leaders, (other) => leaders(other.lie('a2', 'a3', 'vote', 1)))
    },
    is: [['@a1 in 2'], ['@a1 in 2', '@a3 in 2']],
  },
  'A6 preVote': {
    shows: (profile) =>
      ways(
        asking(profile),
        (one) => one.state('a1', 'consensus'),
        (other) => other.lie('a2', 'a1', 'preVote', 1).state('a1', 'consensus'),
      ),
    is: ['preCandidate', 'candidate'],
  },
  'A6 candidacy': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (one) => replica(one, 'a1').ballot.votedFor,
        (other) => replica(other.lie('a2', 'a1', 'candidacy'), 'a1').ballot.votedFor,
      ),
    is: ['@a3', '@a2'],
  },
  // What the leader alone holds is committed.
  'A6 acknowledgement': {
    shows: (profile) => {
      const stage = appending(profile)
      const { commit } = replica(stage, 'a3')
      const ahead = (one: Stage) => replica(one, 'a3').commit - commit
      return ways(stage, ahead, (other) => ahead(other.lie('a2', 'a3', 'acknowledgement', 1)))
    },
    is: [0, 1],
  },
  'A6 lack': {
    shows: (profile) => {
      const mode = (stage: Stage) => replica(stage, 'a3').progress[nodeId('a2')]?.mode
      return ways(uncommitted(profile), mode, (other) => mode(other.lie('a2', 'a3', 'lack')))
    },
    is: ['stream', 'wait'],
  },
  'A6 leadership': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (one) => replica(one, 'a1').leader,
        (other) => replica(other.lie('a2', 'a1', 'leadership'), 'a1').leader,
      ),
    is: ['@a3', '@a2'],
  },
  'A6 entry': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (one) => length(one, 'a1') - length(one, 'a3'),
        (other) => length(other.lie('a2', 'a1', 'entry'), 'a1') - length(other, 'a3'),
      ),
    is: [0, 1],
  },
  'A6 overwriting': {
    shows: (profile) =>
      ways(
        uncommitted(profile),
        (one) => newest(one, 'a1'),
        (other) => newest(other.lie('a2', 'a1', 'overwriting', 1), 'a1'),
      ),
    is: ['a charge, term 1', 'nothing, term 2'],
  },
  'A6 commandAgain': {
    shows: (profile) =>
      ways(
        uncommitted(profile),
        (one) => newest(one, 'a1'),
        (other) => newest(other.lie('a2', 'a1', 'commandAgain', 1), 'a1'),
      ),
    is: ['a charge, term 1', 'again, term 2'],
  },
  // The leader and a2 committed it; the third one has it, and has not heard so.
  'A6 overwritingCommitted': {
    shows: (profile) => {
      const stage = uncommitted(profile).deliver('a2', 'a3')
      stage.ring('a3', 'heartbeat').deliver('a3', 'a2')
      const kept = (one: Stage) =>
        `${newest(one, 'a1')}; committed: ${replica(one, 'a3').commit === length(one, 'a1')}`
      return ways(stage, kept, (other) => kept(other.lie('a2', 'a1', 'overwritingCommitted')))
    },
    is: ['a charge, term 1; committed: true', 'nothing, term 2; committed: true'],
  },
  'A6 equivocate': {
    shows: (profile) => {
      const stage = uncommitted(profile).lie('a2', 'a1', 'overwriting', 1)
      const both = (one: Stage) => [
        newest(one, 'a1'),
        newest(one, 'a3'),
        length(one, 'a1') === length(one, 'a3'),
      ]
      return ways(
        stage,
        (one) => both(one.lie('a2', 'a3', 'overwriting', 1)),
        (other) => both(other.lie('a2', 'a3', 'commandAgain', 1)),
      )
    },
    is: [
      ['nothing, term 2', 'nothing, term 2', true],
      ['nothing, term 2', 'again, term 2', true],
    ],
  },
  // The third one is down: nothing is committed without a2.
  'A6 withhold': {
    shows: (profile) => {
      const stage = appending(profile)
      stage.act('crash a1')
      stage.deliver('a3', 'a2')
      const { commit } = replica(stage, 'a3')
      return ways(
        stage,
        (one) => replica(one.deliver('a2', 'a3'), 'a3').commit - commit,
        (other) => replica(other.drop('a2', 'a3').calm(), 'a3').commit - commit,
      )
    },
    is: [1, 0],
    silent: true,
  },
  'A6 snapshotOffer': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (one) => replica(one, 'a1').incoming === null,
        (other) => replica(other.lie('a2', 'a1', 'snapshotOffer'), 'a1').incoming === null,
      ),
    is: [true, false],
  },
  // One guess was taken; by this state none was.
  'A6 snapshot': {
    shows: (profile) => {
      const stage = fleet(profile).lie('a2', 'a1', 'snapshotOffer')
      return ways(
        stage,
        (one) => remaining(one, 'a1'),
        (other) => remaining(other.lie('a2', 'a1', 'snapshot'), 'a1'),
      )
    },
    is: [2, 3],
  },
  'A6 urging': {
    shows: (profile) => {
      const stage = fleet(profile).lie('a2', 'a1', 'leadership')
      return ways(
        stage,
        (one) => one.state('a1', 'consensus'),
        (other) => other.lie('a2', 'a1', 'urging').state('a1', 'consensus'),
      )
    },
    is: ['standing', 'candidate'],
  },
}
