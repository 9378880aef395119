import { expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import { foldSplits, holdoutSplit, predefinedSplit, repeatedFoldSplits } from '#core/learn/split.ts';
import { irisSample } from '#test/support/irisSample.ts';

test('a stratified holdout of iris has 30, 10 and 10 rows of every species', () => {
  const { labels } = irisSample();
  const split = holdoutSplit(150, {
    train: 0.6,
    validation: 0.2,
    test: 0.2,
    stratifyBy: labels,
    shuffleWith: randomStream(1, 'split'),
  });
  const perClass = (rows: readonly number[]) => [0, 1, 2].map((k) => rows.filter((row) => labels[row] === k).length);
  expect([split.train, split.validation, split.test].map(perClass)).toEqual([
    [30, 30, 30],
    [10, 10, 10],
    [10, 10, 10],
  ]);
  expect(split.test).not.toEqual(holdoutSplit(150, { train: 0.8, test: 0.2, stratifyBy: labels }).test);
});

test('without a shuffle the parts follow the file', () => {
  expect(holdoutSplit(10, { train: 0.5, validation: 0.3, test: 0.2 })).toEqual({
    train: [0, 1, 2, 3, 4],
    validation: [5, 6, 7],
    test: [8, 9],
  });
  expect(holdoutSplit(10, { train: 0.3, test: 0.3 })).toEqual({ train: [0, 1, 2], validation: [], test: [3, 4, 5] });
});

test('folds in file order are contiguous, the first ones larger', () => {
  expect(foldSplits(7, { folds: 3 }).map((split) => split.test)).toEqual([
    [0, 1, 2],
    [3, 4],
    [5, 6],
  ]);
});

test('stratified folds in file order take the rows of every class in turn', () => {
  const labels = [1, 1, 0, 0, 1, 0, 1, 0, 1];
  expect(foldSplits(9, { folds: 2, stratifyBy: labels }).map((split) => split.test)).toEqual([
    [0, 1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
});

test('repeated folds differ from repeat to repeat', () => {
  const splits = repeatedFoldSplits(12, { folds: 3, repeats: 2, shuffleWith: randomStream(5, 'split') });
  expect(splits).toHaveLength(6);
  expect(splits[0]?.test).not.toEqual(splits[3]?.test);
});

test.each([
  ['shares above one', () => holdoutSplit(10, { train: 0.8, test: 0.3 })],
  ['a negative share', () => holdoutSplit(10, { train: -0.1, test: 0.3 })],
  ['a share that is not a number', () => holdoutSplit(10, { train: Number.NaN, test: 0.3 })],
  ['an empty test part', () => holdoutSplit(10, { train: 0.99, test: 0.01 })],
  ['an empty validation part that was asked for', () => holdoutSplit(5, { train: 0.5, validation: 0.01, test: 0.49 })],
  ['one fold', () => foldSplits(10, { folds: 1 })],
  ['more folds than rows', () => foldSplits(3, { folds: 4 })],
  ['more folds than rows of any class', () => foldSplits(4, { folds: 3, stratifyBy: [0, 0, 1, 1] })],
  ['labels for other rows', () => foldSplits(4, { folds: 2, stratifyBy: [0, 1] })],
  ['a row in two parts', () => predefinedSplit(4, { train: [0, 1], test: [1] })],
  ['a row that does not exist', () => predefinedSplit(4, { train: [0, 1], test: [4] })],
  ['a fractional row', () => predefinedSplit(4, { train: [0, 1], test: [2.5] })],
  ['no test rows', () => predefinedSplit(4, { train: [0, 1], test: [] })],
])('%s is refused', (_, run) => {
  expect(run).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
});

test('a predefined split keeps its order', () => {
  expect(predefinedSplit(4, { train: [3, 0], test: [2, 1] })).toEqual({ train: [3, 0], validation: [], test: [2, 1] });
});
