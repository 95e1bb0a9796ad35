/** The claims about secrecy (§10.5), as a run under one adversary has them. */
import type { Claim } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import { sec5 } from './freshness.ts'
import { firstRecords, sec1, sec4 } from './secrecy.ts'
import { type Sizes, sec2, sec3 } from './shapes.ts'
import { viewOf } from './views.ts'

/**
 * SEC-1 to SEC-5. `adversary` as in the table of adversaries; `owned` are the nodes that it runs (its clients under
 * A2, its replicas under A6, its fleet under A9); `sizes` is the port, whose lengths SEC-2 and SEC-3 look at.
 */
export function secrecyClaims(adversary: string, owned: readonly NodeId[], sizes: Sizes): readonly Claim[] {
  return [
    sec1((setting) => viewOf(adversary, setting, owned)),
    sec2(sizes),
    sec3(sizes),
    sec4(firstRecords),
    sec5,
  ]
}
