/** What is kept of a failing run, whoever found it: its trace, and beside it the page that shows it. */
import { join } from 'node:path'
import { explore, pageFor } from './explore.ts'
import { writeWhole } from './files.ts'

/** Where both are, and at which step the claim breaks. */
export interface Kept {
  readonly trace: string
  readonly page: string
  /** The page at the step that breaks the claim, as a browser opens it: `out/rep-3-7.html#step-41`. */
  readonly link: string
}

/** Writes `<out>/<name>.ndjson` and its page. `broke` is the claim (or its cell) for whose sake the run is kept. */
export async function keepFailure(out: string, name: string, text: string, broke: string): Promise<Kept> {
  const trace = join(out, `${name}.ndjson`)
  writeWhole(trace, text)
  const page = pageFor(trace)
  const { broken } = await explore(trace, page)
  const step = broken[broke.split(' ')[0] as string]
  return { trace, page, link: step === undefined ? page : `${page}#step-${step}` }
}
