import { expect, test } from 'vitest';
import { fastest, middleOf, ratiosOf } from '#bench/pipeline/measurement.ts';
import type { SubjectName } from '#bench/pipeline/rows.ts';

const times = (subject: SubjectName, configuration: string, ...rounds: number[]) => ({
  contestant: { subject, configuration },
  rounds,
});

test('the middle of an even number of figures is between two', () => {
  expect(middleOf([4, 1, 10, 2])).toBe(3);
  expect(middleOf([5, 1, 9])).toBe(5);
  expect(middleOf([])).toBeNaN();
});

test('of a subject the configuration with the least median counts, if it ran', () => {
  const all = [
    times('lightning', 'steady', 2, 2, 2),
    times('lightning', 'lucky once', 1, 3, 3),
    times('lightning', 'broken'),
    times('aer', 'other', 0.1),
  ];
  expect(fastest(all, 'lightning')?.contestant.configuration).toBe('steady');
  expect(fastest(all, 'default.qubit')).toBeUndefined();
});

test('ratios are those of rounds in which both took part', () => {
  expect(ratiosOf([10, 30, 20], [2, 3])).toEqual([5, 10]);
  expect(ratiosOf([10], [2, 3])).toEqual([5]);
});
