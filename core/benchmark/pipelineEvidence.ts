import type { RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
import type { PipelineDefinition } from '#core/pipeline/schema/pipelineSchema.ts';
import { evidenceOf, readMetric } from './recordedMetric.ts';
import { hasEnded, type RecordedRun } from './recordedRun.ts';
import type { RolloutHistory } from './rolloutHistory.ts';
import { openPoints, rolloutStatus } from './rolloutStatus.ts';

/**
 * What the recorded runs of a pipeline and what people decided show, for the checks of its file.
 * @param scorecardKept when its scorecard was kept in the version it has now, in milliseconds since 1970
 */
export function pipelineEvidence(
  { rollout }: Pick<PipelineDefinition, 'rollout'>,
  history: RolloutHistory,
  runs: readonly RecordedRun[],
  scorecardKept: number | undefined,
  now: number,
): RecordedEvidence {
  const skipped = rollout ? rolloutStatus(rollout, history, runs, now).skipped : [];
  const lift = readMetric('liftOverBaseline.ciLow', evidenceOf(runs, now));
  const ended = runs.filter(hasEnded).map(({ record }) => record.createdAt);
  return {
    openStages: skipped.map((status) => ({ stage: status.stage, lacks: openPoints(status).join('; ') })),
    ...('missing' in lift ? {} : { liftAtLeast: lift.value }),
    ...(ended.length === 0 ? {} : { newestRun: Math.max(...ended) }),
    ...(scorecardKept === undefined ? {} : { scorecardKept }),
  };
}
