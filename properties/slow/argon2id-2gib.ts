/**
 * RFC 9807 §7's own stretching, Argon2id with 2 GiB, once for real: against the reference implementation's figure,
 * and through a registration and a login of the real port (§2.4). Needs 2.5 GiB of memory and about a minute:
 *
 *     npx tsx properties/slow/argon2id-2gib.ts
 */
import { STRETCH_RFC_9807 } from '../../spec/stretching.ts'
import { toHex } from '../../src/crypto/real/bytes.ts'
import { createRealTwin } from '../../src/crypto/real/port.ts'
import { stretched } from '../../src/crypto/real/stretch.ts'

// 64 bytes of 0x03, salt 16 zeros, p = 4, m = 2^21, t = 1, v = 0x13: computed by the reference implementation in C.
const EXPECTED =
  '72a30f80156555ba7718c769322ee01c5a28449c82ccf30494a17a68368aac9e' +
  '41257bf4bd86767d69a17f268e5ee3164168ef74d10de4747339fbe1c4a495f0'

function timed<T>(what: string, run: () => T): T {
  const start = performance.now()
  const value = run()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${what}: ${seconds} s, ${(process.resourceUsage().maxRSS / 1_048_576).toFixed(2)} GiB at most`)
  return value
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`does not hold: ${what}`)
}

const figure = timed('stretch', () => toHex(stretched(STRETCH_RFC_9807, new Uint8Array(64).fill(3))))
check(figure === EXPECTED, 'the figure of the reference implementation')

const twin = createRealTwin()
const c = twin.port
const draw = (label: string, bytes: number) => twin.draw('2 GiB', label, bytes)
const binding = { context: c.text('slow'), clientIdentity: c.text('c'), serverIdentity: c.text('s') }
const password = c.text('correct horse battery staple')
const ake = c.akeKeys(draw('ake', 32))
const oprfKey = c.oprfKey(draw('oprf', 32))
const blind = draw('blind', 64)

const response = c.registrationRespond(oprfKey, ake.public, c.registrationRequest(password, blind))
if (!response.ok) throw new Error(response.error)
const registered = timed('registration', () =>
  c.registrationFinish({
    password,
    blind,
    response: response.value,
    envelopeNonce: draw('envelope', 32),
    binding,
    stretch: STRETCH_RFC_9807,
  }),
)
if (!registered.ok) throw new Error(registered.error)

const start = c.loginStart({
  password,
  blind: draw('b', 64),
  nonce: draw('n', 32),
  keyshareSeed: draw('k', 32),
})
const answer = c.loginRespond({
  akeSecret: ake.secret,
  akePublic: ake.public,
  oprfKey,
  record: registered.value.record,
  ke1: start.ke1,
  binding,
  maskingNonce: draw('m', 32),
  nonce: draw('s', 32),
  keyshareSeed: draw('ks', 32),
})
if (!answer.ok) throw new Error(answer.error)
const { ke2 } = answer.value
const login = timed('login', () =>
  c.loginFinish({ password, state: start.state, ke2, binding, stretch: STRETCH_RFC_9807 }),
)
if (!login.ok) throw new Error(login.error)
check(login.value.exportKey === registered.value.exportKey, 'the login yields the export key')
check(c.loginVerify(answer.value.state, login.value.ke3).ok, 'the server accepts KE3')
console.log('holds: the reference figure, the export key, KE3')
