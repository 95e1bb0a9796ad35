/** Puts what the command really prints into the README, where it shows a transcript: `npx tsx docs/transcript.ts`. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../README.md', import.meta.url)
const readme = readFileSync(path, 'utf8')
const shown = readme.replace(
  /<!-- transcript: npx strongroom (.*) -->\n[\s\S]*?<!-- end -->/g,
  (_whole, args: string) => {
    const output = execFileSync('npx', ['tsx', 'src/cli.ts', ...args.split(' ')], { encoding: 'utf8' })
    return `<!-- transcript: npx strongroom ${args} -->\n\`\`\`\n${output}\`\`\`\n<!-- end -->`
  },
)
writeFileSync(path, shown)
