/** The deduction engine (§10.5) on textbook protocols: the verdicts that the literature knows. */
import { describe, expect, test } from 'vitest'
import { Knowledge } from '../src/judge/deduction.ts'
import { recogniser } from '../src/judge/guessing.ts'
import { attack, type Role } from './textbook-search.ts'
import {
  agent,
  cipher,
  encrypt,
  fresh,
  generator,
  hash,
  hole,
  pair,
  publicKey,
  raise,
  type Symbolic,
  sealed,
  secretKey,
  signed,
  textbook,
  word,
} from './textbook-terms.ts'

const [A, B, I] = [agent('A'), agent('B'), agent('I')]

describe('Needham-Schroeder public key (1978)', () => {
  const [na, nb, ni] = [fresh('na'), fresh('nb'), fresh('ni')]
  const n = hole('n', 'fresh')
  // A begins a session with I, who is dishonest; B answers what looks like A.
  const sessions = (named: boolean): readonly Role[] => {
    const by = (whose: Symbolic) => (named ? [whose] : [])
    return [
      [
        ['send', encrypt(publicKey(I), pair(na, A))],
        ['receive', encrypt(publicKey(A), pair(na, n, ...by(I)))],
        ['send', encrypt(publicKey(I), n)],
      ],
      [
        ['receive', encrypt(publicKey(B), pair(n, A))],
        ['send', encrypt(publicKey(A), pair(n, nb, ...by(B)))],
        ['receive', encrypt(publicKey(B), nb)],
      ],
    ]
  }
  const known = [secretKey(I), ni]
  const atoms = [na, nb, ni]

  test('as published: Lowe (1995) found that B’s nonce leaks', () => {
    const found = attack(sessions(false), known, atoms, nb)
    expect(found?.filter((line) => line.startsWith('to'))).toEqual([
      'to 1: encrypt(publicKey(B), pair(na, A))',
      'to 0: encrypt(publicKey(A), pair(na, nb))',
    ])
    expect(found?.at(-1)).toBe('nb out of encrypt(publicKey(I), nb) with secretKey(I)')
  })

  test('as fixed by Lowe: it does not', () => {
    expect(attack(sessions(true), known, atoms, nb)).toBeNull()
  })
})

describe('Diffie-Hellman (1976)', () => {
  const [x, y, i, secret] = [fresh('x'), fresh('y'), fresh('i'), fresh('secret')]
  const [gx, gy, gi] = [raise(generator, x), raise(generator, y), raise(generator, i)]
  const [Y, X] = [hole('Y', 'element'), hole('X', 'element')]
  const sessions = (by: (who: Symbolic, element: Symbolic) => Symbolic): readonly Role[] => [
    [
      ['send', by(A, gx)],
      ['receive', by(B, Y)],
      ['send', sealed(hash(raise(Y, x)), secret)],
    ],
    [
      ['receive', by(A, X)],
      ['send', by(B, gy)],
      ['receive', sealed(hash(raise(X, y)), secret)],
    ],
  ]

  test('an eavesdropper learns nothing', () => {
    const seen = [gx, gy, sealed(hash(raise(gx, y)), secret)]
    const knowledge = new Knowledge(textbook, seen)
    expect(knowledge.derivable(secret)).toBe(false)
    expect(knowledge.derivable(raise(gx, y))).toBe(false)
    knowledge.see(y)
    expect(knowledge.derivable(secret)).toBe(true)
  })

  test('without authentication, whoever stands in the middle learns the secret', () => {
    const found = attack(
      sessions((_, element) => element),
      [i],
      [gx, gy, gi],
      secret,
    )
    expect(found?.some((line) => line.startsWith('to 0: element(generator, i)'))).toBe(true)
  })

  test('with signatures, not', () => {
    expect(attack(sessions(signed), [i, secretKey(I)], [gx, gy, gi], secret)).toBeNull()
  })
})

describe('passwords', () => {
  const p = word('password')
  const [x, y, n, m] = [fresh('x'), fresh('y'), fresh('n'), fresh('m')]
  const [gx, gy] = [raise(generator, x), raise(generator, y)]
  const key = hash(raise(gx, y))
  const kind = (seen: readonly Symbolic[]) => recogniser({ theory: textbook, seen, guess: p })?.kind ?? null

  test('EKE (Bellovin and Merritt 1992) gives no offline test', () => {
    const seen = [
      A,
      cipher(p, gx),
      pair(cipher(p, gy), sealed(key, n)),
      sealed(key, pair(n, m)),
      sealed(key, m),
    ]
    expect(kind(seen)).toBeNull()
    expect(new Knowledge(textbook, seen).derivable(p)).toBe(false)
    // Nor does the right password give the key away: forward secrecy.
    expect(new Knowledge(textbook, [...seen, p]).derivable(n)).toBe(false)
    // An exponent that leaks makes it a test.
    expect(kind([...seen, x])).toBe('decryptsToKnown')
  })

  test('a challenge answered with a hash of the password can be guessed at', () => {
    expect(kind([n, hash(p, n)])).toBe('recomputed')
    expect(kind([hash(p, n)])).toBeNull()
  })

  test('a nonce sent under the password and again in the clear', () => {
    expect(kind([cipher(p, n)])).toBeNull()
    expect(kind([cipher(p, n), n])).toBe('decryptsToKnown')
    expect(kind([cipher(p, n), cipher(p, m)])).toBeNull()
    expect(kind([cipher(p, n), cipher(p, hash(n))])).toBe('decryptsToKnown')
    expect(kind([cipher(p, pair(n, m)), sealed(m, n)])).toBe('opens')
  })

  test('EKE with authenticated encryption, or with a key sent again, can be guessed at', () => {
    expect(kind([sealed(p, gx), sealed(p, gy)])).toBe('opens')
    expect(kind([cipher(p, gx), gx])).toBe('decryptsToKnown')
    expect(kind([cipher(p, gx), cipher(p, raise(gx, y)), y])).toBe('decryptsToKnown')
  })

  test('a signature that carries the password is no test but the password itself', () => {
    expect(kind([signed(A, p)])).toBeNull()
    expect(new Knowledge(textbook, [signed(A, p)]).derivable(p)).toBe(true)
    expect(kind([signed(A, hash(p))])).toBe('recomputed')
  })

  test('a power of a base made from the password: tested by whoever has the exponent', () => {
    const H = (w: Symbolic) => raise(hash(w), x)
    expect(kind([H(p)])).toBeNull()
    expect(kind([H(p), x])).toBe('recomputed')
    expect(kind([H(p), raise(H(p), y)])).toBeNull()
    expect(kind([raise(gx, hash(p)), gx])).toBe('recomputed')
  })
})
