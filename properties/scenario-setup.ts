/** What the commands of a scenario say about its world before it begins: size, profile, figures, operations. */
import { type NodeId, nodeId } from '../spec/names.ts'
import { hardened, type Profile, published } from '../spec/profiles.ts'
import type { Operation } from '../src/sim/world.ts'
import { CEREMONY, deciding, FORGER } from './consensus-ceremonies.ts'
import { type FleetOptions, noting, replicas } from './consensus-fleet.ts'
import { lying, rogue } from './consensus-rogue.ts'

const PROFILES: Readonly<Record<string, Profile>> = {
  published,
  hardened,
  surplus: { ...published, name: 'surplus', surplus: 1 },
}

/** `3` is the replica `@a3`; any other word is a node of that name. */
export function node(word: string): NodeId {
  return nodeId(/^\d/.test(word) ? `a${word}` : word)
}

/** The fleet that `fleet SIZE PROFILE [figure=value...]` and `rogue NODE` describe, with all that is going to be told. */
export function fleetOptions(commands: readonly string[]): FleetOptions {
  const [, size, profile, ...settings] = (commands.find((line) => line.startsWith('fleet ')) ?? '').split(' ')
  const rogues = commands.filter((line) => line.startsWith('rogue ')).map((line) => line.slice(6))
  const newcomers = newcomersIn(commands)
  const pairs = settings.map((setting) => setting.split('='))
  return {
    size: Number(size),
    profile: PROFILES[profile ?? ''] as Profile,
    operations: operationsIn(commands, Number(size)),
    instead: Object.fromEntries(rogues.map((word) => [node(word), () => ({ consensus: rogue })])),
    ...(newcomers.length > 0 && { newcomers }),
    tuning: Object.fromEntries(pairs.map(([name, value]) => [name, worth(value)])),
  }
}

function worth(value: string | undefined): number | boolean {
  return value === 'on' ? true : value === 'off' ? false : Number(value)
}

function operationsIn(commands: readonly string[], size: number): readonly Operation[] {
  return commands.flatMap((line) => {
    const [word, at, what, ...more] = line.split(' ')
    if (word === 'propose') {
      const notAfter = more[0] === 'notAfter' ? { notAfter: Number(more[1]) } : {}
      return [noting(node(at as string), what as string, notAfter)]
    }
    if (word === 'handover') {
      const event = { type: 'handOver', to: node(what as string) }
      return [{ node: node(at as string), machine: 'consensus', event }]
    }
    if (word === 'admit' || word === 'remove') return [deciding(CEREMONY, word, node(at as string))]
    if (word === 'lie') {
      const [from, to] = [node(at as string), node(what as string)]
      return [lying(from, to, replicas(size), Number(more[0]), Number(more[1]))]
    }
    if (word === 'forge') return [deciding(FORGER, 'admit', node(at as string))]
    return []
  })
}

function newcomersIn(commands: readonly string[]): readonly NodeId[] {
  const named = commands
    .map((line) => line.split(' '))
    .filter(([word]) => word === 'admit' || word === 'forge')
  return [...new Set(named.map(([, at]) => node(at as string)))]
}
