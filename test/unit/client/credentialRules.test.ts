import { describe, expect, test } from 'vitest';
import {
  credentialNameProblem,
  credentialValueProblem,
  freeCredentialName,
  writableNameProblem,
} from '#client/credentials/credentialRules.ts';

describe('names of credentials', () => {
  test.each(['ionq', 'ionq-team.2', 'A', 'a_b', 'x'.repeat(64)])('takes %s', (name) => {
    expect(credentialNameProblem(name)).toBeUndefined();
  });

  test.each(['', ' ', '-a', 'a-', 'a b', 'a/b', 'ключ', 'x'.repeat(65), '__proto__'])('refuses %j', (name) => {
    expect(credentialNameProblem(name)).toMatch(/\.$/);
  });
});

describe('values of credentials', () => {
  test('takes keys, with what a clipboard adds around them', () => {
    expect(credentialValueProblem('  Xy7-abc_123==\n')).toBeUndefined();
  });

  test.each(['', '   ', 'two words', 'a\nb', 'schlüssel'])('refuses %j without repeating it', (value) => {
    const problem = credentialValueProblem(value);
    expect(problem).toMatch(/\.$/);
    if (value.trim() !== '') expect(problem).not.toContain(value.trim());
  });
});

test('names for files begin with a letter and mean nothing else in YAML', () => {
  for (const name of ['ionq', 'Team-2', 'nobody']) expect(writableNameProblem(name)).toBeUndefined();
  for (const name of ['1e5', '7', 'true', 'NO', 'null', 'y']) expect(writableNameProblem(name)).toMatch(/\.$/);
});

test('a proposed name that is taken gets a number', () => {
  expect(freeCredentialName('ionq', [])).toBe('ionq');
  expect(freeCredentialName('ionq', ['ionq', 'ionq-2'])).toBe('ionq-3');
});
