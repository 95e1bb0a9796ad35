/** REP-8: members are only HSMs that the ceremony admitted (§5.10). */
import type { Claim, Octets, Setting } from '../boundary.ts'
import type { Log } from '../consensus/log.ts'
import { MEMBERS_DOMAIN } from '../consensus/members.ts'
import type { NodeId } from '../names.ts'
import { claim } from './told.ts'

interface Admitted {
  readonly ceremonies: readonly NodeId[]
  /** Statements that a ceremony's port really signed. */
  readonly signed: readonly Octets[]
  readonly why: string | null
  readonly changed: boolean
  readonly forged: boolean
}

// Who is in a log's fleet without the ceremony's word.
function stranger(at: Admitted, log: Log): NodeId | undefined {
  for (const { payload } of log.entries) {
    if (payload?.do !== 'consensus.admit') continue
    if (!at.signed.includes(payload.statement as Octets)) return payload.node as NodeId
  }
  return undefined
}

/** Looks at what the ceremony's own crypto port signed, and at what stands in the replicas' storage. */
export const rep8: Claim = claim<Admitted>({
  id: 'REP-8',
  kind: 'always',
  section: '5.10',
  says: 'Members are only HSMs admitted by the ceremony; a host admits nobody.',
  source: 'ours',
  reads: ['called', 'persisted', 'sent'],
  start: ({ ceremonies = [] }: Setting) => ({
    ceremonies,
    signed: [],
    why: null,
    changed: false,
    forged: false,
  }),
  step: (at, fact) => {
    if (fact.fact === 'called') {
      const [, domain, statement] = fact.args
      if (fact.op !== 'sign' || domain !== MEMBERS_DOMAIN || !at.ceremonies.includes(fact.node)) return at
      return { ...at, signed: [...at.signed, statement as Octets] }
    }
    if (fact.fact === 'sent') {
      const forged = fact.message.type === 'changeMembers' && !at.ceremonies.includes(fact.node)
      return forged && !at.forged ? { ...at, forged } : at
    }
    if (fact.fact !== 'persisted' || fact.cell !== 'log') return at
    const log = fact.value as Log
    if (!log.entries.some(({ payload }) => payload?.do === 'consensus.admit')) return at
    const who = stranger(at, log)
    const why = at.why ?? (who === undefined ? null : `${who} is a member, and no ceremony admitted it`)
    return at.changed && why === at.why ? at : { ...at, changed: true, why }
  },
  broken: ({ why }) => why,
  // Somebody who is no ceremony brought a statement.
  witness: ({ forged }) => forged,
})
