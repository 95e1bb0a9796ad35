/** A page for each source file, its lines numbered, so that every link to code leads somewhere without a network. */
import { read, sources } from './files.ts'
import { type Page, text } from './layout.ts'
import { linked } from './prose.ts'

/** The pages of all sources. */
export function sourcePages(): Page[] {
  return sources().map((path) => {
    const up = '../'.repeat(path.split('/').length)
    const rows = read(path)
      .split('\n')
      .map((line, i) => `<tr id="L${i + 1}"><td>${i + 1}</td><td>${linked(text(line), up)}</td></tr>`)
    const body = `<div class="wide" tabindex="0" role="group" aria-label="source"><table class="source" role="presentation">${rows.join('\n')}</table></div>`
    return { file: `source/${path}.html`, title: path, body, made: 'The file as it is.' }
  })
}

/** A link to a file, at its first line that fits. */
export function sourceLink(path: string, fits?: RegExp): string {
  const line =
    fits === undefined
      ? -1
      : read(path)
          .split('\n')
          .findIndex((one) => fits.test(one))
  return `<a href="source/${path}.html${line < 0 ? '' : `#L${line + 1}`}">${path}</a>`
}
