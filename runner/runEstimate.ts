import { Failure } from '#core/base/failure.ts';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { PipelineInputs } from './preparePipeline.ts';

/** What the plan says, for the record; nothing where the plan cannot be made, which the run itself will tell. */
export async function runEstimate(
  pipeline: ResolvedPipeline,
  { circuits, files }: PipelineInputs,
): Promise<RunRecord['estimate']> {
  try {
    const { backends } = await planPipeline(pipeline, files, circuits);
    return backends.map(({ arithmetic, circuits: count, cost, jobs, name, shots, time }) => ({
      backend: name,
      circuits: count,
      shots,
      jobs,
      ...(time === undefined ? {} : { time }),
      ...(cost === undefined ? {} : { cost: { ...cost } }),
      arithmetic,
    }));
  } catch (thrown) {
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}
