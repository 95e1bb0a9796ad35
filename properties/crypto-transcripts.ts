/**
 * Writes down, byte by byte, everything that is hashed, MACed, derived and signed (§2.5, §2.6): as text, to be read
 * and compared by people. What OPAQUE hashes is not listed by hand but overheard.
 */
import type { Stretch } from '../spec/crypto.ts'
import { stretchOctets } from '../spec/stretching.ts'
import { sealContainer } from '../src/crypto/real/container.ts'
import { writeHeader } from '../src/crypto/real/container-header.ts'
import { deriveInfo, drawInput, hashInput, signInput } from '../src/crypto/real/framing.ts'
import type { Backend } from '../src/crypto/real/group/backend.ts'
import { reference } from '../src/crypto/real/group/backend.ts'
import type { Digest } from '../src/crypto/real/group/digest.ts'
import { ristretto255Suite } from '../src/crypto/real/opaque/suites.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { wrapKey } from '../src/crypto/real/secrets/passkey.ts'
import { must } from './crypto-suites.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const ascii = (text: string) => new TextEncoder().encode(text)
const filled = (byte: number, length: number) => new Uint8Array(length).fill(byte)

/** Sixteen bytes a line: offset, hex, and what of it is printable ASCII. */
function dump(bytes: Uint8Array): string[] {
  if (bytes.length === 0) return ['  (no bytes)']
  return Array.from({ length: Math.ceil(bytes.length / 16) }, (_, i) => {
    const row = bytes.subarray(16 * i, 16 * i + 16)
    const text = [...row].map((byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')
    const offset = (16 * i).toString(16).padStart(4, '0')
    return `  ${offset}  ${hex(row).replace(/(..)/g, '$1 ').padEnd(48)} ${text}`
  })
}

function entry(title: string, fields: Readonly<Record<string, Uint8Array>>): string {
  const body = Object.entries(fields).flatMap(([name, bytes]) => [
    `${name}, ${bytes.length} bytes`,
    ...dump(bytes),
  ])
  return [`== ${title}`, ...body].join('\n')
}

const twin = createRealTwin()
const c = twin.port
const bytesOf = (octets: string) => new Uint8Array(Buffer.from(octets, 'hex'))

/** Hash, key derivation, signatures, draws: framed by us (§2.5). */
export function framed(): string[] {
  const one = Uint8Array.of(0xca, 0xfe)
  const two = filled(0, 0)
  const parts = [c.pack([]), c.text('')]
  const key = filled(7, 32)
  const signer = c.signingKeys(hex(key) as (typeof parts)[0])
  const message = c.text('message')
  return [
    entry("hash('domain', [cafe, (empty)]): SHA-256 of", {
      input: hashInput('domain', [one, two]),
      output: bytesOf(c.hash('domain', [hex(one) as typeof message, c.text('')])),
    }),
    entry("derive(key, 'label', 32): HKDF-SHA-256, no salt, the key as input", {
      info: deriveInfo('label', 32),
      output: bytesOf(c.derive(hex(key) as typeof message, 'label', 32)),
    }),
    entry('sign(key, \'domain\', "message"): Ed25519 over', {
      input: signInput('domain', ascii('message')),
      signature: bytesOf(c.sign(signer.secret, 'domain', message)),
    }),
    entry('sign(key, \'\', "message"): Ed25519 over the message alone, for formats of others', {
      input: signInput('', ascii('message')),
      signature: bytesOf(c.sign(signer.secret, '', message)),
    }),
    entry("draw('seed', '@a1/1/nonce', 80): SHA-512 of, block by block", {
      'input of block 0': drawInput('seed', '@a1/1/nonce', 80, 0),
      'input of block 1': drawInput('seed', '@a1/1/nonce', 80, 1),
      output: bytesOf(twin.draw('seed', '@a1/1/nonce', 80)),
    }),
  ]
}

/** Sealing: the AEAD, HPKE, the passkey, the container (§2.5, §8). */
export async function sealed(): Promise<string[]> {
  const octets = (byte: number, length: number) => hex(filled(byte, length)) as ReturnType<typeof c.text>
  const fleet = c.sealingKeys(octets(1, 32))
  const toFleet = c.sealTo(
    fleet.public,
    c.text('info'),
    c.text('associated'),
    c.text('plaintext'),
    octets(2, 32),
  )
  const passkey = { prfOutput: filled(3, 32), credentialId: ascii('credential') }
  async function* file() {
    yield ascii('a file')
  }
  const container: Uint8Array[] = []
  for await (const piece of sealContainer(filled(6, 32), filled(7, 32), file())) container.push(piece)
  return [
    entry('seal(key, nonce, associated, plaintext): nonce, AES-256-GCM ciphertext, tag', {
      output: bytesOf(c.seal(octets(8, 32), octets(9, 12), c.text('associated'), c.text('plaintext'))),
    }),
    entry(
      'sealTo(public, info, associated, plaintext, seed): encapsulated key, ciphertext, tag (RFC 9180, A.2 suite)',
      {
        'receiver public key': bytesOf(fleet.public),
        output: bytesOf(must(toFleet)),
      },
    ),
    entry('passkey: version, salt, wrapped K, tag; the wrapping key is HKDF-SHA-256(salt, PRF output) with', {
      info: deriveInfo('passkey wraps K', 32),
      output: wrapKey(passkey, filled(4, 32), filled(5, 32)),
    }),
    entry('container header: 48 bytes, then HMAC-SHA-256 over them under the header key (§8.1)', {
      header: writeHeader(filled(6, 32), filled(7, 32), 65_536).header,
    }),
    entry('container of "a file"', { container: new Uint8Array(Buffer.concat(container)) }),
  ]
}

/** Stretching parameters as they enter RFC 9807's context (§2.4). */
export function stretching(): string[] {
  const all: readonly Stretch[] = [
    { name: 'identity' },
    { name: 'scrypt', n: 32_768, r: 8, p: 1 },
    { name: 'argon2id', memoryKiB: 2_097_152, passes: 1, lanes: 4 },
  ]
  return all.map((stretch) =>
    entry(`stretching ${JSON.stringify(stretch)} in the context`, {
      octets: bytesOf(stretchOctets(c, stretch)),
    }),
  )
}

/** Every SHA-512 and HMAC-SHA-512 of a registration and a login, in order. */
export function overheard(): string[] {
  const heard: string[] = []
  let phase = ''
  const spy = (digest: Digest): Digest => ({
    ...digest,
    hash: (...parts) => {
      const output = digest.hash(...parts)
      heard.push(entry(`${phase}: SHA-512`, { input: new Uint8Array(Buffer.concat(parts)), output }))
      return output
    },
    hmac: (key, ...parts) => {
      const output = digest.hmac(key, ...parts)
      heard.push(
        entry(`${phase}: HMAC-SHA-512`, { key, input: new Uint8Array(Buffer.concat(parts)), output }),
      )
      return output
    },
  })
  const backend: Backend = { ...reference, sha512: spy(reference.sha512) }
  const { port, draw } = createRealTwin({ suite: ristretto255Suite(backend) })
  const fresh = (label: string, bytes: number) => draw('transcript', label, bytes)
  const stretch = { name: 'identity' } as const
  const binding = {
    context: port.text('context'),
    clientIdentity: port.text('client'),
    serverIdentity: port.text('server'),
  }
  const password = port.text('password')

  const server = port.akeKeys(fresh('ake', 32))
  const oprfKey = port.oprfKey(fresh('oprf', 32))
  const blind = fresh('blind', 64)
  const response = must(
    port.registrationRespond(oprfKey, server.public, port.registrationRequest(password, blind)),
  )
  phase = 'registration, client'
  const registered = { password, blind, response, envelopeNonce: fresh('envelope', 32), binding, stretch }
  const { record } = must(port.registrationFinish(registered))
  phase = 'login, client, KE1'
  const keyshare = { nonce: fresh('client nonce', 32), keyshareSeed: fresh('client keyshare', 32) }
  const { ke1, state } = port.loginStart({ password, blind: fresh('blind 2', 64), ...keyshare })
  phase = 'login, server, KE2'
  const nonces = { maskingNonce: fresh('masking', 32), nonce: fresh('server nonce', 32) }
  const keys = { akeSecret: server.secret, akePublic: server.public, oprfKey }
  const request = { ...keys, ...nonces, record, ke1, binding, keyshareSeed: fresh('server keyshare', 32) }
  const { ke2 } = must(port.loginRespond(request))
  phase = 'login, client, KE3'
  must(port.loginFinish({ password, state, ke2, binding, stretch }))
  return heard
}
