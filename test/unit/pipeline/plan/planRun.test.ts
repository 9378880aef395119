import { describe, expect, test } from 'vitest';
import type { BackendPrices } from '#core/pipeline/plan/plannedCost.ts';
import type { PlanFacts } from '#core/pipeline/plan/plannedQuestions.ts';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import { planRun } from '#core/pipeline/plan/planRun.ts';
import { memoryCircuits, memoryFiles, pipelineText, twoClassTable } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline, runText } from '#test/support/pipelineRuns.ts';

const plan = (overrides: Record<string, string>, facts: PlanFacts = {}) =>
  planRun(resolvedPipeline(pipelineText(overrides)), { rows: 60, ...facts });

describe('a plan', () => {
  test('counts the circuits and shots that a run then takes', async () => {
    const overrides = {
      optimise: '{ maxIterations: 15 }',
      benchmark: '{ repeats: 2 }',
      backends: '{ s: { adapter: builtin-simulator, shots: 20 } }',
    };
    const planned = plan(overrides);
    const { result, requests } = await runText(pipelineText(overrides));
    expect(planned.backends[0]).toMatchObject({
      circuits: result.quantum?.circuits,
      shots: result.quantum?.shots,
      jobs: requests.length,
    });
  });

  test.each([
    ['spsa', { optimise: '{ method: spsa, maxIterations: 10 }' }],
    ['restarts', { optimise: '{ maxIterations: 15, restarts: 2 }' }],
    ['expectations', { pattern: 'quantum-features', quantum: '{ qubits: 2, featureMap: { use: angle } }' }],
  ])('is not exceeded by a run with %s', async (_, overrides) => {
    const text = { benchmark: '{ repeats: 2 }', ...overrides };
    const planned = plan(text).backends[0];
    const { result } = await runText(pipelineText(text));
    expect(planned?.circuits).toBeGreaterThanOrEqual(result.quantum?.circuits ?? 0);
    expect(planned?.circuits).toBeLessThan(1.2 * (result.quantum?.circuits ?? 0));
  });

  test.each(['adjoint', 'parameter-shift', 'finite-difference'])(
    'counts the circuits of gradients: %s',
    async (gradient) => {
      const text = pipelineText({
        optimise: `{ method: adam, gradient: ${gradient}, maxIterations: 5 }`,
        benchmark: '{ repeats: 1, ablations: [] }',
        backends: '{ local: { adapter: builtin-simulator } }',
      });
      const { gradients, result } = await runText(text);
      const circuit = gradients[0]?.circuit;
      if (circuit === undefined) throw new Error('There are gradients.');
      const planned = planRun(resolvedPipeline(text), { rows: 60, circuit, parameters: circuit.parameters.length - 2 });
      expect(planned.backends[0]?.circuits).toBe(result.quantum?.circuits);
    },
  );

  test.each([
    ['batches', { optimise: '{ method: spsa, maxIterations: 6, batch: 5, with: { a: 0.1 } }' }],
    [
      'batches and restarts',
      { optimise: '{ method: spsa, maxIterations: 6, batch: 5, restarts: 2, with: { a: 0.1 } }' },
    ],
    ['scores of a trained circuit', { pattern: 'quantum-scoring', optimise: '{ maxIterations: 12, crossFit: 4 }' }],
    [
      'training rows that are judged',
      {
        pattern: 'quantum-features',
        quantum: '{ qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity } }',
        benchmark: '{ repeats: 2, metrics: [{ name: accuracy, primary: true }, { name: train-accuracy }] }',
      },
    ],
  ])('counts the circuits of %s', async (_, overrides) => {
    const text = pipelineText({ benchmark: '{ repeats: 2 }', ...overrides });
    const { requests, result } = await runText(text);
    const planned = planRun(resolvedPipeline(text), { rows: 60 }).backends[0];
    expect(planned?.circuits).toBe(result.quantum?.circuits);
    expect(planned?.jobs).toBeGreaterThanOrEqual(requests.length);
  });

  test('knows the rows of a predefined split', async () => {
    const text = pipelineText({
      data: '{ source: { path: data.csv }, target: label, split: { indices: split.json } }',
      optimise: '{ maxIterations: 15 }',
      benchmark: '{ repeats: 2 }',
    });
    const split = JSON.stringify({ train: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], test: [20, 21, 22, 23] });
    const files = { 'data.csv': twoClassTable(60), 'split.json': split };
    const planned = await planPipeline(resolvedPipeline(text), memoryFiles(files), memoryCircuits({}));
    expect(planned.rows).toEqual({ total: 60, train: 12, test: 4 });
    const { result } = await runText(text, { files });
    expect(planned?.backends[0]?.circuits).toBe(result.quantum?.circuits);
  });

  test('of a kernel grows with the square of the rows', () => {
    const kernel = {
      pattern: 'quantum-features',
      quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
      benchmark: '{ repeats: 1 }',
    };
    const { contenders } = plan(kernel, { rows: 100 });
    expect(contenders.map(({ id, circuits }) => [id, circuits])).toEqual([
      ['hybrid', (70 * 69) / 2 + 70 * 30],
      ['logistic-regression', 0],
      ['no-quantum', 0],
      ['no-entanglement', (70 * 69) / 2 + 70 * 30],
    ]);
  });

  test.each([
    ['projected', '{ kind: projected }', 60, 2],
    ['measured on its diagonal', '{ kind: fidelity, diagonal: measured }', (42 * 41) / 2 + 42 + 42 * 18, 3],
  ])('of a kernel %s is what a run takes', async (_, kernel, circuits, jobs) => {
    const overrides = {
      pattern: 'quantum-features',
      quantum: `{ qubits: 2, featureMap: { use: zz }, kernel: ${kernel} }`,
      benchmark: '{ repeats: 1, ablations: [] }',
    };
    expect(plan(overrides).backends[0]).toMatchObject({ circuits, jobs });
    const { result } = await runText(pipelineText(overrides));
    expect(result.quantum).toMatchObject({ circuits, jobs });
  });

  test('shows the arithmetic of the cost, per backend of the chain', () => {
    const { backends } = plan({
      optimise: '{ maxIterations: 10 }',
      benchmark: '{ repeats: 1, ablations: [] }',
      backends:
        '{ d: { adapter: ionq, shots: 100, price: { perTask: { amount: 0.3, currency: USD }, perShot: { amount: 0.01, currency: USD }, asOf: "2026-05-01" } }, unpriced: { adapter: ibm, shots: 100 }, local: { adapter: builtin-simulator } }',
    });
    const circuits = 42 * 10 + 18;
    expect(backends.map(({ name, cost }) => [name, cost])).toEqual([
      ['d', { amount: circuits * 0.3 + circuits * 100 * 0.01, currency: 'USD' }],
      ['unpriced', undefined],
      ['local', { amount: 0, currency: 'USD' }],
    ]);
    expect(backends[0]?.arithmetic).toBe(`${circuits} circuits × 0.3 USD + ${circuits * 100} shots × 0.01 USD`);
  });

  test('asks for prices that the file does not give, and says what is not known', () => {
    const perSecond = { amount: 2, currency: 'USD' };
    const price = { perSecond, asOf: '2026-05-01', source: 'a list' };
    const overrides = {
      optimise: '{ maxIterations: 10 }',
      benchmark: '{ repeats: 1, ablations: [] }',
      backends:
        '{ sv1: { adapter: braket, kind: simulator, shots: 10 }, dm1: { adapter: braket, kind: simulator, shots: 10 }, cloud: { adapter: ionq, kind: simulator, shots: 10 } }',
    };
    const prices: BackendPrices = {
      priceOf: (name) => (name === 'cloud' ? undefined : price),
      chargedTime: (name, _, use) =>
        name === 'sv1' ? { seconds: use.circuits, arithmetic: `${use.circuits} s` } : undefined,
    };
    const circuits = 42 * 10 + 18;
    const unpriced = plan(overrides).backends.map(({ cost }) => cost?.amount);
    expect(unpriced).toEqual([undefined, undefined, 0]);
    expect(plan(overrides, { prices }).backends).toMatchObject([
      {
        ...{
          cost: { amount: 2 * circuits },
          arithmetic: `${circuits} s × 2 USD`,
          asOf: '2026-05-01',
          source: 'a list',
        },
      },
      { arithmetic: '2 USD a second, and how long jobs take is not known before they have run' },
      { cost: { amount: 0 }, arithmetic: 'free' },
    ]);
    expect(plan(overrides, { prices }).backends[1]).not.toHaveProperty('cost');
  });

  test('of a pipeline with the quantum step off has no circuits', () => {
    expect(plan({ execution: '{ quantum: { state: disabled } }' }).backends[0]?.circuits).toBe(0);
  });

  test('reads rows and circuits from the files', async () => {
    const planned = await planPipeline(
      resolvedPipeline(pipelineText()),
      memoryFiles({ 'data.csv': twoClassTable(80) }),
      memoryCircuits({}),
    );
    expect(planned.rows).toEqual({ total: 80, train: 56, test: 24 });
    expect(planned.circuit).toMatchObject({ qubits: 2, parameters: 8, twoQubitGates: 3 });
    expect(planned.backends[0]?.time).toBeGreaterThan(0);
  });
});
