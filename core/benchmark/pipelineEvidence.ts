import type { EvidenceQuestion, RecordedDevice, RecordedEvidence } from '#core/pipeline/analysis/recordedEvidence.ts';
import { evidenceOf, readMetric } from './recordedMetric.ts';
import { hasEnded, type RecordedRun } from './recordedRun.ts';
import type { RolloutHistory } from './rolloutHistory.ts';
import { openPoints, rolloutStatus } from './rolloutStatus.ts';

/** What is kept of a pipeline besides its file. */
export interface KeptFacts {
  readonly history: RolloutHistory;
  readonly runs: readonly RecordedRun[];
  /** Of the files that stages name as evidence, those that are there. */
  readonly files: ReadonlySet<string>;
  /** When its scorecard was kept in the version it has now, in milliseconds since 1970. */
  readonly scorecardKept: number | undefined;
  readonly devices: readonly RecordedDevice[];
}

/** What the recorded runs of a pipeline and what people decided show, for the checks of its file. */
export function pipelineEvidence(
  { rollout }: Pick<EvidenceQuestion, 'rollout'>,
  { devices, files, history, runs, scorecardKept }: KeptFacts,
  now: number,
): RecordedEvidence {
  const skipped = rollout ? rolloutStatus(rollout, history, runs, now, files).skipped : [];
  const lift = readMetric('liftOverBaseline.ciLow', evidenceOf(runs, now));
  const ended = runs.filter(hasEnded).map(({ record }) => record.createdAt);
  return {
    openStages: skipped.map((status) => ({ stage: status.stage, lacks: openPoints(status).join('; ') })),
    ...('missing' in lift ? {} : { liftAtLeast: lift.value }),
    ...(ended.length === 0 ? {} : { newestRun: Math.max(...ended) }),
    ...(scorecardKept === undefined ? {} : { scorecardKept }),
    ...(devices.length === 0 ? {} : { devices }),
  };
}
