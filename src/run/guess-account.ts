/**
 * The account of guesses of a run (§4.10): for every secret that was ever enrolled, over all records, replicas and
 * fleets, the charges that were committed and the distinct evaluations that left an HSM.
 */
import type { Fact, Octets } from '../../spec/boundary.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Decided } from '../../spec/vault/commands.ts'

/** One secret's row. Secrets are numbered as they were first enrolled: the account names none. */
export interface SecretGuesses {
  readonly secret: number
  /** Records that were made from it. */
  readonly records: number
  /** Entries of the log that took a guess, or found theirs taken: each once, at the first replica that applied it. */
  readonly charges: number
  /** Distinct by OPRF key and blinded element. */
  readonly evaluations: number
}

interface Row {
  readonly records: Set<string>
  readonly charges: Set<string>
  readonly evaluations: Set<string>
}

/** The facts that the account looks at. */
export function isAccounted(fact: Fact): boolean {
  if (fact.fact === 'called') return fact.op === 'registrationFinish' || fact.op === 'loginRespond'
  if (fact.fact === 'told')
    return fact.machine.startsWith('attempts/') || (fact.machine === 'vault' && fact.event.type === 'decided')
  return fact.fact === 'released'
}

/** Keeps the account of one run. */
export function createGuessAccount() {
  const rows = new Map<Octets, Row>()
  const madeFrom = new Map<Octets, Octets>()
  const keyOf = new Map<Octets, Octets>()
  const charge = new Map<NodeId, string>()
  const rowFor = (envelope: Octets | undefined) => rows.get(madeFrom.get(envelope as Octets) as Octets)

  const called = ({ op, args, result }: Extract<Fact, { fact: 'called' }>): void => {
    const input = args[0] as { password: Octets; oprfKey: Octets; record: Octets }
    const answer = result as { ok: boolean; value?: { record: Octets } }
    if (!answer.ok) return
    if (op === 'loginRespond') keyOf.set(input.oprfKey, input.record)
    if (op !== 'registrationFinish' || answer.value === undefined) return
    const row = rows.get(input.password) ?? { records: new Set(), charges: new Set(), evaluations: new Set() }
    row.records.add(answer.value.record)
    rows.set(input.password, row)
    madeFrom.set(answer.value.record, input.password)
  }
  const told = ({ node, machine, event }: Extract<Fact, { fact: 'told' }>): void => {
    if (machine.startsWith('attempts/')) {
      const { command } = event as unknown as { command?: { id: string } }
      charge.set(node, event.type === 'charge' ? (command?.id ?? '') : '')
      return
    }
    const { verdict } = event as unknown as Decided
    if (verdict.is === 'charged') rowFor(verdict.stored.envelope)?.charges.add(charge.get(node) ?? '')
  }
  return {
    add: (facts: readonly Fact[]): void => {
      for (const fact of facts) {
        if (!isAccounted(fact)) continue
        if (fact.fact === 'called') called(fact)
        else if (fact.fact === 'told') told(fact)
        else if (fact.fact === 'released')
          rowFor(keyOf.get(fact.key))?.evaluations.add(`${fact.key} ${fact.element}`)
      }
    },
    value: (): SecretGuesses[] =>
      [...rows.values()].map(({ records, charges, evaluations }, i) => ({
        ...{ secret: i + 1, records: records.size, charges: charges.size, evaluations: evaluations.size },
      })),
  }
}
