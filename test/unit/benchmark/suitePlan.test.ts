import { expect, test } from 'vitest';
import { planSuite } from '#core/benchmark/suitePlan.ts';
import { planRun } from '#core/pipeline/plan/planRun.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

/** A plan of 60 circuits, in exact values or with shots. */
function planOn(backend: string) {
  const text = pipelineText({
    pattern: 'quantum-features',
    quantum: '{ qubits: 2, featureMap: { use: angle }, measure: { observables: [Z0] } }',
    benchmark: '{ repeats: 1, ablations: [] }',
    backends: `{ it: ${backend} }`,
  });
  return planRun(resolvedPipeline(text), { rows: 60 });
}

const device = planOn(
  '{ adapter: ionq, shots: 10, price: { perShot: { amount: 0.5, currency: USD }, asOf: "2026-05-01" } }',
);
const simulator = planOn('{ adapter: builtin-simulator }');

test('the plan of a suite multiplies a run by its seeds and adds rows', () => {
  const cells = [1, 2, 3].map((seed) => ({ cell: { pipeline: 'a', backend: 'qpu', seed }, plan: device }));
  const { rows, total } = planSuite([...cells, { cell: { pipeline: 'b' }, plan: simulator }]);
  expect(rows).toMatchObject([
    { pipeline: 'a', runs: 3, circuits: 180, shots: 1800, jobs: 6, cost: { amount: 900, currency: 'USD' } },
    { pipeline: 'b', runs: 1, circuits: 60, shots: 0, jobs: 0, cost: { amount: 0 } },
  ]);
  expect(rows[0]?.perRun).toEqual({ circuits: 60, shots: 600, jobs: 2 });
  expect(total).toEqual({ runs: 4, circuits: 240, shots: 1800, jobs: 6, cost: { USD: 900 } });
});

test('a suite without runs takes nothing', () => {
  expect(planSuite([])).toEqual({
    rows: [],
    total: { runs: 0, circuits: 0, shots: 0, jobs: 0, time: 0, cost: {} },
  });
});
