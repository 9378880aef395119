import { describe, expect, test } from 'vitest';
import type { RunResult } from '#core/runs/runRecord.ts';
import { metricOf } from '#test/support/benchmarkResults.ts';
import { cancelBefore, measured, runText } from '#test/support/pipelineRuns.ts';
import { cutPipeline, hydrogenOnFourQubits, hydrogenPipeline, ringPipeline } from '#test/support/problemPipelines.ts';

const metric = (result: RunResult, id: string, name: string) => metricOf(result, id, name).values;

describe('ground states', () => {
  test('VQE of H2 on two qubits reaches the ground state (W7)', async () => {
    const { result } = await runText(hydrogenPipeline);
    for (const error of metric(result, 'hybrid', 'energy-error')) expect(error).toBeLessThan(1e-6);
    for (const error of metric(result, 'exact', 'energy-error')) expect(error).toBeLessThan(1e-9);
    expect(result.verdicts.map(({ against }) => against)).toEqual(['exact']);
    expect(result.quantum).toMatchObject({ qubits: 2, parameters: 8, shots: 0 });
    expect(result.confusion).toBeUndefined();
  });

  test('the energy of H2 is the published one', async () => {
    const text = hydrogenPipeline
      .replace('name: energy-error', 'name: energy')
      .replace('repeats: 5', 'repeats: 1')
      .replace(/ {2}offset.*\n/, '');
    const { result } = await runText(text);
    expect(metric(result, 'hybrid', 'energy')[0]).toBeCloseTo(-1.85727503, 7);
    expect(metric(result, 'exact', 'energy')[0]).toBeCloseTo(-1.85727503, 8);
  });

  test.each(['rotosolve', 'nelder-mead', 'cobyla'])('%s finds the energy without gradients', async (method) => {
    const text = hydrogenPipeline
      .replace('method: l-bfgs, maxIterations: 60, gradient: adjoint', `method: ${method}, maxIterations: 800`)
      .replace('repeats: 5', 'repeats: 2');
    const { result, gradients } = await runText(text);
    expect(gradients).toEqual([]);
    for (const error of metric(result, 'hybrid', 'energy-error')) expect(error).toBeLessThan(0.0016);
  });

  test('one double excitation takes H2 from Hartree–Fock to its ground state (W8)', async () => {
    const text = (init: string, iterations: number) => `hybrid: 1
name: h2-jordan-wigner
pattern: variational-loop
task: ground-state
problem:
  kind: hamiltonian
  sense: min
  paulis: ${hydrogenOnFourQubits}
interface:
  parameters: { count: 1, init: ${init} }
  output: { kind: energy, bitOrder: q0-left }
quantum: { qubits: 4, ansatz: { use: double-excitation } }
optimise: { method: cobyla, maxIterations: ${iterations}, tolerance: 1.0e-6 }
benchmark: { metrics: [{ name: energy, primary: true }], repeats: 1 }
`;
    const start = await runText(text('zeros', 1));
    expect(metric(start.result, 'hybrid', 'energy')[0]).toBeCloseTo(-1.116999, 7);
    const { requests, result } = await runText(text('zeros', 100));
    expect(metric(result, 'hybrid', 'energy')[0]).toBeCloseTo(-1.13730604, 7);
    expect(metric(result, 'exact-diagonalisation', 'energy')[0]).toBeCloseTo(-1.13730604, 7);
    expect(requests.at(-1)?.bindings[0]?.[0]).toBeCloseTo(0.22354, 3);
  });
});

describe('optimisation', () => {
  const ring = (nodes: number) => Array.from({ length: nodes }, (_, node) => [node, (node + 1) % nodes]);

  test('QAOA on a ring of four gives 3 of 4 edges with one layer and all with two (W9)', async () => {
    const edges = [
      [0, 1],
      [0, 3],
      [1, 2],
      [2, 3],
    ];
    const one = (await runText(cutPipeline(4, edges, 1))).result;
    expect(metric(one, 'hybrid', 'expected-value')[0]).toBeCloseTo(3, 6);
    expect(metric(one, 'brute-force', 'best-found')).toEqual([4]);
    const two = (await runText(cutPipeline(4, edges, 2))).result;
    expect(metric(two, 'hybrid', 'expected-value')[0]).toBeCloseTo(4, 5);
    expect(metric(two, 'hybrid', 'best-found')).toEqual([4]);
  });

  test.each([
    [1, 6],
    [2, 8],
    [3, 10],
  ])('QAOA of %i layers on a ring of %i has the ratio (2p+1)/(2p+2) (W10)', async (layers, nodes) => {
    const { result } = await runText(cutPipeline(nodes, ring(nodes), layers));
    expect(metric(result, 'hybrid', 'approximation-ratio')[0]).toBeCloseTo((2 * layers + 1) / (2 * layers + 2), 4);
  });

  test('one layer on a cubic graph without triangles cuts 0.69245 of its edges (W11)', async () => {
    const petersen = [
      ...Array.from({ length: 5 }, (_, node) => [node, (node + 1) % 5]),
      ...Array.from({ length: 5 }, (_, node) => [node, node + 5]),
      ...Array.from({ length: 5 }, (_, node) => [5 + node, 5 + ((node + 2) % 5)]),
    ];
    const { result } = await runText(cutPipeline(10, petersen, 1));
    const fraction = (metric(result, 'hybrid', 'expected-value')[0] ?? 0) / petersen.length;
    expect(fraction).toBeCloseTo(1 / 2 + (1 / (2 * Math.sqrt(3))) * (2 / 3), 5);
    expect(metric(result, 'brute-force', 'best-found')).toEqual([12]);
  });

  test('a choice of features is compared with trying all of them (W12)', async () => {
    const correlations = [
      'f0,f1,f2,f3,target',
      '1,0.9,0.1,0.2,0.8',
      '0.9,1,0.15,0.1,0.75',
      '0.1,0.15,1,-0.05,-0.5',
      '0.2,0.1,-0.05,1,0.4',
    ].join('\n');
    const { result } = await runText(
      `hybrid: 1
name: features
pattern: variational-loop
task: optimisation
problem: { kind: feature-selection, sense: max, file: data/correlations.csv, choose: 2, penalty: 2.0 }
quantum: { qubits: 4, ansatz: { use: qaoa, reps: 3 } }
optimise: { method: l-bfgs, maxIterations: 100, restarts: 10 }
benchmark:
  baselines: [{ use: brute-force }, { use: greedy }, { use: simulated-annealing }]
  repeats: 2
`,
      { files: { 'data/correlations.csv': correlations } },
    );
    // Features 0 and 2: 0.8 + 0.5 − 0.1.
    for (const id of ['brute-force', 'simulated-annealing'])
      for (const found of metric(result, id, 'best-found')) expect(found).toBeCloseTo(1.2, 12);
    for (const ratio of metric(result, 'brute-force', 'approximation-ratio')) expect(ratio).toBeCloseTo(1, 12);
    for (const ratio of metric(result, 'hybrid', 'approximation-ratio')) expect(ratio).toBeLessThanOrEqual(1);
  });

  test('the example of the format runs with shots, in shadow, and finds the cut', async () => {
    const { result } = await runText(
      ringPipeline.replace('repeats: 20', 'repeats: 3').replace('maxIterations: 150', 'maxIterations: 60'),
    );
    for (const ratio of metric(result, 'shadow', 'approximation-ratio')) {
      expect(ratio).toBeGreaterThan(0.6);
      expect(ratio).toBeLessThanOrEqual(1);
    }
    for (const id of ['shadow', 'exact', 'sa']) expect(metric(result, id, 'best-found')).toEqual([4, 4, 4]);
    // In shadow the result is that of the first baseline.
    expect(metric(result, 'hybrid', 'approximation-ratio')).toEqual([1, 1, 1]);
    expect(result.verdicts.map(({ against }) => against)).toEqual(['exact', 'greedy', 'sa', 'shadow']);
    expect(result.quantum?.shots).toBeGreaterThan(0);
  });
});

describe('a run of a problem', () => {
  const short = ringPipeline
    .replace('state: shadow', 'state: active')
    .replace('repeats: 20', 'repeats: 2')
    .replace('maxIterations: 150', 'maxIterations: 20')
    .replace('restarts: 5', 'restarts: 2')
    .replace('every: 25', 'every: 3');

  test('gives the same numbers when it is interrupted and resumed', async () => {
    const whole = await runText(short);
    for (const evaluation of [1, 17, 40, 70]) {
      const checkpoints: unknown[] = [];
      const interrupted = runText(short, {
        ...cancelBefore(evaluation),
        onCheckpoint: (checkpoint) => checkpoints.push(checkpoint),
      });
      await expect(interrupted).rejects.toMatchObject({ reason: 'cancelled' });
      const resumed = await runText(short, { resumeFrom: checkpoints.at(-1) });
      expect(measured(resumed.result)).toBe(measured(whole.result));
    }
  });

  test('goes on with the first baseline where no backend works', async () => {
    const { result } = await runText(short, {
      beforeEvaluation: () => {
        throw new Error('broken');
      },
    });
    expect(metric(result, 'hybrid', 'approximation-ratio')).toEqual([1, 1]);
    expect(result.fallbacks.map(({ from, to }) => `${from} to ${to}`)).toEqual(['local to classical']);
    expect(result.warnings.join(' ')).toContain('classical stand-in');
  });

  test('stops before it uses more shots than its budget', async () => {
    const run = runText(short.replace('perRun: 40000000', 'perRun: 20000'));
    await expect(run).rejects.toMatchObject({ reason: 'budget' });
  });

  test.each([
    ['kind: maxcut', 'kind: hamiltonian', 'does not fit the task'],
    ['[2, 3]', '[2, 4]', 'names 4'],
    ['[2, 3]', '[2, 2]', 'joins a vertex with itself'],
    ['use: greedy', 'use: svm', 'does not solve problems'],
    ['loss: cut', 'loss: square', 'is not one of a problem'],
    ['method: spsa', 'method: rotosolve', 'cannot set gamma[0]'],
    ['name: best-found', 'name: accuracy', 'not available for the task optimisation'],
  ])('with %s instead of %s says that it cannot be run', async (before, after, message) => {
    const text = short.replace(before, after).replace('with: { calibrate: true }, ', '');
    await expect(runText(text)).rejects.toThrow(message);
  });
});
