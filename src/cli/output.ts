/** Standard output carries results alone, one JSON object with `--json`; progress and logs go to standard error. */
import cliProgress from 'cli-progress'

/** Prints a result: as one line of JSON, or as text. */
export function print(json: boolean, value: unknown, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text()}\n`)
}

/** A reader that has read enough (`| head`) ends the command, and is no error. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

const TONES: Readonly<Record<string, number>> = { holds: 32, broken: 31, inconclusive: 33 }

/** A verdict, coloured where standard output is a terminal that wants colours; the word says it all without. */
export function verdictText(verdict: string, stream: { readonly isTTY?: boolean } = process.stdout): string {
  const { NO_COLOR, TERM } = process.env
  const tone = TONES[verdict]
  const plain = tone === undefined || stream.isTTY !== true || (NO_COLOR ?? '') !== '' || TERM === 'dumb'
  return plain ? verdict : `\u001b[${tone}m${verdict}\u001b[39m`
}

/** A progress bar with rate and remaining time; silent where standard error is no terminal. */
export interface Progress {
  readonly advance: (by?: number) => void
  /** Puts a text behind the figures, in place of the one before. */
  readonly say: (text: string) => void
  readonly end: () => void
}

/** Starts a progress bar over so many units. */
export function progress(title: string, total: number): Progress {
  if (!process.stderr.isTTY || total === 0) return { advance: () => {}, say: () => {}, end: () => {} }
  const bar = new cliProgress.SingleBar({
    format: `${title} {bar} {value}/{total}, {rate} a second, {duration_formatted} so far, {eta_formatted} to go{said}`,
    barsize: 20,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  const began = Date.now()
  let done = 0
  bar.start(total, 0, { rate: '-', said: '' })
  return {
    advance: (by = 1) => {
      done += by
      bar.increment(by, { rate: rateText(done, Date.now() - began) })
    },
    say: (text) => bar.update({ said: `; ${text}` }),
    end: () => bar.stop(),
  }
}

/** Units a second in few digits; `-` before there is one. */
export function rateText(done: number, milliseconds: number): string {
  if (milliseconds <= 0) return '-'
  const rate = (1000 * done) / milliseconds
  const [size, unit] = rate >= 1e6 ? [1e6, ' million'] : rate >= 1e4 ? [1e3, ' thousand'] : [1, '']
  const shown = rate / size
  return `${shown < 10 ? shown.toFixed(1) : shown.toFixed(0)}${unit}`
}

/** A path as it can be pasted into a shell. */
export function pasted(path: string): string {
  return /^[\w./+@:-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}

/** A line for people on standard error. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}
