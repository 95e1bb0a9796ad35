/** The handshake between replicas at work (§5.14), and how a message leaves: tagged, or not at all. */
import { actionsFor } from '../actions.ts'
import type { Effect, Message, Octets } from '../boundary.ts'
import type { NodeId } from '../names.ts'
import {
  type At,
  type ConsensusEvent,
  type Context,
  messageOf,
  others,
  type Rules,
  senderOf,
} from './context.ts'
import type { ConsensusMessage } from './messages.ts'
import {
  type Hello,
  helloOf,
  isHello,
  keyIn,
  type Links,
  type Proof,
  type Session,
  type Welcome,
  welcomeOf,
} from './sessions.ts'
import { isTagged, tagged } from './tags.ts'

const { change, ask } = actionsFor<Context, ConsensusEvent>()

/** A message to one replica; a hello instead, to one that has given no key yet. */
export function sending(rules: Rules, context: Context, to: NodeId, message: ConsensusMessage): Effect {
  const { links, self } = context
  if (!rules.sessions) return { do: 'send', to, message }
  if (links === null) return { do: 'label', text: `no credential to speak with ${to}` }
  const key = links.outgoing[to]
  if (key === undefined) return { do: 'send', to, message: helloOf(links) }
  return { do: 'send', to, message: tagged(rules.crypto, key, self, to, message) }
}

/** Does the message come from who its link says, in a session of this boot of both? */
export function isAuthentic(rules: Rules, { context, event }: At): boolean {
  if (!rules.sessions) return true
  const from = senderOf({ context, event })
  const session = context.links?.incoming[from]
  if (session === undefined) return false
  return isTagged(rules.crypto, session.key, from, context.self, messageOf<Message>({ context, event }))
}

function sessionOf({ incoming, offered }: Links, node: NodeId, ephemeral: Octets): Session | undefined {
  return [offered[node], incoming[node]].find((session) => session?.ephemeral === ephemeral)
}

/** The guards of the handshake. */
export function greetingGuards(rules: Rules) {
  const hasLinks = ({ context }: At): boolean => context.links !== null
  return {
    isForgedHello: (at: At): boolean => !hasLinks(at) || !isHello(rules, senderOf(at), messageOf<Hello>(at)),
    /** The sender was powered on since this replica last heard of it: it has no session with the sender either. */
    isNewBoot: (at: At): boolean => {
      const { links } = at.context
      return links !== null && sessionOf(links, senderOf(at), messageOf<Hello>(at).ephemeral) === undefined
    },
    isForgedWelcome: (at: At): boolean => {
      const { links, self } = at.context
      return links === null || keyIn(rules, links, self, senderOf(at), messageOf<Welcome>(at)) === null
    },
    /** The sender holds the key that it was offered. */
    isProof: (at: At): boolean => {
      const offer = at.context.links?.offered[senderOf(at)]
      if (offer === undefined) return false
      return isTagged(rules.crypto, offer.key, senderOf(at), at.context.self, messageOf<Proof>(at))
    },
    hasLinks,
  }
}

/** The actions of the handshake. */
export function greetingActions(rules: Rules) {
  const { crypto } = rules
  const within = ({ links }: Context, next: (links: Links) => Partial<Links>): Partial<Context> =>
    links === null ? {} : { links: { ...links, ...next(links) } }
  const hello = (context: Context, to: NodeId): readonly Effect[] =>
    context.links === null ? [] : [{ do: 'send', to, message: helloOf(context.links) }]
  return {
    /** To all there are: this boot is new, and nobody has a session with it. */
    greetAll: ask(({ context }) => others(rules, context).flatMap((to) => hello(context, to))),
    greetSender: ask((at) => hello(at.context, senderOf(at))),
    /** A key for this boot of the sender; the one that it was offered before, if it asks again. */
    offerSession: change((at) =>
      within(at.context, ({ offered }) => {
        const { key } = (at.event as unknown as { draw: { key: Octets } }).draw
        return { offered: { ...offered, [senderOf(at)]: { ephemeral: messageOf<Hello>(at).ephemeral, key } } }
      }),
    ),
    sendWelcome: ask((at) => {
      const { links } = at.context
      const to = senderOf(at)
      const session = links === null ? undefined : sessionOf(links, to, messageOf<Hello>(at).ephemeral)
      if (links === null || session === undefined) return []
      const { seal } = (at.event as unknown as { draw: { seal: Octets } }).draw
      const message = welcomeOf(rules, links, to, session, seal)
      return message === null ? [] : [{ do: 'send', to, message }]
    }),
    /** What this replica says to the sender from now on. */
    takeSession: change((at) =>
      within(at.context, (links) => {
        const key = keyIn(rules, links, at.context.self, senderOf(at), messageOf<Welcome>(at))
        return key === null ? {} : { outgoing: { ...links.outgoing, [senderOf(at)]: key } }
      }),
    ),
    sendProof: ask((at) => {
      const { links, self } = at.context
      const to = senderOf(at)
      const key = links?.outgoing[to]
      return key === undefined
        ? []
        : [{ do: 'send', to, message: tagged(crypto, key, self, to, { type: 'proof' }) }]
    }),
    /** From here on what an earlier boot of the sender said is refused. */
    beginSession: change((at) =>
      within(at.context, ({ incoming, offered }) => {
        const { [senderOf(at)]: session, ...rest } = offered
        return session === undefined
          ? {}
          : { incoming: { ...incoming, [senderOf(at)]: session }, offered: rest }
      }),
    ),
    /** A message without the right tag: its sender has another session in mind, or is not who the link says. */
    askWho: ask((at) =>
      at.context.links === null || isAuthentic(rules, at)
        ? []
        : [{ do: 'send', to: senderOf(at), message: { type: 'whoAreYou' } }],
    ),
  }
}
