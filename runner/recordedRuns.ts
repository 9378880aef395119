import type { RecordedRun } from '#core/benchmark/recordedRun.ts';
import type { RunStore } from '#core/runs/runStore.ts';

/**
 * The recorded runs of pipelines, with their jobs.
 * @param files the pipelines, relative to the folder of the store
 */
export async function recordedRuns(store: RunStore, files: readonly string[]): Promise<RecordedRun[]> {
  const wanted = new Set(files);
  const runs: RecordedRun[] = [];
  for (const { file, id, kind } of await store.list({})) {
    if (kind !== 'pipeline' || !wanted.has(file)) continue;
    const record = await store.get(id);
    if (record !== undefined) runs.push({ record, jobs: await store.jobs(id) });
  }
  return runs;
}
