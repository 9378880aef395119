import { expect, test } from 'vitest';
import { CancellationSource, neverCancelled } from '#core/base/cancellation.ts';
import { RandomStream } from '#core/base/random.ts';
import { centralDifferences, parameterShift } from '#core/optimise/gradient.ts';
import {
  askOptimiser,
  type OptimiserSettings,
  type OptimiserState,
  startOptimiser,
  tellOptimiser,
} from '#core/optimise/optimiser.ts';
import { runOptimiser } from '#core/optimise/runOptimiser.ts';
import { hydrogenEnergy, minimise, objectiveOf, rosenbrock, shiftedQuadratic } from '#test/support/objectives.ts';

const everyMethod: OptimiserSettings[] = [
  { method: 'cobyla', maxIterations: 40 },
  { method: 'spsa', maxIterations: 20 },
  { method: 'nelder-mead', maxIterations: 40 },
  { method: 'adam', maxIterations: 40 },
];

test.each([2, 6])('Nelder–Mead finds the minimum of a quadratic of %i parameters', async (size) => {
  const { best, done } = await minimise(
    { method: 'nelder-mead', maxIterations: 3000, tolerance: 1e-7 },
    shiftedQuadratic,
    new Array<number>(size).fill(1),
  );
  expect(done).toBe('converged');
  best?.point.forEach((value, index) => {
    expect(value).toBeCloseTo(index / 4, 5);
  });
});

test('Nelder–Mead and Adam follow the valley of Rosenbrock', async () => {
  const simplex = await minimise(
    { method: 'nelder-mead', maxIterations: 1000, tolerance: 1e-8 },
    rosenbrock,
    [-1.2, 1],
  );
  expect(simplex.best?.value).toBeLessThan(1e-12);
  const adam = await minimise({ method: 'adam', maxIterations: 5000, learningRate: 0.02 }, rosenbrock, [-1.2, 1]);
  expect(adam.best?.value).toBeLessThan(1e-3);
});

test('Nelder–Mead never exceeds its evaluations, also inside a question of several points', async () => {
  for (let maxEvaluations = 1; maxEvaluations < 40; maxEvaluations++) {
    const state = await minimise(
      { method: 'nelder-mead', maxIterations: 500, maxEvaluations },
      rosenbrock,
      [-1.2, 1, 3],
    );
    expect(state).toMatchObject({ evaluations: maxEvaluations, done: 'max-evaluations' });
    expect(state.best?.value).toBe(rosenbrock(Float64Array.from(state.best?.point ?? [])));
  }
});

test('Adam takes the published first steps and stops at a flat place', async () => {
  let state = startOptimiser({ method: 'adam', maxIterations: 9, learningRate: 0.1 }, [1, -2], RandomStream.seeded(1));
  state = tellOptimiser(state, { value: 5, gradient: [4, -0.01] });
  // The first step has length learningRate in every parameter, whatever the gradient's size.
  expect(state.method === 'adam' && state.point).toEqual([expect.closeTo(0.9, 6), expect.closeTo(-1.9, 6)]);
  state = tellOptimiser(state, { value: 4, gradient: [2, 0] });
  const mean = (0.9 * 0.1 * 4 + 0.1 * 2) / (1 - 0.81);
  const square = (0.999 * 0.001 * 16 + 0.001 * 4) / (1 - 0.999 ** 2);
  expect(state.method === 'adam' && state.point[0]).toBeCloseTo(0.9 - (0.1 * mean) / Math.sqrt(square), 6);
  state = tellOptimiser(state, { value: 6, gradient: [0, 0] });
  expect(state).toMatchObject({ done: 'converged', best: { value: 4 } });
});

test('Adam with the parameter-shift rule reaches the energy of H2', async () => {
  const values = async (points: readonly Float64Array[]) => points.map(hydrogenEnergy);
  const state = await runOptimiser(
    startOptimiser(
      { method: 'adam', maxIterations: 400, learningRate: 0.1 },
      [0.1, 0.2, 0.3, 0.4],
      RandomStream.seeded(1),
    ),
    { objective: { values, gradient: (point) => parameterShift(values, point) }, signal: neverCancelled },
  );
  expect(state.best?.value).toBeCloseTo(-1.85727503, 6);
});

test('the parameter-shift rule is exact and central differences approach it', async () => {
  const point = Float64Array.of(0.3, -1.1, 2.2, 0.7);
  const values = async (points: readonly Float64Array[]) => points.map(hydrogenEnergy);
  const exact = await parameterShift(values, point);
  const approximate = await centralDifferences(values, point);
  expect(exact.value).toBe(hydrogenEnergy(point));
  exact.gradient.forEach((slope, index) => {
    expect(approximate.gradient[index]).toBeCloseTo(slope, 7);
  });
  expect(Math.hypot(...exact.gradient)).toBeGreaterThan(0.1);
});

test.each(everyMethod)(
  '$method: asking twice gives the same question, and telling leaves the old state alone',
  (settings) => {
    let state = startOptimiser(settings, [0.5, -0.5], RandomStream.seeded(3));
    const { gradient, values } = answers();
    for (let step = 0; step < 10; step++) {
      const question = askOptimiser(state);
      expect(askOptimiser(state)).toEqual(question);
      const before = JSON.stringify(state);
      const next = tellOptimiser(
        state,
        question?.need === 'gradient' ? gradient(question.point) : values(question?.points ?? []),
      );
      expect(JSON.stringify(state)).toBe(before);
      state = next;
    }
  },
);

function answers() {
  return {
    gradient: (point: Float64Array) => ({
      value: shiftedQuadratic(point),
      gradient: point.map((v, i) => 2 * (i + 1) * (v - i / 4)),
    }),
    values: (points: readonly Float64Array[]) => ({ values: points.map(shiftedQuadratic) }),
  };
}

test.each(everyMethod)('$method: wrong answers are refused', (settings) => {
  const state = startOptimiser(settings, [0.5, -0.5], RandomStream.seeded(3));
  const count = askOptimiser(state)?.need === 'gradient' ? 0 : 1;
  const wrong = [
    { values: [] },
    { values: new Array<number>(99).fill(1) },
    { value: 1, gradient: [1] },
    count ? { value: 1, gradient: [1, 1] } : { values: [1] },
    { value: Number.NaN, gradient: [1, 1] },
    { value: 1, gradient: [1, Number.POSITIVE_INFINITY] },
  ];
  for (const answer of wrong)
    expect(() => tellOptimiser(state, answer)).toThrow(expect.objectContaining({ reason: 'invalid-input' }));
});

test('a value that is not finite is refused rather than taken for a good one', async () => {
  for (const method of ['cobyla', 'spsa', 'nelder-mead'] as const)
    await expect(minimise({ method, maxIterations: 5 }, () => Number.NaN, [1])).rejects.toMatchObject({
      reason: 'invalid-input',
    });
});

test('a finished optimiser asks nothing and takes nothing', async () => {
  const state = await minimise({ method: 'cobyla', maxIterations: 3 }, shiftedQuadratic, [1, 2]);
  expect(askOptimiser(state)).toBeUndefined();
  expect(() => tellOptimiser(state, { values: [1] })).toThrow(expect.objectContaining({ reason: 'conflict' }));
});

test('a method that needs gradients says so when there are none', async () => {
  const start = startOptimiser({ method: 'adam', maxIterations: 3 }, [1], RandomStream.seeded(1));
  const objective = { values: objectiveOf(shiftedQuadratic).values };
  await expect(runOptimiser(start, { objective, signal: neverCancelled })).rejects.toMatchObject({
    reason: 'invalid-input',
    advice: 'Use cobyla, spsa or nelder-mead.',
  });
});

test('a cancelled run stops before the next evaluation and goes on from its last state', async () => {
  const settings: OptimiserSettings = { method: 'cobyla', maxIterations: 200, tolerance: 1e-3 };
  const whole = await minimise(settings, rosenbrock, [-1.2, 1]);
  const source = new CancellationSource();
  let last: OptimiserState | undefined;
  let evaluated = 0;
  const objective = objectiveOf((point) => {
    evaluated++;
    return rosenbrock(point);
  });
  const run = runOptimiser(startOptimiser(settings, [-1.2, 1], RandomStream.seeded(1)), {
    objective,
    signal: source.signal,
    onAnswer: (state) => {
      last = state;
      if (state.evaluations === 12) source.cancel();
    },
  });
  await expect(run).rejects.toMatchObject({ reason: 'cancelled' });
  expect(evaluated).toBe(12);
  if (!last) throw new Error('no state was seen');
  const resumed = await runOptimiser(JSON.parse(JSON.stringify(last)), { objective, signal: neverCancelled });
  expect(resumed).toEqual(whole);
  expect(evaluated).toBe(whole.evaluations);
});
