/** The claims about secrecy (§10.5) and their judges, on scenes with known verdicts. */
import { describe, expect, test } from 'vitest'
import { sec5, type Uses } from '../spec/claims/freshness.ts'
import { type Evidence, firstRecords, sec1, sec4 } from '../spec/claims/secrecy.ts'
import { type Shapes, sec2, sec3 } from '../spec/claims/shapes.ts'
import { type View, viewOf } from '../spec/claims/views.ts'
import { rename } from '../spec/names.ts'
import { termsOf } from '../src/crypto/ideal/deduction.ts'
import { judgeSecrecy } from '../src/judge/knowledge.ts'
import { firstDifference } from '../src/judge/pairs.ts'
import { FRONT, folded, HSM, PHONE, Scene, setting, THIEF } from './secrecy-scene.ts'

const judged = (scene: Scene, view: View) =>
  judgeSecrecy(
    termsOf(scene.twin.table),
    folded<Evidence>(
      sec1(() => view),
      scene.facts,
    ),
  )
const A1 = viewOf('A1', setting)
const A2 = viewOf('A2', setting, [THIEF])
const A4 = viewOf('A4', setting, [THIEF])
const A6 = viewOf('A2', setting, [THIEF, HSM])

function scene(act: (scene: Scene) => void): Scene {
  const made = new Scene()
  act(made)
  return made
}

const enrolled = (it: Scene, secret = it.port.text('hunter2')) => it.enrol(PHONE, secret, it.draw(32))
// What the hardened vault writes down: a salt, from which only the fleet makes the key.
const salted = (it: Scene, secret = it.port.text('hunter2')) =>
  it.enrol(PHONE, secret, it.draw(32), () => it.draw(32))

describe('SEC-1, a password', () => {
  test('network and front end, with clients of their own that guess wrong, test nothing offline', () => {
    const it = scene((s) => {
      const alice = enrolled(s)
      s.recover(PHONE, s.port.text('hunter2'), alice)
      for (const word of ['a', 'b', 'c']) s.recover(THIEF, s.port.text(word), alice)
    })
    expect(judged(it, A1)).toEqual({ verdict: 'holds', onlineTests: 0, guessed: 0 })
    expect(judged(it, A2)).toEqual({ verdict: 'holds', onlineTests: 3, guessed: 0 })
  })

  test('a right guess that was paid for is no break, and is counted', () => {
    const it = scene((s) => s.recover(THIEF, s.port.text('hunter2'), enrolled(s)))
    expect(judged(it, A2)).toEqual({ verdict: 'holds', onlineTests: 1, guessed: 1 })
  })

  test('the adversary may enrol the very same word for itself', () => {
    const it = scene((s) => {
      enrolled(s)
      s.recover(THIEF, s.port.text('hunter2'), s.enrol(THIEF, s.port.text('hunter2'), s.draw(32)))
    })
    expect(judged(it, A2)).toEqual({ verdict: 'holds', onlineTests: 0, guessed: 0 })
  })

  test('a second element under a registration key is a test that nobody counted', () => {
    const it = scene((s) => {
      const { oprfKey, ...rest } = enrolled(s)
      s.recover(THIEF, s.port.text('wrong'), { oprfKey, ...rest })
      s.register(THIEF, s.port.text('hunter2'), s.draw(64), oprfKey)
    })
    expect(judged(it, A2)).toMatchObject({ verdict: 'broken', how: 'offlineTest' })
  })

  test('records leak: offline where the OPRF key lies in them, not where only its salt does', () => {
    expect(judged(scene(enrolled), A4)).toMatchObject({ verdict: 'broken', how: 'offlineTest' })
    expect(judged(scene(salted), A4)).toMatchObject({ verdict: 'holds' })
    expect(judged(scene(salted), A6)).toMatchObject({ verdict: 'broken', how: 'offlineTest' })
  })

  test('K in the clear, and a blind that leaves the phone', () => {
    const clear = scene((s) => {
      const key = s.draw(32)
      s.enrol(PHONE, s.port.text('hunter2'), key)
      s.send(PHONE, FRONT, { type: 'oops', body: s.port.pack([key]) })
    })
    const found = judged(clear, A1)
    expect(found).toMatchObject({ verdict: 'broken', how: 'derived' })
    if (found.verdict === 'broken') expect(found.derivation).toHaveLength(2)
    const blind = scene((s) => {
      const drawn = s.draw(64)
      s.recover(PHONE, s.port.text('hunter2'), enrolled(s), drawn)
      s.send(PHONE, FRONT, { type: 'oops', drawn })
    })
    expect(judged(blind, A1)).toMatchObject({ verdict: 'broken', how: 'offlineTest' })
  })
})

test('SEC-1, a code: nothing short of the code itself gives K', () => {
  for (const spelled of [true, false]) {
    const it = scene((s) => {
      const code = spelled ? s.port.text('1'.repeat(40)) : s.draw(21)
      s.recover(PHONE, code, enrolled(s, code))
    })
    for (const view of [A1, A2, A4, A6]) expect(judged(it, view).verdict).toBe('holds')
  }
})

test('SEC-1, a code whose K is behind a password too: a counted right guess gives that K, and excuses no other', () => {
  const both = (word: string) =>
    scene((s) => {
      const key = s.draw(32)
      const alice = s.enrol(PHONE, s.port.text('hunter2'), key)
      s.enrol(PHONE, s.draw(21), key)
      enrolled(s, s.draw(21))
      s.recover(THIEF, s.port.text(word), alice)
      if (word === 'wrong') s.send(PHONE, FRONT, { type: 'oops', key })
    })
  expect(judged(both('hunter2'), A2)).toEqual({ verdict: 'holds', onlineTests: 1, guessed: 1 })
  expect(judged(both('wrong'), A2)).toMatchObject({ verdict: 'broken', how: 'derived' })
})

test('SEC-4: records alone', () => {
  const verdict = (it: Scene) =>
    judgeSecrecy(termsOf(it.twin.table), folded<Evidence>(sec4(firstRecords), it.facts)).verdict
  expect(verdict(scene(enrolled))).toBe('broken')
  expect(verdict(scene(salted))).toBe('holds')
})

test('the evidence witnesses only where something happened, and does not depend on the order', () => {
  const it = scene((s) => s.recover(PHONE, s.port.text('hunter2'), enrolled(s)))
  const claim = sec1(() => A2)
  expect(claim.witness(folded(claim, it.facts))).toBe(true)
  expect(claim.witness(claim.start(setting))).toBe(false)
  const again = folded<Evidence>(claim, [...it.facts, ...it.facts])
  expect(again).toEqual(folded(claim, it.facts))
})

describe('SEC-5', () => {
  const why = (it: Scene) => folded<Uses>(sec5, it.facts).why

  test('an honest run uses each draw once', () => {
    const it = scene((s) => {
      const alice = enrolled(s)
      s.recover(PHONE, s.port.text('hunter2'), alice)
      s.recover(THIEF, s.port.text('wrong'), alice)
    })
    expect(why(it)).toBeNull()
    expect(sec5.witness(folded(sec5, it.facts))).toBe(true)
    // The same calls again give the same bytes: a retransmission.
    expect(folded<Uses>(sec5, [...it.facts, ...it.facts]).why).toBeNull()
  })

  test('a blind used for two recoveries, and one draw in two places', () => {
    const twice = scene((s) => {
      const alice = enrolled(s)
      const blind = s.draw(64)
      s.recover(PHONE, s.port.text('hunter2'), alice, blind)
      s.recover(PHONE, s.port.text('hunter2'), alice, blind)
    })
    expect(why(twice)).toBe('@phone used a draw again in loginStart blind, with other arguments')
    const elsewhere = scene((s) => {
      const blind = s.draw(64)
      const { oprfKey, ...rest } = enrolled(s)
      s.register(PHONE, s.port.text('x'), blind, oprfKey)
      s.recover(PHONE, s.port.text('hunter2'), { oprfKey, ...rest }, blind)
    })
    expect(why(elsewhere)).toBe(
      '@phone used a draw again in loginStart blind, as it was in registrationRequest blind',
    )
  })

  test('renaming the facts renames the accumulator', () => {
    const it = scene((s) => s.recover(PHONE, s.port.text('hunter2'), enrolled(s)))
    const permutation = new Map([
      ['@phone', '@other'],
      ...[...'0123456789'].map((i): [string, string] => [`~dscene:.${i}:32`, `~${i}:32`]),
    ])
    const renamed = <T>(value: T) => rename(permutation, value, (text) => it.twin.rewrite(permutation, text))
    for (const claim of [sec5, sec1(() => ({ ...A2, owned: [] }))]) {
      const moved = folded(claim, renamed(it.facts))
      expect(renamed(folded(claim, it.facts))).toEqual({
        ...(moved as object),
        ...(claim === sec5 ? {} : { setting: renamed(setting) }),
      })
    }
  })
})

describe('pairs', () => {
  const run = (word: string) => scene((s) => s.recover(PHONE, s.port.text(word), enrolled(s)))
  const [right, wrong, other] = [run('hunter2'), run('hunter3'), run('a longer word')]

  test('SEC-2: the silence of a wrong guess shows, its length does not', () => {
    const shapes = (it: Scene) => folded<Shapes>(sec2(it.port), it.facts)
    expect(firstDifference(shapes(wrong), shapes(other))).toBeNull()
    expect(firstDifference(shapes(right), shapes(wrong))).toMatch(/@fe {"ke3":<64>|@phone>@fe \{ke3:<64>/)
  })

  test('SEC-3: what hosts write between KE1 and the settling entry', () => {
    const settling = (it: Scene, value: object): Shapes => {
      const settled = { type: 'applied', command: { do: 'settle' } }
      return folded<Shapes>(sec3(it.port), [
        ...it.facts,
        { fact: 'persisted', node: HSM, cell: 'log', value },
        { fact: 'told', node: HSM, machine: 'vault', event: settled },
        { fact: 'persisted', node: HSM, cell: 'log', value: { right: 'here all may differ' } },
      ])
    }
    const silent = { ...right, facts: right.facts.filter(({ fact }) => fact !== 'sent') } as Scene
    const muted = { ...wrong, facts: wrong.facts.filter(({ fact }) => fact !== 'sent') } as Scene
    expect(firstDifference(settling(silent, { right: true }), settling(muted, { right: false }))).toBeNull()
    expect(firstDifference(settling(silent, { right: true }), settling(muted, {}))).toBe(
      'line 0: @a1 log {right:boolean}, and @a1 log {}',
    )
    expect(sec3(right.port).witness(settling(silent, {}))).toBe(true)
  })
})
