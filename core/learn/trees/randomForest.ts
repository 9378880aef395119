import { Failure } from '#core/base/failure.ts';
import { randomStream } from '#core/base/random.ts';
import { type Matrix, zeroMatrix } from '../matrix.ts';
import { type DecisionTree, growTree, treeValue } from './decisionTree.ts';
import { sortFeatures } from './featureOrders.ts';

export interface RandomForestSettings {
  /** Number of trees; default 100. */
  readonly trees?: number;
  /** Divisions between the root of a tree and a leaf; unlimited when absent. */
  readonly depth?: number;
  /** Fewest rows of a leaf; default 1. */
  readonly leastLeaf?: number;
}

/** A grown forest as plain JSON. */
export interface RandomForestState {
  readonly use: 'random-forest';
  /** Number of features. */
  readonly width: number;
  readonly outputs: number;
  readonly trees: readonly DecisionTree[];
}

/**
 * Grows every tree on rows drawn with replacement, trying `features` of them drawn at random at each node (Breiman,
 * "Random forests", 2001).
 * @param targets samples × outputs: one column per class, or the one of a regression
 * @param features how many features a node tries: the square root of all is usual for classes, all for a regression
 * @param seed tree t draws from the stream `tree/t` of it
 * @throws Failure `invalid-input` for bad options
 */
export function growForest(
  samples: Matrix,
  targets: Matrix,
  features: number,
  settings: RandomForestSettings,
  seed: number,
): RandomForestState {
  const { trees = 100, depth, leastLeaf } = settings;
  if (!(Number.isInteger(trees) && trees >= 1))
    throw new Failure('invalid-input', `A random forest needs at least one tree, not ${trees}.`);
  const sorted = sortFeatures(samples);
  return {
    use: 'random-forest',
    width: samples.columns,
    outputs: targets.columns,
    trees: Array.from({ length: trees }, (_, tree) => {
      const stream = randomStream(seed, 'tree', tree);
      const weights = new Uint32Array(samples.rows);
      for (let draw = 0; draw < samples.rows; draw++) {
        const row = stream.integerBelow(samples.rows);
        weights[row] = (weights[row] as number) + 1;
      }
      return growTree(
        sorted,
        { values: targets, weights },
        {
          ...(depth === undefined ? {} : { depth }),
          ...(leastLeaf === undefined ? {} : { leastLeaf }),
          ...(features < samples.columns ? { tried: { count: features, stream } } : {}),
        },
      );
    }),
  };
}

/** The mean over the trees of what they say, samples × outputs. */
export function forestValues(state: RandomForestState, samples: Matrix): Matrix {
  const means = zeroMatrix(samples.rows, state.outputs);
  for (let row = 0; row < samples.rows; row++)
    for (const tree of state.trees)
      treeValue(tree, samples, row).forEach((value, column) => {
        const index = row * state.outputs + column;
        means.values[index] = (means.values[index] as number) + value / state.trees.length;
      });
  return means;
}
