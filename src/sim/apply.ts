/**
 * What each choice does to a world. Pure; a choice that is not enabled is refused with a reason, since choice
 * files are edited by people.
 */
import type { Choice } from '../../spec/boundary.ts'
import { BUDGETED } from './choices.ts'
import { attackDeeds } from './deeds/attacks.ts'
import { type Deed, type Rules, refuse, spend } from './deeds/deed.ts'
import { networkDeeds } from './deeds/network.ts'
import { nodeDeeds } from './deeds/nodes.ts'
import { storageDeeds } from './deeds/storage.ts'
import { type Applied, moved, type World } from './world.ts'

const DEEDS: ReadonlyMap<string, Deed> = new Map(
  Object.entries({ ...networkDeeds, ...nodeDeeds, ...storageDeeds, ...attackDeeds }),
)
// A drop pays only where the message was not lost anyway, and looks at its budget itself.
const PAID: ReadonlySet<string> = new Set(BUDGETED.filter((kind) => kind !== 'drop'))

/** The next world. */
export function apply(rules: Rules, before: World, choice: Choice): Applied {
  const deed = DEEDS.get(choice.kind)
  if (deed === undefined) return refuse(choice, 'there is no such kind')
  if (PAID.has(choice.kind) && !rules.within(before, choice.kind)) {
    return refuse(choice, 'its budget is used up')
  }
  if (choice.crashAfter !== undefined && !rules.within(before, 'crash')) {
    return refuse(choice, 'no crash is left')
  }
  const world = choice.after === undefined ? before : moved(before, { now: before.now + choice.after })
  return charged(choice, deed(rules, world, choice))
}

// A crash on the way costs as much as any other. A step that has fewer effects is not cut short, and is free.
function charged({ crashAfter }: Choice, applied: Applied): Applied {
  if (crashAfter === undefined || !applied.ok) return applied
  const { world, node } = applied
  return world.locals[node]?.up === false ? { ...applied, world: spend(world, 'crash') } : applied
}
