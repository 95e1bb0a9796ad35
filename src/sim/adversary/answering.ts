/**
 * What a malicious replica may answer to clients (A6), with the fleet's own keys: evaluations that nobody charged, and
 * words of things that never happened.
 */
import type { Message, Octets } from '../../../spec/boundary.ts'
import type { FleetSecrets } from '../../../spec/tells.ts'
import type { Answer } from '../../../spec/vault/bodies.ts'
import { answered } from '../../../spec/vault/reply.ts'
import { answerBody, type ReadRequest, readRequest } from '../../../spec/vault/vault-channel.ts'
import type { Context } from '../../../spec/vault/vault-context.ts'
import { bindingOf, digestOf, oprfKeyOf } from '../../../spec/vault/words.ts'
import type { Relayed } from '../../../spec/wire.ts'
import type { Local } from '../local.ts'
import type { Arms, Flight } from '../world.ts'
import type { Lie, ToldLie } from './lies.ts'

/** So many of the newest requests are answered. */
const REQUESTS_MAX = 3

/** Octets that nobody ever saw, of a size. */
export type Junk = (label: string, bytes: number) => Octets

/** To the front end: answers to the newest requests that it relayed to anybody. */
export function forgedAnswers(
  arms: Arms,
  local: Local,
  seen: readonly Flight[],
  junk: Junk,
): readonly ToldLie[] {
  const vault = local.machines.vault?.context as Context | undefined
  if (vault === undefined || vault.secrets === null) return []
  const requests = seen.filter(({ message }) => message.type === 'relayed').slice(-REQUESTS_MAX)
  return requests.flatMap(({ from: via, message }) => {
    const relayed = message as unknown as Relayed
    const read = readRequest(arms.deps, vault.secrets as FleetSecrets, relayed.body)
    if (read === null) return []
    const { type } = read.request
    const route = {
      via,
      client: relayed.client,
      for: type.startsWith('enrol') ? 'enrollment' : 'recovery',
    } as const
    return answersTo(arms, vault, relayed, read, junk).map(([lie, answer]) => {
      const reply = { key: read.replyKey, nonce: junk('reply', 12) }
      const effect = answered(route, answerBody(arms.deps, vault.secrets as FleetSecrets, answer, reply))
      return { lie, message: (effect as { readonly message: Message }).message }
    })
  })
}

function answersTo(
  arms: Arms,
  vault: Context,
  relayed: Relayed,
  read: ReadRequest,
  junk: Junk,
): readonly (readonly [Lie, Answer])[] {
  const { crypto, profile } = arms.deps
  const { request, bytes } = read
  const { session, type: to } = request
  const record = profile.identity === 'account' ? `#${read.account}` : relayed.record
  const version = (vault.lineages[record]?.version ?? 0) + 1
  const refused: readonly [Lie, Answer] = [
    'refusal',
    { type: 'refused', session, to, why: 'exhausted', ticksLeft: 0, generation: 0 },
  ]
  switch (request.type) {
    case 'enrolStore':
      return [['stored', { type: 'enrolStored', session, record, version, digest: digestOf(crypto, bytes) }]]
    case 'enrolConfirm': {
      const { digest } = request
      return [['confirmed', { type: 'enrolConfirmed', session, record, version: request.version, digest }]]
    }
    case 'recoverStart':
      return [
        ...uncharged(arms, vault, record, session, request.ke1, junk).map((free) => ['free', free] as const),
        refused,
      ]
    case 'recoverFinish': {
      const wrong = { right: false, sealed: crypto.text(''), attemptsLeft: 0 }
      return [['wrong', { type: 'recoverResult', session, ...wrong }]]
    }
    case 'erase':
      return [['erased', { type: 'erased', session, record }]]
    default:
      return [refused]
  }
}

// An evaluation that no entry of the log stands for.
function uncharged(
  { deps }: Arms,
  { secrets, lineages }: Context,
  record: string,
  session: Octets,
  ke1: Octets,
  junk: Junk,
): readonly Answer[] {
  const { crypto, profile } = deps
  const { active, version = 0, limit = 0 } = lineages[record] ?? {}
  if (!active || secrets === null) return []
  const { stretch, owner, envelope, key } = active
  const identity = profile.identity === 'account' ? record.slice(1) : record
  const made = crypto.loginRespond({
    akeSecret: secrets.ake,
    akePublic: secrets.keys.ake,
    oprfKey: oprfKeyOf(crypto, profile, secrets, key),
    record: envelope,
    ke1,
    binding: bindingOf(crypto, profile.name, secrets.keys, session, { identity, owner, version }, stretch),
    maskingNonce: junk('masking', 32),
    nonce: junk('nonce', 32),
    keyshareSeed: junk('keyshare', 32),
  })
  if (!made.ok) return []
  const { ke2 } = made.value
  return [{ type: 'recoverResponse', session, record, ke2, stretch, owner, version, attemptsLeft: limit }]
}
