import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, parse, relative, resolve } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore, runStoreFolder } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';

/**
 * The workspace folder whose `.hybrid/` keeps the runs of a file: the nearest folder above the file that has one; else
 * the current folder if the file lies in it (unless that is a home folder or the root of a disk); else the file's own.
 */
export function workspaceOfFile(file: string, currentFolder: string): string {
  const folder = dirname(resolve(currentFolder, file));
  const existing = nearestStore(folder);
  if (existing !== undefined) return existing;
  const inside = !relative(currentFolder, folder).startsWith('..') && parse(folder).root === parse(currentFolder).root;
  const tooWide = currentFolder === homedir() || currentFolder === parse(currentFolder).root;
  return inside && !tooWide ? resolve(currentFolder) : folder;
}

/** The nearest folder from here upwards that has a run store. */
export function nearestStore(folder: string): string | undefined {
  for (let current = resolve(folder); ; current = dirname(current)) {
    if (existsSync(join(current, runStoreFolder, 'runs.db'))) return current;
    if (dirname(current) === current) return undefined;
  }
}

/** The folder of the run store and the path of a run's record in it, for messages. */
export function runStorePath(workspaceFolder: string): string {
  return join(workspaceFolder, runStoreFolder, 'runs.db');
}

/**
 * Opens the run store that `hybridq runs …` means.
 * @param workspace the folder given with --workspace
 * @throws Failure `not-found` when there is none
 */
export async function openExistingStore(
  workspace: string | undefined,
  currentFolder: string,
): Promise<{ readonly store: RunStore; readonly workspaceFolder: string }> {
  const wanted = workspace === undefined ? undefined : resolve(currentFolder, workspace);
  const workspaceFolder = wanted ?? nearestStore(currentFolder);
  if (workspaceFolder === undefined || !existsSync(runStorePath(workspaceFolder))) {
    throw new Failure('not-found', `There is no run history in ${wanted ?? currentFolder} or above.`, {
      advice: 'Run a pipeline first, or give the folder with --workspace.',
    });
  }
  return { store: await openRunStore(workspaceFolder, systemClock), workspaceFolder };
}

/** The id of the run a user means: a whole id, an unambiguous beginning of one, or `last`. */
export async function findRunId(store: RunStore, wanted: string): Promise<string> {
  if ((await store.get(wanted)) !== undefined) return wanted;
  const runs = await store.list({});
  if (wanted === 'last') {
    const [newest] = runs;
    if (newest !== undefined) return newest.id;
    throw new Failure('not-found', 'There are no runs yet.', { advice: 'Run a pipeline first.' });
  }
  const matches = runs.filter((run) => run.id.startsWith(wanted));
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only.id;
  if (matches.length > 1) {
    throw new Failure('invalid-input', `${matches.length} runs begin with '${wanted}'.`, {
      advice: 'Give more of the id.',
    });
  }
  throw new Failure('not-found', `There is no run '${wanted}'.`, { advice: 'See hybridq runs list.' });
}
