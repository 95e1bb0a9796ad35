/** `strongroom bundle` and `strongroom audit` as a user meets them (§7.4, §7.5): one clear answer to everything. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type KeyFlags, keysFrom } from '../src/cli/audit-keys.ts'
import { UsageError } from '../src/cli/exit.ts'
import { type Ran, strongroom } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'strongroom-audit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (...names: string[]) => join(folder, ...names)
const run = (...args: string[]) => strongroom(args, folder)
const audit = (...args: string[]) => run('audit', ...args)
const KEYS = ['--keys', 'made/keys.json']

const made = run('bundle', '--out', 'made/', '--seed', '7', '--epochs', '3', '--size', '1')

/** A copy of the log in a folder of its own, changed. */
function changed(name: string, change: (log: string) => void): string {
  cpSync(at('made/log'), at(name), { recursive: true })
  change(at(name))
  return name
}
const edit = (path: string, from: string | RegExp, to: string) => (log: string) => {
  const before = readFileSync(join(log, path), 'utf8')
  expect(before.replace(from, to)).not.toBe(before)
  writeFileSync(join(log, path), before.replace(from, to))
}

function expectUsage({ code, stdout, stderr }: Ran, saying: RegExp): void {
  expect(stderr).toMatch(saying)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stdout).toBe('')
  expect(code).toBe(2)
}

describe('bundle', () => {
  test('writes a log and keys that verify it, and says how', () => {
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toContain('npx strongroom audit --log made/log --keys made/keys.json')
    const { code, stdout } = audit('--log', 'made/log', ...KEYS)
    expect(stdout).toContain('VERIFIED: epochs 1 to 3 of 3.')
    expect(stdout).toContain('proves nothing about hardware')
    expect(code).toBe(0)
  })

  test('replaces what it wrote, leaves everything else alone, and leaves nothing half written', () => {
    expect(run('bundle', '--out', 'made', '--seed', '7', '--epochs', '3', '--size', '1').code).toBe(0)
    mkdirSync(at('mine'))
    writeFileSync(at('mine/letter'), 'dear')
    expectUsage(run('bundle', '--out', 'mine'), /mine: it exists, and was not written by this command/)
    expect(readdirSync(at('mine'))).toEqual(['letter'])
    expectUsage(run('bundle', '--out', 'mine/letter/x'), /no directory/)
    expect(readdirSync(folder).filter((name) => name.endsWith('.unfinished'))).toEqual([])
  })

  test('evidence is checked by hand as the document says', () => {
    const read = (name: string) => readFileSync(at('made/log/epochs/2', name), 'utf8')
    const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    expect(JSON.parse(read('proof.json')).digest).toBe(sha256(read('artifact.json')))
    const { transcript } = JSON.parse(read('evidence.json'))
    expect(JSON.parse(read('artifact.json')).evidence).toBe(sha256(Buffer.from(transcript, 'hex')))
    expect(read('evidence.md')).toContain('proves nothing about hardware')
  })
})

describe('audit', () => {
  test('with keys as flags, and of the newest alone', () => {
    const { auditors, operator, vendor } = JSON.parse(readFileSync(at('made/keys.json'), 'utf8'))
    const flags = ['--auditor-key', auditors[0], '--operator-key', operator]
    const partial = audit('--log', 'made/log', ...flags, '--vendor-key', vendor, '--limit', '1')
    expect(partial.stdout).toContain('VERIFIED (partial): epochs 3 to 3 of 3.')
    expect(partial.stdout).toContain('epochs 1 to 2 were not looked at')
    expect(partial.code).toBe(0)
    const unevidenced = audit('--log', 'made/log', ...flags, '--limit', '99', '--json')
    expect(JSON.parse(unevidenced.stdout)).toMatchObject({ unevidenced: [1, 2, 3], partial: false })
    expect(unevidenced.code).toBe(1)
  })

  test.each<[string, (log: string) => void, RegExp]>([
    ['damaged', edit('epochs/2/artifact.json', /"key":"\w/, '"key":"_'), /FAILED at epoch 2, artifact: /],
    ['truncated', edit('epochs/2/proof.json', /.{30}\n$/, ''), /FAILED at epoch 2, proof: .* not JSON/],
    [
      'foreign',
      edit('log.json', 'meta.', '\\u001b[2J\u202e'),
      /FAILED at the log, namespace: .*"\\u\{1b\}\[2J\\u\{202e\}/,
    ],
    ['unevidenced', (log) => rmSync(join(log, 'epochs/2/evidence.md')), /UNEVIDENCED: .* for epoch 2\./],
    [
      'huge',
      (log) => writeFileSync(join(log, 'epochs/1/evidence.json'), 'x'.repeat(1_000_000)),
      /evidence\.j ?son is too large/,
    ],
  ])('%s: exit 1, with the phase', (name, change, saying) => {
    const { code, stdout, stderr } = audit('--log', changed(name, change), ...KEYS)
    expect(stdout.replace(/\s*│\n│[ │]*│ /g, ' ')).toMatch(saying)
    expect(stderr).toBe('')
    expect(code).toBe(1)
  })

  test('a loop of links, a directory and a pipe in place of files are told apart, and none is waited for', () => {
    const log = changed('odd', (dir) => {
      for (const epoch of [1, 2, 3]) rmSync(join(dir, `epochs/${epoch}/evidence.json`))
      symlinkSync('evidence.json', join(dir, 'epochs/1/evidence.json'))
      mkdirSync(join(dir, 'epochs/2/evidence.json'))
      execFileSync('mkfifo', [join(dir, 'epochs/3/evidence.json')])
    })
    const { stdout, code } = audit('--log', log, ...KEYS, '--json')
    const evidence = JSON.parse(stdout).epochs.map((line: { evidence: string }) => line.evidence)
    expect(evidence).toEqual([
      'epochs/1/evidence.json is a loop of links',
      'epochs/2/evidence.json is no regular file',
      'epochs/3/evidence.json is no regular file',
    ])
    expect(code).toBe(1)
  })

  test('an empty directory is a log that fails, not a crash', () => {
    mkdirSync(at('empty'))
    const { code, stdout } = audit('--log', 'empty', ...KEYS)
    expect(stdout).toContain('FAILED at the log, log: log.json is missing.')
    expect(code).toBe(1)
  })

  test('what is no directory is bad input', () => {
    symlinkSync('loop', at('loop'))
    expectUsage(audit('--log', 'made/keys.json', ...KEYS), /keys\.json: it is no directory/)
    expectUsage(audit('--log', 'nowhere', ...KEYS), /nowhere: there is no such file/)
    expectUsage(audit('--log', 'loop', ...KEYS), /loop: it is a loop of links/)
  })

  test('bad usage gets one line', () => {
    expectUsage(audit('--log', 'made/log'), /whom to believe/)
    expectUsage(audit('--log', 'made/log', ...KEYS, '--limit', '0'), /--limit.*from 1/)
  })

  test.each<[string, Partial<KeyFlags> & { text?: string }, RegExp]>([
    ['a missing file', { keys: 'none.json' }, /none\.json: there is no such file/],
    ['a file in the log', { keys: 'made/log/log.json' }, /lies in the log, which may not vouch for itself/],
    ['a file and a flag', { keys: 'made/keys.json', suite: '2' }, /no other flag/],
    ['short keys', { auditorKey: ['00'], operatorKey: '00' }, /the flags: .*64 digits/],
    ['no JSON', { text: '{' }, /it is not JSON/],
    ['a byte order mark', { text: '\ufeff{}' }, /it is not JSON/],
    ['a name twice', { text: '{"suite":1,"suite":1}' }, /a name occurs twice/],
    ['a name twice, once in disguise', { text: '{"suite":1,"\\u0073uite":1}' }, /a name occurs twice/],
    ['an array', { text: '[1]' }, /no JSON object/],
    ['a directory', { keys: 'made' }, /no regular file/],
  ])('keys from %s are bad usage', (_, { text, keys, ...flags }, saying) => {
    if (text !== undefined) writeFileSync(at('pinned.json'), text)
    const file = text === undefined ? keys : 'pinned.json'
    const all = file === undefined ? flags : { ...flags, keys: at(file) }
    expect(() => keysFrom(all, at('made/log'))).toThrow(saying)
    expect(() => keysFrom(all, at('made/log'))).toThrow(UsageError)
  })
})
