import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { OptimiserSettings } from '#core/optimise/optimiser.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import {
  hydrogenEnergy,
  minimise,
  type RealFunction,
  rosenbrock,
  shiftedQuadratic,
  withNoise,
} from '#test/support/objectives.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';

interface Found {
  readonly function: 'rosenbrock' | 'rosenbrock4' | 'powell' | 'quadratic' | 'hydrogen';
  readonly method: 'cobyla' | 'nelder-mead' | 'l-bfgs';
  readonly start: number[];
  readonly value: number;
  readonly point: number[];
  readonly evaluations: number;
}

/** What COBYLA has reached in the valley of Rosenbrock when it is stopped. */
type Creeping = Pick<Found, 'function' | 'start' | 'value'>;

let reference: { readonly found: readonly Found[]; readonly creeping: readonly Creeping[]; readonly ground: number };

beforeAll(async () => {
  const script = join(projectRoot, 'test', 'interop', 'optimise', 'optimisers.py');
  const { stdout } = await promisify(execFile)(await pythonEnvironment(), [script], { timeout: 280_000 });
  reference = JSON.parse(stdout);
});

const functions: Readonly<Record<Found['function'], RealFunction>> = {
  rosenbrock,
  rosenbrock4: rosenbrock,
  // The intermediate function of Powell's paper on COBYLA, 1994, least at (−1, 1).
  powell: ([x = 0, y = 0]) => 10 * (x * x - y) ** 2 + (1 + x) ** 2,
  quadratic: shiftedQuadratic,
  hydrogen: hydrogenEnergy,
};

const settings: Readonly<Record<Found['method'], OptimiserSettings>> = {
  cobyla: { method: 'cobyla', maxIterations: 1000, initialRadius: 0.5, tolerance: 1e-4 },
  'nelder-mead': { method: 'nelder-mead', maxIterations: 20_000, tolerance: 1e-8 },
  'l-bfgs': { method: 'l-bfgs', maxIterations: 20_000, tolerance: 1e-8 },
};

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

describe('the minimum that SciPy finds', () => {
  test.each(['cobyla', 'nelder-mead', 'l-bfgs'] as const)('%s', async (method) => {
    const cases = reference.found.filter((found) => found.method === method);
    expect(cases).toHaveLength(5);
    for (const { evaluations, function: name, point, start, value } of cases) {
      const state = await minimise(settings[method], functions[name], start);
      const label = `${method} on ${name}`;
      // In the valley of Rosenbrock linear models creep, and either is stopped half way by SciPy's limit of evaluations.
      const creeps = method === 'cobyla' && name.startsWith('rosenbrock');
      if (!creeps) {
        const distance = Math.abs((state.best?.value ?? Number.NaN) - value);
        expect(distance, label).toBeLessThan(method === 'cobyla' ? 1e-3 : 1e-6);
      }
      expect(state.evaluations, label).toBeLessThan((method === 'cobyla' ? 1.5 : 3) * evaluations + 20);
      // Angles of the hydrogen circuit are not unique.
      if (name === 'hydrogen' || creeps) continue;
      const distance = Math.max(...point.map((own, index) => Math.abs(own - (state.best?.point[index] ?? Number.NaN))));
      expect(distance, label).toBeLessThan(method === 'cobyla' ? 0.05 : 1e-3);
    }
  });

  test.each(['rosenbrock', 'rosenbrock4'] as const)('cobyla creeps no slower in the valley of %s', async (name) => {
    // Where one run has come depends on its rounding, on either side; so many are compared by their medians.
    const ways = reference.creeping.filter((way) => way.function === name);
    expect(ways).toHaveLength(11);
    const ours = [];
    for (const { start } of ways) {
      const state = await minimise({ ...settings.cobyla, maxIterations: 300 }, functions[name], start);
      ours.push(state.best?.value ?? Number.NaN);
    }
    expect(median(ours)).toBeLessThan(1.1 * median(ways.map(({ value }) => value)));
  });

  test('of hydrogen is its ground state', async () => {
    for (const method of ['cobyla', 'nelder-mead', 'l-bfgs'] as const) {
      const state = await minimise(settings[method], hydrogenEnergy, [0.5, -0.3, 0.2, 0.4]);
      expect(state.best?.value).toBeCloseTo(reference.ground, 6);
    }
    expect(reference.ground).toBeCloseTo(-1.85727503, 8);
  });
});

describe('what was published of stochastic methods', () => {
  test('SPSA goes on under noise, and its error falls as its gains do', async () => {
    // Spall, "Introduction to Stochastic Search and Optimization", 2003, section 7.4: with gains a/(k+1)^0.602 the mean
    // squared error falls about as k^(-β), β = 0.602 − 2 · 0.101 = 0.4.
    const errorAfter = async (steps: number) => {
      let sum = 0;
      for (let seed = 1; seed <= 12; seed++) {
        const noisy = withNoise((point) => point.reduce((total, value) => total + value * value, 0), 0.1, seed);
        const state = await minimise(
          { method: 'spsa', maxIterations: steps, learningRate: 0.1, perturbation: 0.1, stability: 10 },
          noisy,
          [1, -1, 0.5, 0.8],
          seed,
        );
        sum += (state.best?.point ?? [Number.NaN]).reduce((total, value) => total + value * value, 0) / 12;
      }
      return sum;
    };
    const [early, late] = [await errorAfter(200), await errorAfter(3200)];
    const exponent = Math.log(early / late) / Math.log(16);
    expect(exponent).toBeGreaterThan(0.2);
    expect(exponent).toBeLessThan(0.8);
  });

  test('SPSA takes two evaluations per step whatever the number of parameters', async () => {
    for (const size of [2, 20]) {
      const state = await minimise(
        { method: 'spsa', maxIterations: 50, learningRate: 0.1 },
        shiftedQuadratic,
        new Array<number>(size).fill(0.5),
      );
      expect(state.evaluations).toBe(2 * 50 + 1);
    }
  });

  test("Adam's first step is the learning rate in every direction, whatever the scale", async () => {
    // Kingma and Ba, "Adam: a method for stochastic optimization", 2015, section 2.1.
    for (const scale of [1e-3, 1, 1e3]) {
      const state = await minimise(
        { method: 'adam', maxIterations: 1, learningRate: 0.05, use: 'last' },
        (point) => scale * shiftedQuadratic(point),
        [1, -1, 2],
      );
      const moved = [1, -1, 2].map((start, index) => Math.abs((state.best?.point[index] ?? Number.NaN) - start));
      for (const step of moved) expect(step).toBeCloseTo(0.05, 4);
    }
  });

  test("Nesterov's method needs fewer steps than steepest descent, about the root of the condition", async () => {
    // Nesterov, "Introductory Lectures on Convex Optimization", 2004, theorem 2.2.3: a quadratic of condition κ takes
    // κ ln(1/ε) steps of steepest descent, and √κ ln(1/ε) with momentum (√κ − 1)/(√κ + 1).
    const condition = 100;
    const valley: RealFunction = ([x = 0, y = 0]) => (x * x + condition * y * y) / 2;
    const root = Math.sqrt(condition);
    const stepsOf = async (method: 'gradient-descent' | 'nesterov', momentum: number) => {
      const state = await minimise(
        { method, maxIterations: 5000, learningRate: 1 / condition, momentum, tolerance: 1e-6 },
        valley,
        [1, 1],
      );
      expect(state.done).toBe('converged');
      return state.iteration;
    };
    const plain = await stepsOf('gradient-descent', 0);
    const fast = await stepsOf('nesterov', (root - 1) / (root + 1));
    expect(plain).toBeGreaterThan(0.5 * condition * Math.log(1e6));
    expect(fast).toBeLessThan(3 * root * Math.log(1e6));
  });
});
