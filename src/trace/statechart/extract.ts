/** A machine's definition as plain data: its states and transitions, read from XState's own root node. */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'

/** One state. */
export interface ChartState {
  /** Its path from the root, as `follower.standing`. */
  readonly path: string
  /** The path of the state around it; '' is the root. */
  readonly parent: string
  readonly key: string
  readonly type: string
  readonly initial: boolean
}

/** One transition. Without targets it stays where it is. */
export interface ChartTransition {
  readonly from: string
  /** The event in a reader's words: `after electionTimeout`, `always`, `any other event`. */
  readonly event: string
  readonly guard: string
  readonly to: readonly string[]
  readonly actions: readonly string[]
}

/** A whole machine. */
export interface Statechart {
  readonly id: string
  readonly states: readonly ChartState[]
  readonly transitions: readonly ChartTransition[]
}

/** Reads a machine. */
export function statechartOf(machine: AnyStateMachine): Statechart {
  const nodes = below(machine.root)
  return {
    id: machine.id,
    states: nodes.filter((node) => node !== machine.root).map(stateOf),
    transitions: nodes.flatMap(transitionsOf),
  }
}

function below(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(below)]
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.')
}

function stateOf(node: AnyStateNode): ChartState {
  const { parent, key, type } = node
  const initial = parent?.type === 'parallel' || parent?.initial?.target?.includes(node) === true
  return { path: pathOf(node), parent: parent === undefined ? '' : pathOf(parent), key, type, initial }
}

function transitionsOf(node: AnyStateNode): ChartTransition[] {
  const always: readonly AnyTransitionDefinition[] = node.always ?? []
  const onEvents = [...node.transitions.values()].flat()
  return [...always, ...onEvents].map((transition) => ({
    from: pathOf(node),
    event: eventText(transition.eventType),
    guard: nameOf(transition.guard),
    to: (transition.target ?? []).map(pathOf),
    actions: transition.actions.map(nameOf),
  }))
}

function eventText(type: string): string {
  if (type === '') return 'always'
  if (type === '*') return 'any other event'
  const [, delay] = /^xstate\.after\.([^.]+)/.exec(type) ?? []
  return delay === undefined ? type.replace(/^xstate\.done\.state\./, 'done ') : `after ${delay}`
}

// Named guards and actions are the rule of the house; XState's own (the arming of a timer) have a type as well.
function nameOf(named: unknown): string {
  if (named === undefined) return ''
  if (typeof named === 'string') return named
  if (typeof named === 'function') return named.name
  return String((named as { readonly type?: unknown }).type ?? '')
}
