import { describe, expect, test } from 'vitest';
import { composeCircuits } from '#core/circuit/composeCircuits.ts';
import { efficientSu2 } from '#core/circuit/templates/ansatze.ts';
import { angleFeatureMap } from '#core/circuit/templates/featureMaps.ts';
import { planRun } from '#core/pipeline/plan/planRun.ts';
import { findingsIn, pipelineText } from '#test/support/pipelineFixtures.ts';
import { measured, resolvedPipeline, runText } from '#test/support/pipelineRuns.ts';

/** A class that only the product of two features tells: no line through the table separates it. */
const crossedTable = () => {
  const rows = Array.from({ length: 80 }, (_, row) => {
    const [a, b] = [((row * 37) % 80) / 40 - 1 + 0.0125, ((row * 23) % 80) / 40 - 1 + 0.0125];
    return `${a},${b},${a * b > 0 ? 'same' : 'other'}`;
  });
  return `a,b,label\n${rows.join('\n')}\n`;
};

const scoring = (overrides: Record<string, string> = {}) =>
  pipelineText({ pattern: 'quantum-scoring', benchmark: '{ repeats: 3 }', ...overrides });

/** ⟨Y0 Y1⟩ after RX(a) and RX(b) is sin a · sin b: the product the classes are made of. */
const crossed = {
  preprocess: '[{ use: clip, with: { range: [-1, 1] } }]',
  quantum:
    '{ qubits: 2, featureMap: { use: angle, with: { axis: x } }, ansatz: { use: rot-ring, reps: 1, entanglement: none }, measure: { observables: [YY] } }',
  interface: '{ input: { features: 2, range: [-1, 1], normalization: angle }, parameters: { count: 6, init: zeros } }',
  head: '{ use: logistic-regression, inputs: [quantum, features], with: { C: 1000 } }',
};

const accuracies = (result: Awaited<ReturnType<typeof runText>>['result']) =>
  Object.fromEntries(
    result.contenders.map(({ id, metrics }) => [
      id,
      metrics.find(({ name }) => name === 'accuracy')?.mean ?? Number.NaN,
    ]),
  );

describe('quantum scoring', () => {
  test('gives the head a score that its features lack, and is compared with the head alone', async () => {
    const { result, requests } = await runText(scoring({ ...crossed, benchmark: '{ repeats: 3, baselines: [] }' }), {
      files: { 'data.csv': crossedTable() },
    });
    const { hybrid = 0, 'no-quantum': alone = 1 } = accuracies(result);
    expect(result.contenders.map(({ id, role }) => `${role} ${id}`)).toEqual([
      'hybrid hybrid',
      'ablation no-quantum',
      'ablation no-entanglement',
    ]);
    expect(hybrid).toBeGreaterThan(0.9);
    expect(alone).toBeLessThan(0.75);
    // Training and test rows are scored in one question each.
    expect(requests).toHaveLength(2 * 2 * 3);
    expect(requests[0]?.output.kind).toBe('expectations');
  });

  test('with other heads, more classes or probabilities works as well', async () => {
    for (const head of ['gradient-boosting', 'knn']) {
      const { result } = await runText(
        scoring({ head: `{ use: ${head} }`, benchmark: '{ repeats: 1, ablations: [] }' }),
      );
      expect(accuracies(result)['hybrid']).toBeGreaterThan(0.8);
    }
    const three = `a,b,label\n${Array.from({ length: 60 }, (_, row) => `${row % 3},${(row * 7) % 5},${'xyz'[row % 3]}`).join('\n')}\n`;
    const { result, requests } = await runText(scoring({ benchmark: '{ repeats: 1, ablations: [] }' }), {
      files: { 'data.csv': three },
    });
    expect(accuracies(result)['hybrid']).toBeGreaterThan(0.9);
    expect(requests.map(({ output }) => output.kind)).toEqual(['probabilities', 'probabilities']);
  });

  test('trains the circuit first where optimise says how, by the same numbers again', async () => {
    const trained = scoring({
      optimise: '{ method: spsa, maxIterations: 10 }',
      head: '{ use: threshold, inputs: [quantum] }',
      benchmark: '{ repeats: 2, ablations: [] }',
    });
    const first = await runText(trained);
    expect(first.result.trace.length).toBeGreaterThan(0);
    expect(accuracies(first.result)['hybrid']).toBeGreaterThan(0.8);
    expect(measured((await runText(trained)).result)).toBe(measured(first.result));
    const middle = first.checkpoints[Math.floor(first.checkpoints.length / 2)];
    expect(measured((await runText(trained, { resumeFrom: middle })).result)).toBe(measured(first.result));
    const fixed = await runText(scoring({ benchmark: '{ repeats: 2, ablations: [] }' }));
    expect(fixed.result.trace).toEqual([]);
  });

  test('reads the circuit of a file, whose first inputs are the features', async () => {
    const whole = composeCircuits(angleFeatureMap(2, 'y'), efficientSu2(2, 1, 'linear'));
    const common = { benchmark: '{ repeats: 1, ablations: [] }' };
    const fromFile = await runText(scoring({ ...common, quantum: '{ qubits: 2, circuit: { file: c.qasm } }' }), {
      circuits: { 'c.qasm': whole },
    });
    const built =
      '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: efficient-su2, reps: 1, entanglement: linear } }';
    expect(measured(fromFile.result)).toBe(measured((await runText(scoring({ ...common, quantum: built }))).result));
  });

  test.each([
    ['fixed', ''],
    ['trained', '{ method: cobyla, maxIterations: 12 }'],
  ])('is planned as it runs (%s)', async (_, optimise) => {
    const text = scoring({ optimise, benchmark: '{ repeats: 1 }' });
    const { result, requests } = await runText(text);
    const planned = planRun(resolvedPipeline(text), { rows: 60 }).backends[0];
    expect(planned).toMatchObject({ circuits: result.quantum?.circuits, jobs: requests.length });
  });

  test('has nothing to complain about, and refuses a kernel', async () => {
    const codes = await findingsIn(scoring({ benchmark: '{ ablations: [no-quantum, random-features] }' }));
    expect(codes.filter((code) => code.startsWith('HP006'))).toEqual([]);
    const kernel = scoring({
      quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
      head: '{ use: svm, inputs: [kernel] }',
    });
    await expect(runText(kernel)).rejects.toMatchObject({ reason: 'invalid-input' });
  });
});

describe('the ablation random-features', () => {
  const ablated = '{ repeats: 2, baselines: [], ablations: [random-features, no-quantum] }';

  test.each([
    [
      'a kernel',
      { pattern: 'quantum-features', quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }' },
    ],
    ['expectations', { pattern: 'quantum-features', quantum: '{ qubits: 2, featureMap: { use: zz } }' }],
    ['scores', { pattern: 'quantum-scoring' }],
    ['a loop', { optimise: '{ maxIterations: 10 }' }],
  ])('takes the place of %s without a circuit, the same way again', async (_, overrides) => {
    const text = pipelineText({ benchmark: ablated, ...overrides });
    const { result } = await runText(text);
    const [, random, without] = result.contenders;
    expect([random?.id, random?.role, without?.id]).toEqual(['random-features', 'ablation', 'no-quantum']);
    expect(random?.metrics[0]?.mean).toBeGreaterThan(0.7);
    expect(random?.metrics[0]?.values).toHaveLength(2);
    expect(planRun(resolvedPipeline(text), { rows: 60 }).contenders[1]).toMatchObject({ circuits: 0 });
    expect(measured((await runText(text)).result)).toBe(measured(result));
  });
});
