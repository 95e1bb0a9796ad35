/** The command line: bad usage and bad input get one clear line and exit 2, and leave nothing half written. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outFile, outFolder, readWhole, writeWhole } from '../src/cli/files.ts'
import { strongroom } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'strongroom-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

function expectUsage({ code, stdout, stderr }: ReturnType<typeof strongroom>, saying: RegExp): void {
  expect(stderr).toMatch(saying)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stdout).toBe('')
  expect(code).toBe(2)
}

describe('bad usage', () => {
  test.each([
    [['sim', '--nonsense'], /unknown option '--nonsense'/],
    [['nonsense'], /unknown command 'nonsense'/],
    [['sim', '--seed', 'x'], /--seed.*integer/],
    [['sim', '--seed', '1.5'], /--seed.*integer/],
    [['sim', '--runs', '-1'], /--runs/],
    [['sim', '--profile', 'none'], /--profile/],
    [['story'], /--file/],
    [['sim', '--save', '.'], /--save.*No file/],
    [['sim', '--pairs', '--crypto', 'real'], /--pairs: .*ideal/],
    [['replay'], /missing required argument 'file'/],
  ])('%j', (args, saying) => {
    expectUsage(strongroom(args, folder), saying)
  })

  test('--help is help, and no error', () => {
    const { code, stdout } = strongroom(['sim', '--help'], folder)
    expect(code).toBe(0)
    expect(stdout).toContain('--seed <S>')
  })
})

describe('a place to write to', () => {
  beforeAll(() => writeFileSync(at('in-the-way'), 'kept'))

  test.each(['', 'in-the-way', 'in-the-way/below'])('no folder: %j', (name) => {
    expect(() => outFolder(name && at(name))).toThrow('no directory')
  })

  test.each(['', '.', 'in-the-way/below'])('no file: %j', (name) => {
    expect(() => outFile(name && at(name))).toThrow('No file can be written')
  })

  test('folders that are not there yet, and files to be replaced', () => {
    expect(outFolder(at('new/one'))).toBe(at('new/one'))
    expect(outFile(at('new/one/file'))).toBe(at('new/one/file'))
    expect(outFile(at('in-the-way'))).toBe(at('in-the-way'))
  })

  test('what cannot be written leaves nothing behind, and what was there as it was', () => {
    mkdirSync(at('whole/taken'), { recursive: true })
    expect(() => writeWhole(at('whole/taken'), 'text')).toThrow('it is a directory')
    expect(() => writeWhole(at('in-the-way/below'), 'text')).toThrow(/something else stands there/)
    // Folders cannot be made there, and Node's own way of making them never returns.
    expect(() => writeWhole('/proc/nowhere/below', 'text')).toThrow('/proc/nowhere/below: ')
    expect(readdirSync(at('whole'))).toEqual(['taken'])
    expect(readFileSync(at('in-the-way'), 'utf8')).toBe('kept')
    writeWhole(at('whole/new/file'), 'text')
    expect(readdirSync(at('whole/new'))).toEqual(['file'])
  })

  test('no text: a device, and more than a string holds', () => {
    writeFileSync(at('huge'), '')
    truncateSync(at('huge'), 2 ** 32)
    expect(() => readWhole(at('huge'))).toThrow('larger than a trace can be')
    expect(() => readWhole('/dev/zero')).toThrow('it is a device')
  })
})

describe('story on what is no file', () => {
  test('a missing file', () => {
    expectUsage(strongroom(['story', '--file', 'missing'], folder), /missing: there is no such file/)
  })

  test('a directory', () => {
    mkdirSync(at('directory'))
    expectUsage(strongroom(['story', '--file', 'directory'], folder), /directory: it is a directory/)
  })

  test('nowhere to write', () => {
    writeFileSync(at('some'), 'x')
    writeFileSync(at('taken'), 'a file where a folder is wanted')
    expectUsage(
      strongroom(['story', '--file', 'some', '--out', 'taken/x'], folder),
      /no directory|not a directory|exists/,
    )
  })
})

describe('replay on what is no trace', () => {
  let good = ''
  beforeAll(() => {
    const { stdout } = strongroom(['sim', '--seed', '1', '--save', 'good.ndjson', '--json'], folder)
    expect(JSON.parse(stdout).runs).toHaveLength(1)
    good = readFileSync(at('good.ndjson'), 'utf8')
  })

  test('the file as it was written replays to the same hash', () => {
    const { code, stdout } = strongroom(['replay', 'good.ndjson', '--json'], folder)
    const lines = good.trim().split('\n')
    const { end } = JSON.parse(lines[lines.length - 1] as string)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ traceHash: end.hash, events: end.steps, matches: true })
  })

  test('and without its seed', () => {
    const [header, ...rest] = good.split('\n')
    const { seed, ...others } = JSON.parse(header as string)
    expect(seed).toBe('1')
    writeFileSync(at('seedless.ndjson'), [JSON.stringify(others), ...rest].join('\n'))
    const { code, stdout } = strongroom(['replay', 'seedless.ndjson', '--json'], folder)
    expect(code).toBe(0)
    expect(JSON.parse(stdout).matches).toBe(true)
  })

  const damaged: readonly [string, (text: string) => string, RegExp][] = [
    ['empty', () => '', /it is empty/],
    ['no trace', () => 'hello\n', /no strongroom trace/],
    [
      'another version',
      (text) => text.replace('"version":1', '"version":2'),
      /version 2; this build reads version 1/,
    ],
    ['cut in the middle of a line', (text) => text.slice(0, text.length / 2), /truncated/],
    ['a line removed', (text) => text.split('\n').toSpliced(9, 1).join('\n'), /closes after/],
    ['an edited choice', (text) => editStep(text, 40, (c) => ({ ...c, after: 77_777 })), /another hash/],
    [
      'an impossible choice',
      (text) => editStep(text, 40, (c) => ({ ...c, ordinal: 9_999 })),
      /cannot happen/,
    ],
    ['a step that is no step', (text) => text.split('\n').with(5, '{"c":7}').join('\n'), /line 6 is no step/],
    ['a setup of nonsense', (text) => text.replace('"limit":', '"limit":"x","was":'), /setup/],
  ]
  test.each(damaged)('%s', (name, damage, saying) => {
    const path = `${name.replaceAll(' ', '-')}.ndjson`
    const text = damage(good)
    expect(text).not.toBe(good)
    writeFileSync(at(path), text)
    expectUsage(strongroom(['replay', path], folder), saying)
  })

  test('a missing file, and a directory', () => {
    expectUsage(strongroom(['replay', 'missing'], folder), /no such file/)
    expectUsage(strongroom(['replay', '.'], folder), /directory/)
  })

  function editStep(text: string, line: number, edit: (choice: object) => object): string {
    const lines = text.split('\n')
    const step = JSON.parse(lines[line] as string)
    return lines.with(line, JSON.stringify({ ...step, c: edit(step.c) })).join('\n')
  }
})

describe('story on real files', () => {
  test.each([0, 200_001])('%i bytes', (size) => {
    writeFileSync(at('data'), '')
    truncateSync(at('data'), size)
    const { code, stdout } = strongroom(['story', '--file', 'data', '--size', '3', '--json'], folder)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ bytes: size, compared: size, same: true, verdict: 'holds' })
    expect(report.outcomes).toEqual([
      ...['enrolled', 'held', 'wrongPassword', 'wrongPassword', 'recovered', 'regained'],
    ])
    expect(code).toBe(0)
    expect(readdirSync(at('out/story'))).toEqual(['data.strongroom'])
  })
})
