import { expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { startOptimiser } from '#core/optimise/optimiser.ts';
import { hydrogenEnergy, minimise, rosenbrock, shiftedQuadratic, withNoise } from '#test/support/objectives.ts';

test.each([2, 5, 12])('the minimum of a quadratic of %i parameters is found to the tolerance', async (size) => {
  const initial = Array.from({ length: size }, (_, index) => (index % 2 ? 1 : -1));
  const { best, done, evaluations } = await minimise(
    { method: 'cobyla', maxIterations: 5000, tolerance: 1e-5 },
    shiftedQuadratic,
    initial,
  );
  expect(done).toBe('converged');
  expect(evaluations).toBeLessThan(80 * size);
  best?.point.forEach((value, index) => {
    expect(Math.abs(value - index / 4)).toBeLessThan(1e-3);
  });
});

test('the valley of Rosenbrock is followed to its end', async () => {
  const { best } = await minimise(
    { method: 'cobyla', maxIterations: 50_000, initialRadius: 0.5, tolerance: 1e-6 },
    rosenbrock,
    [-1.2, 1],
  );
  expect(best?.value).toBeLessThan(1e-4);
});

test('the ground state energy of H2 is found from several starts (W7)', async () => {
  const starts = [
    [0.1, 0.2, 0.3, 0.4],
    [1, -1, 2, 0.5],
    [-2, 0.7, 0.1, 3],
  ];
  const energies: number[] = [];
  for (const initial of starts) {
    const { best } = await minimise(
      { method: 'cobyla', maxIterations: 2000, tolerance: 1e-5 },
      hydrogenEnergy,
      initial,
    );
    energies.push(best?.value ?? 0);
  }
  expect(Math.min(...energies)).toBeCloseTo(-1.85727503, 6);
});

test('noise does not keep it from coming close', async () => {
  const noisy = withNoise(shiftedQuadratic, 0.01, 5);
  const { best } = await minimise({ method: 'cobyla', maxIterations: 300, tolerance: 1e-2 }, noisy, [2, 2, -2]);
  expect(shiftedQuadratic(Float64Array.from(best?.point ?? []))).toBeLessThan(0.1);
});

test('no point outside the bounds is ever evaluated, and a minimum on the edge is found', async () => {
  const low = [0.5, -3, -3, -3];
  const high = [3, 3, 0.3, 3];
  const seen: Float64Array[] = [];
  const { best, done } = await minimise(
    { method: 'cobyla', maxIterations: 2000, tolerance: 1e-5, bounds: { low, high } },
    (point) => {
      seen.push(point);
      return shiftedQuadratic(point);
    },
    [-9, 3, 0, -3],
  );
  for (const point of seen)
    point.forEach((value, index) => {
      expect(value).toBeGreaterThanOrEqual(low[index] ?? 0);
      expect(value).toBeLessThanOrEqual(high[index] ?? 0);
    });
  expect(done).toBe('converged');
  expect(best?.point).toEqual([0.5, 0.25, 0.3, 0.75].map((value) => expect.closeTo(value, 2)));
});

test('a minimum in the corner of the bounds is found', async () => {
  const bounds = { low: [0, 0, 0], high: [2, 2, 2] };
  const slope = (point: Float64Array) => (point[0] ?? 0) - 2 * (point[1] ?? 0) + 3 * (point[2] ?? 0);
  const { best, done } = await minimise(
    { method: 'cobyla', maxIterations: 500, bounds, initialRadius: 0.7 },
    slope,
    [1, 1, 1],
  );
  expect(done).toBe('converged');
  expect(best?.point).toEqual([0, 2, 0]);
});

test('narrow bounds get a first radius that fits', async () => {
  const bounds = { low: [0, 0], high: [0.4, 10] };
  const state = await minimise({ method: 'cobyla', maxIterations: 500, bounds }, shiftedQuadratic, [0.3, 5]);
  expect(state.done).toBe('converged');
  expect(state.best?.point).toEqual([0, 0.25].map((value) => expect.closeTo(value, 2)));
});

test('a constant function and a single parameter end by convergence', async () => {
  const flat = await minimise({ method: 'cobyla', maxIterations: 500 }, () => 3, [1, 2]);
  expect(flat).toMatchObject({ done: 'converged', best: { value: 3 } });
  const single = await minimise({ method: 'cobyla', maxIterations: 500 }, (point) => Math.cos(point[0] ?? 0), [1]);
  expect(Math.abs((single.best?.point[0] ?? 0) - Math.PI)).toBeLessThan(1e-2);
  expect(single.done).toBe('converged');
});

test('limits are kept exactly and the best point is kept', async () => {
  const byIteration = await minimise({ method: 'cobyla', maxIterations: 17 }, rosenbrock, [-1.2, 1]);
  expect(byIteration).toMatchObject({ done: 'max-iterations', evaluations: 17, iteration: 17 });
  const byEvaluation = await minimise(
    { method: 'cobyla', maxIterations: 99, maxEvaluations: 5 },
    rosenbrock,
    [-1.2, 1],
  );
  expect(byEvaluation).toMatchObject({ done: 'max-evaluations', evaluations: 5 });
  expect(byIteration.best?.value).toBe(rosenbrock(Float64Array.from(byIteration.best?.point ?? [])));
});

test.each([
  [{ maxIterations: 0 }, [1]],
  [{ maxIterations: 1.5 }, [1]],
  [{ maxIterations: 10, initialRadius: 0 }, [1]],
  [{ maxIterations: 10, tolerance: -1 }, [1]],
  [{ maxIterations: 10 }, []],
  [{ maxIterations: 10 }, [Number.NaN]],
  [{ maxIterations: 10, initialRadius: 1, bounds: { low: [0], high: [1] } }, [0]],
  [{ maxIterations: 10, bounds: { low: [1], high: [1] } }, [1]],
  [{ maxIterations: 10, bounds: { low: [Number.NaN], high: [1] } }, [1]],
  [{ maxIterations: 10, bounds: { low: [0], high: [9] } }, [0, 1]],
])('settings %j from %j are refused', (settings, initial) => {
  expect(() => startOptimiser({ method: 'cobyla', ...settings }, initial, RandomStream.seeded(1))).toThrow(
    expect.objectContaining({ reason: 'invalid-input' }),
  );
});
