import { defineConfig } from 'vitest/config';

/** One suite of tests; `slow` suites start whole programs, so their files run one after another. */
const suite = (name: string, timeout: number, slow = false) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node',
    globalSetup: ['test/support/buildKernels.ts'],
    testTimeout: timeout,
    hookTimeout: timeout,
    fileParallelism: !slow,
  },
});

export default defineConfig({
  test: {
    projects: [
      suite('unit', 20_000),
      suite('property', 120_000),
      suite('lsp', 60_000),
      suite('cli', 120_000),
      suite('interop', 300_000, true),
      suite('e2e', 300_000, true),
    ],
  },
});
