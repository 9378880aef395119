import { expect, test } from 'vitest';
import { logScale } from '#webview/charts/logScale.ts';

test('decades are equally far apart, and have the ticks', () => {
  const { position, ticks, tickText } = logScale([1e-4, 0.1, 10]);
  const [one, two, three] = [0.01, 0.1, 1].map(position);
  expect((two ?? 0) - (one ?? 0)).toBeCloseTo((three ?? 0) - (two ?? 0), 12);
  expect(ticks.map(tickText)).toEqual(['1e−4', '0.001', '0.01', '0.1', '1', '10']);
  expect(position(1e-4)).toBeGreaterThan(0);
  expect(position(10)).toBeLessThan(1);
});

test('within a decade there are ticks between powers of ten', () => {
  expect(logScale([0.11, 0.9]).ticks.map((tick) => Number(tick.toPrecision(3)))).toEqual([0.2, 0.5]);
});

test('what is not positive lies at the lower end, and moves nothing', () => {
  const scale = logScale([0, -3, Number.NaN, 0.1, 1]);
  expect(scale.low).toBeGreaterThan(0.05);
  expect(scale.position(0)).toBe(0);
  expect(scale.position(-3)).toBe(0);
});

test('values of any size, one value and none have a scale', () => {
  expect(logScale([1e-30, 1]).low).toBeGreaterThan(1e-13);
  for (const values of [[0.5], [], [0]]) {
    const { high, low } = logScale(values);
    expect(low).toBeLessThan(high);
  }
});
