import { expect, test } from 'vitest';
import { loadIncludes } from '#core/openqasm/index.ts';

const folders = ['here', 'shared'];

/** A source over the given files that remembers what it was asked for. */
function sourceOf(files: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  return {
    asked,
    candidates: (request: string) => folders.map((folder) => `${folder}/${request}`),
    read: async (path: string) => {
      asked.push(path);
      const text = files[path];
      return text === undefined ? ({ kind: 'not-found' } as const) : ({ kind: 'found', text } as const);
    },
  };
}

test('an include means the first of its candidates that exists', async () => {
  const source = sourceOf({ 'shared/a.inc': 'shared a', 'here/b.inc': 'own b', 'shared/b.inc': 'shared b' });
  const read = await loadIncludes('include "a.inc";\ninclude /* b */ \'b.inc\';', 'main', source);
  expect(read('a.inc', 'main')).toEqual({ kind: 'found', path: 'shared/a.inc', text: 'shared a' });
  expect(read('b.inc', 'main')).toEqual({ kind: 'found', path: 'here/b.inc', text: 'own b' });
  expect(source.asked).not.toContain('shared/b.inc');
});

test('files are followed into those they include, and read once', async () => {
  const source = sourceOf({ 'here/a.inc': 'include "b.inc"; include "c.inc";', 'here/b.inc': 'include "a.inc";' });
  const read = await loadIncludes('include "a.inc"; include "b.inc";', 'main', source);
  expect(read('b.inc', 'here/a.inc')).toMatchObject({ kind: 'found' });
  expect(read('c.inc', 'here/a.inc')).toEqual({ kind: 'not-found', searched: ['here/c.inc', 'shared/c.inc'] });
  expect([...source.asked].sort()).toEqual(['here/a.inc', 'here/b.inc', 'here/c.inc', 'shared/c.inc']);
});

test('built-in libraries are never asked for', async () => {
  const source = sourceOf({});
  await loadIncludes('include "stdgates.inc"; include "qelib1.inc";', 'main', source);
  expect(source.asked).toEqual([]);
});

test('a program that includes without end is refused', async () => {
  const endless = {
    candidates: (request: string) => [request],
    read: async (path: string) => ({ kind: 'found', text: `include "${Number(path) + 1}";` }) as const,
  };
  const read = await loadIncludes('include "0";', 'main', endless);
  expect(read('3', '2')).toMatchObject({ kind: 'found' });
  expect(read('500', '499')).toEqual({
    kind: 'unreadable',
    reason: 'the program includes more than 500 files',
  });
});

test('an include without a path takes no time, whatever follows it', async () => {
  const source = sourceOf({});
  for (const gap of ['//', '/* */ ', ' ']) await loadIncludes(`include${gap.repeat(5000)}x`, 'main', source);
  expect(source.asked).toEqual([]);
});
