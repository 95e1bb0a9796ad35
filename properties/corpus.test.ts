/** The corpus (§10.7): failures that were found once are run again. `strongroom shrink FILE --keep` adds one. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { BUGS } from '../src/bugs/catalogue.ts'
import type { Doors } from '../src/bugs/doors.ts'
import { CORPUS, rerun } from '../src/run/corpus.ts'
import { parseSetup } from '../src/sim/setup.ts'
import { parseTrace } from '../src/trace/format.ts'
import { pageOfTrace } from './kept.ts'

const files = readdirSync(CORPUS).filter((name) => name.endsWith('.ndjson'))

function read(file: string) {
  const parsed = parseTrace(readFileSync(`${CORPUS}/${file}`, 'utf8'))
  if (!parsed.ok) throw new Error(parsed.why)
  const { header } = parsed.trace
  const setup = parseSetup(header.setup)
  if (!setup.ok) throw new Error(setup.why)
  const bug = BUGS.find(({ id }) => id === header.bug)
  return { trace: parsed.trace, setup: setup.setup, bug }
}

const lookAt = (file: string, doors: Doors) =>
  `look at it: ${pageOfTrace(`corpus-${file.replace(/\.ndjson$/, '')}`, read(file).trace, doors)}`

test('there are ten seeded bugs in it at least, each shrunk from more than a thousand choices', () => {
  const bugs = new Set(files.flatMap((file) => read(file).trace.header.bug ?? []))
  expect(bugs.size).toBeGreaterThanOrEqual(10)
})

describe.each(files)('%s', (file) => {
  const { trace, setup, bug } = read(file)
  const { mustHold, broken, taken, of } = rerun(trace, setup, bug ?? {})

  test('breaks what it was kept for, unless that is claimed of honest code', () => {
    expect(broken === null, (broken === null) === mustHold ? '' : lookAt(file, bug ?? {})).toBe(mustHold)
    // What cannot happen any more says nothing: such a file is to be made anew.
    if (mustHold) expect(taken).toBeGreaterThan(0.8 * of)
  })

  if (bug !== undefined) {
    test('and does not break without its bug', () => {
      const { broken } = rerun(trace, setup, {})
      expect(broken, broken === null ? '' : lookAt(file, {})).toBeNull()
    })
  }
})
