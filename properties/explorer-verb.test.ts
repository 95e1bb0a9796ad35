/** `strongroom explore`, and what is kept of a failing run. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Bug } from '../src/bugs/bug.ts'
import { BUGS, bugNamed } from '../src/bugs/catalogue.ts'
import { UsageError } from '../src/cli/exit.ts'
import { explore } from '../src/cli/explore.ts'
import { keepFailure } from '../src/cli/failure.ts'
import type { Scene } from '../src/scenes/staging.ts'
import { VAULT_SCENES } from '../src/scenes/vault-bugs.ts'
import { rollbackTrace } from './browser/runs.ts'
import { ROOT } from './command.ts'
import { brokenIn, fellIn } from './kept.ts'
import { play } from './vault-scenes.ts'

describe('strongroom explore', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-explore-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const at = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const HEADER = `{"format":"strongroom-trace","version":1,"build":"0","profile":"published","setup":`
  const SETUP = `{"crypto":"ideal","profile":"published","limit":3,"fleets":[{"name":"a","size":1}],"clients":[],"acts":[],"budgets":{},"drawSeed":"x"}}`

  test.each([
    ['nothing', '', /it is empty/],
    ['no trace', 'hello', /no strongroom trace/],
    ['no setup', `${HEADER}{}}\n{"end":{"steps":0}}`, /its setup/],
    [
      'a bug that nobody seeded',
      `${HEADER}${SETUP.slice(0, -1)},"bug":"none"}\n{"end":{"steps":0}}`,
      /no seeded bug none/,
    ],
    ['no steps', `${HEADER}${SETUP}\n{"end":{"steps":0}}`, /it has no steps/],
    [
      'an impossible step',
      `${HEADER}${SETUP}\n{"c":{"kind":"crash","nodes":["@a1"],"ordinal":0}}\n{"end":{"steps":1}}`,
      /step 0 cannot happen/,
    ],
  ])('says in one line what is wrong with %s, and writes nothing', async (name, text, says) => {
    const file = at(`${name}.ndjson`, text)
    await expect(explore(file, join(folder, 'page.html'))).rejects.toThrow(says)
    await expect(explore(file, join(folder, 'page.html'))).rejects.toThrow(UsageError)
    expect(existsSync(join(folder, 'page.html'))).toBe(false)
  })

  test('writes the page of a scenario written by hand', async () => {
    const file = at(
      'hand.ndjson',
      `${HEADER}${SETUP}\n{"c":{"kind":"boot","nodes":["@a1"],"ordinal":0}}\n{"end":{"steps":1}}`,
    )
    expect((await explore(file, join(folder, 'page.html'))).steps).toBe(1)
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('hand.ndjson')
  })

  test('a failure is kept as trace and page, with its seeded bug, and the link leads to the step', async () => {
    const { id, breaks } = BUGS[0] as Bug
    const header = `${HEADER}${SETUP.slice(0, -1)},"bug":"${id}","broke":"REP-3"}`
    const text = `${header}\n{"c":{"kind":"boot","nodes":["@a1"],"ordinal":0}}\n{"end":{"steps":1}}`
    const kept = await keepFailure(join(folder, 'kept'), 'one', text, breaks)
    expect(readFileSync(kept.trace, 'utf8')).toBe(text)
    expect(readFileSync(kept.page, 'utf8')).toContain(`with the seeded bug ${id}`)
    // One node that boots breaks nothing: the link is the page itself.
    expect(kept.link).toBe(kept.page)
    const broken = await keepFailure(join(folder, 'kept'), 'rep-3', rollbackTrace(), 'REP-3')
    expect(broken.link).toMatch(/rep-3\.html#step-\d+$/)
  })

  test('an assertion that fails on a claim names the page of its run; of a run that breaks nothing there is none', () => {
    const bug = bugNamed('liveAtOnce')
    const scene = VAULT_SCENES.liveAtOnce as Scene
    const [line = ''] = brokenIn(play(scene, bug), { doors: bug })
    const [, page = '', step] =
      /^ENR-2 at step \d+: .*; look at it: (out\/test\/.*\.html)#step-(\d+)$/.exec(line) ?? []
    const shown = readFileSync(join(ROOT, page), 'utf8')
    expect(shown).toContain(`"id":"ENR-2"`)
    expect(shown).toContain(
      `"broken":{"why":"@a1 answers for a record that nobody confirmed","step":${step}}`,
    )
    // The message itself has it, whichever reporter prints it, and what a property reports as the cause.
    const judged = () => expect(brokenIn(play(scene, bug), { doors: bug })).toEqual([])
    expect(judged).toThrow(line)
    const property = fc.check(fc.property(fc.constant(0), judged), { numRuns: 1 })
    expect(String(property.errorInstance)).toContain(line)
    expect(fellIn(play(scene), bug.breaks)).toEqual([
      expect.stringMatching(/look at it: out.test.enr-2-.*html$/),
    ])
    expect(brokenIn(play(scene))).toEqual([])
    expect(brokenIn(play(scene, bug), { counts: () => false })).toEqual([])
  })
})
