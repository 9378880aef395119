import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { brokenGroup, groupedFoldSplits, groupedHoldoutSplit } from '#core/learn/groupedSplit.ts';
import type { SplitIndices } from '#core/learn/split.ts';

const table = fc
  .array(fc.record({ group: fc.integer({ min: 0, max: 15 }), label: fc.integer({ min: 0, max: 2 }) }), {
    minLength: 30,
    maxLength: 120,
  })
  .filter((rows) => new Set(rows.map(({ group }) => group)).size >= 5);
const order = fc.option(fc.integer(), { nil: undefined });

function rowsOf(split: SplitIndices): number[] {
  return [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
}

test('folds test every row once and never divide a group', () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 2, max: 5 }), fc.boolean(), order, (rows, folds, stratify, seed) => {
      const groups = rows.map(({ group }) => `g${group}`);
      const splits = groupedFoldSplits(groups, {
        folds,
        ...(stratify ? { stratifyBy: rows.map(({ label }) => label) } : {}),
        ...(seed === undefined ? {} : { shuffleWith: randomStream(seed, 'split') }),
      });
      const all = rows.map((_, row) => row);
      expect(splits.flatMap(({ test: tested }) => tested).sort((a, b) => a - b)).toEqual(all);
      for (const split of splits) {
        expect(rowsOf(split)).toEqual(all);
        expect(brokenGroup(groups, split)).toBeUndefined();
      }
    }),
  );
});

test('a holdout has no empty part, divides no group, and misses its shares by no more than two of the largest groups', () => {
  fc.assert(
    fc.property(table, order, (rows, seed) => {
      const groups = rows.map(({ group }) => `g${group}`);
      const shares = { train: 0.6, validation: 0.2, test: 0.2 };
      const split = groupedHoldoutSplit(groups, {
        ...shares,
        ...(seed === undefined ? {} : { shuffleWith: randomStream(seed, 'split') }),
      });
      expect(rowsOf(split)).toEqual(rows.map((_, row) => row));
      expect(brokenGroup(groups, split)).toBeUndefined();
      const largest = Math.max(...[...new Set(groups)].map((own) => groups.filter((group) => group === own).length));
      for (const part of ['train', 'validation', 'test'] as const) {
        expect(split[part].length).toBeGreaterThan(0);
        expect(Math.abs(split[part].length - shares[part] * rows.length)).toBeLessThanOrEqual(2 * largest);
      }
    }),
  );
});
