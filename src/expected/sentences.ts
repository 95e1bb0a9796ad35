/**
 * The sentences of a public article on Meta's encrypted backups ("5 Key Upgrades in Meta's End-to-End Encrypted Backup
 * System"), as rows of the review: what each promises, the cells of the matrix that carry it, and where it
 * promises more than Meta's own texts do, or than the protocol can give.
 */
import type { Sentence } from './sentence.ts'
import { FLEET_SENTENCES } from './sentences-fleets.ts'
import { VAULT_SENTENCES } from './sentences-vault.ts'

/** The sentences that can be checked, and those of which it must be said why not. */
export const SENTENCES: readonly Sentence[] = [...VAULT_SENTENCES, ...FLEET_SENTENCES]
