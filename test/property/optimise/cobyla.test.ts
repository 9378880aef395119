import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { askOptimiser, type OptimiserSettings, startOptimiser, tellOptimiser } from '#core/optimise/optimiser.ts';
import { linearStep } from '#core/optimise/trustRegion.ts';
import type { RealFunction } from '#test/support/objectives.ts';

// Doubles drawn by their bits are mostly tiny; these are spread evenly.
const number = (min: number, max: number) =>
  fc.integer({ min: min * 1000, max: max * 1000 }).map((value) => value / 1000);
const numbers = (size: number, min: number, max: number) =>
  fc.array(number(min, max), { minLength: size, maxLength: size });

function minimiseNow(settings: OptimiserSettings, f: RealFunction, initial: readonly number[]) {
  let state = startOptimiser(settings, initial, RandomStream.seeded(1));
  for (let question = askOptimiser(state); question?.need === 'values'; question = askOptimiser(state))
    state = tellOptimiser(state, { values: question.points.map(f) });
  return state;
}

test('no feasible step is better than the linear step', () => {
  const size = 4;
  fc.assert(
    fc.property(
      numbers(size, -3, 3),
      numbers(size, -1, 0),
      numbers(size, 0, 1),
      numbers(size, -1, 1),
      (slope, low, high, trial) => {
        const step = linearStep(slope, 1, low, high);
        expect(Math.hypot(...step)).toBeLessThanOrEqual(1 + 1e-12);
        const inBox = (value: number, index: number) => Math.min(high[index] ?? 0, Math.max(low[index] ?? 0, value));
        step.forEach((value, index) => {
          expect(value).toBe(inBox(value, index));
        });
        const other = trial.map((value, index) => inBox(value / Math.max(1, Math.hypot(...trial)), index));
        const rise = (d: readonly number[]) => d.reduce((sum, value, index) => sum + value * (slope[index] ?? 0), 0);
        expect(rise(step)).toBeLessThanOrEqual(rise(other) + 1e-9);
      },
    ),
    { numRuns: 500 },
  );
});

test('the minimum of any moderately skewed quadratic is found', () => {
  fc.assert(
    fc.property(numbers(9, -1, 1), numbers(3, -2, 2), numbers(3, -2, 2), (mix, centre, initial) => {
      const f: RealFunction = (point) => {
        const shifted = [...point].map((value, index) => value - (centre[index] ?? 0));
        const mixed = [0, 1, 2].map((row) =>
          shifted.reduce((sum, v, column) => sum + v * (mix[3 * row + column] ?? 0), 0),
        );
        return shifted.reduce((sum, v) => sum + v * v, 0) + 2 * mixed.reduce((sum, v) => sum + v * v, 0);
      };
      const state = minimiseNow({ method: 'cobyla', maxIterations: 1500, tolerance: 1e-5 }, f, initial);
      expect(state.done).toBe('converged');
      expect(state.best?.value).toBeLessThan(1e-6);
    }),
    { numRuns: 100 },
  );
});

test('a linear function within bounds ends in its corner, without going round in circles', () => {
  fc.assert(
    fc.property(numbers(4, -3, 3), numbers(4, -4, 4), (slope, initial) => {
      const f: RealFunction = (point) => point.reduce((sum, value, index) => sum + value * (slope[index] ?? 0), 0);
      const bounds = { low: [-2, -2, -2, -2], high: [2, 2, 2, 2] };
      const state = minimiseNow({ method: 'cobyla', maxIterations: 800, tolerance: 1e-3, bounds }, f, initial);
      const least = -2 * slope.reduce((sum, value) => sum + Math.abs(value), 0);
      expect(state.done).toBe('converged');
      expect(state.best?.value).toBeLessThan(least + 1e-2);
    }),
    { numRuns: 200 },
  );
});
