/** Whole numbers from the command line. */
import { InvalidArgumentError } from 'commander'

/** A parser for commander: a whole number in from..to, or one clear line. */
export function whole(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value))
      throw new InvalidArgumentError('It must be an integer.')
    if (value < from || value > to) throw new InvalidArgumentError(`It must be from ${from} to ${to}.`)
    return value
  }
}
