/**
 * Scenes that columns of the matrix are decided by, besides drawn seeds (§10.9): situations that three seeds do not meet.
 * Each runs with the budgets of its column's adversary, who can do no more in it than in a drawn run.
 */
import { budgetsFor } from '../sim/adversary/table.ts'
import { SCENES } from './bugs.ts'
import { forged, forgedLoss, lyingSnapshot, rolledBack } from './forks.ts'
import { type ColumnScene, OF_KEYS_AND_FILES, onBoth } from './key-scenes.ts'
import { type Course, type Line, type Scene, staged } from './staging.ts'
import { at, ENROL, guesses } from './vault-bugs.ts'

// Everybody sleeps, and wakes in the same moment: two stand for election at once.
const sleeps = (when: number): Line[] => [
  ...['a1', 'a2', 'a3'].map((node): Line => [when, `pause ${node}`]),
  ...['a1', 'a2', 'a3'].map((node): Line => [when + 1_000, `resume ${node}`]),
]

const OF_THE_VAULT: readonly ColumnScene[] = [
  {
    name: 'old-copy',
    says: 'A replica that voted is set back to before its vote.',
    columns: ['published A3', 'published A6', 'hardened A3'],
    stage: (profile, adversary) => rolledBack(profile, 3, adversary),
  },
  {
    name: 'old-copy-of-a-record',
    says: 'The same with a record that ran out.',
    columns: ['published A3', 'hardened A3'],
    stage: (profile, adversary) => rolledBack(profile, 1, adversary),
  },
  {
    name: 'two-leaders',
    says: 'A malicious replica votes for two leaders of one term and acknowledges for both.',
    columns: onBoth('A6'),
    stage: (profile) => forged(profile, 2),
  },
  {
    name: 'two-leaders-of-a-record',
    says: 'The same with a record that ran out.',
    columns: ['hardened A6'],
    stage: (profile) => forged(profile, 1),
  },
  {
    name: 'lost-enrolment',
    says: 'What was enrolled with one leader of a term, another leader of it has not.',
    columns: ['hardened A6'],
    stage: (profile) => forgedLoss(profile),
  },
  {
    name: 'lying-snapshot',
    says: 'A malicious replica hands out a state in which a record that nobody confirmed is live.',
    columns: ['hardened A6'],
    stage: (profile) => lyingSnapshot(profile),
  },
  {
    name: 'stolen-account',
    says: "A thief of the account enrols over the user's record.",
    columns: ['published A8'],
    stage: (profile) => ({
      ...{ profile, limit: 5 },
      clients: [{ node: 'thief', account: 'user1', rogue: 'A8' }],
      lines: [ENROL, ...at({ 4000: 'thief enrol word3 K-thief', 6000: 'phone2 recover word1' })],
    }),
  },
  {
    name: 'planted-record',
    says: 'The operator enrols a guess of its own, guesses right, and lets the user recover from that record.',
    columns: ['published A2'],
    stage: (profile) => ({
      ...{ profile, limit: 5 },
      lines: at({
        500: 'front choose mallory user1.5',
        1000: 'phone1 enrol word1',
        3000: 'mallory enrol word1 K-mallory',
        5000: 'front choose user1 user1.5',
        6000: 'phone2 recover word1',
      }),
    }),
  },
  {
    name: 'contest',
    says: 'A leader is left alone with an entry that it cannot commit; later two replicas stand in one term.',
    columns: ['published A2', 'hardened A3'],
    stage: (profile) => ({
      ...{ profile, limit: 9, size: 3 },
      lines: [
        ...[ENROL, ...at({ 4000: 'phone2 recover wrong', 4065: 'isolate a3 front phone2', 6000: 'heal' })],
        ...[9_000, 11_000, 13_000, 15_000].flatMap(sleeps),
      ],
    }),
  },
  {
    name: 'guesses',
    says: 'A stranger enrols too late, a confirmation is late, somebody falls silent, and guesses faster than it may.',
    columns: ['hardened A3', 'hardened A5', 'hardened A8'],
    stage: (profile) => ({
      ...{ profile, limit: 8, size: 3 },
      lines: [
        ...[[1_900, 'mallory enrol other K-mallory'] as Line, ENROL],
        ...at({ 2045: 'cut mallory front', 2150: 'cut front phone1', 2300: 'phone2 recover wrong' }),
        ...at({ 3200: 'heal', 3201: 'cut mallory front', 4500: 'heal', 6000: 'phone2 recover word1' }),
        ...at({ 7500: 'mallory2 recover wrong', 7610: 'cut front mallory2', 8500: 'phone2 recover wrong' }),
        ...at({ 9500: 'heal', 11000: 'phone1 move word1' }),
        ...guesses('mallory2', 5, 12_000, 200),
      ],
    }),
  },
  {
    name: 'forgotten-sessions',
    says: 'A vault forgets its sessions, and store requests come for records at which they did not begin.',
    columns: ['published A5'],
    stage: () => SCENES.anyRegistrationStores?.scene as Scene,
  },
]

/** In the order in which they run. */
export const COLUMN_SCENES: readonly ColumnScene[] = [...OF_THE_VAULT, ...OF_KEYS_AND_FILES]

/** The scene of this name; there is one. */
export function sceneNamed(name: string): ColumnScene {
  const found = COLUMN_SCENES.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no scene ${name}`)
  return found
}

/** Names of the scenes of a column, in order. */
export function scenesOf({ profile, adversary }: { readonly profile: string; readonly adversary: string }) {
  return COLUMN_SCENES.filter(({ columns }) => columns.includes(`${profile} ${adversary}`)).map(
    ({ name }) => name,
  )
}

/** A scene as a course under this adversary. */
export function courseOfScene(name: string, profile: string, adversary: string): Course {
  const scene = sceneNamed(name).stage(profile as Scene['profile'], adversary)
  const { owned = [], holds = [] } = scene.setup?.adversary ?? {}
  return staged({
    ...scene,
    setup: { ...scene.setup, budgets: budgetsFor(adversary), adversary: { who: adversary, owned, holds } },
  })
}
