/** FLT-3 and LIV-3: a rotation loses nobody, and ends (§7.3); and the list of the fleet's claims. */
import type { Claim, Fact, Setting } from '../boundary.ts'
import type { Rotation } from '../fleet/rotation-context.ts'
import type { NodeId } from '../names.ts'
import type { Ended } from '../tells.ts'
import { flt2 } from './epochs.ts'
import { wantedNow } from './shown.ts'
import { claim } from './told.ts'
import { enr4, flt1, flt4 } from './trusting.ts'

interface Overlap {
  readonly clients: readonly NodeId[]
  /** The old fleet, while both have keys. */
  readonly open: string | null
  /** Fleets whose erasure an HSM made durable, by HSM. */
  readonly erased: Readonly<Record<NodeId, true>>
  /** Clients that asked for keys in the overlap. */
  readonly asked: Readonly<Record<NodeId, true>>
  readonly why: string | null
  readonly witnessed: boolean
}

/** FLT-3. Told for worlds whose front end and operator are honest (A0). */
export const flt3 = claim<Overlap>({
  id: 'FLT-3',
  kind: 'always',
  section: '7.3',
  says: 'a rotation loses nobody who comes by with the secret during the overlap; after it the old key is refused',
  source: 'ours',
  reads: ['persisted', 'told', 'sent', 'outcome'],
  start: ({ clients }: Setting) => ({
    clients,
    open: null,
    erased: {},
    asked: {},
    why: null,
    witnessed: false,
  }),
  step: (at, fact) => {
    if (fact.fact === 'persisted') return phased(at, fact)
    if (fact.fact === 'told') {
      if (at.open === null || wantedNow(fact) === undefined) return at
      return { ...at, asked: { ...at.asked, [fact.node]: true } }
    }
    if (fact.fact === 'sent') {
      if (fact.message.type !== 'bundleServed' || at.erased[fact.node] === undefined) return at
      return { ...at, why: `${fact.node} serves keys that it erased` }
    }
    if (fact.fact !== 'outcome' || !at.clients.includes(fact.node)) return at
    return ended(at, fact.node, fact.event as unknown as Ended)
  },
  broken: ({ why }) => why,
  // A client that came by in the overlap finished what it came for.
  witness: ({ witnessed }) => witnessed,
})

function phased(at: Overlap, fact: Extract<Fact, { fact: 'persisted' }>): Overlap {
  if (fact.cell === 'fleet.phase' && fact.value === 'erased') {
    return { ...at, erased: { ...at.erased, [fact.node]: true } }
  }
  if (fact.cell !== 'rotation') return at
  const { stage, replaces } = fact.value as Rotation
  const open = stage === 'overlap' ? (replaces?.fleet ?? null) : null
  return open === at.open ? at : { ...at, open, asked: {} }
}

function ended(at: Overlap, node: NodeId, { outcome }: Ended): Overlap {
  if (at.asked[node] === undefined) return at
  const { [node]: _gone, ...asked } = at.asked
  if (outcome === 'untrustedFleet') {
    return { ...at, asked, why: `${node} came by in the overlap and found no fleet to trust` }
  }
  const witnessed = at.witnessed || outcome === 'recovered' || outcome === 'enrolled'
  return { ...at, asked, witnessed }
}

interface Rotating {
  readonly setting: Setting
  /** Epochs of rotations that began and are not decided, by operator's node. */
  readonly open: Readonly<Record<NodeId, { readonly fleet: string; readonly epoch: number }>>
  readonly down: Readonly<Record<NodeId, true>>
  readonly crashed: boolean
  readonly witnessed: boolean
}

/** LIV-3: says something only where everybody who must take part is up at the end. */
export const liv3 = claim<Rotating>({
  id: 'LIV-3',
  kind: 'eventually',
  section: '7.3',
  says: 'a rotation completes, or is abandoned or refused',
  source: 'ours',
  reads: ['began', 'persisted', 'erased', 'outcome', 'crashed', 'booted'],
  start: (setting) => ({ setting, open: {}, down: {}, crashed: false, witnessed: false }),
  step: (at, fact) => {
    if (fact.fact === 'crashed') {
      return { ...at, down: { ...at.down, [fact.node]: true }, crashed: at.crashed || isOpen(at) }
    }
    if (fact.fact === 'booted') {
      if (at.down[fact.node] === undefined) return at
      const { [fact.node]: _up, ...down } = at.down
      return { ...at, down }
    }
    if (fact.fact === 'began') {
      if (fact.event.type !== 'rotate' || at.open[fact.node] !== undefined) return at
      const { fleet, epoch } = fact.event as unknown as { readonly fleet: string; readonly epoch: number }
      return { ...at, open: { ...at.open, [fact.node]: { fleet, epoch } } }
    }
    return isDecision(fact) ? decided(at, (fact as { readonly node: NodeId }).node) : at
  },
  broken: ({ setting, open, down }) => {
    for (const { fleet, epoch } of Object.values(open)) {
      const others = Object.entries(setting.fleets).flatMap(([name, nodes]) => (name === fleet ? [] : nodes))
      const spared = [...others, ...setting.clients]
      if (Object.keys(down).some((one) => !spared.includes(one as NodeId))) continue
      return `the rotation to fleet ${fleet}, epoch ${epoch}, did not end`
    }
    return null
  },
  // Somebody crashed while a rotation was under way, and it ended all the same.
  witness: ({ witnessed }) => witnessed,
})

function isOpen({ open }: Rotating): boolean {
  return Object.keys(open).length > 0
}

// Durable is decided: a crash may swallow what the operator is told.
function isDecision(fact: Fact): boolean {
  if (fact.fact === 'outcome') return fact.event.type === 'rotationEnded'
  if (fact.fact === 'erased') return fact.cell === 'rotation'
  return fact.fact === 'persisted' && fact.cell === 'rotation' && (fact.value as Rotation).stage === 'overlap'
}

function decided(at: Rotating, node: NodeId): Rotating {
  if (at.open[node] === undefined) return at
  const { [node]: _done, ...open } = at.open
  return { ...at, open, witnessed: at.witnessed || at.crashed, crashed: false }
}

/** ENR-4, FLT-1 to FLT-4 and LIV-3. */
export const fleetClaims: readonly Claim[] = [enr4, flt1, flt2, flt3, flt4, liv3]
