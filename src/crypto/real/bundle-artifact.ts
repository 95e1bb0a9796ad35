/**
 * The JSON artifact of keys with roles (§7.1). One spelling only: what is read must be, byte for byte, what would
 * be written. That one comparison refuses every other order, spacing, escape, duplicate key, unknown field,
 * upper-case hex and trailing byte, without a parser of our own.
 */
import { type Artifact, FLEET_NAME, ROLES } from '../../../spec/fleet/format.ts'
import { ascii, isHex } from './bytes.ts'
import { decodeText } from './encoding.ts'

const KEY_HEX = 64
/** An artifact is never longer: 32 characters of fleet, three keys, one hash. */
export const ARTIFACT_BYTES_MAX = 512

/** The canonical bytes, or null where a field is not as the format demands. */
export function encodeArtifact(artifact: Artifact): Uint8Array | null {
  if (!isArtifact(artifact)) return null
  const keys = ROLES.map((role) => ({ key: artifact.keys[role], role }))
  return ascii(JSON.stringify({ evidence: artifact.evidence, fleet: artifact.fleet, keys }))
}

/** The artifact, or null for any bytes that `encodeArtifact` does not make. */
export function decodeArtifact(bytes: Uint8Array): Artifact | null {
  if (bytes.length > ARTIFACT_BYTES_MAX) return null
  const text = decodeText(bytes)
  const value = text === null ? undefined : parsed(text)
  const artifact = shaped(value)
  if (artifact === null) return null
  const again = encodeArtifact(artifact)
  return again !== null && decodeText(again) === text ? artifact : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // JSON.parse has no other way to say that a text is not JSON.
    return undefined
  }
}

// Copies what it needs; the comparison afterwards notices everything that was left behind.
function shaped(value: unknown): Artifact | null {
  if (!isTable(value) || !Array.isArray(value.keys)) return null
  const keys: Record<string, unknown> = {}
  for (const entry of value.keys as unknown[]) {
    if (!isTable(entry) || typeof entry.role !== 'string') return null
    keys[entry.role] = entry.key
  }
  return { evidence: value.evidence, fleet: value.fleet, keys } as unknown as Artifact
}

function isArtifact({ fleet, keys, evidence }: Artifact): boolean {
  if (typeof fleet !== 'string' || !FLEET_NAME.test(fleet) || !isKey(evidence)) return false
  // One key under two roles is the mark of a swap or of a mistake in the ceremony.
  return ROLES.every((role) => isKey(keys[role])) && new Set(ROLES.map((role) => keys[role])).size === 3
}

function isKey(value: unknown): boolean {
  return isHex(value) && value.length === KEY_HEX
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
