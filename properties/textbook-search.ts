/**
 * A search for attacks on textbook protocols: honest roles, a network that is the adversary, every message that
 * it can make. Holes are filled with the atoms in play, which is all that these attacks need.
 */
import { Knowledge } from '../src/judge/deduction.ts'
import { fill, type Symbolic, textbook } from './textbook-terms.ts'

/** One side of a session: templates that it sends, and that it waits for, in order. */
export type Role = readonly (readonly ['send', Symbolic] | readonly ['receive', Symbolic])[]

interface Place {
  readonly at: number
  readonly holes: ReadonlyMap<Symbolic, Symbolic>
}

/** A shortest way (in received messages) for the adversary to derive the secret, as lines; null: there is none. */
export function attack(
  roles: readonly Role[],
  known: readonly Symbolic[],
  atoms: readonly Symbolic[],
  secret: Symbolic,
): readonly string[] | null {
  let frontier = [
    { places: roles.map((): Place => ({ at: 0, holes: new Map() })), seen: known, trace: [] as string[] },
  ]
  while (frontier.length > 0) {
    const next: typeof frontier = []
    for (const state of frontier) {
      const { places, seen, trace } = talk(roles, state.places, state.seen, state.trace)
      const knowledge = new Knowledge(textbook, seen)
      if (knowledge.derivable(secret)) return [...trace, ...knowledge.why(secret)]
      for (const [i, place] of places.entries()) {
        const step = roles[i]![place.at]
        if (step === undefined) continue
        for (const holes of fillings(step[1], atoms, place.holes)) {
          const message = fill(step[1], holes)
          if (!knowledge.derivable(message)) continue
          const moved = places.map((other, j) => (j === i ? { at: place.at + 1, holes } : other))
          next.push({ places: moved, seen, trace: [...trace, `to ${i}: ${textbook.describe(message)}`] })
        }
      }
    }
    frontier = next
  }
  return null
}

// Honest roles say at once what they have to say.
function talk(
  roles: readonly Role[],
  before: readonly Place[],
  known: readonly Symbolic[],
  told: readonly string[],
) {
  const seen = [...known]
  const trace = [...told]
  const places = before.map((place, i) => {
    let { at } = place
    for (let step = roles[i]![at]; step?.[0] === 'send'; step = roles[i]![++at]) {
      const message = fill(step[1], place.holes)
      seen.push(message)
      trace.push(`from ${i}: ${textbook.describe(message)}`)
    }
    return { ...place, at }
  })
  return { places, seen, trace }
}

function fillings(
  template: Symbolic,
  atoms: readonly Symbolic[],
  holes: ReadonlyMap<Symbolic, Symbolic>,
): ReadonlyMap<Symbolic, Symbolic>[] {
  const open = openHoles(template).find((hole) => !holes.has(hole))
  if (open === undefined) return [holes]
  const kind = open.label.split(':')[1]
  return atoms
    .filter((atom) => atom.kind === kind)
    .flatMap((atom) => fillings(template, atoms, new Map([...holes, [open, atom]])))
}

function openHoles(template: Symbolic): Symbolic[] {
  return template.kind === 'hole' ? [template] : template.args.flatMap(openHoles)
}
