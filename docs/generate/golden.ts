/** Golden texts of the project, as they are committed: what is signed, and scenarios. */
import { below, exists, read } from './files.ts'
import { type Page, text } from './layout.ts'

/** What is signed and authenticated, as the golden transcripts have it. */
export function transcriptsPage(): Page {
  const path = 'src/expected/transcripts.txt'
  const body = exists(path)
    ? `<p>Every signature and MAC of the product is over one of these. A change of any of them fails the tests.</p><pre tabindex="0"><code>${text(read(path))}</code></pre>`
    : '<p>Not generated: there are no golden transcripts yet.</p>'
  return { file: 'transcripts.html', title: 'What is signed', body, made: `As committed: ${path}` }
}

/** Golden scenarios of replication. */
export function scenariosPage(): Page {
  const files = below('src/expected/scenarios')
  const sections = files.map((path) => {
    const name = path.split('/').pop() ?? path
    return `<h2>${text(name.replace(/\.[a-z]+$/, ''))}</h2><pre tabindex="0"><code>${text(read(path))}</code></pre>`
  })
  const body =
    files.length === 0
      ? '<p>Not generated: there are no golden scenarios yet.</p>'
      : `<p>Each is a list of commands and what must come of them; rewritten only on purpose.</p>${sections.join('\n')}`
  return {
    file: 'scenarios.html',
    title: 'Golden scenarios',
    body,
    made: 'As committed: src/expected/scenarios',
  }
}
