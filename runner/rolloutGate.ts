import { basename } from 'node:path';
import { Failure } from '#core/base/failure.ts';
import { noRolloutHistory, readRolloutHistory, rolloutHistoryName } from '#core/benchmark/rolloutHistory.ts';
import { openPoints, rolloutStatus } from '#core/benchmark/rolloutStatus.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { RunOptions } from '#core/protocol/runner.ts';
import type { RunStore } from '#core/runs/runStore.ts';
import { decodeText } from '#platform/inputFile.ts';
import { recordedRuns } from './recordedRuns.ts';
import { presentEvidence } from './rolloutEvidence.ts';

/** A pipeline that may run at its stage, and what its author should know. */
export interface PassedGate {
  readonly pipeline: ResolvedPipeline;
  readonly warnings: readonly string[];
}

/**
 * Lets a pipeline run at the stage of its rollout. While its quantum step is switched off, by a person, by `rollbackWhen`
 * or because the stage has lasted too long, the rest of it runs without. At a stage with a `share`, the quantum step
 * answers that share of the rows only.
 * @param file of the pipeline, relative to the folder of the store
 * @throws Failure `gate` when nothing shows that an earlier stage was passed, or when the quantum step is asked for
 * though it is switched off
 */
export async function passRolloutGate(
  pipeline: ResolvedPipeline,
  file: string,
  files: PipelineFiles,
  store: RunStore,
  options: RunOptions,
  now: number,
): Promise<PassedGate> {
  const { rollout } = pipeline;
  if (rollout === undefined) return { pipeline, warnings: [] };
  const name = rolloutHistoryName(basename(file));
  const history = await rolloutHistory(files, name);
  const evidence = await presentEvidence(rollout, files);
  const status = rolloutStatus(rollout, history, await recordedRuns(store, [file]), now, evidence);
  const [skipped] = status.skipped;
  if (skipped !== undefined) {
    throw new Failure(
      'gate',
      `The rollout is at ${status.stage}, but nothing shows that ${skipped.stage} was passed: ${openPoints(skipped).join('; ')}.`,
      { advice: `Set rollout.stage to ${skipped.stage}, run the pipeline there, and use hybridq rollout advance.` },
    );
  }
  const { overdue } = status;
  const switchedOff = status.switchedOff ?? overdue;
  if (switchedOff === undefined) return atShare(pipeline, rollout);
  if (options.quantum === 'active') {
    throw new Failure('gate', `The quantum step is switched off (${switchedOff}).`, {
      advice:
        status.switchedOff === undefined
          ? 'Run in shadow to collect evidence, advance to the next stage, or give this one a longer maxDuration.'
          : 'Run in shadow to collect evidence, or switch it on with hybridq rollout restore.',
    });
  }
  const { execution } = pipeline;
  if (execution.quantum.state !== 'active') return { pipeline, warnings: [] };
  return {
    pipeline: withQuantum(pipeline, { state: 'disabled' }),
    warnings: [`The quantum step is switched off (${switchedOff}); the run goes on without it.`],
  };
}

/** A pipeline at a stage that lets the quantum step answer a share of the rows. */
function atShare(pipeline: ResolvedPipeline, { stage, stages }: NonNullable<ResolvedPipeline['rollout']>): PassedGate {
  const share = stages.find(({ id }) => id === stage)?.share;
  if (share === undefined || share >= 1 || pipeline.execution.quantum.state !== 'active')
    return { pipeline, warnings: [] };
  if (pipeline.data === undefined)
    return {
      pipeline,
      warnings: [
        `The share of the stage ${stage} is that of rows, of which this pipeline has none; it is not applied.`,
      ],
    };
  return { pipeline: withQuantum(pipeline, { share }), warnings: [] };
}

function withQuantum(
  pipeline: ResolvedPipeline,
  changes: Partial<ResolvedPipeline['execution']['quantum']>,
): ResolvedPipeline {
  const { execution } = pipeline;
  return { ...pipeline, execution: { ...execution, quantum: { ...execution.quantum, ...changes } } };
}

/** The history of a rollout; an empty one when nobody has decided anything yet. */
async function rolloutHistory(files: PipelineFiles, name: string) {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(name);
  } catch (thrown) {
    if (Failure.is(thrown, 'not-found')) return noRolloutHistory;
    throw thrown;
  }
  return readRolloutHistory(decodeText(bytes, name), name);
}
