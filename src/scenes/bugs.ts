/** The scenes in which seeded bugs show (§10.8): what each needs, and nothing else. */
import { budgetsFor } from '../sim/adversary/table.ts'
import { apart, rolledBack } from './forks.ts'
import type { Line, Scene } from './staging.ts'
import { at, ENROL, guesses, VAULT_SCENES } from './vault-bugs.ts'

/** A scene; for a claim about two runs also the other one, which differs in one secret. */
export interface Staged {
  readonly scene: Scene
  readonly other?: Scene
}

const guessing = (limit: number, ...secrets: string[]): Scene => ({
  profile: 'hardened',
  limit,
  until: 9_000,
  lines: [ENROL, ...secrets.map((secret, i): Line => [3_000 + 500 * i, `phone2 recover ${secret}`])],
})

/** One recovery with the right password, and with a wrong one. */
export const RIGHT_OR_WRONG: Required<Staged> = { scene: guessing(3, 'word1'), other: guessing(3, 'wrong') }
/** Two wrong guesses, at a record that has one left. */
export const WRONG_OR_EXHAUSTED: Required<Staged> = {
  scene: guessing(3, 'wrong', 'wrong'),
  other: guessing(1, 'wrong', 'wrong'),
}

// Twice a leader is left alone with phones, and notes what it cannot commit; the second time others lead in turn
// meanwhile, so that the last of them asks about an index at which the one left alone has an entry of its own.
const twoSuffixes: Scene = {
  profile: 'published',
  limit: 9,
  size: 3,
  lines: [
    ENROL,
    ...at({ 4000: 'phone2 recover wrong', 4055: 'isolate a3 front phone2', 6000: 'heal' }),
    ...at({ 9000: 'phone2 recover wrong', 9001: 'phone3 enrol other' }),
    ...at({ 9056: 'isolate a1 front phone2 phone3', 11000: 'crash a2', 11100: 'boot a2' }),
    ...at({ 12500: 'crash a3', 12600: 'boot a3', 14000: 'heal' }),
  ],
}

// A replica loses its power when it has acknowledged an entry; with the third one away, only the leader holds it then.
const lostAcknowledgement: Scene = {
  profile: 'published',
  limit: 9,
  size: 3,
  lines: [
    ...[ENROL, ...apart(3_500, 'a1', 'a2'), ...apart(3_500, 'a1', 'a3')],
    ...at({ 4000: 'phone2 recover wrong', 4065: 'crashWithin a2 #3', 4900: 'boot a2' }),
    ...[
      [6_000, 'heal'] as Line,
      ...apart(8_000, 'a1', 'a3'),
      ...apart(8_000, 'a2', 'a3'),
      [11_000, 'heal'] as Line,
    ],
  ],
}

// The epoch behind it was logged longer ago than an overlap lasts, and a new phone is shown it.
const overlapOver: Scene = {
  profile: 'hardened',
  limit: 3,
  fleets: [{ name: 'b', size: 1 }],
  clients: [{ node: 'phone8', account: 'user1', builtDays: 91 }],
  setup: { hostile: { tricks: ['honest', 'stale'], keys: [] } },
  lines: [ENROL, ...at({ 4000: 'operator rotate b', 9000: 'phone8 recover word1' })],
}

/** A phone enrols, and is found (A10). */
export const foundPhone = (profile: Scene['profile'], when: number, ...lines: readonly Line[]): Scene => ({
  profile,
  limit: 3,
  until: 9_000,
  clients: [{ node: 'finder', account: 'user1', rogue: 'A10' }],
  setup: { budgets: budgetsFor('A10'), adversary: { who: 'A10', owned: [], holds: [] } },
  lines: [ENROL, ...lines, [when, 'find phone1 finder']],
})

const OTHERS: Readonly<Record<string, Staged>> = {
  needsEverybody: {
    scene: {
      ...{ profile: 'published', limit: 3, size: 3, healAt: 8_000, until: 20_000, abandoned: ['a1'] },
      lines: [ENROL, ...at({ 4000: 'crash a3', 4100: 'boot a3' })],
    },
  },
  termsNotCompared: { scene: twoSuffixes },
  appliesBeforeItPersists: { scene: lostAcknowledgement },
  readyAtOnce: {
    scene: {
      ...{ profile: 'hardened', limit: 10, size: 3 },
      lines: [ENROL, ...guesses('mallory', 9, 3_000, 60), ...guesses('mallory2', 9, 3_005, 60)],
    },
  },
  // Registrations begin at one record and end at another, because the vault forgot its sessions in between: at user1.7
  // somebody else's is open then, at user2.9 none.
  anyRegistrationStores: {
    scene: {
      ...{ profile: 'published', limit: 3 },
      lines: at({
        500: 'front choose mallory user1.7',
        2000: 'mallory enrol other',
        2065: 'crash mallory',
        2300: 'phone1 enrol word1',
        2301: 'phone3 enrol word1',
        2386: 'isolate phone1 phone3',
        2400: 'crash a1',
        2500: 'boot a1',
        3900: 'front choose user1 user1.7',
        3901: 'front choose user2 user2.9',
        4000: 'heal',
      }),
    },
  },
  believesItsStorage: { scene: rolledBack('hardened', 1) },
  budgetOfTheRecord: {
    scene: {
      ...{ profile: 'hardened', limit: 2 },
      lines: [
        ...[ENROL, ...guesses('mallory', 2, 3_000), [6_000, 'phone1 move word1'] as Line],
        ...guesses('mallory', 2, 9_000),
      ],
    },
  },
  answersNotPadded: RIGHT_OR_WRONG,
  noDecoy: RIGHT_OR_WRONG,
  wrongProofWritesNothing: RIGHT_OR_WRONG,
  unknownRecordFallsSilent: WRONG_OR_EXHAUSTED,
  noFloor: { scene: overlapOver },
  proofsNotAsked: { scene: overlapOver },
  confirmationForgotten: {
    scene: { profile: 'hardened', limit: 3, lines: [ENROL, [4_000, 'phone2 recover word1']] },
  },
  constantStorageKey: {
    scene: {
      ...{ profile: 'hardened', limit: 3 },
      setup: { budgets: budgetsFor('A4'), adversary: { who: 'A4', owned: [], holds: [] } },
      lines: [ENROL, ...at({ 4000: 'phone2 recover wrong', 6000: 'leak a1' })],
    },
  },
  // A stranger registers with the right word, and pays for one wrong guess to see what a right one must open.
  registrationKeyShared: {
    scene: {
      ...{ profile: 'hardened', limit: 3 },
      setup: { adversary: { who: 'A2', owned: [], holds: [] } },
      lines: [ENROL, ...at({ 3000: 'mallory enrol word1 other', 5000: 'mallory recover wrong' })],
    },
  },
  verifierCached: { scene: foundPhone('published', 5_000) },
  signsBeforeItLogs: {
    scene: {
      ...{ profile: 'published', limit: 3, fleets: [{ name: 'b', size: 1 }] },
      lines: [
        ENROL,
        ...at({ 4000: 'operator rotate b', 4001: 'crashWithin auditor #1', 4900: 'boot auditor' }),
        ...at({ 9000: 'phone1 enrol word1' }),
      ],
    },
  },
}

/** The scene of each bug that has one, by its id. */
export const SCENES: Readonly<Record<string, Staged>> = {
  ...Object.fromEntries(Object.entries(VAULT_SCENES).map(([id, scene]) => [id, { scene }])),
  ...OTHERS,
}
