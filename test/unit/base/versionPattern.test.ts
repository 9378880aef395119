import { expect, test } from 'vitest';
import { fitsVersionPattern, isVersionPattern } from '#core/base/versionPattern.ts';

// The rules are those of PEP 440 and the examples in the specification of version specifiers.
test.each([
  ['1.7.1', '1.7.*', true],
  ['1.7', '1.7.*', true],
  ['1.70.1', '1.7.*', false],
  ['1.8.0', '!=1.7.*', true],
  ['1.7.1', '1.7.1', true],
  ['1.7.0', '==1.7', true],
  ['1.7.1', '1.7', false],
  ['1.10.0', '>=1.9', true],
  ['1.9.0', '>1.9', false],
  ['2.0.0rc1', '>=2.0', false],
  ['2.0.0rc1', '<2.0', true],
  ['2.0.0.post1', '>2.0', true],
  ['2.0b2', '>2.0b1', true],
  ['2.0.dev3', '<2.0a1', true],
  ['1.6.2', '>=1.5, <1.7', true],
  ['1.7.0', '>=1.5,<1.7', false],
  ['2.4.0+cpu', '2.4.0', true],
  ['nightly', 'nightly', true],
  ['nightly', '>=1', false],
])('%s against %s is %s', (version, pattern, fits) => {
  expect(fitsVersionPattern(version, pattern)).toBe(fits);
});

test('what is no pattern is told apart', () => {
  for (const pattern of ['1.7.*', '>= 1.5, < 2', '==2.0rc1', 'v1.0'])
    expect(isVersionPattern(pattern), pattern).toBe(true);
  for (const pattern of ['', 'latest', '>=1.7.*', '1.*.2', '>=1,', '~> 1', '1.7 || 1.8'])
    expect(isVersionPattern(pattern), pattern).toBe(false);
});
