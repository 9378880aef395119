import { test } from 'vitest';
import { expectFindings, pipelineText } from '#test/support/pipelineFixtures.ts';

const benchmark = (text: string, rest: Record<string, string> = {}) =>
  pipelineText({ benchmark: `{ ${text} }`, ...rest });
const kernel = {
  pattern: 'quantum-features',
  quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
};

test('HP130 no baseline', async () => {
  await expectFindings('HP130', benchmark('⟦baselines⟧: []'));
  await expectFindings('HP130', benchmark('repeats: 10'));
});

test('HP132 tuning on one side only', async () => {
  const tune = 'tune: { grid: { C: [1, 10] }, folds: 3 }';
  const tunedTail = `{ grid: { C: [1, 10] }, folds: 3 }`;
  await expectFindings(
    'HP132',
    benchmark('baselines: [{ use: svm }]', { ...kernel, head: `{ use: svm, ⟦tune⟧: ${tunedTail} }` }),
  );
  await expectFindings(
    'HP132',
    benchmark(`baselines: [{ use: svm, ⟦tune⟧: ${tunedTail} }]`, { ...kernel, head: '{ use: svm }' }),
  );
  await expectFindings(
    'HP132',
    benchmark(`baselines: [{ use: svm, ${tune} }]`, { ...kernel, head: `{ use: svm, ${tune} }` }),
  );
});

test('HP133 another budget for the baselines', async () => {
  await expectFindings('HP133', pipelineText({ budget: '{ sameForBaseline: ⟦false⟧ }' }));
  await expectFindings('HP133', pipelineText({ budget: '{ sameForBaseline: true }' }));
});

test('HP134 too few repeats', async () => {
  const shots = { backends: '{ local: { adapter: builtin-simulator, shots: 1000 } }' };
  await expectFindings('HP134', benchmark('repeats: ⟦1⟧'));
  await expectFindings('HP134', benchmark('repeats: 3'));
  await expectFindings('HP134', benchmark('repeats: ⟦3⟧', shots));
  await expectFindings('HP134', benchmark('repeats: 5', shots));
});

test('HP135 not exactly one primary metric', async () => {
  await expectFindings('HP135', benchmark('⟦metrics⟧: [{ name: accuracy }, { name: log-loss }]'));
  await expectFindings(
    'HP135',
    benchmark('metrics: [{ name: accuracy, primary: true }, { name: log-loss, primary: ⟦true⟧ }]'),
  );
  await expectFindings('HP135', benchmark('metrics: [{ name: accuracy, primary: true }, { name: log-loss }]'));
  await expectFindings('HP135', benchmark('metrics: [{ name: accuracy }]'));
});

test("HP136 Student's interval over folds", async () => {
  const folds = { data: '{ source: { path: data.csv }, target: label, split: { method: kfold } }' };
  await expectFindings('HP136', benchmark('interval: { method: ⟦t⟧ }', folds));
  await expectFindings('HP136', benchmark('interval: { method: nadeau-bengio }', folds));
  await expectFindings('HP136', benchmark('interval: { method: t }'));
});

test('HP137 nothing to attribute a gain to', async () => {
  await expectFindings('HP137', benchmark('⟦ablations⟧: []', kernel));
  await expectFindings('HP137', benchmark('ablations: [no-quantum]', kernel));
  await expectFindings('HP137', benchmark('repeats: 10', kernel));
});

test('HP139 two rows of one name', async () => {
  await expectFindings('HP139', benchmark('baselines: [{ use: svm }, { use: ⟦svm⟧, with: { C: 10 } }]'));
  await expectFindings('HP139', benchmark('baselines: [{ use: svm }, { id: ⟦hybrid⟧, use: svm }]'));
  await expectFindings('HP139', benchmark('baselines: [{ use: svm }, { id: svm-10, use: svm, with: { C: 10 } }]'));
});
