import { Failure } from '#core/base/failure.ts';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import type { ResolvedPipeline } from '#core/pipeline/schema/resolvedPipeline.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { plannedPrices } from './plannedPrices.ts';
import type { PipelineInputs } from './preparePipeline.ts';
import type { ConfiguredBackends } from './runBackends.ts';

/** What the plan says, for the record; nothing where the plan cannot be made, which the run itself will tell. */
export async function runEstimate(
  pipeline: ResolvedPipeline,
  { circuits, files }: PipelineInputs,
  configured: ConfiguredBackends,
): Promise<RunRecord['estimate']> {
  try {
    const { backends } = await planPipeline(pipeline, files, circuits, plannedPrices(configured));
    return backends.map(({ arithmetic, asOf, circuits: count, cost, jobs, name, shots, source, time }) => ({
      backend: name,
      circuits: count,
      shots,
      jobs,
      ...(time === undefined ? {} : { time }),
      ...(cost === undefined ? {} : { cost: { ...cost } }),
      arithmetic,
      ...(asOf === undefined ? {} : { asOf }),
      ...(source === undefined ? {} : { source }),
    }));
  } catch (thrown) {
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}
