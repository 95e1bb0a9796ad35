/** What a run's claims are, and who judges those that a fold cannot decide (§10.2, §10.5). */
import type { Claim } from '../../spec/boundary.ts'
import { CATALOGUE } from '../../spec/claims/catalogue.ts'
import type { Histories } from '../../spec/claims/histories.ts'
import { bkp2, type Evidence, sec1InPlay, sec4InPlay } from '../../spec/claims/secrecy.ts'
import type { Twin } from '../../spec/crypto.ts'
import { termsOf } from '../crypto/ideal/deduction.ts'
import type { IdealTwin } from '../crypto/ideal/twin.ts'
import { judgeHistories } from '../judge/counter-history.ts'
import { judgeSecrecy } from '../judge/knowledge.ts'
import type { Judges } from '../judge/monitor.ts'

const SECRECY: readonly Claim[] = [sec1InPlay, sec4InPlay, bkp2]

/** All claims that a single run can say something about. In real cryptography nothing is derived. */
export function claimsFor(crypto: 'real' | 'ideal'): readonly Claim[] {
  return crypto === 'ideal' ? [...CATALOGUE, ...SECRECY] : CATALOGUE
}

/** The judges for a run on this twin. */
export function judgesFor(twin: Twin): Judges {
  const linearizable = (histories: unknown) => judgeHistories(histories as Histories)
  if (!isIdeal(twin)) return { linearizable }
  const terms = termsOf(twin.table)
  return {
    linearizable,
    derivable: (evidence) => {
      const judged = judgeSecrecy(terms, evidence as Evidence)
      return judged.verdict === 'holds' ? null : judged.why
    },
  }
}

function isIdeal(twin: Twin): twin is IdealTwin {
  return twin.name === 'ideal'
}

/** Every cell of the table that a claim has. */
export function cellsIn(claim: string): readonly string[] {
  return claim === 'SEC-1' ? ['SEC-1 code', 'SEC-1 password'] : [claim]
}

/** The cell of the table that a broken claim belongs to: of SEC-1 there are two, for codes and for passwords. */
export function cellOf(claim: string, why: string): string {
  return claim === 'SEC-1' ? `SEC-1 ${why.slice(0, why.indexOf(':'))}` : claim
}
