import { describe, expect, it } from 'vitest';
import { type Angle, combineAngles, evaluateAngle, parameterAngle, transformAngle } from '#core/circuit/angle.ts';
import { addAngleGradient } from '#core/circuit/angleDerivative.ts';

const [x, y] = [parameterAngle(0), parameterAngle(1)];

function gradientOf(angle: Angle, bindings: readonly number[]): number[] {
  const gradient = new Float64Array(bindings.length);
  addAngleGradient(angle, bindings, 1, gradient);
  return Array.from(gradient);
}

describe('derivatives of angles', () => {
  const [a, b] = [0.3, 0.7];
  it.each<[string, Angle, readonly [number, number]]>([
    ['3', 3, [0, 0]],
    ['x', x, [1, 0]],
    ['x + y', combineAngles('add', x, y), [1, 1]],
    ['x − 2y', combineAngles('subtract', x, combineAngles('multiply', 2, y)), [1, -2]],
    ['x · y', combineAngles('multiply', x, y), [b, a]],
    ['x / y', combineAngles('divide', x, y), [1 / b, -a / b ** 2]],
    ['x³', combineAngles('power', x, 3), [3 * a ** 2, 0]],
    ['2^y', combineAngles('power', 2, y), [0, 2 ** b * Math.log(2)]],
    ['x^y', combineAngles('power', x, y), [b * a ** (b - 1), a ** b * Math.log(a)]],
    ['−x', transformAngle('negate', x), [-1, 0]],
    ['sin x', transformAngle('sin', x), [Math.cos(a), 0]],
    ['cos x', transformAngle('cos', x), [-Math.sin(a), 0]],
    ['tan x', transformAngle('tan', x), [1 / Math.cos(a) ** 2, 0]],
    ['arcsin x', transformAngle('arcsin', x), [1 / Math.sqrt(1 - a * a), 0]],
    ['arccos x', transformAngle('arccos', x), [-1 / Math.sqrt(1 - a * a), 0]],
    ['arctan x', transformAngle('arctan', x), [1 / (1 + a * a), 0]],
    ['exp y', transformAngle('exp', y), [0, Math.exp(b)]],
    ['log y', transformAngle('log', y), [0, 1 / b]],
    ['√y', transformAngle('sqrt', y), [0, 1 / (2 * Math.sqrt(b))]],
    ['⌊x⌋ + ⌈y⌉', combineAngles('add', transformAngle('floor', x), transformAngle('ceiling', y)), [0, 0]],
    ['sin(x · y)', transformAngle('sin', combineAngles('multiply', x, y)), [b * Math.cos(a * b), a * Math.cos(a * b)]],
  ])('%s', (_name, angle, wanted) => {
    gradientOf(angle, [a, b]).forEach((value, index) => {
      expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 13);
    });
  });

  it('are added, weighted, to what is there', () => {
    const gradient = Float64Array.of(1, 10);
    addAngleGradient(combineAngles('multiply', x, x), [3, 0], 0.5, gradient);
    expect(Array.from(gradient)).toEqual([4, 10]);
  });

  it('of powers of zero are those of the polynomial', () => {
    expect(gradientOf(combineAngles('power', x, 2), [0, 0])).toEqual([0, 0]);
    expect(gradientOf(combineAngles('power', x, 1), [0, 0])).toEqual([1, 0]);
    expect(gradientOf(combineAngles('power', x, 0), [0, 0])).toEqual([0, 0]);
    // Negative bases have powers with constant exponents only.
    expect(gradientOf(combineAngles('power', x, 3), [-2, 0])).toEqual([12, 0]);
  });

  it('are not finite where there is none', () => {
    const root = transformAngle('sqrt', x);
    expect(evaluateAngle(root, [0, 0])).toBe(0);
    expect(gradientOf(root, [0, 0])[0]).toBe(Infinity);
  });

  it('do not exist for angles known only during the run', () => {
    const computed: Angle = { op: 'classical', expression: { op: 'bit', bit: 0, type: { kind: 'bit' } } as never };
    expect(() => gradientOf(computed, [0, 0])).toThrow(RangeError);
  });
});
