import { Failure } from '#core/base/failure.ts';
import { type Matrix, zeroMatrix } from '../matrix.ts';
import { type DecisionTree, growTree, treeValue } from './decisionTree.ts';
import { sortFeatures } from './featureOrders.ts';

export interface GradientBoostingSettings {
  /** Trees per score; default 100. */
  readonly rounds?: number;
  /** What every tree's step is multiplied with, above 0; default 0.1. */
  readonly learningRate?: number;
  /** Divisions between the root of a tree and a leaf; default 3. */
  readonly depth?: number;
  /** Fewest rows of a leaf; default 1. */
  readonly leastLeaf?: number;
}

/** Boosted trees as plain JSON. */
export interface GradientBoostingState {
  readonly use: 'gradient-boosting';
  /** Number of features. */
  readonly width: number;
  readonly learningRate: number;
  /** Where each score starts; as many as there are scores. */
  readonly start: readonly number[];
  /** rounds[round][score] */
  readonly rounds: readonly (readonly DecisionTree[])[];
}

/** How scores are judged against the targets of a row: the loss whose negative gradient the next tree learns. */
export interface BoostedLoss {
  /** Where the scores start. */
  readonly start: readonly number[];
  /** The negative gradients at the scores of one row, one per score. */
  residuals(row: number, scores: ArrayLike<number>): readonly number[];
  /** One Newton step for the rows of a leaf, given their residuals of one score. */
  step(rows: Uint32Array, residuals: Float64Array): number;
}

/**
 * Adds trees that each learn the negative gradient of the loss, with leaves set by one Newton step (Friedman, "Greedy
 * function approximation: a gradient boosting machine", 2001, algorithms 1, 5 and 6). Draws nothing at random.
 * @throws Failure `invalid-input` for bad options
 */
export function boostTrees(
  samples: Matrix,
  loss: BoostedLoss,
  settings: GradientBoostingSettings = {},
): GradientBoostingState {
  const { rounds = 100, learningRate = 0.1, depth = 3, leastLeaf = 1 } = settings;
  if (!(Number.isInteger(rounds) && rounds >= 1))
    throw new Failure('invalid-input', `Gradient boosting needs at least one round, not ${rounds}.`);
  if (!(learningRate > 0 && Number.isFinite(learningRate)))
    throw new Failure('invalid-input', `The learning rate of gradient boosting must be above 0, not ${learningRate}.`);
  const sorted = sortFeatures(samples);
  const count = loss.start.length;
  const scores = startingScores(loss.start, samples.rows);
  const grown: DecisionTree[][] = [];
  for (let round = 0; round < rounds; round++) {
    const residuals = loss.start.map(() => new Float64Array(samples.rows));
    for (let row = 0; row < samples.rows; row++)
      loss.residuals(row, scores.values.subarray(row * count, (row + 1) * count)).forEach((residual, score) => {
        (residuals[score] as Float64Array)[row] = residual;
      });
    const trees = residuals.map((own) =>
      growTree(sorted, { values: { rows: samples.rows, columns: 1, values: own } }, { depth, leastLeaf }, (rows) => [
        loss.step(rows, own),
      ]),
    );
    addTrees(scores, trees, samples, learningRate);
    grown.push(trees);
  }
  return { use: 'gradient-boosting', width: samples.columns, learningRate, start: loss.start, rounds: grown };
}

/** The scores of every sample, samples × scores. */
export function boostedScores(state: GradientBoostingState, samples: Matrix): Matrix {
  const scores = startingScores(state.start, samples.rows);
  for (const trees of state.rounds) addTrees(scores, trees, samples, state.learningRate);
  return scores;
}

function startingScores(start: readonly number[], rows: number): Matrix {
  const scores = zeroMatrix(rows, start.length);
  for (let row = 0; row < rows; row++) scores.values.set(start, row * start.length);
  return scores;
}

function addTrees(scores: Matrix, trees: readonly DecisionTree[], samples: Matrix, learningRate: number): void {
  trees.forEach((tree, score) => {
    for (let row = 0; row < samples.rows; row++) {
      const index = row * scores.columns + score;
      scores.values[index] =
        (scores.values[index] as number) + learningRate * (treeValue(tree, samples, row)[0] as number);
    }
  });
}
