import { createHash } from 'node:crypto';
import { rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecentFiles } from '#server/recentFiles.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const later = () => Date.now() + 3_600_000;
const stateOf = (path: string) => stat(path, { bigint: true });

test('a file that stays as it is is read once, and again when anything about it has changed', async () => {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, 'model.onnx');
    const files = new RecentFiles(1000, later);
    await writeFile(path, 'first');
    const first = await files.read(path, await stateOf(path));
    expect(await files.read(path, await stateOf(path))).toBe(first);
    expect(await files.sha256(path, await stateOf(path))).toBe(createHash('sha256').update('first').digest('hex'));
    // As long as before and with its time set back; another file in its place.
    const { atime, mtime } = await stat(path);
    await writeFile(join(folder, 'other'), 'other');
    await utimes(join(folder, 'other'), atime, mtime);
    await rename(join(folder, 'other'), path);
    expect(new TextDecoder().decode(await files.read(path, await stateOf(path)))).toBe('other');
    expect(await files.sha256(path, await stateOf(path))).toBe(createHash('sha256').update('other').digest('hex'));
    await writeFile(path, 'longer than before');
    expect(new TextDecoder().decode(await files.read(path, await stateOf(path)))).toBe('longer than before');
  });
});

test('a file that was changed just now is not kept', async () => {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, 'data.csv');
    await writeFile(path, 'a');
    const state = await stateOf(path);
    const files = new RecentFiles(1000, () => Number(state.mtimeNs / 1_000_000n) + 1000);
    expect(await files.read(path, state)).not.toBe(await files.read(path, state));
  });
});

test('those used least lately are forgotten when there are too many', async () => {
  await withTemporaryFolder(async (folder) => {
    const paths = ['a', 'b', 'c'].map((name) => join(folder, name));
    const files = new RecentFiles(10, later);
    for (const path of paths) await writeFile(path, 'four');
    const [a, b, c] = paths as [string, string, string];
    const read = async (path: string) => await files.read(path, await stateOf(path));
    const [firstA, firstB] = [await read(a), await read(b)];
    expect(await read(a)).toBe(firstA);
    await read(c);
    expect(await read(a)).toBe(firstA);
    expect(await read(b)).not.toBe(firstB);
    // One that is larger than all that may be kept is only read.
    await writeFile(b, 'eleven long');
    expect(await read(b)).not.toBe(await read(b));
  });
});
