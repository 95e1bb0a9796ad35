/**
 * The ways to hold K in a drawn run (§8.3): the first phone changes them, and the other phones of its user regain K by
 * whatever they have. Who else changes ways closes them for the first one, of which BKP-3 says nothing.
 */
import { nodeId } from '../../spec/names.ts'
import type { Planned } from './plan.ts'
import type { Random } from './random.ts'
import type { Act, ClientSetup } from './setup.ts'

/** Its part of a run: all acts of the users, those of one account in terms of ways. */
export interface HoldingPart {
  readonly acts: readonly Act[]
  readonly planned: readonly Planned[]
}

/** Of a thousand runs, those in which somebody holds K in more ways than one. */
const HOLDS = 150
/** K of the user who does; another one is what is typed wrong. */
const [OWN, OTHER] = ['K-held', 'K-other']
const WAYS = ['vault', 'digits', 'passkey'] as const

/** Draws it; acts that enrol nothing and recover nothing stay as they are. */
export function drawHolding(
  random: Random,
  clients: readonly ClientSetup[],
  acts: readonly Act[],
): HoldingPart {
  const [first] = clients
  if (first === undefined || !random.chance(HOLDS)) return { acts, planned: [] }
  const theirs = clients.filter(({ account }) => account === first.account).map(({ node }) => node)
  const planned: Planned[] = []
  const all: Act[] = []
  for (const act of acts) {
    if (!theirs.includes(act.node) || !/^(enrol|recover)$/.test(act.do)) all.push(act)
    else if (act.node !== first.node) all.push(regaining(random, act))
    else {
      const changes = changing(random, act)
      all.push(...changes)
      for (const { node } of changes.slice(1))
        planned.push({ at: random.int(3_000, 27_000), kind: 'begin', nodes: [nodeId(node)] })
    }
  }
  return { acts: all, planned }
}

function regaining(random: Random, { node, secret }: Act): Act {
  const way = WAYS[random.int(0, 2)] as string
  const own = { node, do: 'regain', way } as const
  if (way === 'vault') return { ...own, secret: secret as string }
  return way === 'digits' ? { ...own, key: random.chance(800) ? OWN : OTHER } : own
}

// Who would enrol holds K by the vault; in place of a recovery one way is made or closed. Sometimes one more is closed.
function changing(random: Random, act: Act): readonly Act[] {
  const { node } = act
  const secret = act.secret as string
  const close = (way: string): Act => ({ node, do: 'close', way, ...(way === 'vault' ? { secret } : {}) })
  const hold = (way: string): Act => {
    return { node, do: 'hold', way, key: OWN, ...(way === 'vault' ? { secret } : {}) }
  }
  const further = random.chance(400) ? [close(WAYS[random.int(0, 2)] as string)] : []
  if (act.do === 'enrol') return [hold('vault'), ...further]
  const way = WAYS[random.int(0, 2)] as string
  const typed: Act = { node, do: 'typeBack', key: random.chance(850) ? OWN : OTHER }
  return [hold(way), ...(way === 'digits' ? [typed] : []), ...further]
}
