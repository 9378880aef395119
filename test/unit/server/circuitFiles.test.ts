import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { circuitFilesIn } from '#server/circuitFiles.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

/** Makes files with their folders, and lists what is found below them. */
async function found(names: readonly string[]): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    for (const name of names) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), 'qubit q;');
    }
    const root = pathToFileURL(folder).href;
    const files = await circuitFilesIn([`${root}/`], neverCancelled);
    return files.map(({ uri }) => uri.slice(root.length + 1));
  });
}

test('circuit files are found in all folders but hidden ones and those of tools, nearest first', async () => {
  const names = ['deep/er/c.inc', 'a.qasm', 'deep/b.QASM3', 'notes.txt', '.git/d.qasm', 'node_modules/x/e.qasm'];
  expect(await found(names)).toEqual(['a.qasm', 'deep/b.QASM3', 'deep/er/c.inc']);
});

test('addresses are spelled as includes spell them', async () => {
  expect(await found(['my gates (1).inc'])).toEqual(['my%20gates%20%281%29.inc']);
});

test('a stamp tells when a file has another content', async () => {
  await withTemporaryFolder(async (folder) => {
    const stamps = async () =>
      (await circuitFilesIn([pathToFileURL(folder).href], neverCancelled)).map(({ stamp }) => stamp);
    await writeFile(join(folder, 'a.qasm'), 'qubit q;');
    const before = await stamps();
    expect(await stamps()).toEqual(before);
    await writeFile(join(folder, 'a.qasm'), 'qubit qq;');
    expect(await stamps()).not.toEqual(before);
  });
});

test('folders that are links are not followed, so that circles have an end', async () => {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'a.qasm'), '');
    await symlink(folder, join(folder, 'again'), 'dir');
    expect(await circuitFilesIn([pathToFileURL(folder).href], neverCancelled)).toHaveLength(1);
  });
});

test('folders that are not there, or not on this machine, have no files', async () => {
  expect(await circuitFilesIn(['file:///nowhere/at/all', 'vscode-vfs://github/a/b'], neverCancelled)).toEqual([]);
});

test('a cancelled search ends', async () => {
  const source = new CancellationSource();
  source.cancel();
  await expect(circuitFilesIn(['file:///'], source.signal)).rejects.toMatchObject({ reason: 'cancelled' });
});
