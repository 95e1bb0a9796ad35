/**
 * ATT-6 by random search (§4.8), at seeds where `properties/slow/guesses-found.ts`, the search itself, finds it: in
 * `published` under A2, and in `hardened` when nothing carries over; without that bug not among ten runs around it. Three
 * core-seconds.
 */
import { expect, test } from 'vitest'
import { bugNamed } from '../src/bugs/catalogue.ts'
import { breaksFirst } from './guess-search.ts'

test('published: found', () => {
  expect(breaksFirst('published', 25, 1)).toBe(25)
})

test('hardened: not found in ten runs, and found among them when nothing carries over', () => {
  expect(breaksFirst('hardened', 24, 10)).toBeNull()
  expect(breaksFirst('hardened', 24, 10, bugNamed('nothingCarriesOver'))).toBe(26)
})
