/**
 * What a choice meant in the run that it comes from (§10.7): this message, that timer. A choice names them by their
 * place, which moves when choices before it are left out; what was meant does not.
 */
import type { Choice, Message } from '../../spec/boundary.ts'
import type { Flight, World } from '../sim/world.ts'

/** Choices about a message in flight. */
const ABOUT_FLIGHTS: readonly string[] = ['deliver', 'drop', 'duplicate']

type Intent = { readonly message: Message; readonly newer: number } | { readonly timer: string }

/** The intents of choices, by the choice itself. */
export class Intents {
  private readonly of = new WeakMap<Choice, Intent>()

  /** Notes what a choice means in the world in which it is taken. */
  note(nodes: readonly string[], world: World, choice: Choice): void {
    if (this.of.has(choice)) return
    const intent = intentOf(nodes, world, choice)
    if (intent !== null) this.of.set(choice, intent)
  }

  /** The choice that means the same in this world; itself where nothing is known of it, null where there is none. */
  resolve(nodes: readonly string[], world: World, choice: Choice): Choice | null {
    const intent = this.of.get(choice)
    if (intent === undefined) return choice
    const ordinal =
      'message' in intent
        ? placeOf(onLink(world.flights, choice), intent)
        : timersAt(nodes, world, choice).indexOf(intent.timer)
    if (ordinal < 0) return null
    if (ordinal === choice.ordinal) return choice
    const same = { ...choice, ordinal }
    this.of.set(same, intent)
    return same
  }
}

function intentOf(nodes: readonly string[], world: World, choice: Choice): Intent | null {
  if (ABOUT_FLIGHTS.includes(choice.kind)) {
    const flights = onLink(world.flights, choice)
    const message = flights[choice.ordinal]?.message
    if (message === undefined) return null
    const newer = flights.slice(choice.ordinal + 1).filter((one) => one.message.type === message.type).length
    return { message, newer }
  }
  if (choice.kind !== 'timer') return null
  const timer = timersAt(nodes, world, choice)[choice.ordinal]
  return timer === undefined ? null : { timer }
}

function onLink(flights: readonly Flight[], { nodes: [from, to] }: Choice): readonly Flight[] {
  return flights.filter((flight) => flight.from === from && flight.to === to)
}

function timersAt(nodes: readonly string[], world: World, { nodes: [node] }: Choice): readonly string[] {
  const local = world.locals[nodes.indexOf(node as string)]
  return (local?.timers ?? []).map(({ machine, timer }) => `${machine} ${timer}`)
}

// This very message; or of its type the one that is as new as it was: older ones are those whose delivery was left out.
function placeOf(flights: readonly Flight[], { message, newer }: Extract<Intent, { newer: number }>): number {
  const same = flights.findIndex((flight) => flight.message === message)
  if (same >= 0) return same
  const alike = flights.flatMap((flight, place) => (flight.message.type === message.type ? [place] : []))
  return alike[Math.max(0, alike.length - 1 - newer)] ?? -1
}
