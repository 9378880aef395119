import * as z from 'zod';
import type { RolloutDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { durationMilliseconds } from '#core/pipeline/schema/duration.ts';
import { hasSucceeded, type RecordedRun } from './recordedRun.ts';
import type { RolloutHistory } from './rolloutHistory.ts';

type Stage = RolloutDefinition['stages'][number];

const runPrefix = 'run:';

/** The files that stages name as evidence, relative to the pipeline; other evidence is a recorded run. */
export function evidenceFiles({ stages }: RolloutDefinition): string[] {
  return [...new Set(stages.flatMap(({ evidence = [] }) => evidence))].filter((name) => !name.startsWith(runPrefix));
}

/**
 * What a stage names as evidence and nobody can see: files that are not there, and `run:<id>` of runs that are not
 * recorded or have not succeeded.
 * @param files those that are there
 */
export function missingEvidence(stage: Stage, files: ReadonlySet<string>, runs: readonly RecordedRun[]): string[] {
  return (stage.evidence ?? []).filter((name) => {
    if (!name.startsWith(runPrefix)) return !files.has(name);
    const id = name.slice(runPrefix.length);
    return !runs.some((run) => run.record.id === id && hasSucceeded(run));
  });
}

const stagedConfiguration = z.looseObject({ rollout: z.looseObject({ stage: z.string() }) });

/**
 * Since when a pipeline is at a stage, milliseconds since 1970: since it last advanced to it, or else since its first
 * recorded run there; undefined before both.
 */
export function stageBegan(
  stage: Stage['id'],
  { events }: RolloutHistory,
  runs: readonly RecordedRun[],
): number | undefined {
  const advanced = events.findLast((event) => event.kind === 'advanced' && event.to === stage);
  if (advanced) return advanced.at;
  const times = runs.flatMap(({ record }) => {
    const configuration = stagedConfiguration.safeParse(record.configuration);
    return configuration.success && configuration.data.rollout.stage === stage ? [record.createdAt] : [];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Why a stage has lasted too long, as a clause; undefined while it has not, or may last for ever. */
export function overdueReason(stage: Stage, began: number | undefined, now: number): string | undefined {
  const { id, maxDuration } = stage;
  const limit = maxDuration === undefined ? undefined : durationMilliseconds(maxDuration);
  if (limit === undefined || began === undefined || now - began <= limit) return undefined;
  return `the stage ${id} may last ${maxDuration} and began on ${new Date(began).toISOString().slice(0, 10)}`;
}
