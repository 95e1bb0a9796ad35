/**
 * The account of guesses (§4.10), recomputed by an outsider: reads the facts of one run as NDJSON, one fact a line, and
 * imports nothing of the project. `node docs/account-of-guesses.mjs out/facts.ndjson` prints one row for each secret.
 */
import { readFileSync } from 'node:fs'

// Rows from lines of facts.
function account(lines) {
  const secrets = [] // in the order in which they were first enrolled
  const recordsOf = new Map() // secret to its records
  const charges = new Map() // secret to ids of charges
  const evaluations = new Map() // secret to `key element`
  const secretOf = new Map() // record to secret
  const recordOf = new Map() // OPRF key to the record that it answers for
  const looksAt = new Map() // HSM to the charge that it looks at
  const note = (table, secret, value) => {
    if (secret === undefined) return
    if (!table.has(secret)) table.set(secret, new Set())
    table.get(secret).add(value)
  }
  for (const line of lines) {
    const fact = JSON.parse(line)
    if (fact.fact === 'called' && fact.result.ok) {
      const [input] = fact.args
      if (fact.op === 'registrationFinish') {
        if (!secrets.includes(input.password)) secrets.push(input.password)
        secretOf.set(fact.result.value.record, input.password)
        note(recordsOf, input.password, fact.result.value.record)
      }
      if (fact.op === 'loginRespond') recordOf.set(input.oprfKey, input.record)
    }
    if (fact.fact === 'told' && fact.machine.startsWith('attempts/'))
      looksAt.set(fact.node, fact.event.type === 'charge' ? fact.event.command.id : undefined)
    if (fact.fact === 'told' && fact.event.type === 'decided' && fact.event.verdict.is === 'charged')
      note(charges, secretOf.get(fact.event.verdict.stored.envelope), looksAt.get(fact.node))
    if (fact.fact === 'released')
      note(evaluations, secretOf.get(recordOf.get(fact.key)), `${fact.key} ${fact.element}`)
  }
  const size = (table, secret) => table.get(secret)?.size ?? 0
  return secrets.map((secret, i) => ({
    secret: i + 1,
    records: size(recordsOf, secret),
    charges: size(charges, secret),
    evaluations: size(evaluations, secret),
  }))
}

const file = process.argv[2]
if (file === undefined) {
  console.error('usage: node docs/account-of-guesses.mjs FACTS.ndjson')
  process.exitCode = 2
} else {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  console.log(JSON.stringify(account(lines)))
}
