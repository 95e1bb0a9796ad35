/** `strongroom review`, which is `npm start`: the story on a real file, then a short swarm. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { writeWhole } from './files.ts'
import { whole } from './numbers.ts'
import { note, print } from './output.ts'
import { exitOf, type SimReport, simulate } from './sim.ts'
import { type StoryReport, tellStory } from './story.ts'
import { table } from './tables.ts'

interface ReviewFlags {
  readonly file?: string
  readonly seed: number
  readonly runs: number
  readonly out: string
  readonly json?: boolean
}

/** What a review found. */
export interface ReviewReport {
  readonly story: StoryReport
  readonly swarm: SimReport
  readonly verdict: 'holds' | 'broken' | 'inconclusive'
}

/** Adds the verb. */
export function addReview(program: Command): void {
  program
    .command('review')
    .description('the story on a real file, then a short swarm; exit 0 only if every claim holds as expected')
    .option('--file <F>', 'the file for the story; without it, one is written')
    .option('--seed <S>', 'first seed', whole(0, 2 ** 48), 1)
    .option('--runs <N>', 'seeds of the swarm', whole(1, 100_000), 60)
    .option('--out <dir>', 'where results go', 'out/review')
    .option('--json', 'one JSON object on standard output')
    .action(async (flags: ReviewFlags) => {
      const report = await review(flags)
      writeWhole(join(flags.out, 'review.json'), `${JSON.stringify(report)}\n`)
      print(flags.json === true, report, () => reviewText(report))
      process.exitCode = exitOf(report.verdict)
    })
}

async function review(flags: ReviewFlags): Promise<ReviewReport> {
  const { seed, runs, out } = flags
  mkdirSync(out, { recursive: true })
  const file = flags.file ?? sampleFile(out)
  note('the story, with real cryptography')
  const story = await tellStory({ file, seed, size: 7, limit: 10, profile: 'published', out })
  note(`the swarm, ${runs} seeds with ideal cryptography`)
  const swarm = await simulate({ seed, runs, profile: 'published', adversary: 'A0', crypto: 'ideal', out })
  const broken = story.verdict === 'broken' || swarm.verdict === 'broken'
  return { story, swarm, verdict: broken ? 'broken' : swarm.verdict }
}

// Three chunks of the container and a bit, so that every kind of chunk occurs.
function sampleFile(out: string): string {
  const path = join(out, 'sample.bin')
  const bytes = new Uint8Array(3 * 65_536 + 17)
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 31 + (i >> 8)) & 0xff
  writeFileSync(path, bytes)
  return path
}

function reviewText({ story, swarm, verdict }: ReviewReport): string {
  const rows = Object.entries(swarm.witnesses).map(([id, seen]) => {
    const fell = swarm.runs.filter((run) => run.claims[id] !== 'holds').length
    return [id, fell === 0 ? 'holds' : `broken in ${fell}`, seen, story.witnesses[id] === true ? 'yes' : 'no']
  })
  return [
    ...story.events.map(({ at, says }) => `${String(at).padStart(7)} ms  ${says}`),
    `decrypted under the recovered K: ${story.compared} bytes, ${story.same ? 'all equal' : 'NOT equal'}`,
    table(['claim', `swarm, ${swarm.runs.length} seeds`, 'witnessed in', 'in the story'], rows),
    `review: ${verdict}`,
  ].join('\n')
}
