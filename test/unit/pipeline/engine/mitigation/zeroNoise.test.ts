import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { parseObservable } from '#core/circuit/observableText.ts';
import { extrapolated, foldedCircuit } from '#core/pipeline/engine/mitigation/zeroNoise.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { circuit, cx, gate } from '#test/support/circuitBuilder.ts';
import { noiseModel } from '#test/support/noisyRuns.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const scales = [1, 3, 5];
const bellValues = [0.99, 0.970299, 0.99 ** 5];

describe('extrapolation', () => {
  test('of the Bell pair: linear 0.999687, Richardson 0.999998', () => {
    expect(extrapolated(scales, bellValues, 'linear').value).toBeCloseTo(0.999687, 6);
    expect(extrapolated(scales, bellValues, 'richardson').value).toBeCloseTo(0.999998, 6);
    expect(extrapolated(scales, bellValues, 'exponential').value).toBeCloseTo(1, 12);
    expect(extrapolated(scales, bellValues, 'exponential').residual).toBeLessThan(1e-12);
  });

  test('by Richardson at 1, 3, 5 is (15 E₁ − 10 E₃ + 3 E₅)/8, with the variance factor 334/64', () => {
    const values = [0.7, 0.5, 0.2];
    const { residual, value, varianceFactor } = extrapolated(scales, values, 'richardson');
    expect(value).toBeCloseTo((15 * 0.7 - 10 * 0.5 + 3 * 0.2) / 8, 12);
    expect(varianceFactor).toBeCloseTo(334 / 64, 12);
    expect(residual).toBe(0);
  });

  test('by a line and a parabola is least squares', () => {
    const points = [1, 1.5, 2, 3];
    const parabola = points.map((scale) => 0.9 - 0.2 * scale + 0.03 * scale * scale);
    expect(extrapolated(points, parabola, 'quadratic')).toMatchObject({ value: expect.closeTo(0.9, 12) });
    expect(extrapolated(points, parabola, 'quadratic').residual).toBeLessThan(1e-12);
    // The line through (1, 4), (2, 2), (3, 3) is 4 − x/2; residuals 1/2, −1, 1/2.
    const line = extrapolated([1, 2, 3], [4, 2, 3], 'linear');
    expect(line.value).toBeCloseTo(4, 12);
    expect(line.residual).toBeCloseTo(Math.sqrt(0.5), 12);
  });

  test('of values of both signs by a decay is by a line instead', () => {
    expect(extrapolated([1, 3], [0.1, -0.1], 'exponential').value).toBeCloseTo(0.2, 12);
  });

  test('takes enough different scales', () => {
    expect(() => extrapolated([1, 1], [0.5, 0.5], 'linear')).toThrow(/different scales/);
    expect(() => extrapolated([1, 3], [0.5, 0.4], 'quadratic')).toThrow(/different scales/);
  });
});

describe('folding', () => {
  const bell = circuit(2, [gate('h', 0), cx(0, 1)]);
  const noise = noiseModel(
    'noise: 1\ngates: [{ on: one-qubit, depolarising: 0.001 }, { on: two-qubit, depolarising: 0.01 }]\n',
  );
  const observables = [parseObservable('Z0*Z1', bell), parseObservable('X0*X1', bell)];
  const valuesOf = async (scale: number, folding: 'global' | 'local', model = noise) => {
    const evaluator = createLocalEvaluator(await simulatorKernels(), undefined, model);
    const { rows } = await evaluator.evaluate(
      {
        circuit: foldedCircuit(bell, scale, folding),
        bindings: [[]],
        output: { kind: 'expectations', observables },
        seed: 0,
      },
      neverCancelled,
    );
    return rows[0] ?? new Float64Array();
  };

  test.each([
    [1, 'local'],
    [3, 'local'],
    [5, 'local'],
    [3, 'global'],
    [5, 'global'],
  ] as const)('%i times, %s: ⟨ZZ⟩ = (1 − p₂)^s, ⟨XX⟩ = (1 − p₁)^s (1 − p₂)^s', async (scale, folding) => {
    const [zz, xx] = await valuesOf(scale, folding);
    expect(zz).toBeCloseTo(0.99 ** scale, 12);
    expect(xx).toBeCloseTo(0.999 ** scale * 0.99 ** scale, 12);
  });

  test.each(['global', 'local'] as const)('%s leaves a circuit without noise what it does', async (folding) => {
    for (const scale of [1, 1.5, 2, 3, 4.2]) {
      const [zz, xx] = await valuesOf(scale, folding, noiseModel('noise: 1\n'));
      expect(zz).toBeCloseTo(1, 12);
      expect(xx).toBeCloseTo(1, 12);
    }
  });

  test.each(['global', 'local'] as const)('%s multiplies the number of gates by odd factors', (folding) => {
    for (const scale of [1, 3, 5, 7]) expect(foldedCircuit(bell, scale, folding).operations).toHaveLength(2 * scale);
    expect(foldedCircuit(bell, 2, folding).operations).toHaveLength(4);
  });
});
