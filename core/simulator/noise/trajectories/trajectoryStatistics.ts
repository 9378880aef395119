import { OutcomeTally, type TalliedOutcome } from '../../program/outcomeTally.ts';
import type { TrajectoryRun } from './runTrajectories.ts';

/** A mean over shots and how sure it is. */
export interface SampledMean {
  readonly mean: number;
  /** The standard deviation of the mean: that of the shots divided by the square root of their number. */
  readonly standardError: number;
}

/**
 * Runs of neighbouring ranges of shots as one: the same whatever the ranges were.
 * @param runs in order of their shots, at least one
 */
export function mergeTrajectories(runs: readonly TrajectoryRun[]): TrajectoryRun {
  const counts = OutcomeTally.of(runs.flatMap((run) => run.counts.entries()));
  const observables = runs[0]?.means.length ?? 0;
  const means = Array.from({ length: observables }, (_, observable) => {
    const parts = runs.map((run) => run.means[observable] ?? new Float64Array());
    const joined = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
    let place = 0;
    for (const part of parts) {
      joined.set(part, place);
      place += part.length;
    }
    return joined;
  });
  return {
    counts,
    hasValues: runs.some(({ hasValues }) => hasValues),
    means,
    sampleTime: runs.reduce((sum, run) => sum + run.sampleTime, 0),
  };
}

/** A run as plain data, which can be sent to other threads. */
export interface PackedTrajectories extends Omit<TrajectoryRun, 'counts'> {
  readonly counts: readonly TalliedOutcome[];
}

export function packTrajectories(run: TrajectoryRun): PackedTrajectories {
  return { ...run, counts: run.counts.entries() };
}

export function unpackTrajectories(run: PackedTrajectories): TrajectoryRun {
  return { ...run, counts: OutcomeTally.of(run.counts) };
}

/** @param values one per shot, in order of the shots; at least two for an error */
export function sampledMean(values: Float64Array): SampledMean {
  const { length } = values;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, standardError: length < 2 ? Number.NaN : Math.sqrt(squares / (length - 1) / length) };
}
