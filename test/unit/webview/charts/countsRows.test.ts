import { expect, test } from 'vitest';
import { countsRows, wilsonInterval } from '#webview/charts/countsRows.ts';

const counts = { '00': 500, '01': 12, '10': 12, '11': 476, '111': 0 };

test('by count: most frequent first, equals by bits, nothing that never occurred', () => {
  const { rows, rest, shots } = countsRows(counts, 'count', 10);
  expect(rows.map(({ bits }) => bits)).toEqual(['00', '11', '01', '10']);
  expect(rest).toBeUndefined();
  expect(shots).toBe(1000);
  expect(rows[0]?.share).toBe(0.5);
});

test('the most frequent are kept whatever the order, and the rest is summed', () => {
  const { rows, rest } = countsRows(counts, 'bits', 3);
  expect(rows.map(({ bits }) => bits)).toEqual(['00', '01', '11']);
  expect(rest).toEqual({ outcomes: 1, count: 12, share: 0.012 });
});

test('no counts are no rows', () => {
  expect(countsRows({}, 'count', 5)).toEqual({ rows: [], rest: undefined, shots: 0 });
});

test('the Wilson interval agrees with published values', () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [count, trials, low, high] of published) {
    const interval = wilsonInterval(count, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  }
});
