import { Failure } from '#core/base/failure.ts';
import { mean } from '../interval.ts';
import { entry, type Matrix, mapEntries } from '../matrix.ts';
import { sortedQuantile } from '../quantiles.ts';

export interface ImputeSettings {
  readonly use: 'impute';
  /** What takes the place of a missing value: a statistic of the column's known ones, or `value`. Default `mean`. */
  readonly strategy?: 'mean' | 'median' | 'most-frequent' | 'constant';
  /** For `constant`; default 0. */
  readonly value?: number;
}

export interface FittedImputation {
  readonly use: 'impute';
  /** One per column. */
  readonly replacements: readonly number[];
}

/**
 * Learns what missing values (NaN) are replaced with, from the known ones of each column; the least of several equally
 * frequent ones.
 * @throws Failure `invalid-input` for a column without any known value, unless it is filled with a constant
 */
export function fitImputation(settings: ImputeSettings, rows: Matrix, names: readonly string[]): FittedImputation {
  const { strategy = 'mean', value = 0 } = settings;
  const replacements = names.map((name, column) => {
    if (strategy === 'constant') return value;
    const known = Array.from({ length: rows.rows }, (_, row) => entry(rows, row, column))
      .filter((cell) => !Number.isNaN(cell))
      .sort((first, second) => first - second);
    if (known.length === 0)
      throw new Failure('invalid-input', `The step impute finds no value in the column “${name}”.`, {
        advice: 'Leave the column out, or use strategy: constant.',
      });
    return statistic(strategy, known);
  });
  return { use: 'impute', replacements };
}

export function applyImputation(step: FittedImputation, rows: Matrix): Matrix {
  return mapEntries(rows, (cell, _, column) => (Number.isNaN(cell) ? (step.replacements[column] as number) : cell));
}

function statistic(strategy: 'mean' | 'median' | 'most-frequent', ascending: readonly number[]): number {
  switch (strategy) {
    case 'mean':
      return mean(ascending);
    case 'median':
      return sortedQuantile(ascending, 0.5);
    case 'most-frequent': {
      const counts = new Map<number, number>();
      for (const cell of ascending) counts.set(cell, (counts.get(cell) ?? 0) + 1);
      return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
    }
  }
}
