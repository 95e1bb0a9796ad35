/** An audit's report for people: lines of a table and the sentences around it. */
import type { AuditReport } from './audit.ts'

/** Heads of the table of epochs. */
export const EPOCH_HEADS = ['epoch', 'fleet', 'logged at', 'digest', 'evidence'] as const
/** Heads of the table of changes. */
export const CHANGE_HEADS = ['epoch', 'what', 'before', 'after'] as const

/** The rows of both tables; digests and keys are cut to 16 digits, the JSON report has them whole. */
export function auditRows(report: AuditReport): {
  readonly epochs: readonly (readonly string[])[]
  readonly changes: readonly (readonly string[])[]
} {
  return {
    epochs: report.epochs.map(({ epoch, fleet, timestampMs, digest, evidence }) => [
      String(epoch),
      fleet,
      utc(timestampMs),
      digest.slice(0, 16),
      evidence === 'verified' ? evidence : `unevidenced: ${evidence}`,
    ]),
    changes: report.changes.map(({ epoch, role, before, after }) => [
      String(epoch),
      role,
      before === null ? '(baseline)' : before.slice(0, 16),
      after.slice(0, 16),
    ]),
  }
}

/** The sentences below the tables; the first one is the verdict. */
export function auditSentences(report: AuditReport): readonly string[] {
  const { verdict, from, to, size, partial, failure, unevidenced, notes } = report
  const range = size === null ? 'the log' : `epochs ${from} to ${to} of ${size}`
  const asOf =
    report.checkpointMs === null
      ? []
      : [`The log is as its auditor signed it at ${utc(report.checkpointMs)}: what came later is not in it.`]
  const extent = partial && verdict !== 'failed' ? ' (partial)' : ''
  if (failure !== null) {
    const place = failure.epoch === null ? 'the log' : `epoch ${failure.epoch}`
    return [`FAILED at ${place}, ${failure.phase}: ${failure.why}.`, ...notes]
  }
  if (verdict === 'unevidenced') {
    const list = unevidenced.join(', ')
    return [
      `UNEVIDENCED${extent}: signatures of ${range} verify; no evidence for epoch ${list}.`,
      ...asOf,
      ...notes,
    ]
  }
  return [`VERIFIED${extent}: ${range}.`, ...asOf, ...notes]
}

/** 0 when everything verified, 1 otherwise. */
export function auditExit(report: AuditReport): 0 | 1 {
  return report.verdict === 'verified' ? 0 : 1
}

const DAY_MS = 86_400_000

// The calendar by arithmetic (proleptic Gregorian), since a clock's types are banned here.
function utc(ms: number): string {
  const days = Math.floor(ms / DAY_MS)
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1_460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  )
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0)
  const seconds = Math.floor((ms - days * DAY_MS) / 1_000)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = doy - Math.floor((153 * mp + 2) / 5) + 1
  const time = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${year}-${two(month)}-${two(day)} ${time}Z`
}
