import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { hybridq, startHybridq } from '../cli/hybridq.ts';
import { twoClassTable } from '../pipelineFixtures.ts';
import { withTemporaryFolder } from '../temporaryFolder.ts';
import { withFault } from './diskFault.ts';

const head = (name: string) => `hybrid: 1
name: ${name}
task: classification
data: { source: { path: points.csv }, target: label }
preprocess: [{ use: standardize }, { use: to-angle, with: { range: [0, pi] } }]
seeds: { root: 5 }
`;

/** Small pipelines that between them use what a run keeps from one moment to the next. */
const pipelines: Readonly<Record<string, string>> = {
  'trained.hybrid.yaml': `${head('trained')}pattern: variational-loop
quantum: { qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }
optimise: { method: cobyla, maxIterations: 10, restarts: 2, checkpoint: { every: 1 } }
benchmark: { repeats: 2, baselines: [{ use: logistic-regression }, { use: random-forest }], ablations: [] }
`,
  'noisy.hybrid.yaml': `${head('noisy')}pattern: variational-loop
quantum: { qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes } }
optimise: { method: cobyla, maxIterations: 4, checkpoint: { every: 1 } }
backends:
  noisy: { adapter: builtin-simulator, shots: 16, noise: { depolarizing: { oneQubit: 0.01, twoQubit: 0.02 } } }
confidence: { halfWidth: 0.05, of: expectation, adaptive: { start: 8, max: 32 } }
mitigation:
  readout: { method: tensored, shots: 50, maxAge: 12h }
  zne: { scales: [1, 3], fold: global, fit: linear }
benchmark: { repeats: 2, baselines: [{ use: knn }], ablations: [] }
`,
  'kernel.hybrid.yaml': `${head('kernel')}pattern: quantum-features
quantum: { qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }
backends:
  sampled: { adapter: builtin-simulator, shots: 50 }
benchmark: { repeats: 3, baselines: [{ use: svm }], ablations: [no-quantum] }
`,
};

/** A pipeline of the project, and how it runs when nothing disturbs it. */
export interface Undisturbed {
  readonly file: string;
  readonly record: RunRecord;
  /** Writes, counted as by `faultyDisk.ts`. */
  readonly writes: number;
  /** Milliseconds between the start of the run and the end of the process. */
  readonly duration: number;
}

/** Calls `work` with a folder of small pipelines. */
export async function withDisturbedProject(work: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'points.csv'), twoClassTable(16));
    for (const [name, text] of Object.entries(pipelines)) await writeFile(join(folder, name), text);
    await work(folder);
  });
}

/** The runs of some of the pipelines, or of all, when nothing disturbs them. */
export async function undisturbedRuns(files: readonly string[] = Object.keys(pipelines)): Promise<Undisturbed[]> {
  const runs: Undisturbed[] = [];
  await withDisturbedProject(async (folder) => {
    for (const file of files) runs.push(await undisturbedRun(folder, file));
  });
  return runs;
}

async function undisturbedRun(folder: string, file: string): Promise<Undisturbed> {
  const counted = join(folder, 'writes');
  const environment = withFault({ kind: 'count', file: counted });
  const running = startHybridq(['run', file, '--format', 'json'], { folder, environment });
  await running.printed('stderr', /^Run (\S+)$/m);
  const begun = performance.now();
  const { code, stderr, stdout } = await running.ended;
  if (code !== 0) throw new Error(`${file} does not run: ${stderr}${stdout}`);
  const duration = performance.now() - begun;
  const record = printedRecord(stdout);
  return { file, record, writes: Number(await readFile(counted, 'utf8')), duration };
}

/** Everything two runs of the same pipeline have in common: all that is computed, nothing that a clock measured. */
export function everythingComputed({ result, seeds, state, tags }: RunRecord): string {
  if (result === undefined) return state;
  const { contenders, quantum, readout, steps, trace, verdicts, ...others } = result;
  const { backends, ...used } = quantum ?? {};
  return JSON.stringify({
    ...others,
    seeds,
    state,
    tags,
    readout: readout?.map(({ time: _time, ...calibration }) => calibration),
    contenders: contenders.map(({ byKind, duration: _duration, ...contender }) => ({
      ...contender,
      byKind: byKind?.map(({ duration: _time, ...part }) => part),
    })),
    steps: steps.map(({ duration: _duration, parts: _parts, ...step }) => step),
    trace: trace.map(({ elapsed: _elapsed, ...entry }) => entry),
    // How many times slower a better pipeline is, is measured.
    verdicts: verdicts.map(({ text, ...verdict }) => ({ ...verdict, text: text.replace(/It takes .* the time/, '') })),
    used: untimed(used),
    backends: backends?.map(untimed),
  });
}

function untimed(usage: Partial<Record<'executionTime' | 'queueTime', number>>) {
  const { executionTime: _execution, queueTime: _queue, ...others } = usage;
  return others;
}

/** The record in what `hybridq … --format json` prints. */
export function printedRecord(stdout: string): RunRecord {
  return (JSON.parse(stdout) as { record: RunRecord }).record;
}

/** Calls `hybridq` and kills it at its write of a number, if it comes so far. */
export async function killedAtWrite(parameters: readonly string[], folder: string, at: number) {
  return await hybridq(parameters, { folder, environment: withFault({ kind: 'kill', at }) });
}

/** Calls `hybridq` and kills it so many milliseconds after its run has begun, if it takes so long. */
export async function killedAfter(parameters: readonly string[], folder: string, milliseconds: number) {
  const running = startHybridq(parameters, { folder });
  await running.printed('stderr', /^Run (\S+)$/m);
  const timer = setTimeout(() => running.child.kill('SIGKILL'), milliseconds);
  const outcome = await running.ended;
  clearTimeout(timer);
  return outcome;
}
