/**
 * What the holder of the vault's signing key may make of an answer that is not sealed (A5): another answer to the
 * same session, rightly signed. Where answers are sealed under a key that only the client and the vault know
 * (`hardened`), it has nothing to say.
 */
import type { Message, Octets } from '../../../spec/boundary.ts'
import { type Answer, isAnswerType } from '../../../spec/vault/bodies.ts'
import type { WireBody } from '../../../spec/vault/channel.ts'
import { answerBody } from '../../../spec/vault/vault-channel.ts'
import type { Arms, Flight } from '../world.ts'

const TO: Readonly<Record<string, string>> = {
  enrolResponse: 'enrolStart',
  enrolStored: 'enrolStore',
  recoverResponse: 'recoverStart',
  recoverResult: 'recoverFinish',
  erased: 'erase',
}

/** The answers that may take the place of the one in this message, in a stable order. */
export function signedInstead(arms: Arms, message: Message, seen: readonly Flight[]): readonly Message[] {
  const { body } = message as Message & { readonly body?: WireBody }
  const { deps, signing } = arms
  if (signing === null || body === undefined || body === null || !isAnswerType(body.type)) return []
  const said = body as unknown as Answer
  return otherAnswers(arms, said, seen).map((answer) => {
    const reply = { key: null, nonce: '' as Octets }
    return { ...message, body: answerBody(deps, signing, answer, reply) } as Message
  })
}

function otherAnswers(arms: Arms, said: Answer, seen: readonly Flight[]): readonly Answer[] {
  const { session, type } = said
  const refused = (why: string): Answer => ({
    ...{ type: 'refused', session, to: TO[type] ?? type, why, ticksLeft: 0, generation: 0 },
  })
  const others: Answer[] = [refused('exhausted'), refused('notEnrolled'), { type: 'sessionUnknown', session }]
  if (said.type === 'recoverResult') others.push({ ...said, right: false, sealed: arms.deps.crypto.text('') })
  if (said.type === 'recoverResult' || said.type === 'recoverResponse')
    others.push({ ...said, attemptsLeft: 0 })
  if (said.type === 'enrolResponse') {
    const response = ownEvaluation(arms, session, seen)
    if (response !== undefined) others.push({ ...said, response })
  }
  return others
}

// The blinded element of this session, evaluated under a key of the adversary's own.
function ownEvaluation(
  { deps, signing }: Arms,
  session: Octets,
  seen: readonly Flight[],
): Octets | undefined {
  if (signing === null) return undefined
  for (const { message } of seen) {
    const { body } = message as Message & { readonly body?: WireBody }
    if (body?.type !== 'enrolStart' || body.session !== session) continue
    const made = deps.crypto.registrationRespond(signing.oprf, signing.keys.ake, body.request as Octets)
    return made.ok ? made.value : undefined
  }
  return undefined
}
