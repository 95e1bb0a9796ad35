/** The client's parts of a phone's shell; they need `trust` beside them. */
import type { Part } from '../shell.ts'
import type { ClientDeps } from './client-deps.ts'
import { createEnrollment } from './enrollment.ts'
import { createFiles } from './files.ts'
import { createRecovery } from './recovery.ts'

/** Enrolment and recovery of one phone, and its backups where there is a cloud store. */
export function clientParts(deps: ClientDeps): Readonly<Record<string, Part>> {
  const { backups: cloud } = deps
  const parts = { enrollment: createEnrollment(deps), recovery: createRecovery(deps) }
  return cloud === undefined ? parts : { ...parts, files: createFiles({ ...deps, cloud }) }
}
