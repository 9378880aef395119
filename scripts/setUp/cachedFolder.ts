import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectRoot } from '../projectRoot.ts';

const marker = 'is-complete';

/**
 * A folder of `.cache/` whose content is made once by `fill` and then reused. The name carries the version of what is
 * in it, so another version is another folder. An interrupted or failed `fill` leaves no marker and is begun anew next
 * time; two processes that want the same folder wait for each other.
 * @returns the absolute path of the folder.
 */
export async function cachedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(projectRoot, '.cache', name);
  if (await isReused(folder)) return folder;
  await mkdir(join(projectRoot, '.cache'), { recursive: true });
  return withLock(`${folder}.lock`, async () => {
    if (await isReused(folder)) return folder;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await fill(folder);
    await writeFile(join(folder, marker), '');
    return folder;
  });
}

/** Whether a folder is complete; its marker then tells when that was asked last. */
async function isReused(folder: string): Promise<boolean> {
  const now = new Date();
  return utimes(join(folder, marker), now, now).then(
    () => true,
    () => false,
  );
}

const day = 24 * 60 * 60 * 1000;

/**
 * Removes the folders of {@link cachedFolder} whose names begin like that and that nobody has asked for since a day, so
 * that another process has the time to read what it just asked for, and branches keep theirs while work goes on in turns.
 */
export async function removeUnusedFolders(beginning: string): Promise<void> {
  const cache = join(projectRoot, '.cache');
  for (const name of await readdir(cache)) {
    const folder = join(cache, name);
    if (!name.startsWith(beginning) || name.endsWith('.lock') || existsSync(`${folder}.lock`)) continue;
    const used = await stat(join(folder, marker)).catch(() => stat(folder).catch(() => undefined));
    if (used && Date.now() - used.mtimeMs > day) await rm(folder, { recursive: true, force: true });
  }
}

/** Holds a lock file with this process's id while `work` runs; a lock of a process that is gone is taken over. */
async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  while (!(await tryLock(path))) {
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner > 0 && !isRunning(owner)) await rm(path, { force: true });
    else await delay(200);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function tryLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it runs, but belongs to someone else.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
