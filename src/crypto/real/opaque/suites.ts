/** The configurations that strongroom runs (RFC 9807 §7; §2.2), put together from a backend's parts. */
import type { Backend } from '../group/backend.ts'
import { oprfSuite } from '../oprf/suite.ts'
import { akeOverOprfGroup } from './ake-group.ts'
import { nobleCurve25519, nodeCurve25519 } from './curve25519.ts'
import { type OpaqueSuite, opaqueSuite } from './suite.ts'

/** OPRF and key exchange on ristretto255, SHA-512: what the vault speaks. */
export function ristretto255Suite(backend: Backend): OpaqueSuite {
  const oprf = oprfSuite(backend.ristretto255, backend.sha512, 'base')
  return opaqueSuite(oprf, akeOverOprfGroup(oprf))
}

/** OPRF on ristretto255, key exchange on Curve25519, SHA-512. `ake` is the platform's X25519 if not given. */
export function curve25519Suite(backend: Backend, ake = nodeCurve25519() ?? nobleCurve25519()): OpaqueSuite {
  return opaqueSuite(oprfSuite(backend.ristretto255, backend.sha512, 'base'), ake)
}

/** OPRF and key exchange on P-256, SHA-256. */
export function p256Suite(backend: Backend): OpaqueSuite {
  const oprf = oprfSuite(backend.p256, backend.sha256, 'base')
  return opaqueSuite(oprf, akeOverOprfGroup(oprf))
}
