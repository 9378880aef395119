import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPython } from '#platform/python/findPython.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

async function program(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
}

describe.skipIf(process.platform === 'win32')('the Python that is meant', () => {
  test('is the one that is named, that of the environment, the active one, the first on the path', async () => {
    await withTemporaryFolder(async (folder) => {
      const at = (path: string) => join(folder, path);
      for (const each of ['venv/bin/python', 'one/python', 'two/python3']) await program(at(each));
      const found = async (named: string | undefined, environment: Record<string, string>) =>
        (await findPython(named, environment)).interpreter;
      const PATH = [at('none'), at('one'), at('two')].join(delimiter);
      const active = { PATH, VIRTUAL_ENV: at('venv') };
      expect(await found('/opt/python', { ...active, HYBRIDQ_PYTHON: 'python3.12' })).toBe('/opt/python');
      expect(await found('.venv/bin/python', {})).toBe(resolve('.venv/bin/python'));
      expect(await found(undefined, { ...active, HYBRIDQ_PYTHON: 'python3.12' })).toBe('python3.12');
      expect(await found(undefined, active)).toBe(at('venv/bin/python'));
      expect(await found(undefined, { PATH, VIRTUAL_ENV: at('gone') })).toBe(at('two/python3'));
      expect(await found(undefined, { PATH: at('one') })).toBe(at('one/python'));
    });
  });

  test('is missing where nothing is named and there is none', async () => {
    await expect(findPython(undefined, { PATH: '/nowhere' })).rejects.toMatchObject({
      reason: 'not-found',
      message: 'There is no Python interpreter on the search path.',
      advice: expect.stringContaining('hybridQuantum.python.interpreter'),
    });
  });
});
