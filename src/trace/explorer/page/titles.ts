/** Each step as one line. */
import type { PageStep } from '../model.ts'
import type { Run } from './run.ts'
import { brief } from './values.ts'

const NODE_TITLES: Readonly<Record<string, string>> = {
  boot: 'boots',
  crash: 'loses power',
  pause: 'is paused',
  resume: 'runs on',
  rollback: 'gets an older copy of its storage',
  tear: 'finds its last write torn',
  clone: 'is cloned from an older copy',
  swap: 'hands over to its other instance',
  inject: 'is told what another client was told',
  leak: 'leaks its records, unsealed',
  find: 'is found: its storage is read',
}

/** A step in a few words. */
export function titleOf(run: Run, step: PageStep): string {
  const text = bare(run, step)
  return step.note === '' ? text : `${text} (${step.note})`
}

/** What a step's message carries, on one line; nothing for other steps. */
export function contentOf(run: Run, { arrow }: PageStep): string {
  const body = run.data.arrows[arrow]?.body
  const entries = body === undefined ? [] : (run.open(body)?.entries ?? [])
  const fields = entries.filter(([key]) => key !== 'type')
  return fields.map(([key, ref]) => `${key} ${fieldText(run, ref)}`).join(', ')
}

// A list is told by its length: what is in it stands in the panel.
function fieldText(run: Run, ref: number): string {
  const opened = run.open(ref)
  if (opened?.list === true) return `[${opened.entries.length}]`
  return brief(run, ref, 60)
}

function bare(run: Run, { kind, lanes, arrow, facts }: PageStep): string {
  const [first, second] = lanes.map((one) => run.name(one))
  const type = run.data.arrows[arrow]?.type ?? 'a message'
  switch (kind) {
    case 'deliver':
      return `${type} ${first} → ${second}`
    case 'drop':
      return `${type} ${first} → ${second} is lost`
    case 'duplicate':
      return `a message from ${first} to ${second} is doubled`
    case 'replay':
      return `an old message from ${first} to ${second} is sent again`
    case 'resend':
      return `an old message of the front end’s links, ${first} to ${second}, is sent again`
    case 'echo':
      return `an old message from ${first} to ${second} is sent again by a host`
    case 'alter':
      return `a message from ${first} to ${second} is altered`
    case 'sign':
      return `an answer from ${first} to ${second} is made and signed by the adversary`
    case 'forge':
      return `${first}, the adversary’s, makes up a message to ${second}`
    case 'timer':
      return `${first}: ${timerText(run, facts)}`
    case 'begin':
      return `${first} ${begunText(run, facts)}`
    case 'cut':
      return `link ${first} to ${second} is cut`
    case 'isolate':
      return `${lanes.map((one) => run.name(one)).join(', ')} cut off from the rest`
    case 'heal':
      return 'all links heal'
    default:
      return `${first ?? 'world'} ${NODE_TITLES[kind] ?? kind}`
  }
}

function timerText(run: Run, facts: readonly number[]): string {
  const fired = facts.map((fact) => run.field(fact, 'timer')).find((timer) => timer !== undefined)
  if (fired === undefined) return 'a timer fires'
  // XState names it xstate.after.<delay>.<machine>.<state>.
  const [, , delay, ...state] = String(run.plain(fired)).split('.')
  return `${delay} fires in ${state.join('.')}`
}

function begunText(run: Run, facts: readonly number[]): string {
  const began = facts.find((fact) => run.plain(run.field(fact, 'fact') ?? fact) === 'began')
  const type = began === undefined ? undefined : run.field(began, 'event', 'type')
  return type === undefined ? 'begins' : `begins ${String(run.plain(type))}`
}
