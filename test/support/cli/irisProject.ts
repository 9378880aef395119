import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { withTemporaryFolder } from '../temporaryFolder.ts';
import { samplesFolder } from './hybridq.ts';

/** The name of the pipeline in the project. */
export const irisPipeline = 'iris.hybrid.yaml';

/** Calls `work` with a copy of the iris sample whose pipeline is repeated fewer times. */
export async function withIrisProject(repeats: number, work: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    await cp(join(samplesFolder, 'iris-classifier'), folder, {
      recursive: true,
      filter: (source) => !source.includes('.hybrid/') && !source.endsWith('.hybrid'),
    });
    const path = join(folder, irisPipeline);
    const text = await readFile(path, 'utf8');
    const shorter = text.replace(/repeats: \d+/, `repeats: ${repeats}`);
    if (!shorter.includes(`repeats: ${repeats}`)) throw new Error('The sample does not say how often it is repeated.');
    await writeFile(path, shorter);
    await work(folder);
  });
}

/** What two runs of the same pipeline have in common: everything computed, nothing measured with a clock. */
export function computedBy(record: RunRecord) {
  const { result } = record;
  return {
    seeds: record.seeds,
    metrics: result?.contenders.map(({ id, metrics, shots }) => ({ id, metrics, shots })),
    verdicts: result?.verdicts,
    confusion: result?.confusion,
    losses: result?.trace.map(({ evaluations, iteration, loss, repeat }) => ({ repeat, iteration, loss, evaluations })),
  };
}
