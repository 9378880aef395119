import type { TraceEntry } from '#core/runs/runRecord.ts';

export interface LossPoint {
  readonly iteration: number;
  readonly loss: number;
  /** What shots make of the loss, where that is known. */
  readonly standardError?: number | undefined;
}

/** The mean over repeats, with their standard deviation. */
export interface MeanPoint extends LossPoint {
  readonly spread: number;
}

export interface LossSeries {
  /** One line per repeat, by repeat, each by iteration. */
  readonly repeats: readonly { readonly repeat: number; readonly points: readonly LossPoint[] }[];
  /**
   * The mean over the repeats that reached an iteration, where at least two and at least half of them did: fewer would
   * make the line jump where repeats end.
   */
  readonly mean: readonly MeanPoint[];
  readonly lastIteration: number;
  readonly firstIteration: number;
}

/** The optimiser's trace as lines. Entries may come in any order; of two for the same step the later counts. */
export function lossSeries(trace: readonly TraceEntry[]): LossSeries {
  const byRepeat = new Map<number, Map<number, LossPoint>>();
  for (const { repeat, iteration, loss, standardError } of trace) {
    if (!Number.isFinite(loss) || !Number.isFinite(iteration)) continue;
    const points = byRepeat.get(repeat) ?? new Map<number, LossPoint>();
    points.set(iteration, { iteration, loss, standardError });
    byRepeat.set(repeat, points);
  }
  const repeats = [...byRepeat]
    .sort(([one], [other]) => one - other)
    .map(([repeat, points]) => ({
      repeat,
      points: [...points.values()].sort((one, other) => one.iteration - other.iteration),
    }));

  const byIteration = new Map<number, LossPoint[]>();
  for (const { points } of repeats) {
    for (const point of points) byIteration.set(point.iteration, [...(byIteration.get(point.iteration) ?? []), point]);
  }
  const iterations = [...byIteration.keys()].sort((one, other) => one - other);
  const needed = Math.max(2, repeats.length / 2);
  const mean = iterations.flatMap((iteration) => {
    const points = byIteration.get(iteration) ?? [];
    return points.length >= needed ? [{ iteration, ...meanOf(points), spread: spreadOf(points) }] : [];
  });
  return { repeats, mean, firstIteration: iterations[0] ?? 0, lastIteration: iterations.at(-1) ?? 0 };
}

function spreadOf(points: readonly LossPoint[]): number {
  const mean = points.reduce((sum, { loss }) => sum + loss, 0) / points.length;
  const squares = points.reduce((sum, { loss }) => sum + (loss - mean) ** 2, 0);
  return Math.sqrt(squares / (points.length - 1));
}

/** The mean of losses that were measured independently of each other, and its standard error where all have one. */
function meanOf(points: readonly LossPoint[]): Pick<LossPoint, 'loss' | 'standardError'> {
  const count = points.length;
  const loss = points.reduce((sum, point) => sum + point.loss, 0) / count;
  const errors = points.flatMap(({ standardError }) => standardError ?? []);
  if (errors.length < count) return { loss };
  return { loss, standardError: Math.hypot(...errors) / count };
}

export interface LossReading {
  readonly iteration: number;
  readonly lowest: number;
  readonly highest: number;
  readonly mean: number;
  /** Standard deviation over the repeats; absent of one. */
  readonly spread?: number;
  /** Of the mean, by shots. */
  readonly standardError?: number | undefined;
  readonly repeats: number;
}

/** What the lines say at one iteration; undefined where no repeat was. */
export function readLoss(series: LossSeries, iteration: number): LossReading | undefined {
  const read = series.repeats.flatMap(({ points }) => {
    const point = points.find((candidate) => candidate.iteration === iteration);
    return point === undefined ? [] : [point];
  });
  if (read.length === 0) return undefined;
  const losses = read.map(({ loss }) => loss);
  const { loss: mean, standardError } = meanOf(read);
  return {
    iteration,
    lowest: Math.min(...losses),
    highest: Math.max(...losses),
    mean,
    ...(read.length > 1 ? { spread: spreadOf(read) } : {}),
    ...(standardError === undefined ? {} : { standardError }),
    repeats: losses.length,
  };
}
