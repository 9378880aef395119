import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { groupedFoldSplits } from '#core/learn/groupedSplit.ts';
import { foldSplits, type SplitIndices } from '#core/learn/split.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { ContenderWork } from './contender.ts';
import { type PreparedSplit, selectedRows } from './preparedSplit.ts';

/** Some training rows, and parameters that were trained without them. */
export interface UnseenRows {
  /** Places among the training rows. */
  readonly places: readonly number[];
  readonly point: readonly number[];
}

export interface CrossFitted {
  /** Every training row once. */
  readonly parts: readonly UnseenRows[];
  /** Trained on all training rows, for rows that come later. */
  readonly point: readonly number[];
}

/** What is kept between two evaluations; plain JSON. */
interface FittingState {
  /** Of the trainings that are finished. */
  readonly points: readonly (readonly number[])[];
  /** What the training under way keeps. */
  readonly training?: unknown;
}

/**
 * Trains as often as there are parts, each time on the training rows outside one part, and once on all of them. Models
 * that learn from what a circuit says of its own training rows trust it too much; what it says of the part it has not seen
 * is as good as what it will say of new rows (Wolpert, "Stacked generalization", 1992).
 * @param train trains on the training rows of a split; `name` tells the trainings of a repeat apart
 */
export async function crossFitted(
  pipeline: ResolvedPipeline,
  split: PreparedSplit,
  work: ContenderWork,
  train: (split: PreparedSplit, work: ContenderWork, name: string) => Promise<readonly number[]>,
): Promise<CrossFitted> {
  const folds = fittingFolds(pipeline, split);
  const trainings = [
    ...folds.map((fold, index) => ({
      name: `without part ${index + 1}`,
      split: { ...split, train: selectedRows(split.train, fold.train) },
    })),
    { name: 'all rows', split },
  ];
  const kept = (work.kept as FittingState | undefined) ?? { points: [] };
  const points = [...kept.points];
  for (const [index, { name, split: own }] of trainings.entries()) {
    if (index < points.length) continue;
    const before = [...points];
    const staged = stageOf(pipeline, work, { index, count: trainings.length, name });
    const point = await train(
      own,
      {
        ...staged,
        kept: index === kept.points.length ? kept.training : undefined,
        keep: (training, due) => work.keep({ points: before, training } satisfies FittingState, due),
      },
      name,
    );
    points.push(point);
    await work.keep({ points: [...points] } satisfies FittingState, false);
  }
  const point = points[folds.length];
  if (!point) throw new Failure('unknown', 'A circuit was trained without a result.');
  work.trained(point);
  return {
    parts: folds.map(({ test }, index) => ({ places: test, point: points[index] as readonly number[] })),
    point,
  };
}

/** The parts of the training rows, of whole groups where the split keeps groups together; fewer where rows are few. */
function fittingFolds(pipeline: ResolvedPipeline, { repeat, target, train }: PreparedSplit): SplitIndices[] {
  const asked = pipeline.optimise?.crossFit ?? 2;
  const stratifyBy = target.kind === 'classes' ? { stratifyBy: train.targets } : {};
  const shuffleWith = randomStream(pipeline.seeds.split, 'cross-fit', repeat);
  if (train.groups) {
    const folds = Math.min(asked, new Set(train.groups).size);
    return groupedFoldSplits(train.groups, { folds, ...stratifyBy, shuffleWith });
  }
  return foldSplits(train.targets.length, {
    folds: Math.min(asked, largestCount(target.kind, train.targets)),
    ...stratifyBy,
    shuffleWith,
  });
}

function largestCount(kind: PreparedSplit['target']['kind'], targets: readonly number[]): number {
  if (kind === 'numbers') return targets.length;
  const counts = new Map<number, number>();
  for (const target of targets) counts.set(target, (counts.get(target) ?? 0) + 1);
  return Math.max(...counts.values());
}

/** One training of several: its iterations and its progress come after those of the ones before. */
function stageOf(
  { optimise }: ResolvedPipeline,
  work: ContenderWork,
  { count, index, name }: { readonly index: number; readonly count: number; readonly name: string },
): ContenderWork {
  const iterations = (optimise?.maxIterations ?? 0) * (optimise?.restarts ?? 1);
  return {
    ...work,
    advance: (share, detail) => work.advance((index + share) / count, `${name}, ${detail}`),
    trace: (entry) => work.trace({ ...entry, iteration: index * iterations + entry.iteration }),
  };
}
