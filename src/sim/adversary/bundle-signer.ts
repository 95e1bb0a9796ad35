/** A7: one of the two signers of a validation bundle, never both (§7.1). */
import type { Capability } from './capability.ts'

/** A7. */
export const bundleSigner: Capability = {
  id: 'A7',
  includes: ['A2'],
  says: "the auditor's key or the operator's counter-signing key, not both",
  powers: {
    auditor: 'bundles signed with the key of the auditor',
    operator: 'bundles counter-signed with the key of the operator',
    splitView: "two logs under the auditor's key, for two watchers",
  },
  budgets: {},
  // Which of them, and what it tries with it, belongs to the rotation that it does it to (drawn-rotation.ts).
  draw: () => ({}),
}
