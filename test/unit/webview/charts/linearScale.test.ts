import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linearScale } from '#webview/charts/linearScale.ts';

test('ticks are round, inside the domain and about as many as asked', () => {
  const scale = linearScale([0.873, 0.968], 5);
  expect(scale.ticks.map(scale.tickText)).toEqual(['0.88', '0.90', '0.92', '0.94', '0.96']);
  expect(linearScale([0, 100], 5).ticks).toEqual([0, 20, 40, 60, 80, 100]);
});

test('ticks of any size are told apart', () => {
  const texts = (values: readonly number[]) => linearScale(values, 3).ticks.map(linearScale(values, 3).tickText);
  expect(texts([0.05, 0.0500000003])).toEqual(['0.0500000001', '0.0500000002', '0.0500000003']);
  expect(texts([1e20, 1.00002e20])).toEqual(['1e20', '1.00001e20', '1.00002e20']);
  expect(texts([0, 4e-30])).toEqual(['0', '2e−30', '4e−30']);
});

test('padding widens the domain, and a single value gets room', () => {
  const padded = linearScale([0, 10], 5, 0.1);
  expect([padded.low, padded.high]).toEqual([-1, 11]);
  const single = linearScale([4, 4], 5);
  expect(single.position(4)).toBeCloseTo(0.5);
  expect(linearScale([], 5).position(0.25)).toBe(0.25);
  expect(linearScale([Number.NaN, 2, Number.POSITIVE_INFINITY, 4], 2)).toMatchObject({ low: 2, high: 4 });
});

test('whatever the values: they lie within, ticks ascend within and are bounded in number', () => {
  const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 10 }), (values, count) => {
      const scale = linearScale(values, count);
      for (const each of values) {
        expect(scale.position(each)).toBeGreaterThanOrEqual(0);
        expect(scale.position(each)).toBeLessThanOrEqual(1);
      }
      expect(scale.ticks.length).toBeLessThanOrEqual(count + 1);
      for (const [index, tick] of scale.ticks.entries()) {
        expect(scale.position(tick)).toBeGreaterThan(-1e-6);
        expect(scale.position(tick)).toBeLessThan(1 + 1e-6);
        if (index > 0) expect(tick).toBeGreaterThan(scale.ticks[index - 1] ?? 0);
      }
    }),
    { numRuns: 300 },
  );
});
