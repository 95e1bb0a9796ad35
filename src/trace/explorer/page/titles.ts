/** Each step as one line. */
import type { Arrow, PageStep } from '../model.ts'
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
export function titleOf(run: Run, index: number): string {
  const { note } = run.steps[index] as PageStep
  const text = bare(run, index)
  return note === '' ? text : `${text} (${note})`
}

/** What a step's message carries, or where its timer ran, on one line; nothing for other steps. */
export function contentOf(run: Run, index: number): string {
  const { kind, facts } = run.steps[index] as PageStep
  if (kind === 'timer') return `in ${timerOf(run, facts).state}`
  const body = messageOf(run, index)?.body
  const entries = body === undefined ? [] : (run.open(body)?.entries ?? [])
  const fields = entries.filter(([key]) => key !== 'type')
  return fields.map(([key, ref]) => `${key} ${fieldText(run, ref)}`).join(', ')
}

// The message that a step takes out of the network, or else the one that an act of the network or adversary puts there.
function messageOf(run: Run, index: number): Arrow | undefined {
  const { arrow, kind } = run.steps[index] as PageStep
  const made = MAKES.includes(kind) ? run.sentBy(index)[0] : undefined
  return run.data.arrows[made ?? arrow]
}

const MAKES = ['duplicate', 'replay', 'resend', 'echo', 'alter', 'sign', 'forge']

// A list is told by its length: what is in it stands in the panel.
function fieldText(run: Run, ref: number): string {
  const opened = run.open(ref)
  if (opened?.list === true) return `[${opened.entries.length}]`
  return brief(run, ref, 60)
}

function bare(run: Run, index: number): string {
  const { kind, lanes, facts } = run.steps[index] as PageStep
  const [first, second] = lanes.map((one) => run.name(one))
  const type = messageOf(run, index)?.type ?? 'a message'
  switch (kind) {
    case 'deliver':
      return `${type} ${first} → ${second}`
    case 'drop':
      return `${type} ${first} → ${second} is lost`
    case 'duplicate':
      return `${type} ${first} → ${second} is doubled`
    case 'replay':
      return `an old ${type} ${first} → ${second} is sent again`
    case 'resend':
      return `an old ${type} ${first} → ${second} is sent again on the front end’s links`
    case 'echo':
      return `an old ${type} ${first} → ${second} is sent again by a host`
    case 'alter':
      return `${type} ${first} → ${second} is altered`
    case 'sign':
      return `${type} ${first} → ${second} is made and signed by the adversary`
    case 'forge':
      return `${type} ${first} → ${second} is made up by the adversary`
    case 'timer':
      return `${first}: ${timerOf(run, facts).delay} fires`
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

function timerOf(run: Run, facts: readonly number[]): { readonly delay: string; readonly state: string } {
  const fired = facts.map((fact) => run.field(fact, 'timer')).find((timer) => timer !== undefined)
  // XState names it xstate.after.<delay>.<machine>.<state>.
  const [, , delay = 'a timer', ...state] = fired === undefined ? [] : String(run.plain(fired)).split('.')
  return { delay, state: state.join('.') }
}

function begunText(run: Run, facts: readonly number[]): string {
  const began = facts.find((fact) => run.plain(run.field(fact, 'fact') ?? fact) === 'began')
  const type = began === undefined ? undefined : run.field(began, 'event', 'type')
  return type === undefined ? 'begins' : `begins ${String(run.plain(type))}`
}
