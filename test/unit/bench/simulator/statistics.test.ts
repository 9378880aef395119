import { expect, test } from 'vitest';
import { spreadOf } from '#bench/simulator/statistics.ts';

test('the median of an odd number of figures is the middle one', () => {
  expect(spreadOf([5, 1, 9])).toEqual({ median: 5, least: 1, greatest: 9 });
});

test('the median of an even number of figures is between the two in the middle', () => {
  expect(spreadOf([4, 1, 10, 2])).toEqual({ median: 3, least: 1, greatest: 10 });
});

test('no figures have no spread', () => {
  expect(spreadOf([])).toBeUndefined();
});
