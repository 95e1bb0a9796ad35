/** Membership changes (§5.10): what the ceremony signs, and how a newcomer shows that it was admitted. */
import type { Message, Octets } from '../boundary.ts'
import type { CryptoPort } from '../crypto.ts'
import { isNodeId, type NodeId } from '../names.ts'
import type { Command } from '../tells.ts'
import type { Rules } from './context.ts'
import { isCount } from './messages.ts'

/** One change to one fleet's members, in the ceremony's order: the first has number 1. */
export interface Statement {
  readonly change: 'admit' | 'remove'
  readonly fleet: string
  readonly node: NodeId
  /** Higher than any before: a statement that was overtaken is past. */
  readonly number: number
}

/** A statement with the ceremony's Ed25519 signature, 64 bytes. */
export interface SignedStatement extends Statement {
  readonly signature: Octets
}

/** How a replica was admitted: number and signature of the statement that names it. */
export interface Admission {
  readonly number: number
  readonly signature: Octets
}

/** Brings a signed statement to a replica; who brings it does not matter. */
export interface ChangeMembers extends Message, SignedStatement {
  readonly type: 'changeMembers'
}

/** What became of it: under way; followed or overtaken; not now, or not here (try again); or not possible. */
export interface MembersAnswer extends Message {
  readonly type: 'membersAnswer'
  readonly number: number
  readonly outcome: 'underWay' | 'past' | 'notNow' | 'notLeader' | 'refused'
  readonly leader: NodeId | null
}

/** The domain of the ceremony's signature over a statement. */
export const MEMBERS_DOMAIN = 'ceremony.members'

/** The signed octets of a statement. */
export function statementOctets(crypto: CryptoPort, { change, fleet, node, number }: Statement): Octets {
  return crypto.pack([crypto.text(change), crypto.text(fleet), crypto.text(node), crypto.number(number)])
}

/** The statement in one of consensus's own commands, whose `do` ends with the change. */
export function statementIn(payload: Command): SignedStatement {
  const { fleet, node, number, signature } = payload as unknown as SignedStatement
  return { change: payload.do.endsWith('.admit') ? 'admit' : 'remove', fleet, node, number, signature }
}

/** The admission that a command records. */
export function admissionIn(payload: Command): Admission {
  const { number, signature } = statementIn(payload)
  return { number, signature }
}

/** Has this, which may be hostile, the shape of a signed statement? */
export function isChange({ crypto }: Rules, value: SignedStatement): boolean {
  const { change, fleet, node, number, signature } = value
  return (
    (change === 'admit' || change === 'remove') &&
    typeof fleet === 'string' &&
    isNodeId(node) &&
    isCount(number) &&
    crypto.isOctets(signature)
  )
}

/** Did this fleet's ceremony sign it? */
export function isSigned({ crypto, ceremony, fleet }: Rules, signed: SignedStatement): boolean {
  if (ceremony === null || signed.fleet !== fleet) return false
  return crypto.verify(ceremony, MEMBERS_DOMAIN, statementOctets(crypto, signed), signed.signature)
}

/** Does this admission, which may be hostile, show that the ceremony admitted that node to this fleet? */
export function isAdmission(rules: Rules, node: NodeId, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { number, signature } = value as Admission
  const signed: SignedStatement = { change: 'admit', fleet: rules.fleet, node, number, signature }
  return isChange(rules, signed) && isSigned(rules, signed)
}
