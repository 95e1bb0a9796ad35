/** What changed from one epoch to the next: every key, every role, the fleet's name (§7.4). */
import { ROLES } from '../../spec/fleet/format.ts'
import type { AuditedEpoch } from './epoch.ts'

/** One change. The first epoch looked at has none before it: its keys are the baseline. */
export interface KeyChange {
  readonly epoch: number
  /** A role, or `fleet` for the name. */
  readonly role: string
  readonly before: string | null
  readonly after: string
}

/** The changes over these epochs, in order. A key that moved to another role is two changes. */
export function changesOf(epochs: readonly AuditedEpoch[]): KeyChange[] {
  const changes: KeyChange[] = []
  let before: AuditedEpoch | undefined
  for (const one of epochs) {
    const { epoch } = one.bundle
    const rows: [string, string | null, string][] = ROLES.map((role) => [
      role,
      before?.artifact.keys[role] ?? null,
      one.artifact.keys[role],
    ])
    rows.push(['fleet', before?.artifact.fleet ?? null, one.artifact.fleet])
    for (const [role, old, after] of rows)
      if (old !== after) changes.push({ epoch, role, before: old, after })
    before = one
  }
  return changes
}
