import { describe, expect, test } from 'vitest';
import { analysePipelineText } from '#core/pipeline/analysis/analysePipeline.ts';
import { readMarkers } from '#test/support/markers.ts';
import { expectFindings, pipelineText } from '#test/support/pipelineFixtures.ts';

function expectForm(code: string, marked: string): void {
  const { text, ranges } = readMarkers(marked);
  const { diagnostics } = analysePipelineText(text, 'x');
  expect(diagnostics.filter((diagnostic) => diagnostic.code === code).map(({ range }) => range)).toEqual(ranges);
}

describe('options of steps, models and optimisers', () => {
  test('HP002 an option that does not exist', () => {
    expectForm('HP002', pipelineText({ preprocess: '[{ use: pca, with: { ⟦component⟧: 2, components: 2 } }]' }));
    expectForm('HP002', pipelineText({ optimise: '{ method: spsa, with: { ⟦rhobeg⟧: 1 } }' }));
    expectForm('HP002', pipelineText({ optimise: '{ method: cobyla, with: { rhobeg: 1 } }' }));
    expectForm('HP002', pipelineText({ benchmark: '{ baselines: [{ use: svm, with: { ⟦gama⟧: 1 } }] }' }));
  });

  test('HP003 an option of the wrong type', () => {
    expectForm('HP003', pipelineText({ preprocess: '[{ use: pca, with: { components: ⟦0⟧ } }]' }));
    expectForm('HP003', pipelineText({ benchmark: '{ baselines: [{ use: svm, with: { kernel: ⟦poly⟧ } }] }' }));
  });

  test('HP003 an entangled pair that is not there', () => {
    const pairs = (text: string) =>
      pipelineText({
        quantum: `{ qubits: 2, featureMap: { use: zz, entanglement: ${text} }, ansatz: { use: real-amplitudes } }`,
      });
    expectForm('HP003', pairs('[[0, 1], ⟦[1, 2]⟧, ⟦[0, 0]⟧]'));
    expectForm('HP003', pairs('[[1, 0]]'));
  });

  test('HP004 an option that is needed', () => {
    expectForm('HP004', pipelineText({ preprocess: '[{ use: pca, ⟦with⟧: {} }]' }));
  });
});

describe('blocks that only some pipelines need', () => {
  test('HP004 data, problem, featureMap, ansatz, kernel', () => {
    expectForm('HP004', pipelineText({ data: '' }).replace('hybrid', '⟦hybrid⟧'));
    expectForm('HP004', pipelineText({ task: 'ground-state' }).replace('hybrid', '⟦hybrid⟧'));
    expectForm(
      'HP004',
      pipelineText({ quantum: '{ qubits: 2, ansatz: { use: real-amplitudes } }' }).replace('quantum', '⟦quantum⟧'),
    );
    expectForm(
      'HP004',
      pipelineText({ quantum: '{ qubits: 2, featureMap: { use: zz } }' }).replace('quantum', '⟦quantum⟧'),
    );
    expectForm('HP004', pipelineText({ head: '{ use: svm, inputs: [kernel] }' }).replace('quantum', '⟦quantum⟧'));
  });

  test('HP004 what trains the ansatz of a kernel', () => {
    const trained = (kernel: string, more: Readonly<Record<string, string>> = {}) =>
      pipelineText({
        pattern: 'quantum-features',
        quantum: `{ qubits: 2, featureMap: { use: zz }, ansatz: { use: real-amplitudes, reps: 1 }${kernel} }`,
        ...more,
      });
    const kernel = ', kernel: { kind: fidelity }';
    const optimise = '{ method: spsa }';
    expectForm('HP004', trained(kernel).replace('hybrid', '⟦hybrid⟧'));
    expectForm('HP004', trained(kernel, { optimise }));
    expectForm('HP004', trained('', { optimise }).replace('quantum:', '⟦quantum⟧:'));
    const parameters = '{ parameters: { count: 4, range: [-pi, pi], init: file, file: start.json } }';
    expectForm('HP004', trained(kernel, { interface: parameters }));
  });
});

test('HP115 what does not go together', async () => {
  await expectFindings('HP115', pipelineText({ optimise: '{ method: ⟦rotosolve⟧ }' }));
  await expectFindings('HP115', pipelineText({ optimise: '{ method: spsa }' }));
  await expectFindings('HP115', pipelineText({ benchmark: '{ baselines: [{ use: mlp }] }' }));
  await expectFindings('HP115', pipelineText({ preprocess: '[{ use: robust }]' }));
  await expectFindings('HP115', pipelineText({ task: 'regression' }));
  const noisy = 'noise: { depolarizing: { oneQubit: 0.001, twoQubit: 0.01 } }';
  await expectFindings('HP115', pipelineText({ backends: `{ n: { adapter: builtin-simulator, ${noisy} } }` }));
  await expectFindings(
    'HP115',
    pipelineText({ backends: `{ n: { adapter: ionq, shots: 100, ${noisy.replace('noise', '⟦noise⟧')} } }` }),
  );
  await expectFindings(
    'HP115',
    pipelineText({
      backends: `{ n: { adapter: builtin-simulator, ${noisy} }, local: { adapter: builtin-simulator } }`,
      execution: '{ chain: [{ backend: local, retries: { count: 2 } }] }',
    }),
  );
  await expectFindings('HP115', pipelineText({ benchmark: '{ baselines: [{ use: ⟦greedy⟧ }] }' }));
  const estimated = (primitive: string, rest: Record<string, string>) =>
    pipelineText({ backends: `{ n: { adapter: ibm, device: d, shots: 100, primitive: ${primitive} } }`, ...rest });
  const observables = {
    quantum:
      '{ qubits: 2, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { observables: [ZI, IZ] } }',
  };
  const corrected = (method: string) => ({
    ...observables,
    mitigation: `{ readout: { method: ${method}, shots: 50, maxAge: 1h } }`,
  });
  await expectFindings('HP115', estimated('⟦estimator⟧', {}));
  await expectFindings('HP115', estimated('sampler', {}));
  await expectFindings('HP115', estimated('estimator', observables));
  await expectFindings('HP115', estimated('⟦estimator⟧', corrected('tensored')));
  await expectFindings('HP115', estimated('estimator', corrected('none')));
  const mlflow = "mlflow: { uri: 'http://localhost:5000', experiment: e }";
  await expectFindings('HP115', pipelineText({ tracking: `{ ${mlflow}, keepCounts: false }` }));
  await expectFindings('HP115', pipelineText({ tracking: `{ ${mlflow}, redact: [x], calibrationSnapshot: true }` }));
  await expectFindings('HP115', pipelineText({ tracking: '{ keepCounts: true }' }));
  const kernel = {
    pattern: 'quantum-features',
    quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
  };
  await expectFindings('HP115', pipelineText({ ...kernel, tracking: '{ keepCounts: ⟦true⟧ }' }));
});

test('HP006 what this version cannot run', async () => {
  await expectFindings('HP006', pipelineText({ tracking: '{ store: ⟦/data/runs⟧ }' }));
  for (const store of ['.hybrid', './.hybrid', '.hybrid/runs'])
    await expectFindings('HP006', pipelineText({ tracking: `{ store: ${store} }` }));
});
