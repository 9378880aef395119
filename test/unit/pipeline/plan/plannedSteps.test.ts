import { describe, expect, test } from 'vitest';
import type { PlannedBackend } from '#core/pipeline/plan/plannedBackend.ts';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import { planRun } from '#core/pipeline/plan/planRun.ts';
import { memoryCircuits, memoryFiles, pipelineText, twoClassTable } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline, runText } from '#test/support/pipelineRuns.ts';
import { hydrogenPipeline, ringPipeline } from '#test/support/problemPipelines.ts';

/** Plan of a text whose data are the usual table of 60 rows. */
async function planned(text: string, files: Readonly<Record<string, string>> = {}) {
  const all = memoryFiles({ 'data.csv': twoClassTable(60), ...files });
  return await planPipeline(resolvedPipeline(text), all, memoryCircuits({}));
}

function arithmetic(backend: PlannedBackend | undefined): string[] {
  return (backend?.steps ?? []).map(
    ({ contender, factors, purpose }) =>
      `${contender}, ${purpose}: ${factors.map(({ count, of }) => `${count} ${of}`).join(' × ')}`,
  );
}

const features = {
  pattern: 'quantum-features',
  quantum: '{ qubits: 2, featureMap: { use: angle } }',
  benchmark: '{ repeats: 2, ablations: [] }',
};

describe('the steps of a plan', () => {
  test('show what is multiplied', async () => {
    const text = pipelineText({
      optimise: '{ method: spsa, maxIterations: 10, restarts: 2 }',
      benchmark: '{ repeats: 3, ablations: [no-entanglement] }',
    });
    const own = [
      'first step of training: 3 repeats × 2 starts × 25 slopes × 2 points × 42 training rows',
      'training: 3 repeats × 2 starts × 21 evaluations × 42 training rows',
      'answers to the test rows: 3 repeats × 18 test rows',
    ];
    const { backends } = await planned(text);
    expect(arithmetic(backends[0])).toEqual(
      ['hybrid', 'no-entanglement'].flatMap((id) => own.map((line) => `${id}, ${line}`)),
    );
    const { result } = await runText(text);
    expect(backends[0]?.circuits).toBe(result.quantum?.circuits);
  });

  test.each([
    ['values with shots, read in three bases', features, '{ s: { adapter: builtin-simulator, shots: 20 } }'],
    [
      'zero-noise extrapolation and corrected bits',
      {
        ...features,
        mitigation:
          '{ zne: { scales: [1, 3], fold: global, fit: linear }, readout: { method: tensored, shots: 50, maxAge: 1h } }',
      },
      '{ s: { adapter: builtin-simulator, shots: 20, kind: emulator } }',
    ],
    [
      'a kernel with corrected bits',
      {
        ...features,
        quantum: '{ qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity } }',
        mitigation: '{ readout: { method: full, shots: 50, maxAge: 1h } }',
      },
      '{ s: { adapter: builtin-simulator, shots: 20, kind: emulator } }',
    ],
  ])('are what a run takes: %s', async (_, overrides, backends) => {
    const text = pipelineText({ ...overrides, backends });
    const plan = await planned(text);
    const { requests, result } = await runText(text);
    expect(plan.backends[0]).toMatchObject({
      circuits: result.quantum?.circuits,
      shots: result.quantum?.shots,
      jobs: requests.length,
    });
  });

  test('allow for shots that are added until the confidence is reached', async () => {
    const text = pipelineText({
      ...features,
      backends: '{ s: { adapter: builtin-simulator, shots: 100 } }',
      confidence: '{ halfWidth: 0.0001, of: expectation, adaptive: { start: 100, max: 500 } }',
    });
    const plan = await planned(text);
    const { result } = await runText(text);
    // Training rows have 100 shots, test rows 100, 200, 400 and 500 in the end.
    expect(plan.backends[0]).toMatchObject({ circuits: 2 * 3 * (42 + 4 * 18), shots: 2 * 3 * (42 * 100 + 18 * 500) });
    expect(result.quantum).toMatchObject({ circuits: plan.backends[0]?.circuits, shots: plan.backends[0]?.shots });
  });

  test.each([
    ['a score that is trained and cross-fitted', 'quantum-scoring', 'maxIterations: 12, crossFit: 3'],
    ['batches with several starts', 'variational-loop', 'method: adam, maxIterations: 5, batch: 10, restarts: 2'],
  ])('are what a run takes: %s, with training rows judged', async (_, pattern, optimise) => {
    const text = pipelineText({
      pattern,
      optimise: `{ ${optimise} }`,
      backends: '{ local: { adapter: builtin-simulator } }',
      benchmark:
        '{ repeats: 2, ablations: [], metrics: [{ name: accuracy, primary: true }, { name: train-accuracy }] }',
    });
    const [backend] = (await planned(text)).backends;
    const { gradients, requests, result } = await runText(text);
    expect(backend?.circuits).toBe(result.quantum?.circuits);
    expect(backend?.jobs).toBe(requests.length + gradients.length);
  });

  test.each([
    ['spsa on a fidelity kernel', 'fidelity', 'spsa, maxIterations: 4, restarts: 2'],
    ['spsa on batches of a fidelity kernel', 'fidelity', 'spsa, maxIterations: 4, restarts: 2, batch: 8'],
    ['gradients of a fidelity kernel by shifts', 'fidelity', 'adam, maxIterations: 2, gradient: parameter-shift'],
    ['cobyla on a projected kernel', 'projected', 'cobyla, maxIterations: 7'],
    ['gradients of a projected kernel', 'projected', 'adam, maxIterations: 3, gradient: finite-difference'],
  ])('count the training of a kernel: %s', async (_, kind, optimise) => {
    const text = pipelineText({
      pattern: 'quantum-features',
      quantum: `{ qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes, reps: 1 }, kernel: { kind: ${kind} } }`,
      optimise: `{ method: ${optimise} }`,
      benchmark: '{ repeats: 2, ablations: [] }',
    });
    const [backend] = (await planned(text)).backends;
    const { gradients, requests, result } = await runText(text);
    expect(backend?.circuits).toBe(result.quantum?.circuits);
    expect(backend?.jobs).toBe(requests.length + gradients.length);
  });

  test('count the rows of a predefined split', async () => {
    const text = pipelineText({
      ...features,
      data: '{ source: { path: data.csv }, target: label, split: { method: predefined, indices: rows.json } }',
    });
    const rows = { train: Array.from({ length: 40 }, (_, row) => row), test: [40, 41, 42, 43, 44] };
    const plan = await planned(text, { 'rows.json': JSON.stringify(rows) });
    expect(plan.rows).toEqual({ total: 60, train: 40, test: 5 });
    expect(plan.backends[0]?.circuits).toBe(2 * 45);
  });

  test.each([
    ['rotosolve', 'rotosolve, maxIterations: 3', 1],
    ['cobyla', 'cobyla, maxIterations: 20', 1],
    ['nelder-mead', 'nelder-mead, maxIterations: 20', 1.6],
    ['l-bfgs', 'l-bfgs, maxIterations: 20', 2],
  ])('of an energy are not exceeded with %s, and not much larger', async (_, method, slack) => {
    const text = hydrogenPipeline
      .replace(/optimise: .*/, `optimise: { method: ${method}, loss: energy, tolerance: 1.0e-12 }`)
      .replace('repeats: 5', 'repeats: 1');
    const [backend] = (await planned(text)).backends;
    const { result } = await runText(text);
    const used = result.quantum?.circuits ?? 0;
    expect(backend?.circuits).toBeGreaterThanOrEqual(used);
    expect(backend?.circuits).toBeLessThanOrEqual(slack * used + 1);
    expect(backend?.steps.some(({ about }) => about)).toBe(slack > 1);
  });

  test('of an energy with shots are in two bases, and its confidence has a price', async () => {
    const text = hydrogenPipeline
      .replace(/optimise: .*/, 'optimise: { method: rotosolve, maxIterations: 2, loss: energy }')
      .replace('kind: simulator, qubits: 20', 'shots: 100');
    const plan = await planned(text);
    expect(arithmetic(plan.backends[0])).toEqual([
      'hybrid, training: 5 repeats × 48 evaluations × 2 measurement bases',
      'hybrid, energy of the trained circuit: 5 repeats × 2 measurement bases',
    ]);
    // (Σ |c|)² z² / e², about 1.46 million for this Hamiltonian.
    expect((plan.confidence?.shots ?? 0) / 1e6).toBeCloseTo((0.98808615371 * 1.959963985) ** 2 / 0.0016 ** 2 / 1e6, 3);
  });

  test('of a loop cover all starts and repeats, so a budget of a run is one of all of them', async () => {
    const [backend] = (await planned(ringPipeline)).backends;
    const { repeats } = resolvedPipeline(ringPipeline).benchmark;
    // Five starts of 150 steps of two values, 25 slopes before and one value behind them, and a last reading.
    expect(backend?.circuits).toBe(repeats * (5 * (2 * 25 + 2 * 150 + 1) + 1));
    expect(backend?.shots).toBe(1000 * (backend?.circuits ?? 0));
  });

  test.each([
    ['ionq', 3 + 2],
    ['qiskit-aer', 3 + 2],
    // Its jobs have at most 300 circuits.
    ['qbraid', 5 + 2],
  ])('count a job for as many circuits as one takes that leaves this machine: %s', (adapter, jobs) => {
    const text = pipelineText({ ...features, backends: `{ cloud: { adapter: ${adapter}, kind: simulator } }` });
    const { backends } = planRun(resolvedPipeline(text), { rows: 600 });
    // 420 and 180 rows in three bases, twice; shots where the file names none are the usual 1000.
    expect(backends[0]).toMatchObject({ circuits: 3600, shots: 3_600_000, jobs: 2 * jobs });
  });

  test('in shadow are those of the circuit beside the answer', async () => {
    const { contenders } = await planned(pipelineText({ ...features, execution: '{ quantum: { state: shadow } }' }));
    expect(contenders.map(({ circuits, id }) => [id, circuits])).toEqual([
      ['hybrid', 0],
      ['logistic-regression', 0],
      ['shadow', 2 * 60],
    ]);
  });
});
