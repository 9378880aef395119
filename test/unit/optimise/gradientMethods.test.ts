import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { RandomStream } from '#core/base/random.ts';
import { type OptimiserSettings, startOptimiser, tellOptimiser } from '#core/optimise/optimiser.ts';
import { runOptimiser } from '#core/optimise/runOptimiser.ts';
import { hydrogenEnergy, minimise, objectiveOf, rosenbrock, shiftedQuadratic } from '#test/support/objectives.ts';

/** Rosenbrock in two dimensions with its exact gradient. */
const valley = {
  values: async (points: readonly Float64Array[]) => points.map(rosenbrock),
  gradient: async (point: Float64Array) => {
    const [x = 0, y = 0] = point;
    return { value: rosenbrock(point), gradient: [-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)] };
  },
};

describe('L-BFGS', () => {
  test('follows the valley of Rosenbrock in few steps', async () => {
    const settings = { method: 'l-bfgs', maxIterations: 200, tolerance: 1e-8 } as const;
    const state = await runOptimiser(startOptimiser(settings, [-1.2, 1], RandomStream.seeded(1)), {
      objective: valley,
      signal: neverCancelled,
    });
    expect(state.done).toBe('converged');
    expect(state.best?.point).toEqual([expect.closeTo(1, 7), expect.closeTo(1, 7)]);
    // SciPy's takes 37 steps and 44 evaluations from here.
    expect(state.evaluations).toBeLessThan(90);
  });

  test('reaches the energy of H2 and the minimum of a quadratic', async () => {
    const energy = await minimise(
      { method: 'l-bfgs', maxIterations: 100, tolerance: 1e-5 },
      hydrogenEnergy,
      [0.1, 0.2, 0.3, 0.4],
    );
    expect(energy.best?.value).toBeCloseTo(-1.85727503, 7);
    const start = new Array<number>(8).fill(1);
    const quadratic = await minimise({ method: 'l-bfgs', maxIterations: 100 }, shiftedQuadratic, start);
    quadratic.best?.point.forEach((value, index) => {
      expect(value).toBeCloseTo(index / 4, 6);
    });
  });

  test('never exceeds its evaluations, and ends where nothing can be told from rounding', async () => {
    for (let maxEvaluations = 1; maxEvaluations < 12; maxEvaluations++) {
      const state = await minimise({ method: 'l-bfgs', maxIterations: 99, maxEvaluations }, rosenbrock, [-1.2, 1]);
      expect(state).toMatchObject({ evaluations: maxEvaluations, done: 'max-evaluations' });
    }
    const wrongGradient = {
      ...valley,
      gradient: async (point: Float64Array) => ({ value: rosenbrock(point), gradient: [1, 0] }),
    };
    const start = startOptimiser({ method: 'l-bfgs', maxIterations: 99 }, [1, 1], RandomStream.seeded(1));
    const state = await runOptimiser(start, { objective: wrongGradient, signal: neverCancelled });
    expect(state).toMatchObject({ done: 'converged', best: { point: [1, 1], value: 0 } });
  });
});

describe('momentum', () => {
  test('gradient descent takes the step of the formula, with and without momentum', () => {
    const settings = { method: 'gradient-descent', maxIterations: 9, learningRate: 0.1, momentum: 0.5 } as const;
    let state = startOptimiser(settings, [1], RandomStream.seeded(1));
    state = tellOptimiser(state, { value: 1, gradient: [2] });
    expect(state).toMatchObject({ point: [expect.closeTo(0.8, 12)] });
    state = tellOptimiser(state, { value: 0.64, gradient: [1.6] });
    expect(state).toMatchObject({ point: [expect.closeTo(0.8 - 0.16 - 0.1, 12)] });
  });

  test("Nesterov's method asks where the momentum leads", async () => {
    const asked: number[] = [];
    const settings = { method: 'nesterov', maxIterations: 3, learningRate: 0.1, momentum: 0.5 } as const;
    const state = await runOptimiser(startOptimiser(settings, [1], RandomStream.seeded(1)), {
      objective: {
        values: async () => [],
        gradient: async (point) => {
          asked.push(point[0] ?? Number.NaN);
          return { value: (point[0] ?? 0) ** 2, gradient: [2 * (point[0] ?? 0)] };
        },
      },
      signal: neverCancelled,
    });
    // Steps: −0.2; then at 0.7: −0.1 − 0.14; then at 0.44: −0.12 − 0.088.
    expect(asked).toEqual([1, expect.closeTo(0.7, 12), expect.closeTo(0.44, 12)]);
    expect(state).toMatchObject({ point: [expect.closeTo(0.352, 12)] });
  });

  test.each<OptimiserSettings>([
    { method: 'gradient-descent', maxIterations: 2000, learningRate: 0.05 },
    { method: 'nesterov', maxIterations: 2000, learningRate: 0.02 },
  ])('$method finds the minimum of a quadratic', async (settings) => {
    const { best, done } = await minimise(settings, shiftedQuadratic, [1, 1, 1, 1]);
    expect(done).toBe('converged');
    best?.point.forEach((value, index) => {
      expect(value).toBeCloseTo(index / 4, 5);
    });
  });

  test('the last point is used where values of different batches cannot be compared', () => {
    const settings = { method: 'gradient-descent', maxIterations: 9, use: 'last' } as const;
    let state = startOptimiser(settings, [1], RandomStream.seeded(1));
    state = tellOptimiser(state, { value: 1, gradient: [1] });
    state = tellOptimiser(state, { value: 5, gradient: [1] });
    expect(state.best).toEqual({ point: [expect.closeTo(0.8, 12)], value: 5 });
  });
});

describe('Rotosolve', () => {
  test('solves one angle in one step, whatever its sine', async () => {
    const settings = { method: 'rotosolve', maxIterations: 1 } as const;
    for (const phase of [-2.9, -0.3, 0, 1.2, 3.1]) {
      const state = await minimise(settings, ([angle = 0]) => 0.7 - 2 * Math.cos(angle - phase), [0.4]);
      const distance = Math.abs((state.best?.point[0] ?? Number.NaN) - phase) % (2 * Math.PI);
      expect(Math.min(distance, 2 * Math.PI - distance)).toBeLessThan(1e-12);
      expect(state).toMatchObject({ evaluations: 3, best: { value: expect.closeTo(-1.3, 12) } });
    }
  });

  test('reaches the energy of H2 in a few sweeps', async () => {
    const settings = { method: 'rotosolve', maxIterations: 60, tolerance: 1e-12 } as const;
    const state = await minimise(settings, hydrogenEnergy, [0.1, 0.2, 0.3, 0.4]);
    expect(state.done).toBe('converged');
    expect(state.best?.value).toBeCloseTo(-1.85727503, 7);
  });

  test('stays where an angle has no effect', async () => {
    const state = await minimise({ method: 'rotosolve', maxIterations: 5 }, () => 1, [0.3, -0.2]);
    expect(state).toMatchObject({ done: 'converged', best: { point: [0.3, -0.2], value: 1 } });
  });
});

test('every method that goes on from JSON goes on bit for bit', async () => {
  for (const settings of [
    { method: 'l-bfgs', maxIterations: 12 },
    { method: 'nesterov', maxIterations: 12, learningRate: 0.001 },
    { method: 'gradient-descent', maxIterations: 12, learningRate: 0.001 },
    { method: 'rotosolve', maxIterations: 3 },
  ] as const) {
    const whole = await minimise(settings, rosenbrock, [-1.2, 1]);
    const halves: string[] = [];
    await runOptimiser(startOptimiser(settings, [-1.2, 1], RandomStream.seeded(1)), {
      objective: objectiveOf(rosenbrock),
      signal: neverCancelled,
      onAnswer: (state) => {
        halves.push(JSON.stringify(state));
      },
    });
    const middle = JSON.parse(halves[3] ?? '') as typeof whole;
    const resumed = await runOptimiser(middle, { objective: objectiveOf(rosenbrock), signal: neverCancelled });
    expect(resumed).toEqual(whole);
  }
});
