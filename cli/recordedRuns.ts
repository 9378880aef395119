import { relative, resolve, sep } from 'node:path';
import type { RecordedRun } from '#core/benchmark/recordedRun.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { recordedRuns } from '#runner/recordedRuns.ts';
import { nearestStore, openExistingStore } from './workspace.ts';

/**
 * The recorded runs of pipelines, with their jobs; none where nothing has run yet.
 * @param pipelines absolute paths of pipeline files
 * @param workspace the folder given with --workspace
 * @throws Failure `not-found` when the folder given with --workspace has no history
 */
export async function recordedRunsOf(
  pipelines: readonly string[],
  workspace: string | undefined,
  currentFolder: string,
): Promise<readonly RecordedRun[]> {
  const found = new Map<string, RecordedRun>();
  const stores = new Map<string, string[]>();
  for (const pipeline of pipelines) {
    const folder = workspace === undefined ? nearestStore(resolve(pipeline, '..')) : resolve(currentFolder, workspace);
    if (folder !== undefined) stores.set(folder, [...(stores.get(folder) ?? []), pipeline]);
  }
  for (const [folder, files] of stores) {
    const store =
      workspace === undefined
        ? await openRunStore(folder, systemClock)
        : (await openExistingStore(workspace, currentFolder)).store;
    try {
      const names = files.map((file) => relative(folder, file).split(sep).join('/'));
      for (const run of await recordedRuns(store, names)) found.set(run.record.id, run);
    } finally {
      store.close();
    }
  }
  return [...found.values()];
}
