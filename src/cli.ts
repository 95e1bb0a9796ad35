#!/usr/bin/env node
/** The command line, where everything meets. Exit codes: 0 as expected, 1 broken, 2 usage, 3 inconclusive. */
import { Command, CommanderError } from 'commander'
import { addAudit } from './cli/audit.ts'
import { addBundle } from './cli/bundle.ts'
import { addCheck } from './cli/check.ts'
import { EXIT, UsageError } from './cli/exit.ts'
import { addExplore } from './cli/explore.ts'
import { addMutants } from './cli/mutants.ts'
import { endWithReader, note } from './cli/output.ts'
import { addReplay } from './cli/replay.ts'
import { addReview } from './cli/review.ts'
import { addShrink } from './cli/shrink.ts'
import { addSim } from './cli/sim.ts'
import { addStory } from './cli/story.ts'
import { BUILD } from './run/build.ts'

function createProgram(): Command {
  const program = new Command('strongroom')
    .description('A formal-model-driven testbed for end-to-end encrypted backup vaults.')
    .version(BUILD)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.split('\n')[0]?.concat('\n') ?? '') })
    .showHelpAfterError(false)
  for (const add of [
    addStory,
    addSim,
    addCheck,
    addReplay,
    addShrink,
    addExplore,
    addReview,
    addMutants,
    addBundle,
    addAudit,
  ])
    add(program)
  for (const command of program.commands) command.copyInheritedSettings(program)
  return program
}

async function main(): Promise<void> {
  endWithReader()
  try {
    await createProgram().parseAsync()
  } catch (error) {
    if (error instanceof UsageError) {
      note(`strongroom: ${error.message}`)
      process.exitCode = EXIT.usage
    } else if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.expected : EXIT.usage
    } else throw error
  }
}

await main()
