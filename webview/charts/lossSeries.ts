import type { TraceEntry } from '#core/runs/runRecord.ts';

export interface LossPoint {
  readonly iteration: number;
  readonly loss: number;
}

export interface LossSeries {
  /** One line per repeat, by repeat, each by iteration. */
  readonly repeats: readonly { readonly repeat: number; readonly points: readonly LossPoint[] }[];
  /**
   * The mean over the repeats that reached an iteration, where at least two and at least half of them did: fewer would
   * make the line jump where repeats end.
   */
  readonly mean: readonly LossPoint[];
  readonly lastIteration: number;
  readonly firstIteration: number;
}

/** The optimiser's trace as lines. Entries may come in any order; of two for the same step the later counts. */
export function lossSeries(trace: readonly TraceEntry[]): LossSeries {
  const byRepeat = new Map<number, Map<number, number>>();
  for (const { repeat, iteration, loss } of trace) {
    if (!Number.isFinite(loss)) continue;
    const points = byRepeat.get(repeat) ?? new Map<number, number>();
    points.set(iteration, loss);
    byRepeat.set(repeat, points);
  }
  const repeats = [...byRepeat]
    .sort(([one], [other]) => one - other)
    .map(([repeat, points]) => ({
      repeat,
      points: [...points].sort(([one], [other]) => one - other).map(([iteration, loss]) => ({ iteration, loss })),
    }));

  const sums = new Map<number, { sum: number; count: number }>();
  for (const { points } of repeats) {
    for (const { iteration, loss } of points) {
      const { sum, count } = sums.get(iteration) ?? { sum: 0, count: 0 };
      sums.set(iteration, { sum: sum + loss, count: count + 1 });
    }
  }
  const iterations = [...sums.keys()].sort((one, other) => one - other);
  const needed = Math.max(2, repeats.length / 2);
  const mean = iterations.flatMap((iteration) => {
    const { sum, count } = sums.get(iteration) ?? { sum: 0, count: 0 };
    return count >= needed ? [{ iteration, loss: sum / count }] : [];
  });
  return { repeats, mean, firstIteration: iterations[0] ?? 0, lastIteration: iterations.at(-1) ?? 0 };
}

export interface LossReading {
  readonly iteration: number;
  readonly lowest: number;
  readonly highest: number;
  readonly mean: number;
  readonly repeats: number;
}

/** What the lines say at one iteration; undefined where no repeat was. */
export function readLoss(series: LossSeries, iteration: number): LossReading | undefined {
  const losses = series.repeats.flatMap(({ points }) => {
    const point = points.find((candidate) => candidate.iteration === iteration);
    return point === undefined ? [] : [point.loss];
  });
  if (losses.length === 0) return undefined;
  return {
    iteration,
    lowest: Math.min(...losses),
    highest: Math.max(...losses),
    mean: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    repeats: losses.length,
  };
}
