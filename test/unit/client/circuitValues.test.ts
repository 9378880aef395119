import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readShots, readValues, shotsProblem } from '#client/commands/circuitValues.ts';
import { readValue } from '#core/base/arithmetic/typedValue.ts';

describe('values of circuit inputs', () => {
  test.each([
    ['0.5', 0.5],
    ['-1e-3', -0.001],
    ['.25', 0.25],
    ['pi', Math.PI],
    ['π', Math.PI],
    ['-pi/2', -Math.PI / 2],
    ['3*pi/4', (3 * Math.PI) / 4],
    ['3pi/4', (3 * Math.PI) / 4],
    ['pi*0.5', Math.PI / 2],
    [' 2 * PI ', 2 * Math.PI],
  ])('reads %s', (text, value) => {
    expect(readValue(text)).toEqual({ ok: true, value });
  });

  test.each(['', ' ', 'theta', 'pi/0', '1e999', '--1', 'pi pi', '1/2/3', 'process.exit()', 'NaN', 'Infinity'])(
    'refuses %j',
    (text) => {
      expect(readValue(text).ok).toBe(false);
    },
  );

  test('reads back every number it is shown', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const read = readValue(String(value));
        expect(read.ok && Object.is(read.value + 0, value + 0)).toBe(true);
      }),
    );
  });

  test('takes values in the order of the names', () => {
    expect(readValues(['a', 'b'], '1, pi/2')).toEqual({ ok: true, values: { a: 1, b: Math.PI / 2 } });
  });

  test('says which value is wrong, or how many are needed', () => {
    expect(readValues(['a', 'b'], '1, x')).toEqual({
      ok: false,
      problem: "b: 'x' is not a number or a multiple of pi.",
    });
    expect(readValues(['a', 'b'], '1')).toMatchObject({ ok: false, problem: expect.stringContaining('there are 1') });
    expect(readValues(['a'], '')).toMatchObject({ ok: false, problem: expect.stringContaining('there are 0') });
  });
});

describe('shots', () => {
  test.each([
    ['1', 1],
    ['1024', 1024],
    ['1,000,000', 1_000_000],
    ['10 000', 10_000],
    ['10_000_000', 10_000_000],
  ])('reads %s', (text, shots) => {
    expect(shotsProblem(text)).toBeUndefined();
    expect(readShots(text)).toBe(shots);
  });

  test.each(['', '0', '-5', '1.5', '1e3', 'many', '10000001'])('refuses %j with a sentence', (text) => {
    expect(shotsProblem(text)).toMatch(/\.$/);
  });
});
