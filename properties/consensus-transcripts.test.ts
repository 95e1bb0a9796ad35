/**
 * Golden transcript (§5.14): what the session of two replicas signs, seals and hashes, as text, so that a change of
 * one byte is a line in a review. After a change on purpose: npx vitest run -u properties/consensus-transcripts.test.ts.
 */
import { expect, test } from 'vitest'
import type { Octets } from '../spec/boundary.ts'
import { rulesOf } from '../spec/consensus/machine.ts'
import { credentialFor, helloOf, keyIn, LINK_CELL, linksAt, welcomeOf } from '../spec/consensus/sessions.ts'
import { tagged } from '../spec/consensus/tags.ts'
import type { CryptoPort } from '../spec/crypto.ts'
import { hardened } from '../spec/profiles.ts'
import { createRealTwin } from '../src/crypto/real/port.ts'
import { replicas } from './consensus-fleet.ts'

const WATCHED = ['hash', 'sign', 'verify', 'sealTo', 'openFrom'] as const

// The port, writing down what it is asked to authenticate.
function overheard(port: CryptoPort, lines: string[]): CryptoPort {
  const spied = Object.fromEntries(
    WATCHED.map((op) => [
      op,
      (...args: unknown[]) => {
        const result = (port[op] as (...given: unknown[]) => unknown)(...args)
        lines.push(
          `${op}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`,
          `  = ${JSON.stringify(result)}`,
        )
        return result
      },
    ]),
  )
  return { ...port, ...spied }
}

test('what a session signs, seals and hashes is as committed', async () => {
  const lines: string[] = []
  const { port } = createRealTwin()
  const seed = (byte: string) => byte.repeat(32) as Octets
  const crypto = overheard(port, lines)
  const ceremony = port.signingKeys(seed('01'))
  const peers = replicas(3)
  const [one, two] = [peers[0]!, peers[1]!]
  const deps = { crypto, profile: hardened, peers, fleet: 'a', ceremony: ceremony.public, sessions: true }
  const rules = rulesOf(deps)
  const [ours, theirs] = [one, two].map((self, i) => {
    lines.push('', `# ${self} leaves the ceremony, and is powered on`)
    const credential = credentialFor(crypto, ceremony.secret, 'a', self, seed(`1${i}`))
    const cells = { [LINK_CELL]: credential }
    const boot = {
      type: 'boot',
      self,
      incarnation: seed('02'),
      cells,
      draw: { ephemeral: seed(`2${i}`) },
    } as const
    return linksAt(rules, boot)!
  })
  lines.push('', `# ${two} welcomes ${one}`)
  const session = { ephemeral: helloOf(ours!).ephemeral, key: seed('03') }
  const welcome = welcomeOf(rules, theirs!, one, session, seed('04'))
  lines.push('', `# ${one} opens it`)
  const key = keyIn(rules, ours!, one, two, welcome!)
  expect(key).toBe(session.key)
  lines.push('', `# ${one} says that it has nothing new for ${two}`)
  const heartbeat = { type: 'appendEntries', term: 1, prevIndex: 0, prevTerm: 0, prevChain: seed('05') }
  tagged(crypto, session.key, one, two, { ...heartbeat, entries: [], commit: 0, admission: null } as never)
  await expect(`${lines.slice(1).join('\n')}\n`).toMatchFileSnapshot('../src/expected/sessions.txt')
})
