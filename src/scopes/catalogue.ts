/** Every scope that `strongroom check` knows. */
import { attemptsScopes } from './attempts.ts'
import { replicationScopes } from './replication.ts'
import { rotationScopes } from './rotation.ts'
import type { Scope } from './scope.ts'
import { vaultScopes } from './vault.ts'

/** In the order in which they are reported. */
export const SCOPES: readonly Scope[] = [
  ...replicationScopes,
  ...vaultScopes,
  ...attemptsScopes,
  ...rotationScopes,
]

/** The scope with this name, or undefined. */
export function scopeNamed(name: string): Scope | undefined {
  return SCOPES.find((scope) => scope.name === name)
}
