/** What a login exchange costs in ideal cryptography (§2.7): `npx tsx bench/ideal.ts`. */
import type { Octets } from '../spec/boundary.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'

const stretch = { name: 'identity' } as const

function must<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
  if (!result.ok) throw new Error(result.error)
  return result.value
}

/** One server and one client over a twin of their own, as one simulated run has it. */
function parties() {
  const twin = createIdealTwin()
  const { port } = twin
  const [context, clientIdentity, serverIdentity] = [port.text('v'), port.text('client'), port.text('server')]
  const binding = { context, clientIdentity, serverIdentity }
  const draw = (label: string, bytes: number) => twin.draw('7', label, bytes)
  const server = port.akeKeys(draw('ake', 32))
  const oprfKey = port.oprfKey(draw('oprf', 32))
  const password = port.text('correct horse')

  const register = (run: number): Octets => {
    const blind = draw(`r.blind.${run}`, 64)
    const request = port.registrationRequest(password, blind)
    const response = must(port.registrationRespond(oprfKey, server.public, request))
    const envelopeNonce = draw(`envelope.${run}`, 32)
    return must(port.registrationFinish({ password, blind, response, envelopeNonce, binding, stretch }))
      .record
  }
  const record = register(0)
  const login = (run: number): void => {
    const blind = draw(`blind.${run}`, 64)
    const keyshareSeed = draw(`keyshare.${run}`, 32)
    const { ke1, state } = port.loginStart({ password, blind, nonce: draw(`nonce.${run}`, 32), keyshareSeed })
    const answer = must(
      port.loginRespond({
        akeSecret: server.secret,
        akePublic: server.public,
        oprfKey,
        record,
        ke1,
        binding,
        maskingNonce: draw(`mask.${run}`, 32),
        nonce: draw(`serverNonce.${run}`, 32),
        keyshareSeed: draw(`serverShare.${run}`, 32),
      }),
    )
    const done = must(port.loginFinish({ password, state, ke2: answer.ke2, binding, stretch }))
    must(port.loginVerify(answer.state, done.ke3))
  }
  return { twin, register, login }
}

const BATCH = 200

/** Microseconds per operation, in batches of 200 on a fresh twin: about what one simulated run asks for. */
function measure(title: string, operation: (p: ReturnType<typeof parties>, run: number) => void): void {
  const times: number[] = []
  for (let batch = 0; batch < 150; batch++) {
    const p = parties()
    const start = performance.now()
    for (let run = 1; run <= BATCH; run++) operation(p, run)
    times.push(((performance.now() - start) * 1000) / BATCH)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(2)
  console.log(`${title}: median ${at(0.5)} µs, best decile ${at(0.1)}, worst decile ${at(0.9)}`)
}

measure('login exchange, both sides, six fresh draws', (p, run) => p.login(run))
measure('registration, both sides, two fresh draws', (p, run) => p.register(run))
measure('login exchange, every term known already', (p) => p.login(1))
