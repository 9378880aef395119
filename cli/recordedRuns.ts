import { relative, resolve, sep } from 'node:path';
import type { RecordedRun } from '#core/benchmark/recordedRun.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
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
      for (const run of await runsOfFiles(store, folder, files)) found.set(run.record.id, run);
    } finally {
      store.close();
    }
  }
  return [...found.values()];
}

async function runsOfFiles(store: RunStore, folder: string, files: readonly string[]): Promise<RecordedRun[]> {
  const names = new Set(files.map((file) => relative(folder, file).split(sep).join('/')));
  const runs: RecordedRun[] = [];
  for (const { file, id, kind } of await store.list({})) {
    if (kind !== 'pipeline' || !names.has(file)) continue;
    const record = await store.get(id);
    if (record !== undefined) runs.push({ record, jobs: await store.jobs(id) });
  }
  return runs;
}
