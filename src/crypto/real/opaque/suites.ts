/** The configurations that strongroom runs (RFC 9807 §7; §2.2), put together from their parts. */
import { nobleDigest } from '../group/digest.ts'
import { nobleP256, nobleRistretto255 } from '../group/noble.ts'
import { oprfSuite } from '../oprf/suite.ts'
import { akeOverOprfGroup } from './ake-group.ts'
import { type OpaqueSuite, opaqueSuite } from './suite.ts'

/** ristretto255-SHA512 on noble alone: the reference. */
export function referenceRistretto255(): OpaqueSuite {
  const oprf = oprfSuite(nobleRistretto255(), nobleDigest('SHA-512'), 'base')
  return opaqueSuite(oprf, akeOverOprfGroup(oprf))
}

/** P256-SHA256 on noble: the one backend that there is for P-256. */
export function referenceP256(): OpaqueSuite {
  const oprf = oprfSuite(nobleP256(), nobleDigest('SHA-256'), 'base')
  return opaqueSuite(oprf, akeOverOprfGroup(oprf))
}
