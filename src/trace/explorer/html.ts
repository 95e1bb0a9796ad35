/** The explorer's page: one file that needs no network and, as its own policy says, may use none. */
import { FRAME } from './frame.ts'
import type { PageData } from './model.ts'
import { pageScript } from './script.ts'
import { STYLE } from './style.ts'

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** The page of a recorded run. */
export function explorerPage(data: PageData): string {
  const { file, profile, crypto, seed, build, traceHash, steps, bug } = data
  const about = [
    file,
    `${steps.length} steps`,
    `profile ${profile}`,
    ...(bug === null ? [] : [`with the seeded bug ${bug}`]),
    `${crypto} cryptography`,
    ...(seed === null ? [] : [`seed ${seed}`]),
    `trace hash ${traceHash}`,
    `strongroom ${build}`,
  ].join(' · ')
  const body = FRAME.replace('<p id="about"></p>', () => `<p id="about">${escaped(about)}</p>`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${file} · strongroom explorer`)}</title>
<style>${STYLE}</style></head>
<body>${body}
<script id="data" type="application/json">${asScript(JSON.stringify(data))}</script>
<script>${pageScript()}</script>
</body></html>
`
}

// Nothing in a trace may end the element that it stands in.
function asScript(json: string): string {
  return json.replaceAll('<', '\\u003c')
}

/** Text as HTML. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
