import type { RolloutDefinition } from '../schema/benchmarkSchema.ts';
import type { PipelineDefinition } from '../schema/pipelineSchema.ts';

/** What the recorded runs of a pipeline, the history of its rollout and its kept scorecards show. Times are milliseconds since 1970. */
export interface RecordedEvidence {
  /** Stages before the one the rollout is at that nothing shows to be passed, with what they lack. */
  readonly openStages: readonly { readonly stage: string; readonly lacks: string }[];
  /** The lower end of the interval of the newest lift over the strongest baseline; absent where no run has one. */
  readonly liftAtLeast?: number | undefined;
  /** When the newest run that has ended began; absent without runs. */
  readonly newestRun?: number | undefined;
  /** When the scorecard was kept in the version it has now; absent where it was not. */
  readonly scorecardKept?: number | undefined;
  /** What devices told of themselves before the last jobs that went to them. */
  readonly devices?: readonly RecordedDevice[] | undefined;
}

/** A device as it last told a run of itself. Times are milliseconds since 1970. */
export interface RecordedDevice {
  /** The name of the backend in the pipeline. */
  readonly backend: string;
  /** The provider's name of the device. */
  readonly device: string;
  /** When the device was asked. */
  readonly seenAt: number;
  /** When it had been calibrated; absent where it does not tell. */
  readonly calibratedAt?: number | undefined;
  readonly qubits: number;
  readonly maximumShots?: number | undefined;
  readonly version: string;
}

/** What of a pipeline the evidence depends on, besides its runs. */
export interface EvidenceQuestion {
  readonly rollout?: RolloutDefinition | undefined;
  /** The version that the scorecard has now. */
  readonly scorecardVersion?: string | undefined;
}

/** What has to be asked of the runs of a pipeline; undefined where nothing in it rests on runs. */
export function evidenceQuestion({
  backends,
  intent,
  rollout,
  scorecard,
}: PipelineDefinition): EvidenceQuestion | undefined {
  const reachesDevices = Object.values(backends ?? {}).some(({ adapter }) => adapter !== 'builtin-simulator');
  if (rollout === undefined && scorecard === undefined && intent !== 'production' && !reachesDevices) return undefined;
  return {
    ...(rollout === undefined ? {} : { rollout }),
    ...(scorecard === undefined ? {} : { scorecardVersion: scorecard.version }),
  };
}
