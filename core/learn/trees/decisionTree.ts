import type { RandomStream } from '#core/base/random.ts';
import { entry, type Matrix, mapEntries } from '../matrix.ts';
import { type FeatureOrders, NodeRows } from './featureOrders.ts';

/** A grown tree as plain JSON: node 0 is the root, and the children of a node come after it. */
export interface DecisionTree {
  readonly nodes: readonly TreeNode[];
}

export type TreeNode =
  /** A sample whose feature is at most the threshold goes left, to the next node; others to the node `right`. */
  | { readonly feature: number; readonly threshold: number; readonly right: number }
  /** What the leaf says: the mean of the targets of its rows unless it was given another value. */
  | { readonly value: readonly number[] };

export interface GrowthLimits {
  /** Divisions between the root and a leaf; unlimited when absent. */
  readonly depth?: number;
  /** Fewest rows of a leaf; default 1. */
  readonly leastLeaf?: number;
  /** How many features are tried at a node, drawn at random; all of them when absent. */
  readonly tried?: { readonly count: number; readonly stream: RandomStream };
}

export interface TreeTargets {
  /** Samples × outputs. Classes are written as one column each, 1 for the class of the row and 0 elsewhere. */
  readonly values: Matrix;
  /** How often a row counts; 0 leaves it out. Once for every row when absent. */
  readonly weights?: ArrayLike<number>;
}

/**
 * Grows a regression tree that divides where the squared error falls most (CART: Breiman, Friedman, Olshen, Stone,
 * 1984). On targets of one column per class the squared error is the Gini impurity, so the same tree classifies, and its
 * leaves hold the shares of the classes. Thresholds lie in the middle between two neighbouring values; of equally good
 * divisions the one tried first wins, features ascending unless drawn.
 * @param leafValue gives a leaf another value than the mean of its rows' targets
 */
export function growTree(
  sorted: FeatureOrders,
  targets: TreeTargets,
  limits: GrowthLimits,
  leafValue?: (rows: Uint32Array) => readonly number[],
): DecisionTree {
  const weights = Float64Array.from(targets.weights ?? new Float64Array(sorted.rowCount).fill(1));
  const rows = new NodeRows(sorted, targets.weights);
  const finder = new DivisionFinder(sorted, targets.values, weights, limits);
  const deepest = limits.depth ?? Number.POSITIVE_INFINITY;
  const nodes: TreeNode[] = [];
  const grow = (from: number, to: number, depth: number): void => {
    const own = rows.inOrder(0, from, to);
    const sums = finder.sumsOf(own);
    const division = depth >= deepest ? undefined : finder.find(rows, from, to, sums);
    if (!division) {
      nodes.push({ value: leafValue?.(own) ?? sums.targets.map((sum) => sum / sums.weight) });
      return;
    }
    const index = nodes.length;
    const { feature, threshold, leftCount } = division;
    nodes.push({ feature, threshold, right: 0 });
    rows.divide(feature, from, to, leftCount, depth + 1 >= deepest);
    grow(from, from + leftCount, depth + 1);
    nodes[index] = { feature, threshold, right: nodes.length };
    grow(from + leftCount, to, depth + 1);
  };
  grow(0, rows.count, 0);
  return { nodes };
}

/** What the tree says about one row of a table with the features it was grown on. */
export function treeValue(tree: DecisionTree, samples: Matrix, row: number): readonly number[] {
  let index = 0;
  for (;;) {
    const node = tree.nodes[index] as TreeNode;
    if ('value' in node) return node.value;
    index = entry(samples, row, node.feature) <= node.threshold ? index + 1 : node.right;
  }
}

interface Sums {
  readonly weight: number;
  readonly targets: number[];
  /** Whether all rows have the same targets, so that no division can help. */
  readonly pure: boolean;
}

interface Division {
  readonly feature: number;
  readonly threshold: number;
  readonly leftCount: number;
}

class DivisionFinder {
  readonly #sorted: FeatureOrders;
  readonly #outputs: number;
  /** Weighted targets, row by row. */
  readonly #targets: Float64Array;
  readonly #weights: Float64Array;
  readonly #limits: GrowthLimits;
  readonly #left: Float64Array;

  constructor(sorted: FeatureOrders, targets: Matrix, weights: Float64Array, limits: GrowthLimits) {
    this.#sorted = sorted;
    this.#outputs = targets.columns;
    this.#targets = mapEntries(targets, (value, row) => value * (weights[row] as number)).values;
    this.#weights = weights;
    this.#limits = limits;
    this.#left = new Float64Array(targets.columns);
  }

  sumsOf(rows: Uint32Array): Sums {
    const outputs = this.#outputs;
    const targets = new Array<number>(outputs).fill(0);
    let weight = 0;
    for (const row of rows) {
      weight += this.#weights[row] as number;
      for (let output = 0; output < outputs; output++)
        targets[output] = (targets[output] as number) + (this.#targets[row * outputs + output] as number);
    }
    return { weight, targets, pure: this.#isPure(rows) };
  }

  #isPure(rows: Uint32Array): boolean {
    const first = rows[0] ?? 0;
    const ofRow = (row: number, output: number) =>
      (this.#targets[row * this.#outputs + output] as number) / (this.#weights[row] as number);
    for (let output = 0; output < this.#outputs; output++) {
      const value = ofRow(first, output);
      if (rows.some((row) => ofRow(row, output) !== value)) return false;
    }
    return true;
  }

  find(rows: NodeRows, from: number, to: number, sums: Sums): Division | undefined {
    const least = this.#limits.leastLeaf ?? 1;
    if (sums.pure || to - from < 2 * least) return undefined;
    const { tried } = this.#limits;
    const featureCount = this.#sorted.columns.length;
    const features = tried?.stream.permutation(featureCount);
    let best: Candidate = { feature: -1, score: Number.NEGATIVE_INFINITY, position: -1 };
    let varying = 0;
    for (let turn = 0; turn < featureCount; turn++) {
      // At least one feature that varies within the node is tried, or a node of many constants would never divide.
      if (tried && turn >= tried.count && varying > 0) break;
      const feature = features?.[turn] ?? turn;
      const order = rows.inOrder(feature, from, to);
      const values = this.#sorted.columns[feature] as Float64Array;
      if (values[order[0] as number] === values[order[order.length - 1] as number]) continue;
      varying++;
      best =
        this.#outputs === 1
          ? this.#bestOfNumbers(feature, order, values, least, sums, best)
          : this.#bestOfVectors(feature, order, values, least, sums, best);
    }
    return best.feature < 0 ? undefined : this.#divisionAt(best, rows.inOrder(best.feature, from, to));
  }

  #divisionAt({ feature, position }: Candidate, order: Uint32Array): Division {
    const values = this.#sorted.columns[feature] as Float64Array;
    const value = values[order[position] as number] as number;
    const next = values[order[position + 1] as number] as number;
    const middle = value / 2 + next / 2;
    // Rounding must not send the right-hand neighbour left.
    return { feature, threshold: middle < next ? middle : value, leftCount: position + 1 };
  }

  /** The better of `best` and the best place of a feature; the score is what both sides' sums explain of the squares. */
  #bestOfNumbers(
    feature: number,
    order: Uint32Array,
    values: Float64Array,
    least: number,
    sums: Sums,
    best: Candidate,
  ): Candidate {
    const targets = this.#targets;
    const weights = this.#weights;
    const total = sums.targets[0] as number;
    const { weight } = sums;
    let { score: bestScore } = best;
    let bestPosition = -1;
    let left = 0;
    let leftWeight = 0;
    let value = values[order[0] as number] as number;
    for (let position = 0; position < order.length - least; position++) {
      const row = order[position] as number;
      left += targets[row] as number;
      leftWeight += weights[row] as number;
      const own = value;
      value = values[order[position + 1] as number] as number;
      if (own === value || position + 1 < least) continue;
      const right = total - left;
      const score = (left * left) / leftWeight + (right * right) / (weight - leftWeight);
      if (score > bestScore) {
        bestScore = score;
        bestPosition = position;
      }
    }
    return bestPosition < 0 ? best : { feature, score: bestScore, position: bestPosition };
  }

  #bestOfVectors(
    feature: number,
    order: Uint32Array,
    values: Float64Array,
    least: number,
    sums: Sums,
    best: Candidate,
  ): Candidate {
    const outputs = this.#outputs;
    const sumsLeft = this.#left.fill(0);
    let found = best;
    let leftWeight = 0;
    for (let position = 0; position < order.length - least; position++) {
      const row = order[position] as number;
      leftWeight += this.#weights[row] as number;
      for (let output = 0; output < outputs; output++)
        sumsLeft[output] = (sumsLeft[output] as number) + (this.#targets[row * outputs + output] as number);
      if (position + 1 < least || values[row] === values[order[position + 1] as number]) continue;
      let left = 0;
      let right = 0;
      for (let output = 0; output < outputs; output++) {
        const own = sumsLeft[output] as number;
        left += own * own;
        right += ((sums.targets[output] as number) - own) ** 2;
      }
      const score = left / leftWeight + right / (sums.weight - leftWeight);
      if (score > found.score) found = { feature, score, position };
    }
    return found;
  }
}

/** A place to divide: after the row at `position` in the order of the feature. */
interface Candidate {
  readonly feature: number;
  readonly score: number;
  readonly position: number;
}
