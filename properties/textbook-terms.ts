/** A small language of terms for textbook protocols: what the deduction engine (§10.5) is tested with. */
import type { Opening, Theory } from '../src/judge/deduction.ts'

/** A term, interned: equal ones are one object. */
export interface Symbolic {
  readonly kind: string
  readonly args: readonly Symbolic[]
  readonly label: string
}

const interned = new Map<string, Symbolic>()
const numbers = new Map<Symbolic, number>()

/** The term of this constructor. */
export function term(kind: string, args: readonly Symbolic[] = [], label = ''): Symbolic {
  const key = `${kind}|${label}|${args.map((arg) => numbers.get(arg)).join(',')}`
  const known = interned.get(key)
  if (known !== undefined) return known
  const made = { kind, args, label }
  interned.set(key, made)
  numbers.set(made, numbers.size)
  return made
}

export const agent = (name: string) => term('agent', [], name)
export const fresh = (name: string) => term('fresh', [], name)
export const word = (name: string) => term('word', [], name)
/** A hole in a template, filled on receipt with a term of this kind. */
export const hole = (name: string, of: string) => term('hole', [], `${name}:${of}`)
export const pair = (...parts: Symbolic[]): Symbolic =>
  parts.length === 1 ? parts[0]! : term('pair', [parts[0]!, pair(...parts.slice(1))])
export const publicKey = (name: Symbolic) => term('publicKey', [name])
export const secretKey = (name: Symbolic) => term('secretKey', [name])
/** Textbook public-key encryption: deterministic. */
export const encrypt = (key: Symbolic, text: Symbolic) => term('encrypt', [key, text])
/** Encryption with a tag, and without one. */
export const sealed = (key: Symbolic, text: Symbolic) => term('sealed', [key, text])
export const cipher = (key: Symbolic, text: Symbolic) => term('cipher', [key, text])
export const hash = (...parts: Symbolic[]) => term('hash', parts)
export const signed = (name: Symbolic, text: Symbolic) => term('signed', [secretKey(name), text])
export const generator = term('generator')

/** An element raised to a scalar; a hole is raised when it is filled. */
export function raise(element: Symbolic, scalar: Symbolic): Symbolic {
  if (element.kind === 'hole' || element.kind === 'raise') return term('raise', [element, scalar])
  const [base, ...scalars] = element.kind === 'element' ? element.args : [element]
  const sorted = [...scalars, scalar].sort((x, y) => numbers.get(x)! - numbers.get(y)!)
  return term('element', [base!, ...sorted])
}

/** Fills the holes of a template. */
export function fill(template: Symbolic, holes: ReadonlyMap<Symbolic, Symbolic>): Symbolic {
  const filled = holes.get(template)
  if (filled !== undefined) return filled
  if (template.args.length === 0) return template
  const args = template.args.map((arg) => fill(arg, holes))
  return template.kind === 'raise' ? raise(args[0]!, args[1]!) : term(template.kind, args, template.label)
}

/** The rules of Dolev and Yao for these terms. Words are weak secrets: not public, but guessable. */
export const textbook: Theory<Symbolic> = {
  composedOf: ({ kind, args }) => {
    if (kind === 'agent' || kind === 'publicKey') return [[]]
    return ['fresh', 'word', 'secretKey', 'element'].includes(kind) ? [] : [args]
  },
  openings: ({ kind, args }): Opening<Symbolic>[] => {
    const [first, second] = args
    if (kind === 'pair') return [{ needs: [], gives: args, authentic: false }]
    if (kind === 'signed') return [{ needs: [], gives: [second!], authentic: false }]
    if (kind === 'encrypt')
      return [{ needs: [secretKey(first!.args[0]!)], gives: [second!], authentic: false }]
    if (kind === 'sealed' || kind === 'cipher')
      return [{ needs: [first!], gives: [second!], authentic: kind === 'sealed' }]
    return []
  },
  checkedBy: ({ kind, args }) => (kind === 'signed' ? [[publicKey(args[0]!.args[0]!), args[1]!]] : []),
  power: (element) => {
    if (element.kind === 'generator') return { base: element, exponents: new Map() }
    if (element.kind !== 'element') return undefined
    const exponents = new Map<Symbolic, number>()
    for (const scalar of element.args.slice(1)) exponents.set(scalar, (exponents.get(scalar) ?? 0) + 1)
    return { base: element.args[0]!, exponents }
  },
  describe: spelled,
}

function spelled({ kind, args, label }: Symbolic): string {
  if (args.length === 0) return label || kind
  return `${kind}(${args.map(spelled).join(', ')})`
}
