import { expect, test } from 'vitest';
import {
  decimalsFor,
  formatCount,
  formatMoney,
  formatNumber,
  formatShare,
  formatSignificant,
} from '#webview/format/numbers.ts';

test.each([
  [0.9473, { low: 0.926, high: 0.968 }, 3],
  [0.5, { low: 0.4, high: 0.6 }, 2],
  [12.3, { low: 2, high: 22 }, 0],
  [1234, { low: 1000, high: 1500 }, 0],
  [0.00012, { low: 0.0001199, high: 0.0001201 }, 6],
  [0.25, { low: 0.25, high: 0.25 }, 3],
  [123.456, undefined, 1],
  [0, undefined, 3],
])('%d within %j is shown with %i decimals', (value, interval, decimals) => {
  expect(decimalsFor(value, interval)).toBe(decimals);
});

test.each([
  [0, 0, '0'],
  [1234567.891, 2, '1\u2009234\u2009567.89'],
  [-0.5, 1, '−0.5'],
  [-0.004, 2, '0.00'],
  [0.12345678, 4, '0.1235'],
  [Number.POSITIVE_INFINITY, 2, '∞'],
  [Number.NEGATIVE_INFINITY, 2, '−∞'],
  [Number.NaN, 2, 'not a number'],
  [-1.5e20, 2, '−1.5e20'],
])('%d with %i decimals is %s', (value, decimals, text) => {
  expect(formatNumber(value, decimals)).toBe(text);
});

test('a share that rounds to nothing is still something', () => {
  expect(formatShare(0)).toBe('0.0\u00a0%');
  expect(formatShare(0.0004)).toBe('< 0.1\u00a0%');
  expect(formatShare(0.4375)).toBe('43.8\u00a0%');
  expect(formatShare(1)).toBe('100.0\u00a0%');
});

test('small amounts of money keep their first digits', () => {
  expect(formatMoney({ amount: 0, currency: 'USD' })).toBe('0\u00a0USD');
  expect(formatMoney({ amount: 0.00042, currency: 'USD' })).toBe('0.00042\u00a0USD');
  expect(formatMoney({ amount: 1240.5, currency: 'EUR' })).toBe('1\u2009240.50\u00a0EUR');
});

test('a noun agrees with its number', () => {
  expect([0, 1, 2, 1000].map((count) => formatCount(count, 'qubit'))).toEqual([
    '0 qubits',
    '1 qubit',
    '2 qubits',
    '1\u2009000 qubits',
  ]);
});

test('four significant digits at most, of numbers of any size', () => {
  expect([0, -0.05, 0.123456, 12345.6, 1e-5, -1.23456e-7, Number.NaN].map(formatSignificant)).toEqual([
    '0',
    '−0.05',
    '0.1235',
    '12\u2009350',
    '0.00001',
    '−1.235e−7',
    'not a number',
  ]);
});
