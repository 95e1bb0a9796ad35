import { defineConfig, type TestUserConfig as UserConfig } from 'vitest/config'

// CI reads the counts for its closing line from the file; people read the terminal.
const forCI: UserConfig['reporters'] = ['default', ['json', { outputFile: 'out/test-results.json' }]]

export default defineConfig({
  test: {
    globalSetup: ['properties/bundle-command.ts'],
    include: ['properties/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'threads',
    // Files share what they import: loading the whole tree for each cost more than the tests.
    isolate: false,
    // A failed assertion says in its message what it found: the page of a run that broke a claim stands there.
    chaiConfig: { truncateThreshold: 4_000 },
    maxWorkers: 2,
    reporters: process.env.CI ? forCI : ['default'],
  },
})
