/** Markdown of the project as pages: sections get names, §-references become links, links to files lead to their pages. */
import { dirname, normalize } from 'node:path/posix'
import MarkdownIt from 'markdown-it'
import { exists, read } from './files.ts'
import type { Page } from './layout.ts'

/** Markdown files that are pages. */
export const PROSE: Readonly<Record<string, string>> = {
  'README.md': 'index.html',
  'spec/README.md': 'protocol.html',
  'docs/threat-model.md': 'threat-model.html',
  'docs/not-claimed.md': 'not-claimed.html',
  'docs/formats.md': 'formats.html',
  'docs/conformance.md': 'conformance.html',
  'docs/dependencies.md': 'dependencies.html',
  'docs/reproduce.md': 'reproduce.html',
  'CONTRIBUTING.md': 'contributing.html',
  'CHANGELOG.md': 'changelog.html',
}

/** Numbers of the prose's sections, as `5.1`. */
export const SECTIONS: ReadonlySet<string> = new Set(
  [...read('spec/README.md').matchAll(/^#{2,4} §([\d.]*\d)/gm)].map(([, number]) => number as string),
)

/** The page of a Markdown file. */
export function prosePage(path: string): Page {
  const file = PROSE[path] as string
  const source = read(path)
  const [, title = path] = /^# (.*)$/m.exec(source) ?? []
  const body = render(source.replace(/^# .*$/m, ''), path)
  return { file, title, body, made: `Written by hand: ${path}` }
}

/** Markdown as HTML. `path` is where it stands, for its links. */
export function render(markdown: string, path: string): string {
  const md = new MarkdownIt({ html: false, linkify: false })
  const plainLink = md.renderer.rules.link_open
  md.renderer.rules.heading_open = (tokens, i) => {
    const name = anchor(tokens[i + 1]?.content ?? '')
    return `<${tokens[i]?.tag} id="${name}">`
  }
  md.renderer.rules.link_open = (tokens, i, options, env, self) => {
    const token = tokens[i]
    token?.attrSet('href', target(token.attrGet('href') ?? '', path))
    return plainLink?.(tokens, i, options, env, self) ?? self.renderToken(tokens, i, options)
  }
  const plainImage = md.renderer.rules.image
  md.renderer.rules.image = (tokens, i, options, env, self) => {
    const token = tokens[i]
    const file = normalize(`${dirname(path)}/${token?.attrGet('src') ?? ''}`)
    token?.attrSet('src', file.replace(/^docs\//, ''))
    return plainImage?.(tokens, i, options, env, self) ?? self.renderToken(tokens, i, options)
  }
  md.renderer.rules.text = (tokens, i) => linked(md.utils.escapeHtml(tokens[i]?.content ?? ''))
  md.renderer.rules.table_open = () =>
    '<div class="wide" tabindex="0" role="group" aria-label="table"><table>'
  md.renderer.rules.table_close = () => '</table></div>'
  // Comments mark what a test fills in; they are no text.
  return md.render(markdown.replace(/<!--[\s\S]*?-->/g, ''))
}

/** The name of a heading: `§5.1 Terms` is `s5.1`, anything else its words. */
export function anchor(heading: string): string {
  const [, number] = /^§([\d.]*\d)/.exec(heading) ?? []
  if (number !== undefined) return `s${number}`
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** Makes §-references of this project links; those of RFCs and papers stay text. */
export function linked(html: string, up = ''): string {
  return html.replace(
    /(RFC \d+|Raft|thesis|paper|FIPS[\w-]*)(,? )§[\d.]*\d|§(\d[\d.]*\d|\d)/g,
    (whole, _by, _space, number) =>
      number !== undefined && SECTIONS.has(number)
        ? `<a href="${up}protocol.html#s${number}">§${number}</a>`
        : whole,
  )
}

function target(href: string, from: string): string {
  if (/^(https?:|#|mailto:)/.test(href)) return href
  const [path = '', hash] = href.split('#')
  const file = normalize(`${dirname(from)}/${path}`)
  const tail = hash === undefined ? '' : `#${hash}`
  if (PROSE[file] !== undefined) return PROSE[file] + tail
  if (file.endsWith('.ts') && exists(file)) return `source/${file}.html${tail}`
  return href
}
