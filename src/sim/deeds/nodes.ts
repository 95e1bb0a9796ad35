/** What happens to nodes: power, timers, the user's acts. */
import type { Choice } from '../../../spec/boundary.ts'
import type { NodeId } from '../../../spec/names.ts'
import { crashed, type Local } from '../local.ts'
import { type Applied, type World, withPlace } from '../world.ts'
import { type Deed, happened, onNode, type Rules, refuse, run, spend } from './deed.ts'

/** Powers a node: its incarnation has never been seen before, whatever its storage says. */
export function boot(rules: Rules, world: World, place: number, node: NodeId, choice: Choice): Applied {
  if (world.locals[place]?.up) return refuse(choice, 'the node is up')
  const count = world.boots[place] as number
  const { twin, seed } = rules.scenario
  const incarnation = twin.draw(seed, `${node}/boot/${count}`, 16)
  const counted = { ...world, boots: withPlace(world.boots, place, count + 1) }
  return run(rules, counted, place, { kind: 'boot', incarnation }, choice)
}

const timer = onNode((rules, world, place, node, choice) => {
  const armed = world.locals[place]?.timers[choice.ordinal]
  if (armed === undefined) return refuse(choice, 'no such timer is armed')
  if (world.paused.includes(node)) return refuse(choice, 'the node is paused')
  return run(rules, world, place, { kind: 'timer', machine: armed.machine, timer: armed.timer }, choice)
})

const begin = onNode((rules, world, place, node, choice) => {
  const begun = world.begun[place] as number
  const next = rules.scenario.operations.filter((operation) => operation.node === node)[begun]
  if (next === undefined) return refuse(choice, 'no operation is left')
  if (!world.locals[place]?.up) return refuse(choice, 'the node is down')
  const counted = { ...world, begun: withPlace(world.begun, place, begun + 1) }
  return run(rules, counted, place, { kind: 'tell', machine: next.machine, event: next.event }, choice)
})

const crash = onNode((_rules, world, place, node, choice) => {
  const local = world.locals[place] as Local
  if (!local.up) return refuse(choice, 'the node is down')
  const locals = withPlace(world.locals, place, crashed(local))
  return happened({ ...spend(world, 'crash'), locals }, { facts: [{ fact: 'crashed', node }], node: place })
})

const pause = onNode((_rules, world, _place, node) =>
  happened({ ...spend(world, 'pause'), paused: [...new Set([...world.paused, node])].sort() }),
)

const resume = onNode((_rules, world, _place, node) =>
  happened({ ...world, paused: world.paused.filter((other) => other !== node) }),
)

/** Deeds on nodes, by kind of choice. */
export const nodeDeeds: Readonly<Record<string, Deed>> = {
  boot: onNode(boot),
  timer,
  begin,
  crash,
  pause,
  resume,
}
