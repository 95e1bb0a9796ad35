/** What whoever holds one thing of others' can do: records, the signing key, an account, a phone (A4, A5, A8, A10). */
import { type Evidence, sec1 } from '../spec/claims/secrecy.ts'
import { viewOf } from '../spec/claims/views.ts'
import { termsOf } from '../src/crypto/ideal/deduction.ts'
import type { IdealTwin } from '../src/crypto/ideal/twin.ts'
import { judgeSecrecy } from '../src/judge/knowledge.ts'
import { answering, fleet, type Rows, remaining, ways } from './powers-scenes.ts'
import type { Stage } from './powers-stage.ts'

// Can whoever reads what the front end reads test the password?
function tested({ built, facts }: Stage): string {
  const claim = sec1((setting) => viewOf('A2', setting))
  const read = facts.filter(({ fact }) => claim.reads.includes(fact))
  const evidence = read.reduce((at, fact) => claim.step(at, fact), claim.start(built.setting)) as Evidence
  const { verdict } = judgeSecrecy(termsOf((built.twin as IdealTwin).table), evidence)
  return `${evidence.seen.leaked === undefined ? 'no record' : 'records'} known, SEC-1 ${verdict}`
}

/** By capability and power. */
export const OF_HOLDERS: Rows = {
  'A4 leak': {
    shows: (profile) =>
      ways(fleet(profile), tested, (other) => {
        other.act('leak a1')
        return tested(other)
      }),
    is: ['no record known, SEC-1 holds', 'records known, SEC-1 broken'],
    hardened: ['no record known, SEC-1 holds', 'records known, SEC-1 holds'],
    silent: true,
  },
  // In `hardened` there is nothing to sign anew (properties/signing-key.test.ts).
  'A5 sign': {
    shows: (profile) => {
      const told = (stage: Stage) => stage.deliver('front', 'phone2').told('phone2')
      return ways(answering(profile), told, (other) => {
        for (const { kind } of other.built.simulation.offered(other.world, 'sign').slice(0, 1))
          other.act(`${kind} front phone2 #0`)
        return told(other)
      })
    },
    is: [[], ['exhausted']],
    hardened: [[], []],
  },
  'A8 client': {
    shows: (profile) =>
      ways(
        fleet(profile),
        (stage) => remaining(stage, 'a1'),
        (stage) => {
          stage.act('begin thief')
          return remaining(stage.calm().ring('a3', 'heartbeat').calm(), 'a1')
        },
      ),
    is: [2, 1],
  },
  // The phone's storage has the key that replaces the record. In `published` there is none: the account is enough.
  'A10 find': {
    shows: (profile) => {
      const replaces = (stage: Stage) => {
        stage.act('begin finder')
        return stage.calm().told('finder')
      }
      return ways(fleet(profile), replaces, (other) => {
        other.act('find phone1 finder')
        return replaces(other)
      })
    },
    is: [['enrolled'], ['enrolled']],
    hardened: [['taken'], ['enrolled']],
  },
}
