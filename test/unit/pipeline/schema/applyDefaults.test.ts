import { describe, expect, test } from 'vitest';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

const resolve = (overrides: Record<string, string> = {}) => resolvedPipeline(pipelineText(overrides));

test('a minimal file is a whole pipeline', () => {
  const pipeline = resolve();
  expect(pipeline.intent).toBe('learning');
  expect(pipeline.preprocess.map(({ use, fitOn }) => `${use} ${fitOn}`)).toEqual([
    'standardize train',
    'pca train',
    'to-angle train',
  ]);
  expect(pipeline.interface.input).toMatchObject({ features: 2, range: [0, Math.PI], outOfRange: 'clip' });
  expect(pipeline.optimise).toMatchObject({ method: 'cobyla', maxIterations: 100, loss: 'cross-entropy', restarts: 1 });
  expect(pipeline.execution.chain).toEqual([{ backend: 'local' }]);
  expect(pipeline.benchmark).toMatchObject({ repeats: 10, ablations: ['no-entanglement'] });
  expect(pipeline.benchmark.metrics.filter(({ primary }) => primary).map(({ name }) => name)).toEqual(['accuracy']);
  expect(pipeline.head).toBeUndefined();
});

test('is the same before and after JSON', () => {
  const pipeline = resolve({ seeds: '{ root: 3 }', benchmark: '{ repeats: 2 }' });
  expect(JSON.parse(JSON.stringify(pipeline))).toEqual(pipeline);
  expect(JSON.stringify(pipeline)).not.toContain('null');
});

describe('seeds', () => {
  test('that are missing are derived from root, each different', () => {
    const { seeds } = resolve({ seeds: '{ root: 5, split: 123 }' });
    expect(seeds.split).toBe(123);
    expect(new Set(Object.values(seeds)).size).toBe(Object.keys(seeds).length);
    expect(resolve({ seeds: '{ root: 6 }' }).seeds.init).not.toBe(seeds.init);
  });
});

describe('splits', () => {
  const split = (text: string) => resolve({ data: `{ source: { path: d.csv }, target: y, split: ${text} }` });

  test.each([
    ['{}', { method: 'holdout', train: 0.7, validation: 0, test: 0.3 }],
    ['{ train: 0.7 }', { train: 0.7, test: 0.3 }],
    ['{ test: 0.2 }', { train: 0.8, test: 0.2 }],
    ['{ train: 0.6, validation: 0.2 }', { train: 0.6, validation: 0.2, test: 0.2 }],
    ['{ method: kfold }', { folds: 5, shuffle: false }],
    ['{ indices: s.json }', { method: 'predefined', indices: 's.json' }],
  ])('%s', (text, expected) => {
    expect(split(text).data?.split).toMatchObject(expected);
  });

  test('folds decide the number of scores', () => {
    expect(split('{ method: kfold, folds: 7 }').benchmark.repeats).toBe(7);
    expect(split('{ method: repeated-kfold, folds: 4, repeats: 3 }').benchmark.repeats).toBe(12);
  });
});

describe('the interface', () => {
  test('takes its width and range from the steps', () => {
    const { input } = resolve({
      preprocess: '[{ use: pca, with: { components: 3 } }, { use: to-angle, with: { range: [0, "pi/2"] } }]',
    }).interface;
    expect(input).toMatchObject({ features: 3, range: [0, Math.PI / 2] });
  });

  test('has no limits where the last step sets none', () => {
    const behind = resolve({ preprocess: '[{ use: minmax }, { use: pca, with: { components: 2 } }]' }).interface.input;
    expect(behind.range[0]).toBeLessThan(-1e300);
    const { range } = resolve({ preprocess: '[{ use: standardize }]' }).interface.input;
    expect(range[0]).toBeLessThan(-1e300);
    expect(range.every(Number.isFinite)).toBe(true);
  });

  test('gives the loss that fits what is measured', () => {
    const quantum =
      '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { decision: sign } }';
    const pipeline = resolve({ quantum });
    expect(pipeline.interface.output.kind).toBe('expectation');
    expect(pipeline.optimise?.loss).toBe('square');
  });
});

test('quantum features get the head that fits', () => {
  const pattern = 'quantum-features';
  const kernel = resolve({ pattern, quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }' });
  expect(kernel.head).toMatchObject({ use: 'svm', inputs: ['kernel'] });
  expect(kernel.benchmark.ablations).toEqual(['no-quantum', 'no-entanglement']);
  expect(kernel.quantum.kernel?.psd).toBe('none');
  const expectations = resolve({ pattern, quantum: '{ qubits: 1, featureMap: { use: angle } }' });
  expect(expectations.head).toMatchObject({ use: 'logistic-regression', inputs: ['quantum'] });
  expect(expectations.benchmark.ablations).toEqual([]);
});

test('kernels from shots are repaired unless told otherwise', () => {
  const quantum = '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }';
  const pipeline = resolve({
    pattern: 'quantum-features',
    quantum,
    backends: '{ s: { adapter: builtin-simulator, shots: 100 } }',
  });
  expect(pipeline.quantum.kernel?.psd).toBe('clip');
});

test('a digest of digits is kept as text', () => {
  const digest = '1'.repeat(64);
  expect(resolve({ data: `{ source: { path: d.csv }, target: y, sha256: "${digest}" }` }).data?.sha256).toBe(digest);
});

test.each([
  ['none', []],
  ['bits', []],
  ['angle', ['standardize', 'pca', 'to-angle']],
])('values declared as %s cross the border after the steps %j', (normalization, steps) => {
  const input = `{ features: 2, range: [0, 1], normalization: ${normalization} }`;
  const pipeline = resolvedPipeline(pipelineText({ interface: `{ input: ${input} }` }));
  expect(pipeline.preprocess.map(({ use }) => use)).toEqual(steps);
});
