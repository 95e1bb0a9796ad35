/** Whom `strongroom audit` believes: a pinned file or flags, never anything inside the log itself (§7.4). */
import { realpathSync } from 'node:fs'
import { relative } from 'node:path'
import { NAMESPACE } from '../../spec/fleet/format.ts'
import { readLimited } from '../audit/files.ts'
import { parseKeys, type VerifierKeys } from '../audit/keys.ts'
import { fileProblem, UsageError } from './exit.ts'

/** Flags that name keys, as commander parses them. */
export interface KeyFlags {
  readonly keys?: string
  readonly auditorKey?: readonly string[]
  readonly operatorKey?: string
  readonly vendorKey?: string
  readonly namespace?: string
  readonly suite?: string
}

/** Bytes of the longest pinned file. */
const KEYS_BYTES_MAX = 65_536

/** The keys, from a file or from flags; anything else is bad usage. */
export function keysFrom(flags: KeyFlags, log: string): VerifierKeys {
  const { keys: file, auditorKey, operatorKey, vendorKey, namespace, suite } = flags
  const single = [auditorKey, operatorKey, vendorKey, namespace, suite]
  if (file === undefined) {
    if (auditorKey === undefined || operatorKey === undefined) {
      throw new UsageError('whom to believe: --keys FILE, or --auditor-key and --operator-key')
    }
    return checked('the flags', {
      namespace: namespace ?? NAMESPACE,
      suite: Number(suite ?? '1'),
      auditors: auditorKey,
      operator: operatorKey,
      vendor: vendorKey ?? null,
    })
  }
  if (single.some((flag) => flag !== undefined)) {
    throw new UsageError('--keys FILE names all keys: no other flag may name one beside it')
  }
  if (isInside(file, log)) throw new UsageError(`${file}: it lies in the log, which may not vouch for itself`)
  return checked(file, parsed(file))
}

function checked(source: string, value: unknown): VerifierKeys {
  const found = parseKeys(value)
  if (!found.ok) throw new UsageError(`${source}: ${found.why}`)
  return found.keys
}

function isInside(file: string, log: string): boolean {
  try {
    const path = relative(realpathSync(log), realpathSync(file))
    return !/^\.\.(?:[\\/]|$)/.test(path)
  } catch (error) {
    return fileProblem(file, error)
  }
}

function parsed(file: string): unknown {
  const read = readLimited(file, KEYS_BYTES_MAX)
  if (!read.ok) throw new UsageError(`${file}: it is ${read.why}`)
  const text = Buffer.from(read.bytes).toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // JSON.parse has no other way to say that a text is not JSON.
    throw new UsageError(`${file}: it is not JSON`)
  }
  // Of a name that occurs twice JSON.parse keeps the last, and a reader believes the first.
  const names = text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? []
  if (names.length !== new Set(names.map((name) => JSON.parse(name.replace(/\s*:$/, '')))).size) {
    throw new UsageError(`${file}: a name occurs twice`)
  }
  return value
}
