import { defineConfig } from 'vitest/config'

// Two cores: two workers, no isolation between files (nothing here keeps state in a module).
export default defineConfig({
  test: {
    include: ['properties/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    maxWorkers: 2,
    reporters: process.env.CI ? ['default'] : ['default'],
  },
})
