import { execFileSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { withFileLock } from '#platform/fileLock.ts';
import { systemClock } from '#platform/systemClock.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const deadOwner = () => `${hostname()}:${execFileSync(process.execPath, ['-p', 'process.pid']).toString().trim()}:x`;

/** Reads a number, lets others work, and writes it back one larger. */
async function countUp(path: string): Promise<void> {
  await withFileLock(path, systemClock, async () => {
    const number = Number(await readFile(path, 'utf8'));
    await systemClock.sleep(1, neverCancelled);
    await writeFile(path, String(number + 1));
  });
}

test('works one after another, also over a lock that a killed process left behind', async () => {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, 'number');
    await writeFile(path, '0');
    await writeFile(join(folder, '.number.lock'), deadOwner());
    await Promise.all(Array.from({ length: 20 }, () => countUp(path)));
    expect(await readFile(path, 'utf8')).toBe('20');
    expect(await readdir(folder)).toEqual(['number']);
  });
});

test('a lock whose owner was killed before it could write its name counts once it is old', async () => {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, 'number');
    const lock = join(folder, '.number.lock');
    await writeFile(path, '0');
    await writeFile(lock, '');
    await writeFile(`${lock}.breaking`, '');
    const longAgo = new Date(systemClock.now() - 3_600_000);
    await utimes(lock, longAgo, longAgo);
    await utimes(`${lock}.breaking`, longAgo, longAgo);
    await countUp(path);
    expect(await readdir(folder)).toEqual(['number']);
  });
});

test('gives up in a sentence when others hold the lock for too long, and leaves it to them', async () => {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, 'number');
    const lock = join(folder, '.number.lock');
    await writeFile(lock, 'elsewhere:1:x');
    let elapsed = 0;
    const hasty: Clock = {
      now: () => systemClock.now(),
      monotonic: () => elapsed,
      sleep: async (milliseconds) => {
        elapsed += milliseconds;
      },
    };
    await expect(withFileLock(path, hasty, async () => {})).rejects.toMatchObject({
      reason: 'conflict',
      message: 'Another program has been writing this file for too long.',
      advice: expect.stringContaining(lock),
    });
    expect(await readFile(lock, 'utf8')).toBe('elsewhere:1:x');
  });
});

test('the lock goes when the work fails, and cannot be made where nothing can be written', async () => {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, 'number');
    const failing = withFileLock(path, systemClock, async () => await Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual([]);
    await writeFile(join(folder, 'file'), '');
    await expect(withFileLock(join(folder, 'file', 'number'), systemClock, async () => {})).rejects.toMatchObject({
      reason: 'unreadable',
      message: 'The file cannot be written: a file is where a folder is needed.',
    });
  });
});
