/** How a scenario's transcript shows what happened: one short line for each fact that a reader of Raft looks for. */
import type { Fact, Message } from '../spec/boundary.ts'
import type { Context } from '../spec/consensus/context.ts'
import { type Log, lastOf } from '../spec/consensus/log.ts'
import type { MembersAnswer } from '../spec/consensus/members.ts'
import type { ConsensusMessage, Entry } from '../spec/consensus/messages.ts'
import type { NodeId } from '../spec/names.ts'
import type { Applied, Installed, RoleChanged } from '../spec/tells.ts'

/** `@a1` as `1`, anything else without its sigil. */
export function short(node: string | null): string {
  return node === null ? 'nobody' : node.replace(/^@a?/, '')
}

function entry({ index, term, payload }: Entry): string {
  if (payload === null) return `${index}/t${term}`
  const own = payload.do.startsWith('consensus.')
  const who = typeof payload.node === 'string' ? ` ${short(payload.node)}` : ''
  return `${index}/t${term}=${own ? payload.do.slice('consensus.'.length) + who : payload.id}`
}

/** A log as `base | entries`. */
export function logText(log: Log): string {
  const base = log.base.index === 0 ? '' : `..${log.base.index}/t${log.base.term} `
  return `${base}[${log.entries.map(entry).join(' ')}]`
}

/** A message as it is delivered. */
export function messageText(from: NodeId, to: NodeId, message: Message): string {
  const m = message as ConsensusMessage
  return `${short(from)}>${short(to)} ${m.type}${'term' in m ? ` t${m.term}` : ''}${details(m)}`
}

function details(m: ConsensusMessage): string {
  switch (m.type) {
    case 'requestVote':
    case 'requestPreVote':
      return ` last ${m.lastIndex}/t${m.lastTerm}`
    case 'vote':
    case 'preVote':
      return m.granted ? ' granted' : ' refused'
    case 'appendEntries':
      return ` after ${m.prevIndex}/t${m.prevTerm} [${m.entries.map(entry).join(' ')}] commit ${m.commit}`
    case 'appended':
    case 'received':
      return ` up to ${m.match}`
    case 'appendRefused':
      return ` after ${m.prevIndex}, try ${m.hint}`
    case 'installSnapshot':
      return ` up to ${m.index}/t${m.lastTerm} in ${m.parts}`
    case 'fetchPart':
    case 'snapshotPart':
      return ` part ${m.part} of ${m.index}`
    default:
      return 'outcome' in m ? ` ${(m as unknown as MembersAnswer).outcome}` : ''
  }
}

/** The line for a fact, or none. */
export function factText(fact: Fact): string | undefined {
  switch (fact.fact) {
    case 'persisted':
      if (fact.cell === 'number') return `${short(fact.node)} signs statement ${fact.value}`
      return `${short(fact.node)} ${fact.cell === 'log' ? `log ${logText(fact.value as Log)}` : ballotText(fact.value)}`
    case 'told':
      return fact.machine === 'vault' ? toldText(fact.node, fact.event) : undefined
    case 'outcome': {
      const { id = '', outcome = '', number = '' } = fact.event as unknown as Readonly<Record<string, string>>
      return `${short(fact.node)} user: ${id || fact.event.type} ${outcome || number}`
    }
    case 'refused':
      return `${short(fact.node)} refuses ${fact.type}`
    case 'crashed':
      return `${short(fact.node)} crashes`
    case 'rolledBack':
      return `${short(fact.node)} is set back`
    default:
      return undefined
  }
}

function ballotText(value: unknown): string {
  const { term, votedFor } = value as { term: number; votedFor: string | null }
  return `ballot t${term}, vote for ${short(votedFor)}`
}

function toldText(node: NodeId, event: { readonly type: string }): string | undefined {
  switch (event.type) {
    case 'applied': {
      const { index, command, repeated } = event as Applied
      if (command === null) return undefined
      return `${short(node)} applies ${index}=${command.id}${repeated ? ' again' : ''}`
    }
    case 'installed':
      return `${short(node)} installs up to ${(event as Installed).index}`
    case 'roleChanged': {
      const { leads, term, leader } = event as RoleChanged
      return `${short(node)} ${leads ? 'leads' : `follows ${short(leader)} in`} t${term}`
    }
    case 'snapshotWanted':
      return `${short(node)} wants a snapshot`
    default:
      return undefined
  }
}

/** A replica in one line. */
export function stateText(node: NodeId, value: unknown, context: Context): string {
  const role =
    typeof value === 'string'
      ? value
      : Object.entries(value as object)
          .flat()
          .join('.')
  const { ballot, commit, log } = context
  return `${short(node)} ${role} t${ballot.term} commit ${commit} last ${lastOf(log).index} ${logText(log)}`
}
