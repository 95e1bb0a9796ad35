/** How marks, terms and kinds of message look. Colour never stands alone: each mark is a letter, each term a number. */
import type { MarkKind } from '../model.ts'

/** A mark's letter, its class of colour, and what it means. */
export const SIGNS: Readonly<Record<MarkKind, readonly [letter: string, tone: string, means: string]>> = {
  began: ['U', 'user', 'a user or operator begins something'],
  outcome: ['O', 'user', 'the user is told an outcome'],
  persist: ['P', 'plain', 'storage takes a value (persist)'],
  erase: ['E', 'plain', 'a cell is erased'],
  commit: ['C', 'vault', 'a log entry is applied for the first time anywhere (commit)'],
  charge: ['$', 'vault', 'a guess is charged'],
  release: ['R', 'hot', 'an OPRF evaluation leaves the HSM (release)'],
  refused: ['N', 'plain', 'a message is refused (no)'],
  boot: ['+', 'plain', 'power on'],
  crash: ['X', 'hot', 'power lost'],
  rollback: ['<', 'hot', 'an older copy of storage'],
}

/** The colours that the page's style defines, by name; read again when the theme changes. */
export type Palette = Readonly<Record<string, string>>

/** Reads the palette from the style. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement)
  const names = [
    'ink',
    'quiet',
    'line',
    'ground',
    'raised',
    'accent',
    'hot',
    'user',
    'vault',
    'plain',
    'cut',
    'down',
  ]
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
}

/** A term's colour: neighbours lie far apart on the wheel. */
export function termColour(term: number): string {
  return `hsl(${(term * 137 + 200) % 360} 60% 50%)`
}
