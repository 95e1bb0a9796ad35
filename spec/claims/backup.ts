/** BKP-1: what a phone restores (§8.4). By the user's acts, by who held which K, and by what crossed the cloud's links. */
import type { Fact, Octets } from '../boundary.ts'
import type { BackUp, BackupsEnded, KeyHeld } from '../client/backups.ts'
import type { NodeId } from '../names.ts'
import { claim } from './told.ts'

interface Backups {
  /** The K that a phone holds. */
  readonly held: Readonly<Record<NodeId, Octets>>
  /** `K content`, of every backup that somebody who held K began. */
  readonly written: Readonly<Record<string, true>>
  /** `K file`, of every file that left a phone that held K. */
  readonly left: Readonly<Record<string, true>>
  readonly why: string | null
  readonly shown: boolean
}

const START: Backups = { held: {}, written: {}, left: {}, why: null, shown: false }

function step(at: Backups, fact: Fact): Backups {
  switch (fact.fact) {
    case 'crashed': {
      const { [fact.node]: gone, ...held } = at.held
      return gone === undefined ? at : { ...at, held }
    }
    case 'told': {
      if (fact.machine !== 'files' || fact.event.type !== 'keyHeld') return at
      return { ...at, held: { ...at.held, [fact.node]: (fact.event as KeyHeld).key } }
    }
    case 'began': {
      const key = at.held[fact.node]
      if (fact.event.type !== 'backUp' || key === undefined) return at
      return { ...at, written: { ...at.written, [`${key} ${(fact.event as BackUp).content}`]: true } }
    }
    case 'sent':
    case 'received':
      return seen(at, fact)
    case 'outcome':
      return restored(at, fact)
    default:
      return at
  }
}

function seen(at: Backups, { fact, node, message }: Extract<Fact, { fact: 'sent' | 'received' }>): Backups {
  const key = at.held[node]
  const { type, file } = message as { readonly type: string; readonly file?: unknown }
  if (key === undefined || typeof file !== 'string') return at
  const name = `${key} ${file}`
  if (fact === 'sent' && type === 'putFile')
    return at.left[name] ? at : { ...at, left: { ...at.left, [name]: true } }
  const strange = fact === 'received' && type === 'fileAnswer' && at.left[name] !== true
  return strange && !at.shown ? { ...at, shown: true } : at
}

function restored(at: Backups, { node, event }: Extract<Fact, { fact: 'outcome' }>): Backups {
  const { type, outcome, content } = event as Partial<BackupsEnded>
  if (type !== 'restoreEnded' || outcome !== 'restored' || at.why !== null) return at
  if (at.written[`${at.held[node]} ${content}`] === true) return at
  return { ...at, why: `${node} restored what nobody who held its K had written` }
}

/** BKP-1 (§8.4): a restored file that no holder of this K wrote breaks it. An older one of the same K does not. */
export const bkp1 = claim<Backups>({
  id: 'BKP-1',
  kind: 'always',
  section: '8.4',
  says: 'A restored file is one that a holder of this K wrote.',
  source: 'ours',
  reads: ['told', 'began', 'sent', 'received', 'outcome', 'crashed'],
  start: () => START,
  step,
  broken: ({ why }) => why,
  // A phone was shown a file that never left a phone with its K.
  witness: ({ shown }) => shown,
})
