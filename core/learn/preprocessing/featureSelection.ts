import { Failure } from '#core/base/failure.ts';
import { mean } from '../interval.ts';
import { entry, type Matrix } from '../matrix.ts';
import type { Targets } from './targets.ts';

export interface FittedSelection {
  readonly use: 'select-k-best';
  /** The columns kept, ascending. */
  readonly indices: readonly number[];
  /** How every column scored: F, or null for one that does not vary. */
  readonly scores: readonly (number | null)[];
}

/**
 * Keeps the `count` columns that tell most about the target by themselves: by the F statistic of an analysis of variance
 * for classes, of a linear regression for numbers. Of equal scores the later column is kept, as scikit-learn's
 * `SelectKBest` does.
 * @throws Failure `invalid-input` for no targets or a count that is not in 1…columns
 */
export function fitSelection(count: number, rows: Matrix, targets: Targets | undefined): FittedSelection {
  if (!targets) throw new Failure('invalid-input', 'The step select-k-best needs a target to select by.');
  if (!(Number.isInteger(count) && count >= 1 && count <= rows.columns))
    throw new Failure('invalid-input', `The step select-k-best cannot keep ${count} of ${rows.columns} columns.`);
  const scores = Array.from({ length: rows.columns }, (_, column) => {
    const values = Array.from({ length: rows.rows }, (_, row) => entry(rows, row, column));
    const score =
      targets.kind === 'classes' ? varianceRatio(values, targets.values) : slopeRatio(values, targets.values);
    return Number.isNaN(score) ? null : score;
  });
  const order = scores
    .map((_, column) => column)
    .sort((first, second) => rank(scores[second]) - rank(scores[first]) || second - first);
  return { use: 'select-k-best', indices: order.slice(0, count).sort((first, second) => first - second), scores };
}

function rank(score: number | null | undefined): number {
  // Infinite scores (perfect separation) compare equal instead of giving NaN.
  return score == null ? -1 : Math.min(score, Number.MAX_VALUE / 4);
}

/** Mean square between the classes by mean square within them; not a number for a column that does not vary. */
function varianceRatio(values: readonly number[], labels: readonly number[]): number {
  const groups = new Map<number, number[]>();
  values.forEach((value, row) => {
    const label = labels[row] as number;
    groups.set(label, [...(groups.get(label) ?? []), value]);
  });
  const overall = mean(values);
  let between = 0;
  let within = 0;
  for (const group of groups.values()) {
    const own = mean(group);
    between += group.length * (own - overall) ** 2;
    within += group.reduce((sum, value) => sum + (value - own) ** 2, 0);
  }
  return between / (groups.size - 1) / (within / (values.length - groups.size));
}

/** F of the slope: r² (n − 2) / (1 − r²). */
function slopeRatio(values: readonly number[], targets: readonly number[]): number {
  const [own, other] = [mean(values), mean(targets)];
  let both = 0;
  let first = 0;
  let second = 0;
  values.forEach((value, row) => {
    const target = (targets[row] as number) - other;
    both += (value - own) * target;
    first += (value - own) ** 2;
    second += target ** 2;
  });
  const squared = (both * both) / (first * second);
  return (squared * (values.length - 2)) / (1 - squared);
}
