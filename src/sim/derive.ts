/** Facts that the world derives (§1.3): from the crypto port's call log, and from what leaves an HSM. */
import type { Effect, Fact, Octets } from '../../spec/boundary.ts'
import type { Call, CryptoPort, Twin } from '../../spec/crypto.ts'
import type { NodeId } from '../../spec/names.ts'
import type { Evaluation } from './local.ts'

/** Where the logged port writes its calls; emptied before each machine's step. */
export interface PortLog {
  readonly calls: Call[]
}

// Encoding and hashing are not worth a fact: nothing is decided by them alone.
const SILENT: ReadonlySet<string> = new Set([
  'text',
  'number',
  'pack',
  'unpack',
  'asText',
  'asNumber',
  'size',
  'isOctets',
  'hash',
  'derive',
])

/** The port as machines get it: the twin's own, each call that can matter written down. */
export function logged(port: CryptoPort, log: PortLog): CryptoPort {
  const wrapped: Record<string, unknown> = {}
  for (const op of Object.keys(port) as (keyof CryptoPort)[]) {
    const call = (port[op] as (...args: unknown[]) => unknown).bind(port)
    wrapped[op] = SILENT.has(op)
      ? call
      : (...args: unknown[]) => {
          const result = call(...args)
          log.calls.push({ op, args, result })
          return result
        }
  }
  return wrapped as unknown as CryptoPort
}

type RespondInput = Parameters<CryptoPort['loginRespond']>[0]

/**
 * The facts of a step's calls, and the evaluations among them. What an HSM seals is looked through: an evaluation
 * inside an answer that only its client can open is released all the same.
 */
export function factsOfCalls(
  node: NodeId,
  twin: Twin,
  calls: readonly Call[],
  known: readonly Evaluation[] = [],
): { readonly facts: Fact[]; readonly evaluations: Evaluation[] } {
  const facts: Fact[] = []
  const evaluations: Evaluation[] = []
  for (const { op, args, result } of calls) {
    facts.push({ fact: 'called', node, op, args, result })
    const evaluation = evaluationOf(twin, op, args, result)
    if (evaluation !== undefined) evaluations.push(evaluation)
    if (op === 'seal')
      evaluations.push(...sealedIn(twin, args[3], result as Octets, [...known, ...evaluations]))
  }
  return { facts, evaluations }
}

// The same evaluations, to be known again by the ciphertext that carries them.
function sealedIn(
  twin: Twin,
  plaintext: unknown,
  sealed: Octets,
  inside: readonly Evaluation[],
): Evaluation[] {
  return inside
    .filter(({ answer }) => twin.contains(plaintext as Octets, answer))
    .map(({ key, element }) => ({ key, element, answer: sealed }))
}

function evaluationOf(
  twin: Twin,
  op: string,
  args: readonly unknown[],
  result: unknown,
): Evaluation | undefined {
  if (op === 'registrationRespond') {
    const answer = result as ReturnType<CryptoPort['registrationRespond']>
    const [key, , request] = args as [Octets, Octets, Octets]
    return answer.ok ? { key, element: twin.element(request), answer: answer.value } : undefined
  }
  if (op === 'loginRespond') {
    const answer = result as ReturnType<CryptoPort['loginRespond']>
    const { oprfKey, ke1 } = args[0] as RespondInput
    return answer.ok ? { key: oprfKey, element: twin.element(ke1), answer: answer.value.ke2 } : undefined
  }
  return undefined
}

/** The releases in one send: evaluations of this node that the message carries in the clear. */
export function releasesIn(
  node: NodeId,
  twin: Twin,
  send: Extract<Effect, { do: 'send' }>,
  evaluations: readonly Evaluation[],
): Fact[] {
  if (evaluations.length === 0) return []
  const carried = octetsIn(send.message, twin.port)
  const facts: Fact[] = []
  for (const { key, element, answer } of evaluations) {
    if (carried.some((octets) => octets === answer || twin.contains(octets, answer))) {
      facts.push({ fact: 'released', node, to: send.to, key, element })
    }
  }
  return facts
}

function octetsIn(value: unknown, port: CryptoPort, found: Octets[] = []): Octets[] {
  if (port.isOctets(value)) found.push(value)
  else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) octetsIn(item, port, found)
  }
  return found
}
