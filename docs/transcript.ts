/** Puts what commands really print, and what files really say, into the README: `npm run transcripts`. */
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
const whole = shown.replace(
  /<!-- snippet: (\S+) -->\n[\s\S]*?<!-- end -->/g,
  (_whole, file: string) =>
    `<!-- snippet: ${file} -->\n\`\`\`ts\n${readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')}\`\`\`\n<!-- end -->`,
)
writeFileSync(path, whole)
