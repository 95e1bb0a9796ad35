/** The run's story in sentences: what a reader is told before looking at single messages. */
import type { Choice, Fact } from '../../../spec/boundary.ts'
import { AMONG_HSMS } from './marks.ts'
import type { Judged, Lane, Mark, Milestone, Span } from './model.ts'
import type { Flying } from './moment.ts'

const TONES: Partial<Record<Mark['kind'], Milestone['tone']>> = {
  began: 'user',
  outcome: 'user',
  crash: 'fault',
  boot: 'mended',
  commit: 'vault',
  release: 'vault',
}

/** The sentences that one step adds. */
export function sentences(
  step: number,
  choice: Choice,
  marks: readonly Mark[],
  lanes: readonly Pick<Lane, 'node' | 'role'>[],
  sent: readonly Flying[] = [],
): Milestone[] {
  const found: Milestone[] = []
  const fault = faultText(choice, sent[0]?.message.type)
  const tone = MENDING.includes(choice.kind) ? 'mended' : 'fault'
  if (fault !== '') found.push({ step, tone, text: fault })
  for (const { kind, lane, text } of marks) {
    const role = lanes[lane]?.role ?? ''
    const hostile = kind === 'began' && HOSTILE[role] !== undefined
    const tone = hostile ? 'fault' : isTold(kind, text) ? TONES[kind] : undefined
    if (tone === undefined) continue
    found.push({ step, tone, text: `${lanes[lane]?.node}${hostile ? HOSTILE[role] : ''} ${text}` })
  }
  return found
}

const MENDING: readonly string[] = ['heal', 'resume']

/** Whose acts are the adversary's: an honest front end has none of its own, it only relays. */
const HOSTILE: Readonly<Record<string, string>> = {
  'rogue client': ' (the adversary’s phone)',
  frontEnd: ' (hostile)',
}

// Of the log, the story tells what the vault decided; replicas that hand an evaluation to each other are no news.
function isTold(kind: Mark['kind'], text: string): boolean {
  if (kind === 'commit') return !text.endsWith('no command')
  return kind !== 'release' || !text.endsWith(AMONG_HSMS)
}

/** A choice that is a fault or an adversary's act, in words, with the type of the message that it makes; else nothing. */
export function faultText({ kind, nodes, ordinal, crashAfter }: Choice, type?: string): string {
  const [first, second] = nodes
  const message = type === undefined ? 'message' : `message (${type})`
  switch (kind) {
    case 'cut':
      return `the link ${first} → ${second} is cut`
    case 'isolate':
      return `the network parts: ${nodes.join(', ')} on one side, everybody else on the other`
    case 'heal':
      return 'every link works again'
    case 'pause':
      return `${first} is paused by its host`
    case 'resume':
      return `${first} runs on`
    case 'duplicate':
      return `the network doubles a ${message} from ${first} to ${second}`
    case 'replay':
      return `the adversary sends an old ${message} from ${first} to ${second} once more`
    case 'resend':
      return `the adversary sends an old ${message} of the front end’s links, ${first} to ${second}, once more`
    case 'echo':
      return `a host sends an old ${message} from ${first} to ${second} once more`
    case 'inject':
      return `the adversary tells ${first} what another client was told`
    case 'alter':
      return `the adversary alters a ${message} from ${first} to ${second}`
    case 'sign':
      return `the adversary signs an answer of its own from ${first} to ${second}`
    case 'forge':
      return `${first}, which the adversary owns, makes up a ${message} to ${second}`
    case 'leak':
      return `the records of ${first} leak, unsealed`
    case 'find':
      return `${second} finds the phone ${first} and reads its storage`
    case 'rollback':
      return `the host of ${first} puts back an older copy of its storage (${writes(ordinal)})`
    case 'tear':
      return `the last write of ${first} turns out not to be durable`
    case 'clone':
      return `the host starts a second instance of ${first} on an older copy (${writes(ordinal)})`
    case 'swap':
      return `the host lets the other instance of ${first} run instead`
    default:
      return crashAfter === undefined ? '' : `${nodes[nodes.length - 1]} loses power in the middle of a step`
  }
}

function writes(ago: number): string {
  return ago === 1 ? 'one write ago' : `${ago} writes ago`
}

/** Leaderships and verdicts, which belong to the whole run. */
export function closing(
  spans: readonly Span[],
  claims: readonly Judged[],
  nodes: readonly string[],
): Milestone[] {
  const leaders = spans
    .filter(({ kind }) => kind === 'leads')
    .map(
      ({ lane, from, text }): Milestone => ({ step: from, tone: 'leader', text: `${nodes[lane]} ${text}` }),
    )
  const broken = claims.flatMap(({ id, claimed, broken: fell }): Milestone[] =>
    fell === null || !claimed ? [] : [{ step: fell.step, tone: 'broken', text: `${id} breaks: ${fell.why}` }],
  )
  return [...leaders, ...broken]
}

/**
 * In the order of steps; within a step as they were told. Powering on one after another is one sentence, so are links
 * that are cut, and the same sentence several times in a row.
 */
export function inOrder(story: readonly Milestone[]): Milestone[] {
  const sorted = story
    .map((milestone, place) => ({ milestone, place }))
    .sort((a, b) => a.milestone.step - b.milestone.step || a.place - b.place)
    .map(({ milestone }) => milestone)
  const told: Milestone[] = []
  for (const next of sorted) {
    const last = told[told.length - 1]
    const one = last === undefined ? undefined : joined(last, next)
    if (one === undefined) told.push(next)
    else told[told.length - 1] = one
  }
  return told
}

function joined(last: Milestone, next: Milestone): Milestone | undefined {
  const [booted, boots] = [booting(last.text), booting(next.text)]
  if (booted !== undefined && boots !== undefined) return { ...last, text: `${booted}, ${boots} boot` }
  const [cut, cuts] = [cutting(last.text), cutting(next.text)]
  if (cut !== undefined && cuts !== undefined) return { ...last, text: `the links ${cut}, ${cuts} are cut` }
  return last.text === next.text && last.tone === next.tone
    ? { ...last, times: (last.times ?? 1) + 1, until: next.step }
    : undefined
}

function cutting(text: string): string | undefined {
  return /^the links? (.*) (?:is|are) cut$/.exec(text)?.[1]
}

function booting(text: string): string | undefined {
  return /^(.*) boots?$/.exec(text)?.[1]
}

/** Is this a fact that the page lists under a step? Sends and deliveries are arrows already. */
export function isListed(fact: Fact): boolean {
  return fact.fact !== 'received'
}
