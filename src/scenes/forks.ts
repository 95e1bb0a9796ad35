/**
 * Forks (§5.9, §10.9): of three replicas a2 has a host that sets its storage back, or is malicious. The leader of the second
 * term and a2 commit what the third replica never saw; then a2 votes again in that term, and the third one leads it
 * too.
 */
import { budgetsFor } from '../sim/adversary/table.ts'
import type { Line, Scene } from './staging.ts'
import { at, ENROL } from './vault-bugs.ts'

/** From then on these two replicas do not hear each other; others do. */
export const apart = (when: number, one: string, other: string): Line[] => [
  [when, `cut ${one} ${other}`],
  [when, `cut ${other} ${one}`],
]

const guess = (when: number): Line => [when, `phone2 recover wrong${when}`]

// a3 leads the first term, and is left alone; a1 leads the second one, and then is left alone itself.
const SPLIT: readonly Line[] = [
  [500, 'front choose mallory user1.1'],
  ENROL,
  ...[...apart(3_000, 'a1', 'a3'), ...apart(3_000, 'a2', 'a3')],
  ...[[8_000, 'heal'] as Line, ...apart(8_000, 'a1', 'a2'), ...apart(8_000, 'a1', 'a3')],
]
// With a1 while it leads, and again with a3.
const LOST_ENROLMENT: readonly Line[] = [
  [4_000, 'phone3 enrol word2'],
  [9_000, 'phone3 recover word2'],
]

const FORK = { size: 3, until: 20_000 } as const

/** a2 has forgotten its vote. With rejoin it has forgotten nothing that counts. */
export function rolledBack(profile: Scene['profile'], limit: number, adversary = 'A3'): Scene {
  return {
    ...{ ...FORK, profile, limit },
    setup: { budgets: budgetsFor(adversary), hosts: ['a2'] },
    lines: [
      ...[...SPLIT, guess(5_500), guess(6_500)],
      ...at({ 7990: 'crash a2', 7991: 'rollback a2 #8', 7992: 'boot a2' }),
      ...[guess(10_000), guess(12_000), ...LOST_ENROLMENT],
      // For a charge that stands in the second history alone.
      [14_000, 'mallory recover word1'],
    ],
  }
}

// One lie after another, over and over.
const lies = (from: number, to: number, whom: string, ...places: number[]): Line[] =>
  Array.from({ length: Math.floor((to - from) / 100) }, (_, i) => from + i * 100).flatMap((when) =>
    places.map((place, i): Line => [when + 25 * i, `forge a2 ${whom} #${place}`]),
  )

// The places of its lies (src/sim/adversary/forging.ts): votes and pre-votes of its own term; that it holds what it
// holds, one entry more, three more.
const [VOTE, PRE_VOTE] = [0, 2]
const HELD = [5, 6, 7]

const wrongly = (from: number, every: number, ...nodes: string[]): Line[] =>
  nodes.map((node, i) => [from + every * i, `${node} recover wrong${from}`])

const malicious = (profile: Scene['profile'], limit: number, lines: readonly Line[]): Scene => ({
  ...{ ...FORK, profile, limit },
  clients: ['phone4', 'phone5'].map((node) => ({ node, account: 'user1' })),
  setup: { budgets: budgetsFor('A6'), adversary: { who: 'A6', owned: ['a2'], holds: [] } },
  lines: [
    ...SPLIT,
    ...lies(8_100, 8_200, 'a3', PRE_VOTE, VOTE),
    ...lies(8_200, 19_500, 'a3', ...HELD),
    ...lines,
    [8_000, 'cut a3 a2'],
  ],
})

/** a2 hears no replica, and all that counts of what it says is a lie: its votes, and what it holds. Two leaders take guesses. */
export function forged(profile: Scene['profile'], limit: number): Scene {
  return malicious(profile, limit, [
    ...[[3_570, 'cut a1 a2'] as Line, ...lies(3_600, 7_900, 'a1', ...HELD)],
    ...wrongly(4_500, 800, 'mallory', 'mallory2', 'phone2'),
    ...wrongly(9_000, 800, 'phone4', 'mallory', 'phone5'),
  ])
}

/** What phone 3 enrolled with one leader the other one has not; its log is as long, by guesses that nobody else heard of. */
export function forgedLoss(profile: Scene['profile']): Scene {
  return malicious(profile, 2, [
    ...wrongly(2_950, 1, 'phone2', 'mallory', 'phone4', 'phone5'),
    ...at({ 3035: 'crash phone2', 3036: 'crash mallory', 3037: 'crash phone4', 3038: 'crash phone5' }),
    ...[[4_900, 'cut a1 a2'] as Line, ...LOST_ENROLMENT],
    ...at({ 6000: 'boot phone2', 6001: 'boot phone4' }),
    ...wrongly(15_400, 800, 'phone2', 'phone4'),
  ])
}

// The places of its offer of a snapshot and of that snapshot's one part.
const [OFFER, PART] = [18, 19]

/** A record is stored and waits for its confirmation; a2 tells a1 of a state in which it is live, and a1 leads; then a2 does. */
export function lyingSnapshot(profile: Scene['profile']): Scene {
  const { setup } = malicious(profile, 2, [])
  return {
    ...{ ...FORK, profile, limit: 2, ...(setup === undefined ? {} : { setup }) },
    lines: [
      ...[ENROL, ...at({ 2150: 'cut front phone1', 2200: 'crash phone1' })],
      ...at({ 4000: `forge a2 a1 #${OFFER}`, 4002: `forge a2 a1 #${PART}`, 5000: 'a3 handOver a1' }),
      // Whether a password was right, the leader says.
      ...[guess(8_000), ...at({ 10000: 'a1 handOver a2', 12000: 'phone2 recover word1' })],
    ],
  }
}
