import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import {
  askOptimiser,
  type OptimiserSettings,
  type OptimiserState,
  startOptimiser,
  tellOptimiser,
} from '#core/optimise/optimiser.ts';
import { rosenbrock } from '#test/support/objectives.ts';

function answered(state: OptimiserState): OptimiserState {
  const question = askOptimiser(state);
  if (!question) return state;
  if (question.need === 'values') return tellOptimiser(state, { values: question.points.map(rosenbrock) });
  const { point } = question;
  const gradient = point.map(
    (value, index) => (rosenbrock(point.with(index, value + 1e-3)) - rosenbrock(point)) / 1e-3,
  );
  return tellOptimiser(state, { value: rosenbrock(point), gradient });
}

const settings = fc.oneof(
  fc.record({ method: fc.constant('cobyla' as const), maxIterations: fc.constant(60) }),
  fc.record({
    method: fc.constant('cobyla' as const),
    maxIterations: fc.constant(60),
    bounds: fc.constant({ low: [-2, -2, -2], high: [2, 2, 2] }),
  }),
  fc.record(
    {
      method: fc.constant('spsa' as const),
      maxIterations: fc.constant(20),
      learningRate: fc.double({ min: 1e-3, max: 0.1, noNaN: true }),
      resamplings: fc.integer({ min: 1, max: 3 }),
      averageLast: fc.integer({ min: 1, max: 4 }),
      allowedIncrease: fc.double({ min: 0, max: 1, noNaN: true }),
    },
    { requiredKeys: ['method', 'maxIterations'] },
  ),
  fc.record({ method: fc.constant('nelder-mead' as const), maxIterations: fc.constant(60) }),
  fc.record({ method: fc.constant('adam' as const), maxIterations: fc.constant(60) }),
);
const start = fc.array(
  fc.integer({ min: -2000, max: 2000 }).map((value) => value / 1000),
  { minLength: 3, maxLength: 3 },
);

test('an optimiser stored and read back at any evaluations follows the same path bit for bit', () => {
  fc.assert(
    fc.property(
      settings,
      start,
      fc.integer(),
      fc.array(fc.boolean(), { minLength: 10 }),
      (chosen, initial, seed, stops) => {
        let whole = startOptimiser(chosen as OptimiserSettings, initial, RandomStream.seeded(seed));
        let interrupted = whole;
        for (let step = 0; !whole.done; step++) {
          whole = answered(whole);
          interrupted = answered(stops[step % stops.length] ? JSON.parse(JSON.stringify(interrupted)) : interrupted);
          expect(JSON.stringify(interrupted)).toBe(JSON.stringify(whole));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('the best value never rises for methods that keep the best point', () => {
  fc.assert(
    fc.property(settings, start, fc.integer(), (chosen, initial, seed) => {
      fc.pre(chosen.method !== 'spsa');
      let state = startOptimiser(chosen as OptimiserSettings, initial, RandomStream.seeded(seed));
      let best = Number.POSITIVE_INFINITY;
      while (!state.done) {
        state = answered(state);
        expect(state.best?.value).toBeLessThanOrEqual(best);
        best = state.best?.value ?? best;
      }
    }),
    { numRuns: 60 },
  );
});
