import { expect, test } from 'vitest';
import { chartFileSchema, fileNameOf } from '#core/protocol/chartFile.ts';

test.each([
  ['noisy ghz counts', 'noisy-ghz-counts'],
  ['../../etc/passwd', 'etc-passwd'],
  ['C:\\runs\\a?*', 'C-runs-a'],
  ['Zählung: β', 'Za-hlung-β'],
  ['...', 'chart'],
])('%j is a file named %s', (words, name) => {
  expect(fileNameOf(words)).toBe(name);
});

test('a chart names one of four formats', () => {
  expect(chartFileSchema.safeParse({ name: 'a', format: 'csv', content: '' }).success).toBe(true);
  expect(chartFileSchema.safeParse({ name: 'a', format: 'exe', content: '' }).success).toBe(false);
});
