/** The fleet's formats as terms (§7): readable by anybody, as long as the real twin's bytes. */
import type { Octets } from '../../../spec/boundary.ts'
import { FLEET_NAME, type FleetCrypto, ROLES, type Stamp, type TreeHead } from '../../../spec/fleet/format.ts'
import { MALFORMED, ok } from './result.ts'
import type { TermTable } from './table.ts'
import type { Term } from './term.ts'

// Hashes without a domain are domains of their own here: no domain of ours begins with a colon.
const PRINTABLE = /^[\x21-\x7e]{1,255}$/

export function fleet(table: TermTable): FleetCrypto {
  const read = (octets: Octets) => table.read(octets)
  const hash = (domain: string, ...terms: Term[]) => table.address(table.make('hash', 32, [domain, ...terms]))
  return {
    artifact: ({ fleet: name, keys, evidence }) => {
      const terms = [evidence, ...ROLES.map((role) => keys[role])].map((octets) => table.find(octets))
      const whole = terms.every((term) => term?.size === 32) && new Set(terms.slice(1)).size === ROLES.length
      if (!whole || typeof name !== 'string' || !FLEET_NAME.test(name)) return MALFORMED
      return ok(table.address(table.make('artifact', artifactBytes(name), [name, ...(terms as Term[])])))
    },
    readArtifact: (octets) => {
      const term = table.find(octets)
      if (term?.kind !== 'artifact') return MALFORMED
      const [evidence, ...keys] = (term.args.slice(1) as Term[]).map((arg) => table.address(arg))
      const [ake, sealing, signing] = keys as [Octets, Octets, Octets]
      return ok({ fleet: term.args[0] as string, evidence: evidence!, keys: { ake, sealing, signing } })
    },
    digest: (octets) => hash(':sha256', read(octets)),
    bundleContent: (stamp) => {
      const { suite, namespace, timestampMs, epoch } = stamp
      const digest = table.find(stamp.digest)
      if ((suite !== 1 && suite !== 2) || digest?.size !== 32 || !PRINTABLE.test(namespace)) return MALFORMED
      if (!isCount(timestampMs) || !isCount(epoch)) return MALFORMED
      const args = [suite, namespace, timestampMs, epoch, digest]
      return ok(table.address(table.make('stamp', stampBytes(stamp), args)))
    },
    checkpointContent: (head) => {
      const { origin, size, timestampMs } = head
      const root = table.find(head.root)
      if (root?.size !== 32 || !PRINTABLE.test(origin) || !isCount(size - 1) || !isCount(timestampMs))
        return MALFORMED
      return ok(table.address(table.make('treeHead', headBytes(head), [origin, size, root, timestampMs])))
    },
    leafHash: (entry) => hash(':leaf', read(entry)),
    nodeHash: (left, right) => hash(':node', read(left), read(right)),
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

// The lengths of the real twin's encodings, field by field (src/crypto/real); a test compares them.
function artifactBytes(name: string): number {
  const key = '{"key":"","role":""},'.length + 64
  const roles = ROLES.reduce((sum, role) => sum + key + role.length, -1)
  return '{"evidence":"","fleet":"","keys":[]}'.length + 64 + name.length + roles
}

function stampBytes({ suite, namespace, timestampMs, epoch }: Stamp): number {
  if (suite === 2) return 4 + 8 + namespace.length + 8 + 8 + 8 + 32
  const time = scalarBytes(timestampMs)
  return 2 + 1 + varintBytes(namespace.length) + namespace.length + time + 2 + scalarBytes(epoch) + 34
}

function scalarBytes(value: number): number {
  return value === 0 ? 0 : 1 + varintBytes(value)
}

function varintBytes(value: number): number {
  let bytes = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes++
  return bytes
}

function headBytes({ origin, size, timestampMs }: TreeHead): number {
  return `${origin}\n${size}\n${'='.repeat(44)}\ntimestamp ${timestampMs}\n`.length
}
