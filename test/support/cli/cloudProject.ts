import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { type DiskFault, withFault } from '../faults/diskFault.ts';
import { twoClassTable } from '../pipelineFixtures.ts';
import { withTemporaryFolder } from '../temporaryFolder.ts';
import { hybridq, type Outcome } from './hybridq.ts';

export interface CloudPipeline {
  /** What the pipeline says of its backend `cloud`, in YAML. */
  readonly backend: string;
  readonly iterations?: number;
  /** Iterations between two checkpoints. */
  readonly every?: number;
  readonly repeats?: number;
  /** A block of its own, in YAML. */
  readonly execution?: string;
}

/** Trained on the device itself: every question of the optimiser is a job. */
function cloudPipeline(pipeline: CloudPipeline): string {
  const { backend, every = 1, execution = '', iterations = 3, repeats = 2 } = pipeline;
  return `hybrid: 1
name: cloud
pattern: variational-loop
task: classification
data: { source: { path: points.csv }, target: label }
preprocess: [{ use: to-angle, with: { range: [0, pi] } }]
quantum: { qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }
optimise: { method: cobyla, maxIterations: ${iterations}, checkpoint: { every: ${every} } }
seeds: { root: 5 }
backends:
  cloud: { ${backend} }
${execution}benchmark: { repeats: ${repeats}, ablations: [] }
`;
}

export interface CloudProjectOptions {
  readonly pipeline: CloudPipeline;
  /** Rows of the data. */
  readonly rows: number;
  /** The backend `cloud` of `hybridq.json`. */
  readonly configured: object;
  /** Of the command line: credentials. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A folder with `cloud.hybrid.yaml` and a configured backend for it. */
export interface CloudProject {
  readonly folder: string;
  call(parameters: readonly string[], fault?: DiskFault): Promise<Outcome>;
}

/** Makes the project for the work and removes it afterwards, and the emulator it speaks to. */
export async function withCloudProject<Emulator extends { close(): Promise<void> }>(
  emulator: Emulator,
  { configured, environment, pipeline, rows }: CloudProjectOptions,
  work: (project: CloudProject & { readonly emulator: Emulator }) => Promise<void>,
): Promise<void> {
  try {
    await withTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'points.csv'), twoClassTable(rows));
      await writeFile(join(folder, 'cloud.hybrid.yaml'), cloudPipeline(pipeline));
      await writeFile(join(folder, 'hybridq.json'), JSON.stringify({ backends: { cloud: configured } }));
      await work({
        folder,
        emulator,
        call: async (parameters, fault) =>
          await hybridq(parameters, { folder, environment: { ...environment, ...(fault && withFault(fault)) } }),
      });
    });
  } finally {
    await emulator.close();
  }
}

/** The run of the project that is not known yet. @throws Error when there is none, as when it was killed before it began */
export async function newRunId(folder: string, known: ReadonlySet<string>): Promise<string> {
  const store = await openRunStore(folder, systemClock);
  try {
    const id = (await store.list({})).find((row) => !known.has(row.id))?.id;
    if (id === undefined) throw new Error('It was killed before the run began.');
    return id;
  } finally {
    store.close();
  }
}
