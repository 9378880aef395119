import { expect, test } from 'vitest';
import { metricDecimals, metricTitle } from '#core/runs/metricText.ts';

test('metrics begin a sentence by what they are called', () => {
  expect(['accuracy', 'rmse', 'r2', 'balanced-accuracy'].map(metricTitle)).toEqual([
    'Accuracy',
    'RMSE',
    'R²',
    'Balanced-accuracy',
  ]);
});

test('decimals follow the size of a metric', () => {
  const shown = (value: number) => value.toFixed(metricDecimals(value));
  expect([0.953, 1, 0, -0.25].map(shown)).toEqual(['0.953', '1.000', '0.000', '-0.250']);
  expect([24.5678, 345.678, 12_345.678, 0.0004321, 8.9e-16].map(shown)).toEqual([
    '24.57',
    '345.7',
    '12346',
    '0.000432',
    '0.000',
  ]);
});

test('energies have six decimals, for a thousandth of a hartree is chemical accuracy', () => {
  expect((-1.137306036).toFixed(metricDecimals(-1.137306036, 'energy'))).toBe('-1.137306');
  expect((0.00000012).toFixed(metricDecimals(0.00000012, 'energy-error'))).toBe('0.000000120');
});
