/** The parts: OPRF steps, group operations, hashes, and what else the port computes with. */
import { createCipheriv, randomBytes } from 'node:crypto'
import {
  Evaluation,
  EvaluationRequest,
  OPRFClient,
  OPRFServer,
  Oprf,
  randomPrivateKey,
} from '@cloudflare/voprf-ts'
import { CryptoNoble } from '@cloudflare/voprf-ts/crypto-noble'
import { ristretto255_oprf } from '@noble/curves/ed25519.js'
import { vectorArgon2id } from '../../src/crypto/real/argon2/argon2id.ts'
import { loadSodiumArgon2id } from '../../src/crypto/real/argon2-sodium.ts'
import { sealContainer } from '../../src/crypto/real/container.ts'
import { type Backend, reference } from '../../src/crypto/real/group/backend.ts'
import { nodeDigest } from '../../src/crypto/real/group/node-digest.ts'
import { deriveKeys, openBase, sealBase } from '../../src/crypto/real/hpke.ts'
import { nobleCurve25519, nodeCurve25519 } from '../../src/crypto/real/opaque/curve25519.ts'
import { blind, blindEvaluate, finalize } from '../../src/crypto/real/oprf/oprf.ts'
import { deriveKey, oprfSuite } from '../../src/crypto/real/oprf/suite.ts'
import { primitives } from '../../src/crypto/real/primitives.ts'
import { noblePrimitives } from '../../src/crypto/real/primitives-noble.ts'
import { type Argon2id, nobleArgon2id } from '../../src/crypto/real/stretch.ts'
import type { Comparison, Row } from './rounds.ts'

const bytes = (length: number) => new Uint8Array(randomBytes(length))
const input = new TextEncoder().encode('correct horse')

/** Names of the OPRF's steps, in order. */
export const STEPS = ['blind', 'evaluate', 'finalize'] as const
type Steps = Readonly<Record<(typeof STEPS)[number], () => unknown>>

function oursOn({ ristretto255: group, sha512 }: Backend): Steps {
  const suite = oprfSuite(group, sha512, 'base')
  const key = deriveKey(suite, bytes(32), input)
  const scalar = group.scalarFrom(bytes(64))!
  const blinded = blind(suite, input, scalar)!
  const evaluated = blindEvaluate(suite, key, blinded)!
  return {
    blind: () => blind(suite, input, group.scalarFrom(randomBytes(64))!),
    evaluate: () => blindEvaluate(suite, key, blinded),
    finalize: () => finalize(suite, input, scalar, evaluated),
  }
}

function nobleOwn(): Steps {
  const { oprf } = ristretto255_oprf
  const { secretKey } = oprf.generateKeyPair()
  const sent = oprf.blind(input)
  const evaluated = oprf.blindEvaluate(secretKey, sent.blinded)
  return {
    blind: () => oprf.blind(input),
    evaluate: () => oprf.blindEvaluate(secretKey, sent.blinded),
    finalize: () => oprf.finalize(input, sent.blind, evaluated),
  }
}

async function voprfTs(): Promise<Steps> {
  const suite = Oprf.Suite.RISTRETTO255_SHA512
  const key = await randomPrivateKey(suite, CryptoNoble)
  const server = new OPRFServer(suite, key, CryptoNoble)
  const client = new OPRFClient(suite, CryptoNoble)
  const [state, request] = await client.blind([input])
  const sent = request.serialize()
  const answer = (await server.blindEvaluate(request)).serialize()
  return {
    blind: async () => (await client.blind([input]))[1].serialize(),
    evaluate: async () =>
      (await server.blindEvaluate(EvaluationRequest.deserialize(suite, sent, CryptoNoble))).serialize(),
    finalize: () => client.finalize(state, Evaluation.deserialize(suite, answer, CryptoNoble)),
  }
}

/** The three steps of RFC 9497's base mode on ristretto255, bytes to bytes. */
export async function oprfComparisons(sodium: Backend, lanes: Backend): Promise<readonly Comparison[]> {
  const rivals: readonly (readonly [string, Steps])[] = [
    ['@cloudflare/voprf-ts, noble', await voprfTs()],
    ['noble, its own API', nobleOwn()],
    ['noble', oursOn(reference)],
    ['libsodium', oursOn(sodium)],
    ['lanes', oursOn(lanes)],
  ]
  return STEPS.map((step) => ({
    name: `OPRF ${step}, ristretto255`,
    rows: rivals.map(([name, steps]) => ({ name, run: steps[step] })),
  }))
}

/** What everything above is made of. */
export function groupComparisons(sodium: Backend, lanes: Backend): readonly Comparison[] {
  const backends = [reference, sodium, lanes]
  const scalar = lanes.ristretto255.scalarFrom(bytes(64))!
  const element = lanes.ristretto255.multiplyBase(scalar)!
  const domain = new TextEncoder().encode('HashToGroup-OPRFV1-x')
  const over = (name: string, run: (on: Backend) => unknown): Comparison => ({
    name,
    rows: backends.map((on) => ({ name: on.ristretto255.backend, run: () => run(on) })),
  })
  return [
    over('multiplication', ({ ristretto255 }) => ristretto255.multiply(scalar, element)),
    over('multiplication of the generator', ({ ristretto255 }) => ristretto255.multiplyBase(scalar)),
    over('decoding', ({ ristretto255 }) => ristretto255.isElement(element)),
    over('inversion of a scalar', ({ ristretto255 }) => ristretto255.invert(scalar)),
    over('hash to group', ({ ristretto255 }) => ristretto255.hashToElement(input, domain)),
    x25519(),
    hashes(sodium),
  ]
}

function x25519(): Comparison {
  const groups = [nobleCurve25519(), nodeCurve25519()].flatMap((group) => (group === null ? [] : [group]))
  const rows = groups.map((group, i): Row => {
    const [mine, theirs] = [group.derive(bytes(32)), group.derive(bytes(32)).publicKey()]
    return { name: i === 0 ? 'noble' : 'node:crypto', run: () => mine.agree(theirs) }
  })
  return { name: 'X25519, keys at hand', rows }
}

function hashes(sodium: Backend): Comparison {
  const [key, message] = [bytes(64), bytes(100)]
  const digests = [
    ['noble', reference.sha512],
    ['node:crypto', nodeDigest('SHA-512') ?? reference.sha512],
    ['libsodium', sodium.sha512],
  ] as const
  return {
    name: 'HMAC-SHA-512, 100 bytes',
    rows: digests.map(([name, digest]) => ({ name, run: () => digest.hmac(key, message) })),
  }
}

/** Argon2id at what the peer stretches with at least, and at 19 MiB in three passes. */
export async function stretchComparisons(): Promise<readonly Comparison[]> {
  const rivals: readonly (readonly [string, Argon2id])[] = [
    ['noble', nobleArgon2id],
    ['libsodium', await loadSodiumArgon2id()],
    ['vectors', vectorArgon2id()],
  ]
  const [output, salt] = [bytes(64), new Uint8Array(16)]
  const at = (name: string, cost: Parameters<Argon2id>[2]): Comparison => ({
    name,
    rows: rivals.map(([rival, argon2id]) => ({ name: rival, run: () => argon2id(output, salt, cost, 64) })),
  })
  return [
    at('Argon2id, 8 KiB, one pass', { memoryKiB: 8, passes: 1, lanes: 1 }),
    at('Argon2id, 19 MiB, three passes', { memoryKiB: 19_456, passes: 3, lanes: 1 }),
  ]
}

/** Signatures, sealing to the fleet, the backup container. */
export function otherComparisons(): readonly Comparison[] {
  const [seed, message, file] = [bytes(32), bytes(200), bytes(1 << 20)]
  const both = (name: string, run: (on: typeof primitives) => unknown): Comparison => ({
    name,
    rows: [noblePrimitives, primitives].map((on) => ({ name: on.name, run: () => run(on) })),
  })
  const publicKey = primitives.ed25519Public(seed)
  const signature = primitives.ed25519Sign(seed, message)
  const fleet = deriveKeys(seed)
  const sealed = sealBase(fleet.public, message, message, message, seed)!
  async function* source() {
    yield file
  }
  return [
    both('Ed25519 sign', (on) => on.ed25519Sign(seed, message)),
    both('Ed25519 verify', (on) => on.ed25519Verify(publicKey, message, signature)),
    both('AES-256-GCM, 1 MiB', (on) => on.aesGcm.seal(seed, file.subarray(0, 12), message, file)),
    {
      name: 'sealing to the fleet (HPKE)',
      rows: [
        { name: 'seal 200 bytes', run: () => sealBase(fleet.public, message, message, message, bytes(32)) },
        { name: 'open them', run: () => openBase(fleet.secret, message, message, sealed) },
      ],
    },
    {
      name: 'backup container, 1 MiB',
      rows: [
        {
          name: 'AES-256-GCM alone, one piece',
          run: () => {
            const cipher = createCipheriv('aes-256-gcm', seed, file.subarray(0, 12))
            return [cipher.update(file), cipher.final(), cipher.getAuthTag()]
          },
        },
        {
          name: 'seal',
          run: async () => {
            for await (const piece of sealContainer(seed, bytes(32), source())) if (piece.length < 0) return
          },
        },
      ],
    },
  ]
}
