/** Standard output carries results alone, one JSON object with `--json`; progress and logs go to standard error. */
import cliProgress from 'cli-progress'

/** Prints a result: as one line of JSON, or as text. */
export function print(json: boolean, value: unknown, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text()}\n`)
}

/** A progress bar with rate and remaining time; silent where standard error is no terminal. */
export interface Progress {
  readonly advance: (by?: number) => void
  readonly end: () => void
}

/** Starts a progress bar over so many units. */
export function progress(title: string, total: number): Progress {
  if (!process.stderr.isTTY) return { advance: () => {}, end: () => {} }
  const bar = new cliProgress.SingleBar({
    format: `${title} {bar} {value}/{total}, {duration_formatted} so far, {eta_formatted} to go`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  bar.start(total, 0)
  return { advance: (by = 1) => bar.increment(by), end: () => bar.stop() }
}

/** A line for people on standard error. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}
