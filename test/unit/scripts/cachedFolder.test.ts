import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { projectRoot } from '#scripts/projectRoot.ts';
import { cachedFolder, removeUnusedFolders } from '#scripts/setUp/cachedFolder.ts';

const name = `test-cached-folder-${process.pid}`;
const lock = join(projectRoot, '.cache', `${name}.lock`);

afterEach(async () => {
  for (const version of ['-old', '-new', '-half', '-busy', '-busy.lock']) {
    await rm(join(projectRoot, '.cache', name + version), { recursive: true, force: true });
  }
  await rm(join(projectRoot, '.cache', name), { recursive: true, force: true });
  await rm(lock, { force: true });
});

test('is filled once and then reused', async () => {
  let fills = 0;
  const fill = async (folder: string): Promise<void> => {
    fills++;
    await writeFile(join(folder, 'content'), 'whole');
  };
  const folder = await cachedFolder(name, fill);
  expect(await cachedFolder(name, fill)).toBe(folder);
  expect(await readFile(join(folder, 'content'), 'utf8')).toBe('whole');
  expect(fills).toBe(1);
});

test('is begun anew after an interruption, without what was left', async () => {
  const interrupted = cachedFolder(name, async (folder) => {
    await writeFile(join(folder, 'half'), '');
    throw new Error('the cable was pulled');
  });
  await expect(interrupted).rejects.toThrow('the cable was pulled');
  const folder = await cachedFolder(name, async () => {});
  expect(existsSync(join(folder, 'half'))).toBe(false);
});

test('is filled by one of two that want it at the same time', async () => {
  const fillers: string[] = [];
  const want = (who: string) => cachedFolder(name, async () => void fillers.push(who));
  await Promise.all([want('first'), want('second')]);
  expect(fillers).toHaveLength(1);
});

test('takes over the lock of a process that is gone', async () => {
  await writeFile(lock, '999999999');
  await cachedFolder(name, async () => {});
  expect(existsSync(lock)).toBe(false);
});

test('is removed when nobody has asked for it since a day, unless somebody fills it', async () => {
  const place = (version: string) => join(projectRoot, '.cache', name + version);
  const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
  for (const version of ['-old', '-new']) {
    const folder = await cachedFolder(name + version, async () => {});
    await utimes(join(folder, 'is-complete'), longAgo, longAgo);
  }
  for (const version of ['-half', '-busy']) {
    await mkdir(place(version));
    await utimes(place(version), longAgo, longAgo);
  }
  await writeFile(place('-busy.lock'), String(process.pid));
  await cachedFolder(`${name}-new`, () => Promise.reject(new Error('It is there.')));
  await removeUnusedFolders(name);
  const left = ['-old', '-new', '-half', '-busy'].filter((version) => existsSync(place(version)));
  expect(left).toEqual(['-new', '-busy']);
});
