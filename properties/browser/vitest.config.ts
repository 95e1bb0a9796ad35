import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Apart from `npm test`, which needs no browser: `.ci/browser` runs these, one after another in one chromium.
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['properties/browser/**/*.browser.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
