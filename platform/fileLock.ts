import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure } from '#core/base/failure.ts';
import { createOwnerName, stateOfOwner } from './processIdentity.ts';
import { writeProblem } from './writeProblem.ts';

/** How long others may hold a lock before waiting for it is given up, in milliseconds. */
const patience = 15_000;

/** Milliseconds after which a file that should have been there for a moment is of a process that was killed. */
const longestMoment = 60_000;

/**
 * Does `work` while no other process does work on the same file. The lock is a file beside it, `.<name>.lock`, which names
 * its owner and is there only while work is being done; one that a killed process of this machine left behind is removed.
 * @throws Failure `conflict` when others hold the lock for too long; `unreadable` when no lock can be made; what `work`
 * throws
 */
export async function withFileLock<Value>(path: string, clock: Clock, work: () => Promise<Value>): Promise<Value> {
  const lock = join(dirname(path), `.${basename(path)}.lock`);
  const begun = clock.monotonic();
  for (let pause = 5; !(await tryToLock(path, lock)); pause = Math.min(2 * pause, 100)) {
    if (await isLeftBehind(lock, clock)) await breakLock(lock, clock);
    if (clock.monotonic() - begun > patience) {
      throw new Failure('conflict', 'Another program has been writing this file for too long.', {
        place: { path },
        advice: `When none does, as after a crash of another machine, delete ${lock} and try again.`,
      });
    }
    await clock.sleep(pause, neverCancelled);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Makes the lock unless it is there. */
async function tryToLock(path: string, lock: string): Promise<boolean> {
  try {
    await writeFile(lock, createOwnerName(), { flag: 'wx' });
    return true;
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'EEXIST') return false;
    // There was no space for the name of the owner.
    if (code === 'ENOSPC' || code === 'EDQUOT') await rm(lock, { force: true });
    const { advice, why } = writeProblem(thrown);
    throw new Failure('unreadable', `The file cannot be written: ${why}.`, { place: { path }, advice, cause: thrown });
  }
}

/** Whether the owner of a lock was killed, perhaps before it could write its name. */
async function isLeftBehind(lock: string, clock: Clock): Promise<boolean> {
  const owner = await readFile(lock, 'utf8').catch(() => undefined);
  if (owner === undefined) return false;
  return owner === '' ? await isOld(lock, clock) : stateOfOwner(owner) === 'dead';
}

/**
 * Removes a lock that was left behind. One process at a time does that, and looks again, so that a lock which somebody
 * has taken in the meantime stays.
 */
async function breakLock(lock: string, clock: Clock): Promise<void> {
  const breaking = `${lock}.breaking`;
  try {
    await writeFile(breaking, '', { flag: 'wx' });
  } catch {
    if (await isOld(breaking, clock)) await rm(breaking, { force: true });
    return;
  }
  try {
    if (await isLeftBehind(lock, clock)) await rm(lock, { force: true });
  } finally {
    await rm(breaking, { force: true });
  }
}

async function isOld(path: string, clock: Clock): Promise<boolean> {
  const written = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  return written !== undefined && Math.abs(clock.now() - written) > longestMoment;
}
