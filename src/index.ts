/**
 * strongroom's public API: the boundary that machines follow, the world that runs them, the judges, the checker.
 * What is not exported here may change in any version.
 */
export { actionsFor, isMessage, WILDCARD } from '../spec/actions.ts'
export type {
  Boot,
  Choice,
  Claim,
  Effect,
  Fact,
  InternalEvent,
  Message,
  Octets,
  Received,
  Setting,
  System,
} from '../spec/boundary.ts'
export { CATALOGUE } from '../spec/claims/catalogue.ts'
export type { CryptoPort, Twin } from '../spec/crypto.ts'
export { type NodeId, nodeId, type RecordId, recordId, rename } from '../spec/names.ts'
export { hardened, type Profile, published, quorumOf } from '../spec/profiles.ts'
export type { DrawTable, Part, Shell } from '../spec/shell.ts'
export { step, unbooted } from '../spec/step.ts'
export { check } from './check/check.ts'
export { modelOf, setOf } from './check/machines.ts'
export { always, eventually, leadsTo, type Property, sometimes } from './check/properties.ts'
export { createIdealTwin } from './crypto/ideal/twin.ts'
export { openContainer, sealContainer } from './crypto/real/container.ts'
export { loadRealTwin } from './crypto/real/load-twin.ts'
export { createRealTwin } from './crypto/real/port.ts'
export {
  linearizable,
  type Operation,
  renderExplanation,
  type SequentialModel,
} from './judge/linearizability.ts'
export { createMonitor } from './judge/monitor.ts'
export { type RunResult, runChoices, runSeed } from './run/judge-run.ts'
export { buildWorld } from './run/world.ts'
export { generate } from './sim/generator.ts'
export type { Plan } from './sim/plan.ts'
export type { Setup } from './sim/setup.ts'
export { swarm } from './sim/swarm.ts'
export { simulation } from './sim/system.ts'
export { formatTrace, parseTrace } from './trace/format.ts'
