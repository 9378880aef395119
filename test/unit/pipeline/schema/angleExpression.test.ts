import { describe, expect, test } from 'vitest';
import { angleValue } from '#core/pipeline/schema/angleExpression.ts';
import { durationMilliseconds } from '#core/pipeline/schema/duration.ts';

describe('angles', () => {
  test.each([
    ['pi', Math.PI],
    ['-pi/2', -Math.PI / 2],
    ['2 * (pi - 1)', 2 * (Math.PI - 1)],
    ['3pi/4', (3 * Math.PI) / 4],
    ['tau', 2 * Math.PI],
    ['sqrt(2)^2', 2],
    ['1e-3', 0.001],
  ])('%s', (text, value) => {
    expect(angleValue(text)).toBeCloseTo(value, 12);
  });

  test.each([
    '',
    'x',
    '1 2;3',
    'f(x) = x',
    'import("x")',
    'evaluate("1")',
    'constructor',
    'pi = 3',
    '[1, 2]',
    '"text"',
    '1 > 0',
    '1/0',
    'max(1, 2)',
    'toString()',
    '__proto__',
    'i',
  ])('%s is no angle', (text) => {
    expect(angleValue(text)).toBeUndefined();
  });

  test('numbers stand for themselves if they are finite', () => {
    expect(angleValue(1.5)).toBe(1.5);
    expect(angleValue(Number.NaN)).toBeUndefined();
  });
});

test('durations', () => {
  expect(['90s', '5m', '2h', '7d', '250ms', '1.5h'].map(durationMilliseconds)).toEqual([
    90_000, 300_000, 7_200_000, 604_800_000, 250, 5_400_000,
  ]);
  expect(['5', 'm', '-5m', '5 m', '5w'].map(durationMilliseconds)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
