/** Follows every link of the written site: to a file that exists, and to a name in it; and nothing is fetched from elsewhere. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { SITE } from './files.ts'

/** What is wrong, one line each. */
export function brokenLinks(): string[] {
  const pages = htmlBelow(SITE)
  const names = new Map(pages.map((path) => [path, namesIn(readFileSync(path, 'utf8'))]))
  return pages.flatMap((path) => {
    const html = withoutScripts(readFileSync(path, 'utf8'))
    const fetched = [
      ...html.matchAll(/<(?:img|script|link|iframe|source)\b[^>]*(?:src|href)="(https?:[^"]*)"/g),
    ]
    const wrong = fetched.map(([, url]) => `${show(path)} fetches ${url}`)
    const hrefs = [...html.matchAll(/<(?:a|link|img|script)\b[^>]*?\b(?:href|src)="([^"]*)"/g)].map(
      ([, href]) => decode(href as string),
    )
    return [...wrong, ...hrefs.flatMap((href) => problem(path, href, names))]
  })
}

function problem(path: string, href: string, names: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  if (/^(https?:|mailto:|data:)/.test(href) || href === '') return []
  const [file = '', hash] = href.split('#')
  const to = file === '' ? path : normalize(join(dirname(path), decodeURIComponent(file)))
  if (!existsSync(to)) return [`${show(path)} links to ${href}, which is not there`]
  const known = names.get(to)
  if (hash === undefined || hash === '' || known === undefined || known.has(decodeURIComponent(hash)))
    return []
  return [`${show(path)} links to ${href}: there is no such name on that page`]
}

function show(path: string): string {
  return relative(SITE, path)
}

// The explorer's pages make their own links; what stands in a script is no markup.
function withoutScripts(html: string): string {
  return html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, (script) =>
    script.slice(0, script.indexOf('>') + 1),
  )
}

function namesIn(html: string): Set<string> {
  const names = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => decode(id as string)))
  const steps = /"steps":\[/.test(html) ? (html.match(/"kind":"/g)?.length ?? 0) : 0
  for (let step = 0; step < steps; step++) names.add(`step-${step}`)
  return names
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

function htmlBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return htmlBelow(path)
    return name.endsWith('.html') ? [path] : []
  })
}
