/** OPAQUE against its peers: one server login, one login, one registration. */

import { vectorArgon2id } from '../../src/crypto/real/argon2/argon2id.ts'
import { loadSodiumArgon2id } from '../../src/crypto/real/argon2-sodium.ts'
import { loadBackend, reference } from '../../src/crypto/real/group/backend.ts'
import { identityStretch, type StretchFunction } from '../../src/crypto/real/opaque/registration.ts'
import { curve25519Suite, p256Suite, ristretto255Suite } from '../../src/crypto/real/opaque/suites.ts'
import type { Argon2id } from '../../src/crypto/real/stretch.ts'
import { ours } from './ours.ts'
import { opaqueTs, STRETCHING, serenity } from './peers.ts'
import { groupComparisons, oprfComparisons, otherComparisons, stretchComparisons } from './primitives.ts'
import type { Comparison } from './rounds.ts'

/** Comparisons that numbers are promised for, by name. */
export const SERVER_LOGIN = 'server login'
export const LOGIN = 'login, both sides, Argon2id 8 KiB'
export const REGISTRATION = 'registration, both sides, Argon2id 8 KiB'

const fails = (line: string): never => {
  throw new Error(line)
}

/** Everything that `bench/crypto.ts` measures, in its order. */
export async function comparisons(): Promise<readonly Comparison[]> {
  const sodium = await loadBackend(fails)
  const lanes = await loadBackend(fails, { lanes: true })
  const stretchOn = (argon2id: Argon2id): StretchFunction => {
    const salt = new Uint8Array(16)
    return (output) => argon2id(output, salt, STRETCHING, 64)!
  }
  const bySodium = stretchOn(await loadSodiumArgon2id())
  const byVectors = stretchOn(vectorArgon2id())
  const peer = await serenity()
  const suites = [
    ['ristretto255, libsodium', ristretto255Suite(sodium), bySodium],
    ['ristretto255, lanes', ristretto255Suite(lanes), byVectors],
    ['curve25519 3DH, libsodium', curve25519Suite(sodium), bySodium],
    ['curve25519 3DH, lanes', curve25519Suite(lanes), byVectors],
  ] as const
  const stretched = suites.map(([name, suite, stretch]) => [name, ours(suite, stretch)] as const)
  const all = (step: 'serverLogin' | 'login' | 'register') => [
    { name: '@serenity-kit/opaque 1.1', run: () => peer[step]() },
    ...stretched.map(([name, party]) => ({ name, run: () => party[step]() })),
  ]
  return [
    { name: SERVER_LOGIN, rows: all('serverLogin') },
    { name: LOGIN, rows: all('login') },
    { name: REGISTRATION, rows: all('register') },
    ...(await withoutStretching()),
    ...(await oprfComparisons(sodium, lanes)),
    ...groupComparisons(sodium, lanes),
    ...(await stretchComparisons()),
    ...otherComparisons(),
  ]
}

// Where the peer is a draft, or the backend the reference: no ratio to @serenity-kit/opaque is meant.
async function withoutStretching(): Promise<readonly Comparison[]> {
  const old = await opaqueTs()
  const parties = [
    ['P-256, noble', ours(p256Suite(reference), identityStretch)],
    ['ristretto255, noble', ours(ristretto255Suite(reference), identityStretch)],
  ] as const
  const steps = { serverLogin: 'server login', login: 'login', register: 'registration' } as const
  return (Object.keys(steps) as (keyof typeof steps)[]).map((step) => ({
    name: `${steps[step]}, no stretching`,
    rows: [
      { name: '@cloudflare/opaque-ts 0.7, P-256, draft 07', run: () => old[step]() },
      ...parties.map(([name, party]) => ({ name, run: () => party[step]() })),
    ],
  }))
}
