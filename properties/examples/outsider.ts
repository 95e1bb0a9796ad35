/**
 * A bundle log (§7.4) as an outsider would make one: node:crypto and the prose, nothing of this project's code. Used to
 * see that the audit reads what others write.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'

/** A key pair from a 32-byte seed, as RFC 8410's PKCS #8 wants it. */
interface Pen {
  readonly secret: KeyObject
  readonly hex: string
}

function pen(name: string): Pen {
  const seed = createHash('sha256').update(`outsider ${name}`).digest()
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' })
  return { secret, hex: spki.subarray(-32).toString('hex') }
}

const sha256 = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const bytes = (text: string) => Buffer.from(text, 'utf8')
const raw = (key: Pen, message: Uint8Array) => sign(null, message, key.secret)

// §2.5: count and lengths are four bytes, big-endian; numbers are eight.
const u32 = (n: number) => {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32BE(n)
  return buffer
}
const u64 = (n: number, little: boolean) => {
  const buffer = Buffer.alloc(8)
  if (little) buffer.writeBigUInt64LE(BigInt(n))
  else buffer.writeBigUInt64BE(BigInt(n))
  return buffer
}
const pack = (parts: readonly Uint8Array[]) =>
  Buffer.concat([u32(parts.length), ...parts.flatMap((part) => [u32(part.length), part])])
const under = (key: Pen, domain: string, message: Uint8Array) =>
  raw(key, pack([bytes('strongroom sign v1'), bytes(domain), message]))

function varint(n: number): Buffer {
  const out: number[] = []
  let rest = BigInt(n)
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128)
  return Buffer.from([...out, Number(rest)])
}

/** What the auditor signs, in either ciphersuite (§7.1). */
function content(suite: number, namespace: string, ms: number, epoch: number, digest: Uint8Array): Buffer {
  const name = bytes(namespace)
  if (suite === 2) {
    const head = Buffer.from([2, 0, 0, 0])
    const fields = [u64(name.length, true), name, u64(ms, true), u64(epoch, true), u64(32, true), digest]
    return Buffer.concat([head, ...fields])
  }
  const nested = Buffer.concat([Buffer.from([0x08]), varint(epoch)])
  const fields = [
    varint(1),
    [0x12],
    varint(name.length),
    name,
    [0x18],
    varint(ms),
    [0x22],
    varint(nested.length),
  ]
  const tail = [nested, [0x2a, 0x20], digest]
  return Buffer.concat([[0x08], ...fields, ...tail].map((part) => Buffer.from(part)))
}

function root(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha256(Buffer.from([1]), root(leaves.slice(0, k)), root(leaves.slice(k)))
}

const NAMESPACE = 'meta.encrypted_backups.fleet_keys.v1'
const HARDWARE =
  'Made by a simulator: it shows that the ceremony was followed, and proves nothing about hardware.'

/** Sorted keys, no spaces, one newline. */
const spell = (value: object) => `${JSON.stringify(value, Object.keys(flat(value)).sort())}\n`
function flat(value: unknown): Record<string, true> {
  if (Array.isArray(value)) return Object.assign({}, ...value.map(flat))
  if (typeof value !== 'object' || value === null) return {}
  return Object.assign({}, ...Object.entries(value).map(([key, inner]) => ({ [key]: true, ...flat(inner) })))
}

/** A log of so many epochs in this ciphersuite, as files, and the keys that verify it. */
export function outsidersLog(suite: 1 | 2, epochs: number) {
  const [auditor, operator, vendor] = ['auditor', 'operator', 'vendor'].map(pen) as [Pen, Pen, Pen]
  const files = new Map<string, string>()
  const leaves: Buffer[] = []
  const ms = 1_717_084_639_921
  const keyId = Number.parseInt(auditor.hex.slice(-2), 16)
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const fleet = `fleet-${epoch}`
    const measurement = sha256(bytes('code'))
    const hsm = pen(`hsm ${epoch}`)
    const identity = [Buffer.alloc(32, epoch), Buffer.from(hsm.hex, 'hex')]
    const certificate = under(vendor, 'strongroom/hsm', pack([...identity, measurement]))
    const keys = ['ake', 'sealing', 'signing'].map((role) => sha256(bytes(`${role} ${epoch}`)))
    const member = pack([bytes('@h1'), ...identity, certificate])
    const plan = pack([
      bytes(fleet),
      u64(epoch, false),
      measurement,
      Buffer.from(vendor.hex, 'hex'),
      pack([member]),
    ])
    const ack = under(hsm, 'strongroom/member', pack([plan, bytes('@h1'), pack(keys)]))
    const transcript = pack([bytes('strongroom ceremony v1'), plan, pack(keys), pack([ack])])
    const [ake, sealing, signing] = keys.map((key) => key.toString('hex')) as [string, string, string]
    const named = [ake, sealing, signing].map((key, i) => ({ key, role: ['ake', 'sealing', 'signing'][i] }))
    const evidence = sha256(transcript).toString('hex')
    const artifact = JSON.stringify({ evidence, fleet, keys: named })
    const digest = sha256(bytes(artifact))
    const signed = content(suite, NAMESPACE, ms + epoch, epoch, digest)
    const signature = raw(auditor, signed)
    leaves.push(sha256(Buffer.from([0]), signed))
    const own = {
      suite,
      namespace: NAMESPACE,
      timestampMs: ms + epoch,
      epoch,
      digest: digest.toString('hex'),
      signature: signature.toString('hex'),
      keyId,
    }
    files.set(`epochs/${epoch}/artifact.json`, artifact)
    files.set(`auditor/${epoch}.json`, spell(own))
    files.set(
      `epochs/${epoch}/proof.json`,
      spell({ ...own, counterSignature: raw(operator, signature).toString('hex') }),
    )
    const document = {
      format: 'strongroom deployment evidence v1',
      hardware: HARDWARE,
      fleet,
      epoch,
      keys: { ake, sealing, signing },
      measurement: measurement.toString('hex'),
      vendor: vendor.hex,
      members: [
        {
          node: '@h1',
          sealing: identity[0]?.toString('hex'),
          signing: hsm.hex,
          certificate: certificate.toString('hex'),
        },
      ],
      transcript: transcript.toString('hex'),
      transcriptDigest: evidence,
      artifactDigest: own.digest,
      loggedAtMs: own.timestampMs,
      signedBy: { auditor: auditor.hex, operator: operator.hex },
    }
    files.set(`epochs/${epoch}/evidence.json`, spell(document))
  }
  const head = {
    origin: NAMESPACE,
    size: epochs,
    root: root(leaves).toString('hex'),
    timestampMs: ms + epochs,
  }
  const note = `${NAMESPACE}\n${epochs}\n${root(leaves).toString('base64')}\ntimestamp ${ms + epochs}\n`
  files.set(
    'auditor/checkpoint.json',
    spell({ ...head, signature: raw(auditor, bytes(note)).toString('hex') }),
  )
  files.set('log.json', spell({ format: 'strongroom bundle log v1', namespace: NAMESPACE, epochs }))
  const keys = {
    namespace: NAMESPACE,
    suite,
    auditors: [auditor.hex],
    operator: operator.hex,
    vendor: vendor.hex,
  }
  return { files, keys }
}
