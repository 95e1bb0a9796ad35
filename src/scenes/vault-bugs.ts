/** The scene in which each seeded bug of the vault shows (§3, §4, §6): what it needs, and nothing else. */
import type { Line, Scene } from './staging.ts'

/** So many wrong guesses of a client, one after another. */
export const guesses = (node: string, count: number, from: number, every = 400): Line[] =>
  Array.from({ length: count }, (_, i) => [from + i * every, `${node} recover wrong${i}`])

/** Lines by their times. */
export const at = (lines: Readonly<Record<number, string>>): Line[] =>
  Object.entries(lines).map(([when, what]) => [Number(when), what])

/** The user's first enrolment. */
export const ENROL: Line = [2_000, 'phone1 enrol word1']
const SHOWN: Line = [500, 'front choose mallory user1.1']

// So many entries that the log is cut: what is left of the record then comes with a snapshot at boot.
const SNAPSHOT: readonly Line[] = [
  ...guesses('phone3', 70, 6_000, 100),
  [14_000, 'crash a1'],
  [14_100, 'boot a1'],
]

const afterSnapshot: Scene = {
  profile: 'published',
  limit: 2,
  lines: [ENROL, ...guesses('phone2', 2, 3_000), ...SNAPSHOT, ...guesses('phone2', 2, 16_000)],
}

const wrongOnes = (profile: Scene['profile'], limit: number, count: number): Scene => {
  return { profile, limit, lines: [ENROL, ...guesses('phone2', count, 3_000)] }
}

/** By the bug's id. */
export const VAULT_SCENES: Readonly<Record<string, Scene>> = {
  counterWraps: afterSnapshot,
  zeroMeansDefault: afterSnapshot,
  sameCountWrittenTwice: {
    profile: 'hardened',
    limit: 2,
    lines: [
      ...[ENROL, ...guesses('mallory', 2, 3_000), ...guesses('mallory2', 2, 3_005)],
      ...guesses('phone2', 1, 9_000),
    ],
  },
  // The stranger hears KE2 and says nothing more.
  chargedAfterVerification: {
    profile: 'hardened',
    limit: 2,
    lines: [
      ...[ENROL, ...guesses('mallory', 1, 3_000), ...guesses('phone2', 1, 5_000)],
      ...at({ 3065: 'cut front mallory' }),
    ],
  },
  exhaustionIsAFlag: wrongOnes('hardened', 1, 2),
  releasedWhenAppended: { ...wrongOnes('published', 2, 1), size: 3 },
  blindUsedTwice: {
    profile: 'published',
    limit: 3,
    lines: [ENROL, ...at({ 3000: 'phone2 recover word1', 3075: 'cut front phone2', 11000: 'heal' })],
  },
  liveAtOnce: wrongOnes('hardened', 2, 1),
  // The phone never hears that it is stored; the record runs out, and the phone begins again by itself.
  liveAtOnceWithItsOwnBudget: {
    profile: 'hardened',
    limit: 2,
    lines: [
      ...[ENROL, ...guesses('mallory', 3, 3_000), ...guesses('mallory', 2, 9_500)],
      ...at({ 2125: 'cut front phone1', 7950: 'heal' }),
    ],
  },
  // Another one's guess is charged between KE1 and KE3.
  proofOfAnySession: {
    profile: 'published',
    limit: 3,
    lines: [...[SHOWN, ENROL, ...guesses('mallory', 1, 3_005)], ...at({ 3000: 'phone2 recover word1' })],
  },
  olderVersionProves: {
    profile: 'hardened',
    limit: 3,
    lines: [
      ENROL,
      ...at({
        3000: 'phone2 recover word1',
        3095: 'cut front phone2',
        3300: 'phone1 move word1',
        5000: 'heal',
      }),
    ],
  },
  laterChargesFreed: {
    profile: 'published',
    limit: 2,
    lines: [
      ...[SHOWN, ENROL, ...guesses('mallory', 1, 3_300), ...guesses('mallory', 2, 6_000)],
      ...at({ 3000: 'phone2 recover word1', 3075: 'cut front phone2', 5000: 'heal' }),
    ],
  },
  // The stranger's confirmation comes while the phone's own record is pending.
  anyConfirmConfirms: {
    profile: 'hardened',
    limit: 2,
    lines: at({
      2000: 'mallory enrol other',
      2120: 'cut front mallory',
      2300: 'phone1 enrol word1',
      2420: 'cut front phone1',
      3000: 'heal',
      3001: 'cut front phone1',
      5000: 'phone2 recover wrong',
    }),
  },
  nothingCarriesOver: {
    profile: 'hardened',
    limit: 2,
    lines: [
      ...[ENROL, ...guesses('mallory', 1, 3_000), ...guesses('mallory', 2, 5_000)],
      ...at({ 4000: 'phone1 move word1' }),
    ],
  },
  // The phone never hears that it is confirmed, and repeats the confirmation to the next leader.
  lateConfirmAccepted: {
    profile: 'hardened',
    limit: 2,
    size: 3,
    lines: [
      ...[ENROL, ...guesses('mallory', 1, 3_000), ...guesses('mallory', 2, 9_000)],
      ...at({ 2230: 'cut front phone1', 4000: 'crash a3', 4100: 'boot a3' }),
    ],
  },
  accountOfTheFrontEnd: {
    profile: 'hardened',
    limit: 2,
    lines: [
      ...[ENROL, ...guesses('mallory', 1, 3_000), ...guesses('mallory', 2, 6_000)],
      ...at({ 4000: 'front choose user1 user1.7', 4500: 'phone1 move word1' }),
    ],
  },
  // Three guesses are free; the fourth has to wait for a tick.
  leadersClockAlone: {
    profile: 'hardened',
    limit: 6,
    size: 3,
    lines: [ENROL, ...guesses('mallory', 5, 3_000)],
  },
  // The leader sleeps while another leads and enrols; then the request finds it before any message of the other does.
  readsItsOwnState: {
    profile: 'published',
    limit: 3,
    size: 3,
    lines: [
      ...([
        [2_000, 'pause a3'],
        [2_001, 'cut a1 a3'],
        [2_002, 'cut a2 a3'],
      ] as Line[]),
      ...at({
        3500: 'phone1 enrol word1',
        5050: 'cut front a1',
        5051: 'cut front a2',
        5005: 'phone2 recover word1',
      }),
      ...at({ 6300: 'resume a3' }),
    ],
  },
  chargeSharedInFlight: {
    profile: 'published',
    limit: 1,
    size: 3,
    lines: [SHOWN, ENROL, [4_000, 'mallory recover wrong1'], [4_000, 'mallory2 recover wrong2']],
  },
}
