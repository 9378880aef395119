import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { runPipeline } from '#core/benchmark/runPipeline.ts';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import type { RunPlan } from '#core/pipeline/plan/planRun.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { RunOptions } from '#core/protocol/runner.ts';
import type { RunResult } from '#core/runs/runRecord.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { folderFiles } from '#platform/folderFiles.ts';
import { systemClock } from '#platform/systemClock.ts';
import { backendNoise } from '#runner/backendNoise.ts';
import { circuitLoader } from '#runner/circuitLoader.ts';
import { type PipelineInputs, preparePipeline } from '#runner/preparePipeline.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { simulatorKernels } from './simulatorKernels.ts';

const samplesFolder = join(projectRoot, 'samples');

/** The names of the sample projects, which are the templates. */
export const sampleNames: readonly string[] = readdirSync(samplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
  .map(({ name }) => name)
  .sort();

/** A pipeline of a sample. */
export interface SamplePipeline {
  readonly sample: string;
  readonly file: string;
}

export const samplePipelines: readonly SamplePipeline[] = sampleNames.flatMap((sample) =>
  readdirSync(join(samplesFolder, sample))
    .filter((file) => file.endsWith('.hybrid.yaml'))
    .sort()
    .map((file) => ({ sample, file })),
);

/** Absolute path of a file of a sample. */
export function samplePath(sample: string, file: string): string {
  return join(samplesFolder, sample, file);
}

export function sampleText(sample: string, file: string): string {
  return readFileSync(samplePath(sample, file), 'utf8');
}

export function sampleInputs(sample: string): PipelineInputs {
  const files = folderFiles(join(samplesFolder, sample));
  return { files, circuits: circuitLoader(files) };
}

/** The pipeline as `hybridq` makes it ready, with the wishes of a user. */
async function preparedSample({ file, sample }: SamplePipeline, wishes: RunOptions): Promise<ResolvedPipeline> {
  return (await preparePipeline(file, sampleInputs(sample), wishes, {}, {})).pipeline;
}

export async function samplePlan(pipeline: SamplePipeline, wishes: RunOptions = {}): Promise<RunPlan> {
  const { circuits, files } = sampleInputs(pipeline.sample);
  return await planPipeline(await preparedSample(pipeline, wishes), files, circuits);
}

/** Runs a sample in this thread. */
export async function sampleRun(one: SamplePipeline, wishes: RunOptions = {}): Promise<RunResult> {
  return await runWithoutKeys(await preparedSample(one, wishes), sampleInputs(one.sample));
}

/** Runs a pipeline in this thread, where no provider can be reached because there is no key. */
export async function runWithoutKeys(
  pipeline: ResolvedPipeline,
  { circuits, files }: PipelineInputs,
): Promise<RunResult> {
  const kernels = await simulatorKernels();
  return await runPipeline({
    pipeline,
    files,
    circuits,
    signal: neverCancelled,
    ports: {
      clock: systemClock,
      evaluator: async (name) => {
        const backend = pipeline.backends[name];
        if (backend?.adapter !== 'builtin-simulator') throw new Failure('auth', `There is no key for ${name}.`);
        return createLocalEvaluator(kernels, undefined, await backendNoise(name, backend, files));
      },
      report: () => undefined,
      saveCheckpoint: async () => undefined,
      loadCheckpoint: async () => undefined,
    },
  });
}
