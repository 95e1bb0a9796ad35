/** REP-7: older or cloned storage (§5.9). */
import type { Fact } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import { type AppliedChains, startApplied, stepApplied } from './applied.ts'
import { type Leaders, startLeaders, stepLeaders } from './leaders.ts'
import { type Kept, startKept, stepKept } from './logs.ts'
import { claim } from './told.ts'

interface Turned {
  readonly leaders: Leaders
  readonly kept: Kept
  readonly applied: AppliedChains
  readonly rolledBack: readonly NodeId[]
  readonly why: string | null
  readonly returned: boolean
}

function stepTurned(at: Turned, fact: Fact): Turned {
  const leaders = stepLeaders(at.leaders, fact)
  const kept = stepKept(at.kept, fact)
  const applied = stepApplied(at.applied, fact)
  const rolledBack =
    fact.fact === 'rolledBack' && !at.rolledBack.includes(fact.node)
      ? [...at.rolledBack, fact.node]
      : at.rolledBack
  const returned = at.returned || (fact.fact === 'persisted' && rolledBack.includes(fact.node))
  const same = leaders === at.leaders && kept === at.kept && applied === at.applied
  if (same && rolledBack === at.rolledBack && returned === at.returned) return at
  const why = rolledBack.length === 0 ? null : (at.why ?? leaders.why ?? kept.why ?? applied.why)
  return { leaders, kept, applied, rolledBack, why, returned }
}

/** REP-7 (§5.9): a history forked or turned back by older or cloned storage breaks it. */
export const rep7 = claim<Turned>({
  id: 'REP-7',
  kind: 'always',
  section: '5.9',
  says: 'A replica with older or cloned storage neither forks the history nor turns it back.',
  source: 'ours',
  reads: ['persisted', 'told', 'rolledBack', 'booted'],
  start: (setting) => ({
    leaders: startLeaders(setting),
    kept: startKept(setting),
    applied: startApplied(setting),
    rolledBack: [],
    why: null,
    returned: false,
  }),
  step: stepTurned,
  broken: ({ why }) => why,
  // A replica that was set back took part again.
  witness: ({ returned }) => returned,
  latches: ['returned', 'leaders.contested', 'kept.survived', 'applied.twice'],
})
