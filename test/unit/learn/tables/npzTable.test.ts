import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isArchive, parseNpzTable } from '#core/learn/tables/npzTable.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

/** Archives that numpy.savez and numpy.savez_compressed have written. */
const archive = async (name: string) =>
  Uint8Array.from(await readFile(join(projectRoot, 'test', 'fixtures', 'npz', `${name}.npz`)));

test.each(['stored', 'packed'])('the arrays of an archive (%s) stand side by side', async (name) => {
  const bytes = await archive(name);
  expect(isArchive(bytes)).toBe(true);
  expect(await parseNpzTable(bytes, 'd.npz')).toEqual({
    path: 'd.npz',
    rowCount: 3,
    columns: [
      { name: 'X0', kind: 'number', values: Float64Array.of(0.5, 2.25, 3) },
      { name: 'X1', kind: 'number', values: Float64Array.of(-1, Number.NaN, 4) },
      { name: 'y', kind: 'number', values: Float64Array.of(0, 1, 1) },
      { name: 'kind', kind: 'text', values: ['a', 'bc', 'ä'] },
    ],
  });
});

test('arrays of different lengths are no table', async () => {
  await expect(parseNpzTable(await archive('uneven'), 'd.npz')).rejects.toThrow(
    'The array y of d.npz has 2 rows, but the arrays before it have 3.',
  );
});

test('a damaged archive is refused wherever it is damaged or cut, and never read wrongly', async () => {
  for (const name of ['stored', 'packed']) {
    const bytes = await archive(name);
    for (let length = 0; length < bytes.length; length++)
      await expect(parseNpzTable(bytes.slice(0, length), 'd.npz'), `cut at ${length}`).rejects.toMatchObject({
        reason: 'invalid-input',
      });
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      // Some bytes mean nothing (times, versions), others only values.
      const outcome = await parseNpzTable(changed, 'd.npz').then(
        () => 'read',
        (thrown: { reason?: string }) => thrown.reason,
      );
      expect(['read', 'invalid-input', 'too-large'], `byte ${at}`).toContain(outcome);
    }
  }
});
