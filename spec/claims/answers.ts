/** REC-2: a client believes only what an HSM answered in this session (§6.4). */
import type { Fact } from '../boundary.ts'
import { same } from '../canonical.ts'
import type { NodeId } from '../names.ts'
import type { Ended } from '../tells.ts'
import type { Answered, FromVault, ToVault } from '../wire.ts'
import { type Owners, startOwners } from './owners.ts'
import { claim } from './told.ts'

interface Own {
  readonly fleetOf: Owners['fleetOf']
  /** Bodies that an HSM sent, by session. */
  readonly sent: Readonly<Record<string, readonly unknown[]>>
  /** The session that each client's machines began last, and the body that reached them last: `node machine`. */
  readonly session: Readonly<Record<string, string>>
  readonly last: Readonly<Record<string, unknown>>
  /** What `last` was before the message that is being looked at: one that is refused has said nothing. */
  readonly before: Readonly<Record<string, unknown>>
  readonly why: string | null
  /** A client refused an answer: forged, altered, replayed or of another session. */
  readonly refused: boolean
}

const CONCLUSIVE: readonly string[] = [
  ...['recovered', 'wrongPassword', 'exhausted', 'delayed', 'notEnrolled', 'deleted', 'enrolled', 'taken'],
]

// What the ways to hold K come to (§8.3) says not whose answer it was.
const PROTOCOLS: Readonly<Record<string, string>> = {
  ...{ enrollmentEnded: 'enrollment', recoveryEnded: 'recovery', deletionEnded: 'recovery' },
}

function sessionOf(body: unknown): string {
  return String((body as { readonly session?: unknown } | null)?.session)
}

function passed(at: Own, fact: Extract<Fact, { fact: 'sent' }>): Own {
  const { node, message } = fact
  if (message.type === 'answered' && at.fleetOf[node] !== undefined) {
    const { body } = message as unknown as Answered
    const session = sessionOf(body)
    const before = at.sent[session] ?? []
    if (before.some((one) => same(one, body))) return at
    return { ...at, sent: { ...at.sent, [session]: [...before, body] } }
  }
  if (message.type !== 'toVault') return at
  const { body } = message as unknown as ToVault
  const { type, kind = type } = body as { readonly type: string; readonly kind?: string }
  const machine = /^(enrol|confirm)/.test(kind) ? 'enrollment' : 'recovery'
  return { ...at, session: { ...at.session, [`${node} ${machine}`]: sessionOf(body) } }
}

function concluded(at: Own, node: NodeId, { type, outcome }: Ended): Own {
  const protocol = PROTOCOLS[type]
  if (protocol === undefined || !CONCLUSIVE.includes(outcome)) return at
  const machine = `${node} ${protocol}`
  const body = at.last[machine]
  const session = sessionOf(body)
  // A user who asks while another act is under way is answered without the vault.
  if (body === undefined) return at
  const own = session === at.session[machine] && (at.sent[session] ?? []).some((one) => same(one, body))
  return own
    ? at
    : { ...at, why: at.why ?? `${node} concluded ${outcome} from an answer that no HSM gave it` }
}

/** REC-2 (§6.4): concluding anything from an answer of another session, an old one or an altered one breaks it. */
export const rec2 = claim<Own>({
  id: 'REC-2',
  kind: 'always',
  section: '6.4',
  says: 'A client concludes nothing from an answer that is mixed between sessions, replayed, or altered.',
  source: 'model',
  reads: ['sent', 'received', 'outcome', 'refused'],
  start: (setting) => ({
    ...{ fleetOf: startOwners(setting).fleetOf, sent: {}, session: {}, last: {}, before: {} },
    ...{ why: null, refused: false },
  }),
  step: (at, fact) => {
    switch (fact.fact) {
      case 'sent':
        return passed(at, fact)
      case 'received': {
        const { type } = fact.message
        if (type !== 'recoveryAnswered' && type !== 'enrollmentAnswered') return at
        const machine = `${fact.node} ${type === 'recoveryAnswered' ? 'recovery' : 'enrollment'}`
        const { body } = fact.message as unknown as FromVault
        return { ...at, before: at.last, last: { ...at.last, [machine]: body } }
      }
      case 'outcome':
        return concluded(at, fact.node, fact.event as Ended)
      case 'refused':
        return /Answered$/.test(fact.type) ? { ...at, refused: true, last: at.before } : at
      default:
        return at
    }
  },
  broken: ({ why }) => why,
  witness: ({ refused }) => refused,
})
