/** The client's parts of a phone's shell; they need `trust` beside them. */
import type { Part } from '../shell.ts'
import type { ClientDeps } from './client-deps.ts'
import { createEnrollment } from './enrollment.ts'
import { createRecovery } from './recovery.ts'

/** Enrolment and recovery of one phone. */
export function clientParts(deps: ClientDeps): Readonly<Record<'enrollment' | 'recovery', Part>> {
  return { enrollment: createEnrollment(deps), recovery: createRecovery(deps) }
}
