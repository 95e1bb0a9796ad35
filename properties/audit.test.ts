/** The audit of a log on disk (§7.4, §7.5): as an outsider, to the first failure, saying what it did not see. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type AuditReport, audit } from '../src/audit/audit.ts'
import { diskLog, memoryLog } from '../src/audit/files.ts'
import { keyId, parseKeys, type VerifierKeys } from '../src/audit/keys.ts'
import { auditExit, auditRows, auditSentences } from '../src/audit/report.ts'
import { simulatedLog } from '../src/audit/writer.ts'
import { outsidersLog } from './examples/outsider.ts'

const written = simulatedLog({ seed: 'audit', epochs: 4, size: 3 })
type Files = Map<string, string>

function auditOf(
  change: (files: Files) => void,
  keys: VerifierKeys = written.keys,
  limit?: number,
): AuditReport {
  const files = new Map(written.files)
  change(files)
  return audit(memoryLog(files), keys, limit === undefined ? {} : { limit })
}

const edit = (path: string, from: string | RegExp, to: string) => (files: Files) => {
  const before = files.get(path) as string
  expect(before.replace(from, to)).not.toBe(before)
  files.set(path, before.replace(from, to))
}

describe('a log that is whole', () => {
  test('verifies, with every change of a key', () => {
    const report = auditOf(() => {})
    expect(report).toMatchObject({
      verdict: 'verified',
      from: 1,
      to: 4,
      size: 4,
      partial: false,
      failure: null,
    })
    expect(report.checkpoint).toBe('verified')
    expect(report.changes.length).toBe(16)
    expect(auditExit(report)).toBe(0)
    expect(auditRows(report).epochs.map(([epoch, fleet, at]) => [epoch, fleet, at])).toEqual([
      ['1', 'a', '2026-05-01 00:00:00Z'],
      ['2', 'b', '2029-04-30 00:00:00Z'],
      ['3', 'c', '2032-04-29 00:00:00Z'],
      ['4', 'd', '2035-04-29 00:00:00Z'],
    ])
  })

  test('says that a simulator proves nothing about hardware', () => {
    expect(auditSentences(auditOf(() => {})).join(' ')).toContain('proves nothing about hardware')
    expect(written.files.get('epochs/2/evidence.md')).toContain('proves nothing about hardware')
    expect(written.files.get('epochs/2/evidence.json')).toContain('proves nothing about hardware')
  })

  test('is the same for the same seed', () => {
    const again = simulatedLog({ seed: 'audit', epochs: 4, size: 3 })
    expect([...again.files]).toEqual([...written.files])
    expect(simulatedLog({ seed: 'other', epochs: 1, size: 1 }).keys).not.toEqual(written.keys)
  })

  test('reads from a directory', () => {
    const directory = mkdtempSync(join(tmpdir(), 'strongroom-'))
    try {
      for (const [path, text] of written.files) {
        mkdirSync(dirname(join(directory, path)), { recursive: true })
        writeFileSync(join(directory, path), text)
      }
      expect(audit(diskLog(directory), written.keys).verdict).toBe('verified')
      writeFileSync(join(directory, 'epochs/3/artifact.json'), 'x'.repeat(10_000_000))
      expect(audit(diskLog(directory), written.keys).failure).toMatchObject({ epoch: 3, phase: 'artifact' })
      expect(audit(diskLog(join(directory, 'nowhere')), written.keys).failure).toMatchObject({ phase: 'log' })
    } finally {
      rmSync(directory, { recursive: true })
    }
  })
})

describe('a partial audit', () => {
  test.each([
    [1, 4],
    [3, 2],
  ])('of the last %i says from where', (limit, from) => {
    const report = auditOf(() => {}, written.keys, limit)
    expect(report).toMatchObject({ verdict: 'verified', partial: true, from, checkpoint: 'notVerified' })
    expect(auditSentences(report).join(' ')).toContain('(partial)')
    expect(report.changes[0]).toMatchObject({ epoch: from, before: null })
  })

  test('of everything is whole', () => {
    expect(auditOf(() => {}, written.keys, 4).partial).toBe(false)
    expect(auditOf(() => {}, written.keys, 99).partial).toBe(false)
  })

  test('does not see what lies before it, and says so', () => {
    const damaged = edit('epochs/1/artifact.json', '"fleet":"a"', '"fleet":"z"')
    expect(auditOf(damaged, written.keys, 2)).toMatchObject({ verdict: 'verified', partial: true })
    expect(auditOf(damaged).failure).toMatchObject({ epoch: 1, phase: 'digest' })
  })
})

describe("a stranger's log", () => {
  test.each([1, 2] as const)(
    'made with node:crypto alone, ciphersuite %i, is read but for its prose',
    (suite) => {
      const { files, keys } = outsidersLog(suite, 5)
      const parsed = parseKeys(keys)
      if (!parsed.ok) throw new Error(parsed.why)
      const report = audit(memoryLog(files), parsed.keys)
      expect(report).toMatchObject({ failure: null, checkpoint: 'verified', to: 5 })
      // Its evidence verifies up to the text for people, which it does not have.
      expect(report.epochs.map(({ evidence }) => evidence)).toEqual(
        [1, 2, 3, 4, 5].map((epoch) => `epochs/${epoch}/evidence.md is missing`),
      )
      const other = { ...parsed.keys, suite: suite === 1 ? (2 as const) : (1 as const) }
      expect(audit(memoryLog(files), other).failure).toMatchObject({ phase: 'namespace' })
    },
  )
})

describe('keys', () => {
  const good = JSON.parse(JSON.stringify(written.keys)) as Record<string, unknown>
  test('from a pinned file', () => expect(parseKeys(good)).toEqual({ ok: true, keys: written.keys }))

  const collides = `${'0'.repeat(62)}${(written.keys.auditors[0] as string).slice(-2)}`
  test.each<[string, unknown]>([
    ['no object', []],
    ['an unknown field', { ...good, log: 1 }],
    ['no auditor', { ...good, auditors: [] }],
    ['a short key', { ...good, operator: '00' }],
    ['upper case', { ...good, operator: (good.operator as string).toUpperCase() }],
    ['a key-id collision', { ...good, auditors: [...written.keys.auditors, collides] }],
    ['one key in two offices', { ...good, operator: written.keys.auditors[0] }],
    ['a third ciphersuite', { ...good, suite: 3 }],
    ['a vendor that is none', { ...good, vendor: 'acme' }],
  ])('are refused with %s', (_, value) => expect(parseKeys(value).ok).toBe(false))

  test('of one id verify nothing for each other', () => {
    const keys = { ...written.keys, auditors: [collides as never] }
    expect(keyId(keys.auditors[0] as never)).toBe(keyId(written.keys.auditors[0] as never))
    expect(auditOf(() => {}, keys).failure).toMatchObject({ phase: 'auditorSignature' })
  })
})
