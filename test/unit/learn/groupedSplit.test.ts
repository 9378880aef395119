import { describe, expect, test } from 'vitest';
import { randomStream } from '#core/base/random.ts';
import {
  brokenGroup,
  groupedFoldSplits,
  groupedHoldoutSplit,
  repeatedGroupedFoldSplits,
} from '#core/learn/groupedSplit.ts';

/** Groups a…f of two rows each, one of either class. */
const groups = [...'aabbccddeeff'];
const labels = groups.map((_, row) => row % 2);

test('a holdout of even groups has its shares exactly', () => {
  const split = groupedHoldoutSplit(groups, {
    train: 0.5,
    validation: 1 / 6,
    test: 1 / 3,
    stratifyBy: labels,
    shuffleWith: randomStream(1, 'split'),
  });
  expect([split.train.length, split.validation.length, split.test.length]).toEqual([6, 2, 4]);
  expect(brokenGroup(groups, split)).toBeUndefined();
});

test('rows that the shares leave over are in no part', () => {
  const split = groupedHoldoutSplit(groups, { train: 0.5, test: 1 / 3 });
  expect(split.train.length + split.test.length).toBe(10);
});

test('one large group does not leave the test part empty', () => {
  const split = groupedHoldoutSplit([...'aaaaaaaaab'], { train: 0.2, test: 0.8 });
  expect([split.train.length, split.test.length].sort()).toEqual([1, 9]);
});

test('repeats differ', () => {
  const splits = repeatedGroupedFoldSplits(groups, { folds: 3, repeats: 2, shuffleWith: randomStream(4, 'split') });
  expect(splits).toHaveLength(6);
  expect(splits.slice(0, 3)).not.toEqual(splits.slice(3));
});

describe('what cannot be done is refused', () => {
  test('too few groups', () => {
    expect(() => groupedFoldSplits([...'aabb'], { folds: 3 })).toThrow('at most as many as groups (2)');
    expect(() => groupedHoldoutSplit([...'aaaa'], { train: 0.5, test: 0.5 })).toThrow('Cannot divide 1 groups');
    expect(() => groupedHoldoutSplit(groups, { train: 0.8, test: 0.4 })).toThrow('add up to at most 1');
  });

  test('a group in two parts of a split given by hand is found', () => {
    expect(brokenGroup(groups, { train: [0, 2], validation: [], test: [4, 3] })).toBe('b');
  });
});
