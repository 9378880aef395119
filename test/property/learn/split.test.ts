import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { foldSplits, holdoutSplit, type SplitIndices } from '#core/learn/split.ts';

const labelled = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 20, maxLength: 120 });
const seed = fc.integer();

function rowsOf(split: SplitIndices): number[] {
  return [...split.train, ...split.validation, ...split.test].sort((a, b) => a - b);
}

function count(rows: readonly number[], labels: readonly number[], label: number): number {
  return rows.filter((row) => labels[row] === label).length;
}

test('a holdout uses every row once, and each part has its share of all rows and of every class within one', () => {
  fc.assert(
    fc.property(
      labelled,
      seed,
      fc.integer({ min: 10, max: 60 }),
      fc.integer({ min: 10, max: 30 }),
      (labels, root, a, b) => {
        const shares = { train: a / 100, validation: b / 100, test: (100 - a - b) / 100 };
        const split = holdoutSplit(labels.length, {
          ...shares,
          stratifyBy: labels,
          shuffleWith: randomStream(root, 'split'),
        });
        expect(rowsOf(split)).toEqual(labels.map((_, row) => row));
        for (const part of ['train', 'validation', 'test'] as const) {
          expect(Math.abs(split[part].length - shares[part] * labels.length)).toBeLessThan(1);
          for (const label of new Set(labels)) {
            const size = labels.filter((own) => own === label).length;
            expect(Math.abs(count(split[part], labels, label) - shares[part] * size)).toBeLessThan(1);
          }
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('a holdout that leaves rows over uses no row twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 200 }), seed, (rows, root) => {
      const split = holdoutSplit(rows, {
        train: 0.5,
        validation: 0.1,
        test: 0.2,
        shuffleWith: randomStream(root, 'split'),
      });
      expect(new Set(rowsOf(split)).size).toBe(rowsOf(split).length);
      expect(Math.abs(rowsOf(split).length - 0.8 * rows)).toBeLessThan(3);
    }),
  );
});

test('every row is tested in exactly one fold, and folds and classes are even', () => {
  fc.assert(
    fc.property(labelled, seed, fc.boolean(), fc.boolean(), (labels, root, stratify, shuffle) => {
      const options = {
        folds: 4,
        ...(stratify ? { stratifyBy: labels } : {}),
        ...(shuffle ? { shuffleWith: randomStream(root, 'split') } : {}),
      };
      const splits = foldSplits(labels.length, options);
      for (const split of splits) expect(rowsOf(split)).toEqual(labels.map((_, row) => row));
      expect(splits.flatMap((split) => split.test).sort((a, b) => a - b)).toEqual(labels.map((_, row) => row));
      const sizes = splits.map((split) => split.test.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      if (!stratify) return;
      for (const label of new Set(labels)) {
        const counts = splits.map((split) => count(split.test, labels, label));
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('the same seed gives the same split', () => {
  fc.assert(
    fc.property(labelled, seed, (labels, root) => {
      const draw = () => [
        holdoutSplit(labels.length, {
          train: 0.7,
          test: 0.3,
          stratifyBy: labels,
          shuffleWith: randomStream(root, 'a'),
        }),
        ...foldSplits(labels.length, { folds: 3, stratifyBy: labels, shuffleWith: randomStream(root, 'b') }),
      ];
      expect(draw()).toEqual(draw());
    }),
  );
});
