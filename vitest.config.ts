import { defineConfig } from 'vitest/config';

const suite = (name: string, timeout: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    environment: 'node',
    testTimeout: timeout,
    hookTimeout: timeout,
  },
});

export default defineConfig({
  test: {
    projects: [
      suite('unit', 20_000),
      suite('property', 120_000),
      suite('lsp', 60_000),
      suite('cli', 120_000),
      suite('interop', 300_000),
      suite('e2e', 300_000),
    ],
  },
});
