/**
 * SEC-2 and SEC-3 (§10.5): what two runs of the same choices, with one secret changed, look like from outside. Each
 * fold writes down shapes; the claim holds for a pair of runs if both wrote the same.
 */
import type { Claim, Fact, Octets, Setting } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { NodeId } from '../names.ts'
import { claim } from './told.ts'

/** What a fold needs of the port: which strings are octets, and how long they are. */
export type Sizes = Pick<CryptoPort, 'isOctets' | 'size'>

/** The shapes in their order. */
export interface Shapes {
  readonly hsms: readonly NodeId[]
  readonly clients: readonly NodeId[]
  readonly lines: readonly string[]
  /** SEC-3: a login was answered, and not yet settled. */
  readonly from: boolean
  readonly until: boolean
}

function start(setting: Setting): Shapes {
  const hsms = Object.values(setting.fleets).flat()
  return { hsms, clients: setting.clients, lines: [], from: false, until: false }
}

/** Octets as their length. `open`: everything else as it is; else as a length too, as under a seal. */
export function shapeOf(value: unknown, sizes: Sizes, open: boolean): string {
  if (sizes.isOctets(value)) return `<${sizes.size(value as Octets)}>`
  if (typeof value === 'string') return open ? JSON.stringify(value) : `"${value.length}"`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => `${key}:${shapeOf(item, sizes, open)}`)
    return Array.isArray(value) ? `[${fields.length}|${fields.join()}]` : `{${fields.sort().join()}}`
  }
  return open || value === null ? String(value) : typeof value
}

/** SEC-2: everything that passes the front end, in shape. */
export function sec2(sizes: Sizes): Claim {
  return claim<Shapes>({
    id: 'SEC-2',
    kind: 'pair',
    section: '10.5',
    says: 'What the front end sees for two passwords has the same shape and lengths, right or wrong.',
    source: 'ours',
    reads: ['sent'],
    start,
    step: (before, fact) => {
      if (fact.fact !== 'sent') return before
      const inside = (node: NodeId) => before.hsms.includes(node) || before.clients.includes(node)
      if (inside(fact.node) && inside(fact.to)) return before
      const line = `${fact.node}>${fact.to} ${shapeOf(fact.message, sizes, true)}`
      return { ...before, lines: [...before.lines, line] }
    },
    broken: () => null,
    witness: ({ lines }) => lines.length > 0,
  })
}

/** SEC-3: every write and message of every HSM's host, in shape, from a KE1 until its session is settled. */
export function sec3(sizes: Sizes): Claim {
  return claim<Shapes>({
    id: 'SEC-3',
    kind: 'pair',
    section: '10.5',
    says: 'From KE1 until the entry that settles the session is durable, writes, messages, sizes and order at every host are the same for a right and a wrong KE3.',
    source: 'ours',
    reads: ['called', 'told', 'sent', 'persisted', 'erased'],
    start,
    step: (before, fact) => hostStep(before, fact, sizes),
    broken: () => null,
    witness: ({ from, until }) => from && until,
  })
}

function hostStep(before: Shapes, fact: Fact, sizes: Sizes): Shapes {
  if (before.until || !('node' in fact) || !before.hsms.includes(fact.node)) return before
  if (fact.fact === 'called')
    return fact.op === 'loginRespond' && !before.from ? { ...before, from: true } : before
  if (fact.fact === 'told') return isSettled(fact) && before.from ? { ...before, until: true } : before
  if (!before.from) return before
  const line = hostLine(fact, sizes)
  return line === null ? before : { ...before, lines: [...before.lines, line] }
}

function hostLine(fact: Fact, sizes: Sizes): string | null {
  if (fact.fact === 'persisted') return `${fact.node} ${fact.cell} ${shapeOf(fact.value, sizes, false)}`
  if (fact.fact === 'erased') return `${fact.node} ${fact.cell} erased`
  return fact.fact === 'sent' ? `${fact.node}>${fact.to} ${shapeOf(fact.message, sizes, false)}` : null
}

// What is applied is durable at a quorum.
function isSettled({ event }: Extract<Fact, { fact: 'told' }>): boolean {
  const { command } = event as { command?: { do?: unknown } | null }
  return event.type === 'applied' && command?.do === 'settle'
}
