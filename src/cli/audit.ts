/** `strongroom audit --log DIR`: a bundle log verified as an outsider would (§7.4). */
import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { Option } from 'commander'
import { type AuditReport, audit } from '../audit/audit.ts'
import { EPOCHS_MAX } from '../audit/documents.ts'
import { diskLog } from '../audit/files.ts'
import { auditExit, auditRows, auditSentences, CHANGE_HEADS, EPOCH_HEADS } from '../audit/report.ts'
import { type KeyFlags, keysFrom } from './audit-keys.ts'
import { fileProblem, UsageError } from './exit.ts'
import { whole } from './numbers.ts'
import { type Progress, print, progress } from './output.ts'
import { table } from './tables.ts'

interface AuditFlags extends KeyFlags {
  readonly log: string
  readonly limit?: number
  readonly json?: boolean
}

const append = (value: string, before: readonly string[] = []) => [...before, value]

/** Adds the verb. */
export function addAudit(program: Command): void {
  program
    .command('audit')
    .description(
      'verify a bundle log as an outsider would; exit 1 at the first epoch that fails, or unevidenced',
    )
    .requiredOption('--log <dir>', 'the log')
    .option('--limit <N>', 'the newest N epochs alone: a partial audit', whole(1, EPOCHS_MAX))
    .option('--keys <file>', 'a pinned file of all keys, not inside the log')
    .option('--auditor-key <hex>', "an auditor's public key, 64 digits; may be repeated", append)
    .option('--operator-key <hex>', "the operator's counter-signing public key")
    .option('--vendor-key <hex>', "the HSM vendor's public key; without it no evidence verifies")
    .option('--namespace <name>', 'the namespace of the log')
    .addOption(new Option('--suite <n>', 'its ciphersuite').choices(['1', '2']))
    .option('--json', 'one JSON object on standard output')
    .action((flags: AuditFlags) => {
      const report = auditDirectory(flags)
      print(flags.json === true, report, () => auditText(report))
      process.exitCode = auditExit(report)
    })
}

function auditDirectory(flags: AuditFlags): AuditReport {
  const { log, limit } = flags
  requireDirectory(log)
  const keys = keysFrom(flags, log)
  let bar: Progress | undefined
  let before = 0
  const onEpoch = (done: number, of: number) => {
    bar ??= progress('audit', of)
    bar.advance(done - before)
    before = done
  }
  const report = audit(diskLog(log), keys, {
    ...(limit === undefined ? {} : { limit }),
    progress: onEpoch,
  })
  bar?.end()
  return report
}

function requireDirectory(path: string): void {
  let found: boolean
  try {
    found = statSync(path).isDirectory()
  } catch (error) {
    fileProblem(path, error)
  }
  if (!found) throw new UsageError(`${path}: it is no directory`)
}

/** The report for people: what was looked at, what changed, the verdict. */
export function auditText(report: AuditReport): string {
  const { epochs, changes } = auditRows(report)
  const lines: string[] = []
  if (epochs.length > 0) lines.push(table(EPOCH_HEADS, epochs), table(CHANGE_HEADS, changes))
  return [...lines, ...auditSentences(report)].join('\n')
}
