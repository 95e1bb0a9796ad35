/** The peers: @serenity-kit/opaque (opaque-ke in WASM, RFC 9807) and @cloudflare/opaque-ts (P-256, draft 07). */
import {
  getOpaqueConfig,
  IdentityMemHardFn,
  KE1,
  KE2,
  KE3,
  OpaqueClient,
  OpaqueID,
  OpaqueServer,
  RegistrationRecord,
  RegistrationRequest,
  RegistrationResponse,
} from '@cloudflare/opaque-ts'
import * as peer from '@serenity-kit/opaque'
import type { Party } from './ours.ts'

/** Argon2id at the least that @serenity-kit/opaque accepts: memory in KiB, passes, lanes. */
export const STRETCHING = { memoryKiB: 8, passes: 1, lanes: 1 } as const

/** @serenity-kit/opaque 1.1, stretching as above. */
export async function serenity(): Promise<Party> {
  await peer.ready
  const [password, userIdentifier] = ['correct horse', 'user']
  const { passes: iterations, memoryKiB: memory, lanes: parallelism } = STRETCHING
  const keyStretching = { 'argon2id-custom': { iterations, memory, parallelism } }
  const serverSetup = peer.server.createSetup()

  function register(): string {
    const { clientRegistrationState, registrationRequest } = peer.client.startRegistration({ password })
    const sent = { serverSetup, userIdentifier, registrationRequest }
    const { registrationResponse } = peer.server.createRegistrationResponse(sent)
    const finish = { password, registrationResponse, clientRegistrationState, keyStretching }
    return peer.client.finishRegistration(finish).registrationRecord
  }
  const registrationRecord = register()
  const startLogin = (startLoginRequest: string) =>
    peer.server.startLogin({ serverSetup, userIdentifier, registrationRecord, startLoginRequest })
  const finishClient = (clientLoginState: string, loginResponse: string) =>
    peer.client.finishLogin({ password, clientLoginState, loginResponse, keyStretching })!
  const fixed = peer.client.startLogin({ password })
  const answer = startLogin(fixed.startLoginRequest)
  const { finishLoginRequest } = finishClient(fixed.clientLoginState, answer.loginResponse)

  return {
    register,
    login() {
      const start = peer.client.startLogin({ password })
      const { loginResponse, serverLoginState } = startLogin(start.startLoginRequest)
      const finished = finishClient(start.clientLoginState, loginResponse)
      const sent = { serverLoginState, finishLoginRequest: finished.finishLoginRequest }
      if (peer.server.finishLogin(sent).sessionKey !== finished.sessionKey) throw new Error('keys differ')
    },
    serverLogin() {
      startLogin(fixed.startLoginRequest)
      peer.server.finishLogin({ serverLoginState: answer.serverLoginState, finishLoginRequest })
    },
  }
}

type Promised = { readonly [K in keyof Party]: () => Promise<unknown> }

/** @cloudflare/opaque-ts 0.7 on P-256, without stretching; bytes across, as its messages serialize. */
export async function opaqueTs(): Promise<Promised> {
  const config = getOpaqueConfig(OpaqueID.OPAQUE_P256)
  const seed = config.prng.random(config.hash.Nh)
  const server = new OpaqueServer(config, seed, await config.ake.generateAuthKeyPair(), 'server')
  const [password, user] = ['correct horse', 'user']

  async function register(): Promise<number[]> {
    const client = new OpaqueClient(config, IdentityMemHardFn)
    const request = sure(await client.registerInit(password)).serialize()
    const answer = await server.registerInit(RegistrationRequest.deserialize(config, request), user)
    const response = RegistrationResponse.deserialize(config, sure(answer).serialize())
    return sure(await client.registerFinish(response, 'server', user)).record.serialize()
  }
  const stored = await register()
  async function respond(ke1: number[]) {
    const record = RegistrationRecord.deserialize(config, stored)
    return sure(await server.authInit(KE1.deserialize(config, ke1), record, user, user))
  }
  async function exchange() {
    const client = new OpaqueClient(config, IdentityMemHardFn)
    const ke1 = sure(await client.authInit(password)).serialize()
    const { ke2, expected } = await respond(ke1)
    const sent = KE2.deserialize(config, ke2.serialize())
    const { ke3 } = sure(await client.authFinish(sent, 'server', user))
    const finished = KE3.deserialize(config, ke3.serialize())
    sure(server.authFinish(finished, expected))
    return { ke1, expected, finished }
  }
  const fixed = await exchange()
  return {
    register,
    login: exchange,
    async serverLogin() {
      await respond(fixed.ke1)
      sure(server.authFinish(fixed.finished, fixed.expected))
    },
  }
}

function sure<T>(value: T | Error): T {
  if (value instanceof Error) throw value
  return value
}
