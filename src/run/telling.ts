/** Runs the story and tells it: a sentence for each thing that a reader would want to know of. */

import type { Fact, InternalEvent, Octets } from '../../spec/boundary.ts'
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import type { RetirementTold } from '../../spec/fleet/rotation-context.ts'
import type { Ended } from '../../spec/tells.ts'
import type { Doors } from '../bugs/doors.ts'
import { isClaimed } from '../expected/cells.ts'
import type { Step } from '../sim/generator.ts'
import { type RunResult, runSeed } from './judge-run.ts'
import { type StoryOptions, story } from './story.ts'

/** The story as it went. */
export interface Told extends Pick<RunResult, 'traceHash' | 'broken' | 'witnesses' | 'guesses'> {
  readonly events: readonly { readonly at: number; readonly says: string }[]
  /** Outcomes of the operations, in order. */
  readonly outcomes: readonly string[]
  /** K as it was recovered first, or null. */
  readonly key: Uint8Array | null
  /** Enrolled, written down, twice wrong, recovered, and regained from the digits, the same K: is that how it went? */
  readonly asExpected: boolean
}

const EXPECTED = ['enrolled', 'held', 'wrongPassword', 'wrongPassword', 'recovered', 'regained']

/** Runs it to the end; `doors` as `doorsFor` makes them. */
export function runStory(options: StoryOptions, doors: Doors): Told {
  const { setup, plan } = story(options)
  const events: { at: number; says: string }[] = []
  const outcomes: string[] = []
  const keys: Octets[] = []
  const onStep = ({ choice, happened }: Step) => {
    const at = happened.world.now
    for (const says of sentences(choice.kind, choice.nodes, happened.facts)) events.push({ at, says })
    for (const fact of happened.facts) {
      if (fact.fact !== 'outcome') continue
      const ended = fact.event as Ended
      // The operator's reports are no outcomes of a user's.
      if (!setup.clients.some(({ node }) => `@${node}` === fact.node)) continue
      if (ended.outcome !== undefined) outcomes.push(ended.outcome)
      if (ended.key !== undefined) keys.push(ended.key)
    }
  }
  // The story's crashes and partitions are A0's; what the profile does not claim under A0 is not judged.
  const claims = CATALOGUE.filter(({ id }) => isClaimed(id, options.profile, 'A0'))
  const { traceHash, broken, witnesses, guesses } = runSeed(setup, plan, options.seed, {
    claims,
    doors,
    onStep,
  })
  const [key] = keys
  const asExpected =
    outcomes.length === EXPECTED.length &&
    EXPECTED.every((outcome, i) => outcomes[i] === outcome) &&
    keys.every((other) => other === key)
  return {
    ...{ traceHash, broken, witnesses, guesses, events, outcomes, asExpected },
    key: key === undefined ? null : Uint8Array.from(Buffer.from(key, 'hex')),
  }
}

function* sentences(kind: string, nodes: readonly string[], facts: readonly Fact[]): Generator<string> {
  if (kind === 'crash') yield `${nodes[0]} loses power`
  if (kind === 'isolate') yield `${nodes.join(', ')} are cut off from everybody else`
  if (kind === 'heal') yield 'all links work again'
  for (const fact of facts) {
    if (fact.fact === 'told' && fact.event.type === 'roleChanged') {
      const { leads, term } = fact.event as unknown as { leads: boolean; term: number }
      if (leads) yield `${fact.node} leads, term ${term}`
    } else if (fact.fact === 'began') yield `${fact.node}: is asked to ${askedText(fact.event)}`
    else if (fact.fact === 'outcome') yield `${fact.node}: ${outcomeText(fact.event as Ended)}`
  }
}

function askedText(event: InternalEvent): string {
  const { type, way } = event as InternalEvent & { readonly way?: string }
  return way === undefined ? type : `${type} ${way}`
}

function outcomeText(event: Ended): string {
  const { type, outcome, attemptsLeft, why } = event
  if ((type as string) === 'retirementTold') return retirementText(event as unknown as RetirementTold)
  if (outcome === undefined) return type
  if (attemptsLeft !== undefined) return `${outcome}, ${attemptsLeft} guesses left`
  return why === undefined ? outcome : `${outcome} (${why})`
}

function retirementText({ fleet, outcome, lost }: RetirementTold): string {
  if (outcome === 'nothingToRetire') return 'no fleet is there to retire'
  const records = lost === null ? 'an unknown number of records' : `${lost} record${lost === 1 ? '' : 's'}`
  return outcome === 'erased'
    ? `fleet ${fleet} is erased, ${records} lost`
    : `retiring fleet ${fleet} would lose ${records}; to go on, repeat the number`
}
