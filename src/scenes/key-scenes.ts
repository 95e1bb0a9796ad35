/** Scenes of the matrix about fleet keys, the log, the ways to hold K and backups in the cloud (§7, §8.3, §8.4). */
import { SCENES } from './bugs.ts'
import type { Scene } from './staging.ts'
import { at, ENROL } from './vault-bugs.ts'

/** A scene of the matrix. */
export interface ColumnScene {
  readonly name: string
  /** What happens, in one sentence. */
  readonly says: string
  /** As in `published A3`. */
  readonly columns: readonly string[]
  readonly stage: (profile: Scene['profile'], adversary: string) => Scene
}

const B = { name: 'b', size: 3 } as const
/** These columns, in either profile. */
export const onBoth = (...adversaries: string[]): string[] =>
  ['published', 'hardened'].flatMap((profile) => adversaries.map((adversary) => `${profile} ${adversary}`))

/** In the order in which they run. */
export const OF_KEYS_AND_FILES: readonly ColumnScene[] = [
  {
    name: 'pinned',
    says: 'A pinned phone is shown keys that it did not ask for.',
    columns: onBoth('A6', 'A7'),
    stage: (profile, adversary) => {
      const keys = adversary === 'A7' ? (['auditor'] as const) : []
      return {
        ...{ profile, limit: 5, size: 3 },
        clients: [{ node: 'phone9', account: 'user1', pinned: true }],
        setup: {
          hostile: { tricks: ['honest', 'ownKeys'], keys },
          adversary: { who: adversary, owned: [], holds: keys },
        },
        lines: [ENROL, ...at({ 4000: 'phone9 recover word1', 6000: 'phone2 recover word1' })],
      }
    },
  },
  {
    name: 'overlap-over',
    says: 'A new phone is shown an epoch whose overlap is over.',
    columns: ['published A2', 'hardened A3'],
    stage: (profile) => ({ ...(SCENES.noFloor?.scene as Scene), profile }),
  },
  {
    name: 'epoch-again',
    says: 'A phone that holds the keys of the second epoch is shown those of the first again.',
    columns: ['published A1'],
    stage: (profile) => ({
      ...{ profile, limit: 5, fleets: [B] },
      lines: [
        ENROL,
        ...at({ 4000: 'operator rotate b', 9000: 'phone1 enrol word1', 12000: 'replay front phone1 #0' }),
      ],
    }),
  },
  {
    name: 'ways-to-hold',
    says: 'K is held by the vault and by digits, the record is given up, and another phone regains K by the digits.',
    columns: onBoth('A0'),
    stage: (profile) => ({
      ...{ profile, limit: 5, size: 3, until: 9_000 },
      lines: at({
        2000: 'phone1 hold vault word1',
        3000: 'phone1 hold digits',
        3500: 'phone1 typeBack',
        4000: 'phone1 close vault word1',
        6000: 'crash phone1',
        6500: 'phone2 regain digits',
      }),
    }),
  },
  {
    name: 'crash-in-rotation',
    says: 'An HSM of the new fleet restarts in the ceremony; then somebody comes by in the overlap.',
    columns: onBoth('A0'),
    stage: (profile) => ({
      ...{ profile, limit: 5, size: 3, fleets: [B], healAt: 14_000, until: 40_000 },
      lines: [
        ENROL,
        ...at({ 4000: 'operator rotate b', 4030: 'crash b2', 4600: 'boot b2', 9000: 'phone2 recover word1' }),
      ],
    }),
  },
  {
    name: 'planted-epoch',
    says: 'Somebody else asks the auditor for the next epoch, whose keys no HSM of this world made.',
    columns: onBoth('A3', 'A7'),
    stage: (profile, adversary) => {
      const keys = adversary === 'A7' ? (['auditor'] as const) : []
      return {
        ...{ profile, limit: 5, size: 3, fleets: [B] },
        setup: {
          ...{ hostile: { tricks: ['planted'], keys }, watchers: 2 },
          adversary: { who: adversary, owned: [], holds: keys },
        },
        lines: [
          ENROL,
          ...at({
            5000: 'watch1 look',
            6000: 'watch2 look',
            8000: 'operator rotate b',
            12000: 'watch1 look',
          }),
        ],
      }
    },
  },
  {
    name: 'split-view',
    says: "Two watchers are shown two logs under the auditor's key, and compare.",
    columns: ['hardened A7'],
    stage: (profile, adversary) => ({
      ...{ profile, limit: 5, until: 9_000 },
      setup: { watchers: 2, splitView: true, adversary: { who: adversary, owned: [], holds: ['auditor'] } },
      lines: [ENROL, ...at({ 4000: 'watch1 look', 5000: 'watch2 look' })],
    }),
  },
  {
    name: 'partial-audit',
    says: 'After a rotation a watcher looks at the newest epoch alone.',
    columns: ['published A9'],
    stage: (profile) => ({
      ...{ profile, limit: 5, fleets: [B], setup: { watchers: 1 } },
      lines: [ENROL, ...at({ 4000: 'operator rotate b', 9000: 'watch1 look 1' })],
    }),
  },
  {
    name: 'altered-file',
    says: 'A file from the cloud is changed on its way back.',
    columns: onBoth('A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A10'),
    stage: (profile) => ({
      ...{ profile, limit: 5, until: 9_000 },
      lines: [
        ENROL,
        ...at({ 3000: 'phone1 backUp file1', 5000: 'phone1 restore', 5015: 'alter cloud phone1 #0' }),
      ],
    }),
  },
]
