/**
 * Scripts of port calls that run on any twin: which operation, and which of the octets so far it is given.
 * What a script returns mentions no spelling, so that two twins can be compared call by call.
 */
import fc from 'fast-check'
import type { Octets } from '../spec/boundary.ts'
import type { Result, Stretch, Twin } from '../spec/crypto.ts'

/** One call: the operation, and numbers that choose its arguments. */
export interface ScriptCall {
  readonly op: number
  readonly picks: readonly number[]
}

export const scripts: fc.Arbitrary<readonly ScriptCall[]> = fc.array(
  fc.record({ op: fc.nat(999), picks: fc.array(fc.nat(999), { minLength: 40, maxLength: 40 }) }),
  { minLength: 24, maxLength: 40 },
)

/** What a script did: one line per call (error, or sizes and which earlier octets came out), and all octets. */
export interface Played {
  readonly lines: readonly string[]
  readonly octets: readonly Octets[]
}

/** An operation: calls the port, keeps what comes out, and describes it. */
export type Operation = readonly [name: string, call: (player: Player) => string]

const TEXTS = ['', 'hunter2', 'correct horse', '#r1', '@a1', 'naïve 🐎']
const STRETCHES: readonly Stretch[] = [{ name: 'identity' }, { name: 'scrypt', n: 2, r: 1, p: 1 }]

type Sort = keyof typeof SORTS
// Which octets fit where; the size is what a hostile message of another sort is told apart by.
const SORTS = {
  text: 0,
  seed: 32,
  blind: 64,
  nonce12: 12,
  packed: 0,
  key: 32,
  sealed: 0,
  sealPublic: 32,
  sealSecret: 32,
  sealedTo: 0,
  signPublic: 32,
  signSecret: 32,
  signature: 64,
  oprf: 32,
  akePublic: 32,
  akeSecret: 32,
  request: 32,
  response: 64,
  record: 192,
  ke1: 96,
  clientState: 160,
  ke2: 320,
  serverState: 128,
  ke3: 64,
} as const // prettier-ignore

/** Plays a script. `words` replaces the texts that the script uses, `seed` and `rename` its fresh names. */
export class Player {
  private readonly pools = new Map<Sort, Octets[]>()
  private readonly all: Octets[] = []
  private readonly lines: string[] = []
  private picks: readonly number[] = []
  private next = 0
  private draws = 0
  private readonly twin: Twin
  private readonly rename: (text: string) => string

  constructor(twin: Twin, rename: (text: string) => string = (text) => text) {
    this.twin = twin
    this.rename = rename
    for (const word of TEXTS) this.keep('text', twin.port.text(rename(word)))
    for (const sort of ['seed', 'blind', 'nonce12'] as const) for (let i = 0; i < 2; i++) this.fresh(sort)
    const keys = twin.port.akeKeys(this.pick('seed'))
    this.keep('akePublic', keys.public)
    this.keep('akeSecret', keys.secret)
    this.keep('oprf', twin.port.oprfKey(this.pick('seed')))
    this.keep('key', this.pick('seed'))
  }

  /** Plays the script with these operations, chosen by number. */
  play(script: readonly ScriptCall[], operations: readonly Operation[]): Played {
    for (const { op, picks } of script) {
      this.picks = picks
      this.next = 0
      const [name, call] = operations[op % operations.length]!
      this.lines.push(`${name} ${call(this)}`)
    }
    return { lines: this.lines, octets: this.all }
  }

  get port() {
    return this.twin.port
  }

  /** The next choosing number. */
  number(below: number): number {
    return (this.picks[this.next++ % Math.max(1, this.picks.length)] ?? 0) % below
  }

  /** Octets of this sort: fifteen times in sixteen the latest, so that exchanges are often carried through. */
  pick(sort: Sort): Octets {
    const pool = this.pools.get(sort) ?? []
    if (pool.length === 0) throw new Error(`no ${sort} yet`)
    const n = this.number(64)
    return pool[n % 16 !== 0 || pool.length === 1 ? pool.length - 1 : (n >> 4) % pool.length]!
  }

  /** As `pick`, but one in sixteen of another size altogether: what a hostile message may carry. */
  hostile(sort: Sort): Octets {
    const n = this.number(64)
    const octets = this.all[(n * 7 + this.all.length) % this.all.length]!
    const size = SORTS[sort] || this.port.size(this.pick(sort))
    return n % 16 === 0 && this.port.size(octets) < size ? octets : this.pick(sort)
  }

  has(...sorts: Sort[]): boolean {
    return sorts.every((sort) => (this.pools.get(sort)?.length ?? 0) > 0)
  }

  fresh(sort: 'seed' | 'blind' | 'nonce12'): Octets {
    const octets = this.rename(this.twin.draw('s', `@a1.${this.draws++}`, SORTS[sort])) as Octets
    this.keep(sort, octets)
    return octets
  }

  /** Keeps octets and describes them: size, and the first equal ones. */
  keep(sort: Sort | null, octets: Octets): string {
    this.all.push(octets)
    if (sort !== null) this.pools.set(sort, [...(this.pools.get(sort) ?? []), octets])
    return `${this.port.size(octets)}=${this.all.indexOf(octets)}`
  }

  result<T>(result: Result<T>, value: (value: T) => string): string {
    return result.ok ? value(result.value) : result.error
  }

  /** Thirty-one times in thirty-two the same, so that what belongs together meets. */
  usual(sort: Sort, first: number): Octets {
    return this.number(32) === 0 ? this.pick(sort) : this.pools.get(sort)![first]!
  }

  binding() {
    return {
      context: this.usual('text', 1),
      clientIdentity: this.usual('text', 0),
      serverIdentity: this.usual('text', 2),
    }
  }

  password = () => this.usual('text', 1)
  stretch = () => STRETCHES[this.number(8) === 0 ? 1 : 0]!
}
