/** Facts that a reader looks for, as signs on a lane. */
import type { Fact } from '../../../spec/boundary.ts'
import type { Applied, Ended } from '../../../spec/tells.ts'
import type { Mark } from './model.ts'

/** How the mark of a release ends that goes no further than another HSM. */
export const AMONG_HSMS = ' (another HSM)'

/** Reads the marks of a run, step by step: it remembers which log entries were applied somewhere before. */
export class Marks {
  private readonly applied = new Set<string>()
  private readonly laneOf: (node: string) => number
  private readonly isHsm: (node: string) => boolean

  constructor(laneOf: (node: string) => number, isHsm: (node: string) => boolean) {
    this.laneOf = laneOf
    this.isHsm = isHsm
  }

  /** The marks of one step. */
  of(facts: readonly Fact[]): Mark[] {
    return facts.flatMap((fact) => this.ofFact(fact))
  }

  private ofFact(fact: Fact): Mark[] {
    if (!('node' in fact)) return []
    const lane = this.laneOf(fact.node)
    const mark = (kind: Mark['kind'], text: string): Mark[] => [{ kind, lane, text }]
    switch (fact.fact) {
      case 'persisted':
        return mark('persist', `persists ${fact.cell}`)
      case 'erased':
        return mark('erase', `erases ${fact.cell}`)
      case 'released':
        return mark('release', `releases an evaluation to ${fact.to}${this.isHsm(fact.to) ? AMONG_HSMS : ''}`)
      case 'outcome':
        return mark('outcome', outcomeText(fact.event as Ended))
      case 'began':
        return mark('began', beginText(fact.event))
      case 'refused':
        return mark('refused', `refuses ${fact.type}`)
      case 'booted':
        return mark('boot', 'boots')
      case 'crashed':
        return mark('crash', 'loses power')
      case 'rolledBack':
        return mark('rollback', 'runs on an older copy of its storage')
      case 'told':
        return fact.event.type === 'applied' ? this.ofApplied(lane, fact.event as unknown as Applied) : []
      default:
        return []
    }
  }

  // A later replica that applies the same entry commits nothing new.
  private ofApplied(lane: number, { index, chain, command, repeated }: Applied): Mark[] {
    const place = `${index} ${chain}`
    const first = !this.applied.has(place)
    this.applied.add(place)
    const what = command === null ? 'no command' : `${command.do}${recordText(command.record)}`
    const text = `applies entry ${index}: ${what}${repeated ? ' (a repeat: changes nothing)' : ''}`
    const marks: Mark[] = first ? [{ kind: 'commit', lane, text: `is the first that ${text}` }] : []
    if (command?.do === 'charge' && !repeated) marks.push({ kind: 'charge', lane, text })
    return marks
  }
}

function recordText(record: unknown): string {
  return typeof record === 'string' ? ` ${record}` : ''
}

function beginText(event: { readonly type: string }): string {
  if (event.type !== 'choose') return `begins ${event.type}`
  const { account, record } = event as unknown as { account: string; record: string | null }
  return record === null
    ? `gives ${account} a new record next, and has none deleted`
    : `gives ${account} the record ${record} next`
}

/** What a client tells its user, in words. */
export function outcomeText(event: Partial<Ended> & { readonly type: string }): string {
  const { outcome, attemptsLeft, ticksLeft, why } = event
  const more = [
    attemptsLeft === undefined ? '' : `${attemptsLeft} attempts left`,
    ticksLeft === undefined ? '' : `${ticksLeft} ticks to wait`,
    why ?? '',
  ].filter((text) => text !== '')
  return `tells its user ${event.type}${outcome === undefined ? '' : `: ${outcome}`}${
    more.length > 0 ? ` (${more.join(', ')})` : ''
  }`
}
