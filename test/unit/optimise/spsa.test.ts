import { expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { askOptimiser, startOptimiser, tellOptimiser } from '#core/optimise/optimiser.ts';
import type { SpsaSettings } from '#core/optimise/spsa.ts';
import { hydrogenEnergy, minimise, shiftedQuadratic, withNoise } from '#test/support/objectives.ts';

test('a noisy quadratic comes close to its minimum, closer with averaged points', async () => {
  const noisy = withNoise(shiftedQuadratic, 0.05, 7);
  const settings = { method: 'spsa', maxIterations: 400, learningRate: 0.1 } as const;
  const { best } = await minimise(settings, noisy, [2, -1, 1, 0]);
  expect(shiftedQuadratic(Float64Array.from(best?.point ?? []))).toBeLessThan(0.1);
  const averaged = await minimise({ ...settings, averageLast: 100 }, noisy, [2, -1, 1, 0]);
  expect(shiftedQuadratic(Float64Array.from(averaged.best?.point ?? []))).toBeLessThan(0.05);
});

test('the energy of H2 comes within chemical accuracy with calibrated steps', async () => {
  const { best } = await minimise({ method: 'spsa', maxIterations: 600 }, hydrogenEnergy, [0.1, 0.2, 0.3, 0.4], 3);
  expect(best?.value).toBeLessThan(-1.85727503 + 0.0016);
});

test('the gains follow the published sequences', () => {
  const settings = { method: 'spsa', maxIterations: 3, learningRate: 0.5, perturbation: 0.1, stability: 2 } as const;
  let state = startOptimiser(settings, [1, 2], RandomStream.seeded(4));
  for (const k of [0, 1, 2]) {
    const question = askOptimiser(state);
    if (question?.need !== 'values' || state.method !== 'spsa') throw new Error('no values asked for');
    const c = 0.1 / (k + 1) ** 0.101;
    const from = state.point;
    const [plus, minus] = question.points;
    const signs = from.map((value, index) => Math.sign((plus?.[index] ?? 0) - value));
    from.forEach((value, index) => {
      expect(plus?.[index]).toBeCloseTo(value + c * (signs[index] ?? 0), 14);
      expect(minus?.[index]).toBeCloseTo(value - c * (signs[index] ?? 0), 14);
    });
    state = tellOptimiser(state, { values: [0.3, 0.1] });
    if (state.method !== 'spsa') throw new Error('method changed');
    const a = 0.5 / (k + 1 + 2) ** 0.602;
    from.forEach((value, index) => {
      const expected = value - a * (0.2 / (2 * c)) * (signs[index] ?? 0);
      expect(state.method === 'spsa' && state.point[index]).toBeCloseTo(expected, 12);
    });
    expect(state.value).toBeCloseTo(0.2, 14);
  }
  // One more evaluation tells the loss of the point that is returned.
  expect(state.done).toBeNull();
  state = tellOptimiser(state, { values: [0.05] });
  expect(state).toMatchObject({ done: 'max-iterations', iteration: 3, evaluations: 7, best: { value: 0.05 } });
});

test('calibration makes the first step as long as asked', () => {
  const slope = (point: Float64Array) => 7 * (point[0] ?? 0);
  let state = startOptimiser({ method: 'spsa', maxIterations: 5, firstStep: 0.3 }, [1], RandomStream.seeded(1));
  const first = askOptimiser(state);
  if (first?.need !== 'values') throw new Error('no values asked for');
  expect(first.points).toHaveLength(50);
  state = tellOptimiser(state, { values: first.points.map(slope) });
  const second = askOptimiser(state);
  if (second?.need !== 'values') throw new Error('no values asked for');
  state = tellOptimiser(state, { values: second.points.map(slope) });
  expect(state.method === 'spsa' && state.point[0]).toBeCloseTo(0.7, 12);
});

test.each<[Partial<SpsaSettings>, number]>([
  [{ learningRate: 0.1 }, 3],
  [{ learningRate: 0.1, resamplings: 2 }, 5],
  [{ calibrationSamples: 5 }, 13],
  [{ calibrationSamples: 5, allowedIncrease: 0.1 }, 15],
  [{}, 53],
])('with %j evaluations never exceed their limit, which must allow one step', async (settings, least) => {
  const limited = (maxEvaluations: number) =>
    minimise({ method: 'spsa', maxIterations: 100, maxEvaluations, ...settings }, counting, [1, 2]);
  let count = 0;
  const counting = (point: Float64Array) => {
    count++;
    return shiftedQuadratic(point);
  };
  await expect(async () => limited(least - 1)).rejects.toMatchObject({ reason: 'invalid-input' });
  for (let maxEvaluations = least; maxEvaluations < least + 8; maxEvaluations++) {
    count = 0;
    const state = await limited(maxEvaluations);
    expect(count).toBeLessThanOrEqual(maxEvaluations);
    expect(state).toMatchObject({ done: 'max-evaluations', evaluations: count });
    expect(state.iteration).toBeGreaterThan(0);
    expect(state.best?.value).toBe(shiftedQuadratic(Float64Array.from(state.best?.point ?? [])));
  }
});

test('with an allowed increase the loss never rises by more', async () => {
  const losses: number[] = [];
  let state = startOptimiser(
    { method: 'spsa', maxIterations: 60, learningRate: 2, allowedIncrease: 0 },
    [2, -2, 1],
    RandomStream.seeded(2),
  );
  for (let question = askOptimiser(state); question?.need === 'values'; question = askOptimiser(state)) {
    state = tellOptimiser(state, { values: question.points.map(shiftedQuadratic) });
    if (state.method === 'spsa' && state.pointValue !== null) losses.push(state.pointValue);
  }
  expect(losses.length).toBeGreaterThan(60);
  losses.slice(1).forEach((loss, index) => {
    expect(loss).toBeLessThanOrEqual(losses[index] ?? 0);
  });
});

test.each([
  { learningRate: 0 },
  { perturbation: -1 },
  { resamplings: 0 },
  { averageLast: 1.5 },
  { stability: -1 },
  { allowedIncrease: Number.NaN },
])('%j is refused', (settings) => {
  expect(() => startOptimiser({ method: 'spsa', maxIterations: 5, ...settings }, [1], RandomStream.seeded(1))).toThrow(
    expect.objectContaining({ reason: 'invalid-input' }),
  );
});
