/** What a recovery session does, by name (§6.2). */
import { actionsFor, drawOf } from '../actions.ts'
import type { Effect, Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import type { Deps } from '../shell.ts'
import type { Answer } from './bodies.ts'
import type { WireBody } from './channel.ts'
import type { ChargeCommand, SettleCommand, Verdict } from './commands.ts'
import { answered, type Proposal } from './reply.ts'
import {
  type At,
  askedOf,
  type Context,
  current,
  EMPTY,
  type Event,
  type Said,
  verdictOf,
} from './session-context.ts'
import { answerBody } from './vault-channel.ts'
import { bindingOf, digestOf, oprfKeyOf, transportKey } from './words.ts'

const { change, ask, refuse, defect } = actionsFor<Context, Event>()

type Refused = Extract<Verdict, { is: 'refused' }>
type Charged = Extract<Verdict, { is: 'charged' }>
type Settled = Extract<Verdict, { is: 'settled' }>

const NONE = '' as Octets

function ke1Of(at: At): Octets {
  const { request } = current(at)
  return request.type === 'recoverStart' ? request.ke1 : NONE
}

/** Signs an answer to the request that is worked on. Its nonce is a draw of the event. */
function reply(deps: Deps, at: At, said: Said): WireBody {
  const { secrets, replyKey, request } = current(at)
  const answer = { ...said, session: request.session } as Answer
  return answerBody(deps, secrets, answer, { key: replyKey, nonce: drawOf(at, 'replyNonce') })
}

function refusal(deps: Deps, at: At, why: string): WireBody {
  const verdict = verdictOf<Verdict>(at)
  const { ticksLeft, generation } = verdict.is === 'refused' ? verdict : { ticksLeft: 0, generation: 0 }
  const to = current(at).request.type
  return reply(deps, at, { type: 'refused', to, why, ticksLeft, generation })
}

function loginInput(deps: Deps, at: At): Parameters<CryptoPort['loginRespond']>[0] {
  const { crypto, profile } = deps
  const { secrets, record, request } = current(at)
  const { stored, version } = verdictOf<Charged>(at)
  const client = { identity: identityOf(deps, record), owner: stored.owner, version }
  return {
    akeSecret: secrets.ake,
    akePublic: secrets.keys.ake,
    oprfKey: oprfKeyOf(crypto, profile, secrets, stored.key),
    record: stored.envelope,
    ke1: ke1Of(at),
    binding: bindingOf(crypto, profile.name, secrets.keys, request.session, client, stored.stretch),
    maskingNonce: drawOf(at, 'maskingNonce'),
    nonce: drawOf(at, 'nonce'),
    keyshareSeed: drawOf(at, 'keyshareSeed'),
  }
}

/** The one evaluation: of this element, under this record's key. A KE1 that is none gets no answer. */
function evaluated(deps: Deps, at: At): Partial<Context> {
  const made = deps.crypto.loginRespond(loginInput(deps, at))
  if (!made.ok) return { answer: null, login: null }
  const { stored, version, remaining } = verdictOf<Charged>(at)
  const said = {
    type: 'recoverResponse',
    record: current(at).record,
    ke2: made.value.ke2,
    stretch: stored.stretch,
    owner: stored.owner,
    version,
    attemptsLeft: remaining,
  } as const
  return { answer: reply(deps, at, said), login: made.value.state, version }
}

function settlement(at: At, right: boolean): SettleCommand {
  const { name, digest, version } = at.context
  const { record, request } = current(at)
  const { session } = request
  return { do: 'settle', id: `settle/${name}`, record, session, digest: digest as Octets, version, right }
}

function proposed(command: ChargeCommand | SettleCommand): Effect[] {
  const event: Proposal = { type: 'proposal', part: 'session', command }
  return [{ do: 'tell', machine: 'vault', event }]
}

/** The actions of a recovery session. */
export function sessionActions(deps: Deps) {
  const { crypto } = deps
  const note = (field: 'answer' | 'result', body: (at: At) => WireBody) =>
    change((at) => ({ [field]: body(at) }))
  return {
    refuse,
    defect,
    /** Refused without a word to the client: whoever sent it is not the one whose session this is. */
    refuseBytes: ask(() => [{ do: 'label', text: 'refused relayed' }]),
    open: change((at) => ({
      ...EMPTY,
      asked: askedOf(at),
      name: drawOf(at, 'name'),
      start: askedOf(at).bytes,
    })),
    noteDigest: change((at) => ({ digest: digestOf(crypto, ke1Of(at)) })),
    /** The answer goes the way that the newest copy of the request came. */
    follow: change((at) => ({ asked: askedOf(at) })),
    proposeCharge: ask((at) => {
      const { record, request } = current(at)
      const { name, digest } = at.context
      const { session } = request
      return proposed({ do: 'charge', id: `charge/${name}`, record, session, digest: digest as Octets })
    }),
    evaluate: change((at) => evaluated(deps, at)),
    noteMalformed: note('answer', (at) => refusal(deps, at, 'malformed')),
    noteRefusal: note('answer', (at) => refusal(deps, at, verdictOf<Refused>(at).why)),
    sendAnswer: ask(({ context }) => [answered(context.asked!.route, context.answer!)]),
    checkProof: change((at) => {
      const { request, bytes } = askedOf(at)
      const ke3 = request.type === 'recoverFinish' ? request.ke3 : NONE
      const checked = crypto.loginVerify(at.context.login as Octets, ke3)
      return { finish: bytes, sessionKey: checked.ok ? checked.value.sessionKey : null }
    }),
    /** Nothing was charged, so nothing can be proved. */
    noteFinish: change((at) => ({ finish: askedOf(at).bytes, sessionKey: null })),
    proposeRight: ask((at) => proposed(settlement(at, true))),
    proposeWrong: ask((at) => proposed(settlement(at, false))),
    /** K's ciphertext, once more under the session key (_model_). */
    noteRight: note('result', (at) => {
      const { ciphertext, remaining: attemptsLeft } = verdictOf<Settled>(at)
      const key = transportKey(crypto, at.context.sessionKey as Octets)
      const sealed = crypto.seal(key, drawOf(at, 'transportNonce'), current(at).request.session, ciphertext)
      return reply(deps, at, { type: 'recoverResult', right: true, sealed, attemptsLeft })
    }),
    noteWrong: note('result', (at) => {
      const { remaining: attemptsLeft } = verdictOf<Settled>(at)
      return reply(deps, at, { type: 'recoverResult', right: false, sealed: crypto.text(''), attemptsLeft })
    }),
    noteUnsettled: note('result', (at) => refusal(deps, at, verdictOf<Refused>(at).why)),
    sendResult: ask(({ context }) => [answered(context.asked!.route, context.result!)]),
  }
}

function identityOf({ profile }: Deps, record: string): string {
  return profile.identity === 'account' ? record.slice(1) : record
}
