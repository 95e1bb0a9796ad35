/** What an audit says of a log that was damaged, truncated, reordered, or has no evidence (§7.4, §7.5). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AuditReport, audit } from '../src/audit/audit.ts'
import { memoryLog } from '../src/audit/files.ts'
import type { VerifierKeys } from '../src/audit/keys.ts'
import { auditExit, auditSentences } from '../src/audit/report.ts'
import { simulatedLog } from '../src/audit/writer.ts'

const written = simulatedLog({ seed: 'audit', epochs: 4, size: 3 })
type Files = Map<string, string>

function auditOf(change: (files: Files) => void, keys: VerifierKeys = written.keys): AuditReport {
  const files = new Map(written.files)
  change(files)
  return audit(memoryLog(files), keys)
}

const edit = (path: string, from: string | RegExp, to: string) => (files: Files) => {
  const before = files.get(path) as string
  expect(before.replace(from, to)).not.toBe(before)
  files.set(path, before.replace(from, to))
}

const swapEpochs = (files: Files) => {
  for (const name of ['artifact.json', 'proof.json', 'evidence.json', 'evidence.md']) {
    const [two, three] = [2, 3].map((epoch) => files.get(`epochs/${epoch}/${name}`) as string)
    files.set(`epochs/2/${name}`, three as string)
    files.set(`epochs/3/${name}`, two as string)
  }
  const [two, three] = [files.get('auditor/2.json') as string, files.get('auditor/3.json') as string]
  files.set('auditor/2.json', three)
  files.set('auditor/3.json', two)
}
const drop =
  (...paths: string[]) =>
  (files: Files) => {
    for (const path of paths) files.delete(path)
  }
const shorten = (files: Files) => {
  for (const path of [...files.keys()]) if (/^(epochs|auditor)\/4/.test(path)) files.delete(path)
  edit('log.json', '"epochs":4', '"epochs":3')(files)
}
const otherCounter = (files: Files) => {
  const other = /"counterSignature":"([0-9a-f]+)"/.exec(
    files.get('epochs/1/proof.json') as string,
  )?.[1] as string
  edit('epochs/2/proof.json', /"counterSignature":"[0-9a-f]+"/, `"counterSignature":"${other}"`)(files)
}

describe('a log that is not', () => {
  test.each<[string, number | null, string, (files: Files) => void]>([
    ['no index', null, 'log', drop('log.json')],
    ['an index that is none', null, 'log', edit('log.json', 'bundle log', 'sundry')],
    ['an empty log', null, 'log', edit('log.json', '"epochs":4', '"epochs":0')],
    ['a huge log', null, 'log', edit('log.json', '"epochs":4', '"epochs":4000000000')],
    ['an index with spaces', null, 'log', edit('log.json', ':4', ': 4')],
    ['an epoch that the index hides', null, 'log', edit('log.json', '"epochs":4', '"epochs":3')],
    ['another namespace', null, 'namespace', edit('log.json', 'meta.', 'beta.')],
    ['a missing proof', 2, 'proof', drop('epochs/2/proof.json')],
    ['a truncated proof', 2, 'proof', edit('epochs/2/proof.json', /.{20}\n$/, '')],
    ['a proof with an unknown field', 2, 'proof', edit('epochs/2/proof.json', '{', '{"also":1,')],
    [
      'a proof with a field twice',
      2,
      'proof',
      edit('epochs/2/proof.json', '"epoch":2', '"epoch":2,"epoch":2'),
    ],
    ['a proof of another namespace', 2, 'namespace', edit('epochs/2/proof.json', 'meta.', 'beta.')],
    ['a proof of another ciphersuite', 2, 'namespace', edit('epochs/2/proof.json', '"suite":1', '"suite":2')],
    ['a missing artifact', 3, 'artifact', drop('epochs/3/artifact.json')],
    [
      'an artifact with swapped roles',
      3,
      'artifact',
      edit('epochs/3/artifact.json', /"ake"(.*)"sealing"/, '"sealing"$1"ake"'),
    ],
    [
      'an artifact of other keys',
      3,
      'digest',
      edit('epochs/3/artifact.json', /"key":"[0-9a-f]{8}/, '"key":"00000000'),
    ],
    [
      'a stranger for an auditor',
      1,
      'auditorSignature',
      edit('epochs/1/proof.json', /"keyId":\d+/, '"keyId":0'),
    ],
    [
      'a later timestamp',
      2,
      'auditorSignature',
      edit('epochs/2/proof.json', /"timestampMs":\d/, '"timestampMs":9'),
    ],
    ['another epoch number', 2, 'auditorSignature', edit('epochs/2/proof.json', '"epoch":2', '"epoch":5')],
    ["another epoch's counter-signature", 2, 'counterSignature', otherCounter],
    ["a missing entry in the auditor's log", 2, 'auditorsLog', drop('auditor/2.json')],
    [
      "another entry in the auditor's log",
      2,
      'auditorsLog',
      edit('auditor/2.json', '"epoch":2', '"epoch":3'),
    ],
    ['epochs in another order', 2, 'order', swapEpochs],
    ['no checkpoint', null, 'checkpoint', drop('auditor/checkpoint.json')],
    ['a damaged checkpoint', null, 'checkpoint', edit('auditor/checkpoint.json', '"size":4', '"size":5')],
    ['a truncated log', null, 'checkpoint', shorten],
  ])('fails with %s', (_, epoch, phase, change) => {
    const report = auditOf(change)
    expect(report.failure).toMatchObject({ epoch, phase })
    expect(report.verdict).toBe('failed')
    expect(auditExit(report)).toBe(1)
    expect(auditSentences(report)[0]).toContain(phase)
  })

  test('keeps the epochs that passed before the failure', () => {
    const report = auditOf(drop('epochs/3/proof.json'))
    expect(report.epochs.map(({ epoch }) => epoch)).toEqual([1, 2])
  })

  test('is answered whatever one file holds', () => {
    const paths = [...written.files.keys()]
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.oneof(fc.string(), fc.json(), fc.constant('[]\n')),
        (path, text) => {
          const report = auditOf((files) => files.set(path, text))
          expect(report.verdict).not.toBe('verified')
        },
      ),
      { seed: 81, numRuns: 30 },
    )
  })

  test('does not survive any changed byte', () => {
    fc.assert(
      fc.property(fc.constantFrom(...written.files.keys()), fc.nat(), (path, n) => {
        const text = written.files.get(path) as string
        const at = n % text.length
        const other = text[at] === '0' ? '1' : '0'
        const report = auditOf((files) => files.set(path, text.slice(0, at) + other + text.slice(at + 1)))
        expect(report.verdict).not.toBe('verified')
      }),
      { seed: 82, numRuns: 30 },
    )
  })
})

describe('odd spellings', () => {
  const deep = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}\n`
  const whole = written.files
  const proof = whole.get('epochs/2/proof.json') as string
  const index = whole.get('log.json') as string
  test.each<[string, string, string, string]>([
    ['a byte order mark', 'log.json', `\ufeff${index}`, 'log'],
    ['a NUL', 'log.json', index.replace('{', '{\0'), 'log'],
    ['2^53 epochs', 'log.json', index.replace('"epochs":4', '"epochs":9007199254740993'), 'log'],
    ['1e400 epochs', 'log.json', index.replace('"epochs":4', '"epochs":1e400'), 'log'],
    ['-0 epochs', 'log.json', index.replace('"epochs":4', '"epochs":-0'), 'log'],
    ['4.0 epochs', 'log.json', index.replace('"epochs":4', '"epochs":4.0'), 'log'],
    ['deep nesting', 'log.json', deep(500), 'log'],
    ['deeper nesting', 'epochs/2/proof.json', deep(1_000), 'proof'],
    ['__proto__', 'epochs/2/proof.json', proof.replace('{', '{"__proto__":{"epoch":2},'), 'proof'],
    ['epoch 2^53', 'epochs/2/proof.json', proof.replace('"epoch":2', '"epoch":9007199254740992'), 'proof'],
    ['a negative time', 'epochs/2/proof.json', proof.replace('"timestampMs":', '"timestampMs":-'), 'proof'],
    ['an escape', 'epochs/2/proof.json', proof.replace('"epoch"', '"\\u0065poch"'), 'proof'],
    ['windows lines', 'epochs/2/proof.json', proof.replace('\n', '\r\n'), 'proof'],
    ['two documents', 'epochs/2/proof.json', proof + proof, 'proof'],
    ['a NUL in the artifact', 'epochs/2/artifact.json', '\0', 'artifact'],
    ['no byte', 'epochs/2/artifact.json', '', 'artifact'],
  ])('%s in %s is refused by its phase', (_, path, text, phase) => {
    expect(text).not.toBe(whole.get(path))
    const report = auditOf((files) => files.set(path, text))
    expect(report.failure).toMatchObject({ phase })
    expect(auditSentences(report).join('')).toMatch(/^[ -~]*$/)
  })

  test('names of stray epochs are quoted', () => {
    const report = auditOf((files) => files.set('epochs/\u001b[31m5/artifact.json', ''))
    expect(report.failure).toMatchObject({ phase: 'log', why: expect.stringContaining('\\u{1b}[31m5') })
  })
})

describe('TRN-5: without evidence', () => {
  test.each<[string, (files: Files) => void]>([
    ['no document', drop('epochs/2/evidence.json')],
    ['no text', drop('epochs/2/evidence.md')],
    [
      "another epoch's",
      (files) => files.set('epochs/2/evidence.json', files.get('epochs/3/evidence.json') as string),
    ],
    ['embellished', edit('epochs/2/evidence.md', 'nothing about hardware', 'everything about hardware')],
    ['another member', edit('epochs/2/evidence.json', '"@b1"', '"@b9"')],
    ['a tampered transcript', edit('epochs/2/evidence.json', /"transcript":"00/, '"transcript":"01')],
  ])('an epoch with %s is unevidenced, and that is no success', (_, change) => {
    const report = auditOf(change)
    expect(report).toMatchObject({ verdict: 'unevidenced', unevidenced: [2], failure: null })
    expect(auditExit(report)).toBe(1)
    expect(auditSentences(report)[0]).toMatch(/^UNEVIDENCED.*epoch 2/)
  })

  test("another vendor's HSMs are no evidence, nor is evidence without a vendor to believe", () => {
    const stranger = { ...written.keys, vendor: written.keys.operator }
    expect(auditOf(() => {}, stranger).unevidenced).toEqual([1, 2, 3, 4])
    expect(auditOf(() => {}, { ...written.keys, vendor: null }).unevidenced).toEqual([1, 2, 3, 4])
  })
})
