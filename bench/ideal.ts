/** What a login exchange and a whole run cost in ideal cryptography and in real (§2.7): `npx tsx bench/ideal.ts`. */
import type { Octets } from '../spec/boundary.ts'
import type { Twin } from '../spec/crypto.ts'
import { createIdealTwin } from '../src/crypto/ideal/twin.ts'
import { loadBackend } from '../src/crypto/real/group/backend.ts'
import { ristretto255Suite } from '../src/crypto/real/opaque/suites.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { buildWorld } from '../src/run/world.ts'
import { staged } from '../src/scenes/staging.ts'
import { generate } from '../src/sim/generator.ts'

const stretch = { name: 'identity' } as const

function must<T>(result: { ok: true; value: T } | { ok: false; error: string }): T {
  if (!result.ok) throw new Error(result.error)
  return result.value
}

type Parties = ReturnType<typeof parties>

/** One server and one client over a twin of their own, as one simulated run has it. */
function parties(twin: Twin) {
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
  return { register, login }
}

const BATCH = 200
const ROUNDS = 60

/** Processor microseconds that an act takes: other programs on the machine do not count. */
function cost(act: () => void): number {
  const before = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** A batch on a fresh ideal twin, about what one simulated run asks for: microseconds per operation. */
function batch(operation: (p: Parties, run: number) => void): number {
  const p = parties(createIdealTwin())
  const total = cost(() => {
    for (let run = 1; run <= BATCH; run++) operation(p, run)
  })
  return total / BATCH
}

function report(title: string, samples: readonly number[]): void {
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!.toFixed(1)
  console.log(`${title}: median ${at(0.5)}, best decile ${at(0.1)}, worst decile ${at(0.9)}`)
}

const suite = ristretto255Suite(await loadBackend(console.warn))
const real = { fast: parties(createRealTwin({ suite })), noble: parties(createRealTwin()) }
const rounds = Array.from({ length: ROUNDS + 10 }, (_, round) => ({
  login: batch((p, run) => p.login(run)),
  known: batch((p) => p.login(1)),
  registration: batch((p, run) => p.register(run)),
  fast: cost(() => real.fast.login(round)),
  noble: cost(() => real.noble.login(round)),
})).slice(10) // the first rounds warm up
report(
  'ideal login exchange, both sides, six fresh draws (µs)',
  rounds.map(({ login }) => login),
)
report(
  'ideal login exchange, every term known already (µs)',
  rounds.map(({ known }) => known),
)
report(
  'ideal registration, both sides, two fresh draws (µs)',
  rounds.map(({ registration }) => registration),
)
report(
  'real login exchange, fastest group (µs)',
  rounds.map(({ fast }) => fast),
)
report(
  'real login exchange, noble (µs)',
  rounds.map(({ noble }) => noble),
)
report(
  'real over ideal, fastest group, round by round',
  rounds.map(({ fast, login }) => fast / login),
)
report(
  'real over ideal, noble, round by round',
  rounds.map(({ noble, login }) => noble / login),
)

// Whole runs, nobody watching: one HSM, an enrolment, a wrong guess and a recovery; machines cost the same in both.
const scene = staged({
  ...{ profile: 'hardened', limit: 3, until: 8_000 },
  lines: [
    [2_000, 'phone1 enrol word1'],
    [4_000, 'phone2 recover wrong'],
    [6_000, 'phone2 recover word1'],
  ],
})
const whole = (crypto: 'real' | 'ideal', twin: Twin): number =>
  cost(() => {
    for (const _ of generate(buildWorld({ ...scene.setup, crypto }, { twin }).simulation, scene.plan, '1'));
  })
const twins = { real: createRealTwin({ suite }), ideal: () => createIdealTwin() }
const runs = Array.from({ length: 25 }, () => ({
  real: whole('real', twins.real),
  ideal: whole('ideal', twins.ideal()),
})).slice(5)
report(
  'whole run in real cryptography, fastest group (µs)',
  runs.map((run) => run.real),
)
report(
  'whole run in ideal cryptography (µs)',
  runs.map((run) => run.ideal),
)
report(
  'whole runs, real over ideal, round by round',
  runs.map((run) => run.real / run.ideal),
)
