/** Registration and login over a configuration, with draws from a counter: what the OPAQUE suites run. */
import type { Result } from '../spec/crypto.ts'
import { expand } from '../src/crypto/real/group/digest.ts'
import { nodeDigest } from '../src/crypto/real/group/node-digest.ts'
import type { AkeSecret } from '../src/crypto/real/opaque/ake-group.ts'
import type { Identities } from '../src/crypto/real/opaque/envelope.ts'
import { type LoggedIn, loginFinish, loginStart } from '../src/crypto/real/opaque/login-client.ts'
import { type LoginResponse, loginRespond } from '../src/crypto/real/opaque/login-server.ts'
import {
  type Registration,
  registrationFinish,
  registrationRequest,
  registrationRespond,
  type StretchFunction,
} from '../src/crypto/real/opaque/registration.ts'
import { type OpaqueSuite, oprfKeyFor } from '../src/crypto/real/opaque/suite.ts'
import { must } from './crypto-suites.ts'

const sha512 = nodeDigest('SHA-512')!

/** Bytes that look random and are the same in every run: one stream for each label. */
export class Draws {
  private count = 0
  constructor(private readonly label: string) {}

  /** The next so many bytes. */
  next(bytes: number): Uint8Array {
    const key = new TextEncoder().encode(`${this.label} ${this.count++}`)
    return expand(sha512, key, bytes)
  }

  /** The next scalar. */
  scalar(suite: OpaqueSuite): Uint8Array {
    return suite.oprf.group.scalarFrom(this.next(64))!
  }
}

/** A server: its OPRF seed, its key pair. */
export interface Server {
  readonly oprfSeed: Uint8Array
  readonly secret: AkeSecret
  readonly public: Uint8Array
}

/** What both sides of an exchange agree upon. */
export interface Terms {
  readonly context: Uint8Array
  readonly identities: Identities
  readonly stretch: StretchFunction
}

/** A server out of draws. */
export function serverFrom(suite: OpaqueSuite, draws: Draws): Server {
  const secret = suite.ake.derive(draws.next(32))
  return { oprfSeed: draws.next(64), secret, public: secret.publicKey() }
}

/** The server's answer to a registration request. */
export function answerRegistration(
  suite: OpaqueSuite,
  server: Server,
  user: Uint8Array,
  request: Uint8Array,
): Result<Uint8Array> {
  return registrationRespond(suite, oprfKeyFor(suite, server.oprfSeed, user), server.public, request)
}

/** The client's registration at whatever answers requests. */
export function register(
  suite: OpaqueSuite,
  terms: Terms,
  password: Uint8Array,
  draws: Draws,
  answer: (request: Uint8Array) => Uint8Array,
): Registration {
  const blind = draws.scalar(suite)
  const response = answer(must(registrationRequest(suite, password, blind)))
  const envelopeNonce = draws.next(32)
  return must(registrationFinish(suite, { password, blind, response, envelopeNonce, ...terms }))
}

/** The server's answer to KE1. */
export function answerLogin(
  suite: OpaqueSuite,
  server: Server,
  user: Uint8Array,
  terms: Omit<Terms, 'stretch'>,
  record: Uint8Array,
  ke1: Uint8Array,
  draws: Draws,
): Result<LoginResponse> {
  return loginRespond(suite, {
    serverSecret: server.secret,
    serverPublic: server.public,
    oprfKey: oprfKeyFor(suite, server.oprfSeed, user),
    record,
    ke1,
    context: terms.context,
    identities: terms.identities,
    maskingNonce: draws.next(32),
    nonce: draws.next(32),
    keyshareSeed: draws.next(32),
  })
}

/** The client's login at whatever answers KE1. */
export function login(
  suite: OpaqueSuite,
  terms: Terms,
  password: Uint8Array,
  draws: Draws,
  answer: (ke1: Uint8Array) => Uint8Array,
): Result<LoggedIn> {
  const start = must(loginStart(suite, password, draws.scalar(suite), draws.next(32), draws.next(32)))
  return loginFinish(suite, { password, state: start.state, ke2: answer(start.ke1), ...terms })
}
