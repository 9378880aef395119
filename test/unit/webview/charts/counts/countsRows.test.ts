import { expect, test } from 'vitest';
import { type CountsQuestion, countsRows, distanceByShots, wilsonInterval } from '#webview/charts/counts/countsRows.ts';
import { weightFilter } from '#webview/charts/counts/outcomeFilter.ts';

const asked = (order: CountsQuestion['order'], most: number): CountsQuestion => ({
  order,
  most,
  filter: { kind: 'all' },
});

const counts = { '00': 500, '01': 12, '10': 12, '11': 476, '111': 0 };

test('by count: most frequent first, equals by bits, nothing that never occurred', () => {
  const { rows, rest, shots } = countsRows(counts, asked('count', 10));
  expect(rows.map(({ bits }) => bits)).toEqual(['00', '11', '01', '10']);
  expect(rest).toBeUndefined();
  expect(shots).toBe(1000);
  expect(rows[0]?.share).toBe(0.5);
});

test('the most frequent are kept whatever the order, and the rest is summed', () => {
  const { rows, rest } = countsRows(counts, asked('bits', 3));
  expect(rows.map(({ bits }) => bits)).toEqual(['00', '01', '11']);
  expect(rest).toEqual({ outcomes: 1, count: 12, share: 0.012 });
});

test('no counts are no rows', () => {
  const none = { rows: [], rest: undefined, shots: 0, accepted: { outcomes: 0, count: 0 } };
  expect(countsRows({}, asked('count', 5))).toEqual(none);
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

test('by weight: fewest ones first, equals by bits', () => {
  const { rows } = countsRows({ '110': 4, '001': 3, '000': 1, '100': 2, '111': 9 }, asked('weight', 4));
  expect(rows.map(({ bits }) => bits)).toEqual(['001', '100', '110', '111']);
});

test('a filter narrows rows and rest, and shares stay those of all shots', () => {
  const { accepted, rest, rows, shots } = countsRows(counts, { ...asked('count', 1), filter: weightFilter('1') });
  expect(rows).toMatchObject([{ bits: '01', share: 0.012 }]);
  expect(rest).toEqual({ outcomes: 1, count: 12, share: 0.012 });
  expect(accepted).toEqual({ outcomes: 2, count: 24 });
  expect(shots).toBe(1000);
});

test('what was expected and never came has a row where shots enough were taken to see it', () => {
  const expected = { '0': 0.4, '1': 0.598, '2': 0.0015, '3': 0.0005 };
  const { rows } = countsRows({ '0': 1000 }, { ...asked('count', 9), expected });
  expect(rows.map(({ bits, count, expected: share }) => [bits, count, share])).toEqual([
    ['0', 1000, 0.4],
    ['1', 0, 0.598],
    ['2', 0, 0.0015],
  ]);
});

test('the distance that shots alone make is the mean over many samples', () => {
  // An independent draw: 4000 samples of 200 shots from a distribution over three outcomes.
  const probabilities = { a: 0.5, b: 0.3, c: 0.2 };
  let state = 12345;
  const uniform = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  let sum = 0;
  for (let sample = 0; sample < 4000; sample++) {
    const found = { a: 0, b: 0, c: 0 };
    for (let shot = 0; shot < 200; shot++) {
      const at = uniform();
      found[at < 0.5 ? 'a' : at < 0.8 ? 'b' : 'c']++;
    }
    const off = (['a', 'b', 'c'] as const).map((name) => Math.abs(found[name] / 200 - probabilities[name]));
    sum += off.reduce((total, value) => total + value, 0) / 2;
  }
  expect(distanceByShots(probabilities, 200, undefined)).toBeCloseTo(sum / 4000, 2);
  expect(distanceByShots(probabilities, 200, 200)).toBeCloseTo((Math.SQRT2 * sum) / 4000, 2);
});
