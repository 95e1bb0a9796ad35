/** The frame of every page of the review site: title, navigation, style; no script but the theme's, no request to anywhere. */
import { PALETTE } from '../../src/trace/explorer/palette.ts'

/** A page of the site. */
export interface Page {
  /** File name within the site. */
  readonly file: string
  readonly title: string
  readonly body: string
  /** Does it say how it was made? Shown under the title. */
  readonly made: string
}

/** The navigation, in the order in which a reviewer reads. */
export const CONTENTS: readonly (readonly [file: string, title: string])[] = [
  ['index.html', 'Start here'],
  ['protocol.html', 'The protocols, in prose'],
  ['claims.html', 'Claims'],
  ['evidence.html', 'Matrix and kill table'],
  ['machines.html', 'Statecharts'],
  ['sequences.html', 'Message sequences'],
  ['threat-model.html', 'Threat model'],
  ['not-claimed.html', 'What is not claimed'],
  ['formats.html', 'Formats, byte by byte'],
  ['transcripts.html', 'What is signed'],
  ['scenarios.html', 'Golden scenarios'],
  ['conformance.html', 'Conformance'],
  ['dependencies.html', 'Dependencies'],
  ['reproduce.html', 'How to reproduce'],
  ['api/index.html', 'API, types and model'],
]

const STYLE = `${PALETTE}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.6 ui-sans-serif, system-ui, sans-serif;
  display: grid; grid-template-columns: 230px minmax(0, 1fr); min-height: 100vh; }
nav { background: var(--raised); border-right: 1px solid var(--line); padding: 16px; font-size: 14px; }
nav > div { position: sticky; top: 16px; } nav ul { list-style: none; padding: 0; margin: 12px 0; } nav li { margin: 5px 0; }
nav a[aria-current] { font-weight: 700; } main { padding: 24px 36px 80px; max-width: 1080px; }
h1 { margin: 0 0 4px; font-size: 28px; } h2 { margin-top: 2em; border-bottom: 1px solid var(--line); } h3 { margin-top: 1.6em; }
a { color: var(--accent); text-underline-offset: 2px; } .made { color: var(--quiet); font-size: 14px; margin-top: 0; }
code, pre { font: 13px/1.5 ui-monospace, monospace; } code { background: var(--raised); padding: 0 3px; }
pre { background: var(--raised); border: 1px solid var(--line); padding: 10px 14px; overflow-x: auto; } pre code { padding: 0; }
table { border-collapse: collapse; font-size: 14.5px; margin: 12px 0; } .wide { overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: 4px 9px; text-align: left; vertical-align: top; overflow-wrap: break-word; }
td:first-child { white-space: nowrap; }
th { background: var(--raised); } tr:target { background: var(--ground-accent); }
figure { margin: 16px 0; overflow-x: auto; } figcaption { color: var(--quiet); font-size: 14px; } svg, img { max-width: 100%; height: auto; } img { border: 1px solid var(--line); }
.tag { border: 1px solid var(--plain); border-radius: 10px; padding: 0 8px; font-size: 12.5px; white-space: nowrap; }
.broken { color: var(--hot); font-weight: 600; } .holds { color: var(--vault); font-weight: 600; }
.source { counter-reset: none; } .source td { border: 0; padding: 0 8px; white-space: pre; font: 12.5px/1.5 ui-monospace, monospace; overflow-wrap: normal; }
.source td:first-child { color: var(--quiet); text-align: right; user-select: none; }
button { font: inherit; background: var(--ground); color: inherit; border: 1px solid var(--plain); border-radius: 4px; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 800px) { body { display: block; } nav { border: 0; } nav > div { position: static; } main { padding: 16px; } }
@media print { details::details-content { content-visibility: visible; block-size: auto; } nav, button { display: none; } body { display: block; font-size: 11pt; color: #000; background: #fff; }
  main { max-width: none; padding: 0; } figure, table, tr { break-inside: avoid; } a { color: inherit; }
  :root { --ground: #fff; --ink: #000; } }
`

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self' data:"
const THEME = `document.getElementById('theme').addEventListener('click', () => {
  const root = document.documentElement
  root.dataset.theme = getComputedStyle(root).colorScheme.includes('dark') ? 'light' : 'dark'
})`

/** A whole page. */
export function htmlOf({ file, title, body, made }: Page): string {
  const up = '../'.repeat(file.split('/').length - 1)
  const items = CONTENTS.map(([to, name]) => {
    const here = to === file ? ' aria-current="page"' : ''
    return `<li><a href="${up}${to}"${here}>${name}</a></li>`
  })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(title)} · strongroom</title>
<style>${STYLE}</style></head><body>
<nav aria-label="Contents"><div><strong>strongroom</strong><ul>${items.join('')}</ul>
<button id="theme" type="button">dark or light</button></div></nav>
<main><h1>${text(title)}</h1><p class="made">${text(made)}</p>
${body}
</main><script>${THEME}</script></body></html>
`
}

/** Text as HTML. */
export function text(plain: string): string {
  return plain
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A table; cells are HTML. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const headRow = head.map((cell) => `<th scope="col">${cell}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
  return `<div class="wide" tabindex="0" role="group" aria-label="table"><table><thead><tr>${headRow}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`
}
