/** The forms of K beside the vault (§8.2), for each twin: 64 digits, and the user's passkey. */
import type { Octets } from '../../spec/boundary.ts'
import type { DigitKeyPort, PasskeyPort } from '../../spec/client/holding-context.ts'
import type { Twin } from '../../spec/crypto.ts'
import { nodeId } from '../../spec/names.ts'
import { bytesOf, octetsOf } from '../crypto/real/port-basics.ts'
import { readDigitKey, writeDigitKey } from '../crypto/real/secrets/digit-key.ts'
import { type Passkey, unwrapKey, wrapKey } from '../crypto/real/secrets/passkey.ts'
import type { Act } from '../sim/setup.ts'

/** What users do about the ways to hold K. */
export const HOLDING_ACTS: readonly Act['do'][] = ['hold', 'typeBack', 'close', 'regain']

/** Where backups lie. */
export const CLOUD = nodeId('cloud')

const real: DigitKeyPort = {
  write: (key) => writeDigitKey(bytesOf(key)),
  read: (typed) => {
    const read = readDigitKey(typed)
    return read.ok ? { ok: true, key: octetsOf(read.value) } : { ok: false, error: read.error }
  },
}

// A fresh name has no digits: it is spelled as it is.
function ideal({ port }: Twin): DigitKeyPort {
  return {
    write: (key) => key,
    read: (typed) =>
      port.isOctets(typed) && port.size(typed) === 32
        ? { ok: true, key: typed }
        : { ok: false, error: 'length' },
  }
}

function realPasskey({ prfOutput, credentialId }: Record<keyof Passkey, Octets>): PasskeyPort {
  const passkey = { prfOutput: bytesOf(prfOutput), credentialId: bytesOf(credentialId) }
  return {
    wrap: (key, salt) => octetsOf(wrapKey(passkey, bytesOf(key), bytesOf(salt))),
    unwrap: (wrapped) => {
      const read = unwrapKey(passkey, bytesOf(wrapped))
      return read.ok ? octetsOf(read.value) : null
    },
  }
}

function idealPasskey(
  { port }: Twin,
  { prfOutput, credentialId }: Record<keyof Passkey, Octets>,
): PasskeyPort {
  const under = (salt: Octets) => port.derive(prfOutput, `passkey wraps K ${salt}`, 32)
  const nonce = (salt: Octets) => port.derive(salt, 'nonce', 12)
  return {
    wrap: (key, salt) => port.pack([salt, port.seal(under(salt), nonce(salt), credentialId, key)]),
    unwrap: (wrapped) => {
      const parts = port.unpack(wrapped)
      const [salt, sealed] = parts.ok ? parts.value : []
      if (salt === undefined || sealed === undefined) return null
      const opened = port.open(under(salt), credentialId, sealed)
      return opened.ok ? opened.value : null
    },
  }
}

/** The forms as a user has them on each phone: passkeys are the account's, and follow it (§8.2.4). */
export function formsOf(
  twin: Twin,
  seed: string,
  account: string,
): { readonly digits: DigitKeyPort; readonly passkey: PasskeyPort } {
  const passkey = {
    prfOutput: twin.draw(seed, `passkey/${account}/prf`, 32),
    credentialId: twin.draw(seed, `passkey/${account}/id`, 16),
  }
  return twin.name === 'real'
    ? { digits: real, passkey: realPasskey(passkey) }
    : { digits: ideal(twin), passkey: idealPasskey(twin, passkey) }
}
