/** What the network and the front end can do (A1, A2); their hold on fleet keys: powers-over-keys.ts. */
import { shownBy, viewOf } from '../spec/claims/views.ts'
import { answering, fleet, isWaiting, type Rows, recovering, remaining, ways } from './powers-scenes.ts'
import { on, reach, type Stage } from './powers-stage.ts'

const NETWORK: Rows = {
  'A1 read': {
    shows: (profile) => {
      const { facts, built } = fleet(profile)
      const reads = (who: string) =>
        facts.some((fact) => shownBy(viewOf(who, built.setting), built.setting, fact).length > 0)
      return { shown: [reads('A0'), reads('A1')], effects: {} }
    },
    is: [false, true],
    silent: true,
  },
  'A1 suppress': {
    shows: (profile) =>
      ways(
        answering(profile),
        (one) => recovering(one.deliver('front', 'phone2')),
        (other) => recovering(other.drop('front', 'phone2')),
      ),
    is: ['finishing', 'asking'],
    silent: true,
  },
  // A guess that was answered long ago.
  'A1 replay': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (stage) => isWaiting(stage, 'phone2'),
        (stage) => {
          const ordinal = stage.world.seen
            .filter(on('phone2', 'front'))
            .findIndex(on('phone2', 'front', 'toVault'))
          stage.act(`replay phone2 front #${ordinal}`)
          return isWaiting(stage.deliver('phone2', 'front'), 'phone2')
        },
      ),
    is: [false, true],
  },
  // The keys that phone 1 was shown, to a phone that waits for an answer.
  'A1 inject': {
    shows: (profile) => {
      const stage = fleet(profile)
      stage.act('begin phone2')
      stage.calm(on('front', 'phone2', 'bundleAnswer')).drop('front', 'phone2')
      return ways(stage, recovering, (other) => {
        const ordinal = other.world.seen.findIndex(on('front', 'phone1', 'bundleAnswer'))
        other.act(`inject phone2 #${ordinal}`)
        return recovering(other.deliver('front', 'phone2'))
      })
    },
    is: ['trusting', 'asking'],
  },
  // A guess under another session's name: whoever answers answers nobody.
  'A1 alter': {
    shows: (profile) => {
      const stage = fleet(profile)
      stage.act('begin phone2')
      stage.calm(on('phone2', 'front', 'toVault'))
      return ways(
        stage,
        (one) => one.calm().told('phone2'),
        (other) => {
          other.act('alter phone2 front #0')
          return other.calm().told('phone2')
        },
      )
    },
    is: [['recovered'], []],
  },
  'A1 store': {
    shows: (profile) => {
      const stage = reach(
        'files',
        {
          ...{ profile, limit: 3, until: 60_000 },
          lines: [
            [2_000, 'phone1 enrol word1'],
            [3_000, 'phone1 backUp file1'],
            [50_000, 'phone1 restore'],
          ],
        },
        6_000,
      )
      stage.act('begin phone1')
      return ways(
        stage.calm(on('cloud', 'phone1')),
        (one) => one.deliver('cloud', 'phone1').told('phone1'),
        (other) => {
          other.act('alter cloud phone1 #0')
          return other.deliver('cloud', 'phone1').told('phone1')
        },
      )
    },
    is: [['restored'], ['damaged']],
  },
}

const FRONT_END: Rows = {
  // The record that the user's account is served with is the operator's choice; in `hardened` it is the account's own.
  'A2 choose': {
    shows: (profile) => {
      const recovers = (stage: Stage) => {
        stage.act('begin phone2')
        return stage.calm().told('phone2')
      }
      return ways(fleet(profile), recovers, (other) => {
        other.act('begin front')
        return recovers(other)
      })
    },
    is: [['recovered'], ['notEnrolled']],
    hardened: [['recovered'], ['recovered']],
  },
  'A2 withhold': {
    shows: (profile) => {
      const stage = fleet(profile)
      stage.act('begin phone2')
      return ways(
        stage.calm(on('a3', 'front', 'answered')),
        (one) => recovering(one.calm()),
        (other) => recovering(other.drop('a3', 'front').calm()),
      )
    },
    is: ['idle', 'asking'],
    silent: true,
  },
  'A2 resend': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (stage) => stage.world.flights.length,
        (stage) => {
          const ordinal = stage.world.seen.filter(on('front', 'a3')).findIndex(on('front', 'a3', 'relayed'))
          stage.act(`resend front a3 #${ordinal}`)
          return stage.deliver('front', 'a3').world.flights.length
        },
      ),
    is: [0, 1],
  },
  'A2 retry': {
    shows: (profile) => {
      const stage = answering(profile).drop('front', 'phone2')
      const session = (one: Stage) => one.context<{ session: string | null }>('phone2', 'recovery').session
      const before = session(stage)
      return ways(
        stage,
        (one) => session(one) === before,
        (other) =>
          session(other.ring('phone2', 'startAgain').calm(on('phone2', 'front', 'toVault'))) === before,
      )
    },
    is: [true, false],
    silent: true,
  },
  'A2 client': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (stage) => remaining(stage, 'a1'),
        (stage) => {
          stage.act('begin mallory')
          return remaining(stage.calm().ring('a3', 'heartbeat').calm(), 'a1')
        },
      ),
    is: [2, 1],
  },
}

/** By capability and power. */
export const OF_NETWORK: Rows = { ...NETWORK, ...FRONT_END }
