/** The doors themselves (§1.12): how a seeded bug comes into the world that somebody builds. */
import type { AnyStateMachine } from 'xstate'
import type { Effect } from '../../spec/boundary.ts'
import type { CryptoPort, Twin } from '../../spec/crypto.ts'
import type { Profile } from '../../spec/profiles.ts'
import type { Deps, Part, Shell } from '../../spec/shell.ts'

/** The four doors by which a seeded bug enters. */
export interface Doors {
  readonly part?: string
  readonly provide?: (machine: AnyStateMachine) => AnyStateMachine
  readonly port?: (port: CryptoPort) => CryptoPort
  readonly reorder?: (machine: string, effects: readonly Effect[]) => readonly Effect[]
  readonly profilePatch?: Partial<Profile>
  /** Not a door: a twin that was loaded beforehand, or another one than the setup's, to compare them. */
  readonly twin?: Twin
}

/** What machines behind these doors are made with. */
export function behind({ port, profilePatch }: Doors, crypto: CryptoPort, profile: Profile): Deps {
  return { crypto: port === undefined ? crypto : port(crypto), profile: { ...profile, ...profilePatch } }
}

/** The order of effects behind these doors, as a scenario has it. */
export function reordered({ reorder }: Doors): Pick<Doors, 'reorder'> {
  return reorder === undefined ? {} : { reorder }
}

/** The named part, wherever it stands, with the bug's own guards and actions. */
export function withBug(shell: Shell, { part, provide }: Doors): Shell {
  if (part === undefined || provide === undefined) return shell
  const changed = (parts: Readonly<Record<string, Part>>) => {
    const found = parts[part]
    return found === undefined ? parts : { ...parts, [part]: { ...found, machine: provide(found.machine) } }
  }
  return { ...shell, standing: changed(shell.standing), keyed: changed(shell.keyed) }
}
