/** The operations that a script of port calls is made of: each picks its arguments, calls, keeps and describes. */
import type { Twin } from '../spec/crypto.ts'
import { type Operation, type Played, Player, type ScriptCall } from './port-script.ts'

/** Plays a script on a twin; `rename` is applied to the texts and fresh names that go in. */
export function play(twin: Twin, script: readonly ScriptCall[], rename?: (text: string) => string): Played {
  return new Player(twin, rename).play(script, OPERATIONS)
}

const OPS: Readonly<Record<string, (p: Player) => string>> = {
  fresh: (p) =>
    `${p.port.size(p.fresh('seed'))} ${p.port.size(p.fresh('blind'))} ${p.port.size(p.fresh('nonce12'))}`,
  number: (p) => p.keep(null, p.port.number(p.number(5))),
  pack: (p) => p.keep('packed', p.port.pack([p.pick('text'), p.pick('seed')].slice(p.number(3)))),
  unpack: (p) =>
    p.has('packed')
      ? p.result(p.port.unpack(p.pick('packed')), (parts) => parts.map((part) => p.keep(null, part)).join())
      : '-',
  asText: (p) => p.result(p.port.asText(p.pick('text')), JSON.stringify),
  hash: (p) => p.keep('key', p.port.hash(`d${p.number(2)}`, [p.pick('text'), p.pick('seed')])),
  derive: (p) => p.keep('key', p.port.derive(p.pick('key'), `l${p.number(2)}`, 32)),
  seal: (p) =>
    p.keep('sealed', p.port.seal(p.pick('key'), p.pick('nonce12'), p.pick('text'), p.pick('text'))),
  open: (p) =>
    p.has('sealed')
      ? p.result(p.port.open(p.pick('key'), p.pick('text'), p.hostile('sealed')), (o) => p.keep(null, o))
      : '-',
  sealingKeys: (p) => {
    const keys = p.port.sealingKeys(p.pick('seed'))
    return `${p.keep('sealSecret', keys.secret)} ${p.keep('sealPublic', keys.public)}`
  },
  sealTo: (p) =>
    p.has('sealPublic')
      ? p.result(
          p.port.sealTo(
            p.hostile('sealPublic'),
            p.pick('text'),
            p.pick('text'),
            p.pick('text'),
            p.pick('seed'),
          ),
          (o) => p.keep('sealedTo', o),
        )
      : '-',
  openFrom: (p) =>
    p.has('sealedTo', 'sealSecret')
      ? p.result(
          p.port.openFrom(p.pick('sealSecret'), p.pick('text'), p.pick('text'), p.pick('sealedTo')),
          (o) => p.keep(null, o),
        )
      : '-',
  signingKeys: (p) => {
    const keys = p.port.signingKeys(p.pick('seed'))
    return `${p.keep('signSecret', keys.secret)} ${p.keep('signPublic', keys.public)}`
  },
  sign: (p) =>
    p.has('signSecret')
      ? p.keep('signature', p.port.sign(p.pick('signSecret'), `d${p.number(2)}`, p.usual('text', 3)))
      : '-',
  verify: (p) =>
    p.has('signature', 'signPublic')
      ? `${p.port.verify(p.pick('signPublic'), `d${p.number(2)}`, p.usual('text', 3), p.hostile('signature'))}`
      : '-',
  request: (p) => p.keep('request', p.port.registrationRequest(p.password(), p.pick('blind'))),
  respond: (p) =>
    p.has('request')
      ? p.result(p.port.registrationRespond(p.pick('oprf'), p.pick('akePublic'), p.hostile('request')), (o) =>
          p.keep('response', o),
        )
      : '-',
  finish: (p) =>
    p.has('response')
      ? p.result(
          p.port.registrationFinish({
            password: p.password(),
            blind: p.pick('blind'),
            response: p.hostile('response'),
            envelopeNonce: p.pick('seed'),
            binding: p.binding(),
            stretch: p.stretch(),
          }),
          ({ record, exportKey }) => `${p.keep('record', record)} ${p.keep(null, exportKey)}`,
        )
      : '-',
  fake: (p) => p.keep('record', p.port.fakeRecord(p.pick('seed'))),
  login: (p) => login(p),
}

// What belongs together comes often enough to be carried through.
const OFTEN = 'request respond finish respond finish finish login login login login sign verify verify'.split(
  ' ',
)
const OPERATIONS: readonly Operation[] = [
  ...Object.entries(OPS),
  ...OFTEN.map((name): Operation => [name, OPS[name]!]),
]

function login(p: Player): string {
  if (!p.has('record')) return '-'
  const [password, binding, stretch] = [p.password(), p.binding(), p.stretch()]
  const one = p.port.loginStart({
    password,
    blind: p.pick('blind'),
    nonce: p.pick('seed'),
    keyshareSeed: p.pick('seed'),
  })
  const started = `${p.keep('ke1', one.ke1)} ${p.keep('clientState', one.state)}`
  const two = p.port.loginRespond({
    akeSecret: p.pick('akeSecret'),
    akePublic: p.pick('akePublic'),
    oprfKey: p.pick('oprf'),
    record: p.hostile('record'),
    ke1: p.hostile('ke1'),
    binding: p.number(8) === 0 ? p.binding() : binding,
    maskingNonce: p.pick('seed'),
    nonce: p.pick('seed'),
    keyshareSeed: p.pick('seed'),
  })
  const answered = p.result(two, (v) => `${p.keep('ke2', v.ke2)} ${p.keep('serverState', v.state)}`)
  if (!p.has('ke2')) return `${started} ${answered}`
  const [state, ke2] = [p.pick('clientState'), p.hostile('ke2')]
  const three = p.port.loginFinish({
    password: p.number(4) === 0 ? p.password() : password,
    state,
    ke2,
    binding,
    stretch,
  })
  const finished = p.result(
    three,
    (v) => `recovered ${p.keep('ke3', v.ke3)} ${p.keep(null, v.sessionKey)} ${p.keep(null, v.exportKey)}`,
  )
  if (!p.has('ke3')) return `${started} ${answered} ${finished}`
  const four = p.port.loginVerify(p.pick('serverState'), p.hostile('ke3'))
  return `${started} ${answered} ${finished} ${p.result(four, (v) => `verified ${p.keep(null, v.sessionKey)}`)}`
}
