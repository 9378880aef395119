import { expect, test } from 'vitest';
import { expectFindings, findingsIn, pipelineText } from '#test/support/pipelineFixtures.ts';

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

test('HP131 a baseline that answers another question', async () => {
  const benchmark = (text: string, rest: Record<string, string> = {}) =>
    pipelineText({ benchmark: `{ ${text} }`, ...rest });
  await expectFindings('HP131', benchmark('sameSplit: ⟦false⟧'));
  await expectFindings('HP131', benchmark('sameSplit: true'));
  await expectFindings('HP131', benchmark('baselines: [{ use: ⟦brute-force⟧ }]'));
  await expectFindings('HP131', benchmark('baselines: [{ use: svm }]'));
  expect(await findingsIn(benchmark('baselines: [{ use: svm, with: { data: other.csv } }]'))).toContain('HP131 data');
  const cut = {
    task: 'optimisation',
    data: '',
    problem: '{ kind: maxcut, sense: max, edges: [[0, 1]] }',
    quantum: '{ qubits: 2, ansatz: { use: qaoa } }',
  };
  await expectFindings('HP131', benchmark('baselines: [{ use: ⟦svm⟧ }]', cut));
  await expectFindings('HP131', benchmark('baselines: [{ use: brute-force }]', cut));
});

test('HP138 a lift that cannot be shown or does not matter', async () => {
  const claim = (hypothesis: string, least: string) =>
    pipelineText({
      hypothesis,
      benchmark: `{ minimumEffect: ${least} }`,
      data: '{ source: { path: none.csv }, target: label }',
    });
  await expectFindings('HP138', claim('⟦Better by 0.01.⟧', '0.02'));
  await expectFindings('HP138', claim('⟦Better by 1.5 %.⟧', '0.02'));
  await expectFindings('HP138', claim('Better by 0.03.', '0.02'));
  await expectFindings('HP138', claim('Better by day.', '0.02'));
  // 60 test rows tell an accuracy of 90 % to about 0.08.
  await expectFindings('HP138', pipelineText({ hypothesis: '⟦Better by 0.05.⟧' }));
  await expectFindings('HP138', pipelineText({ hypothesis: 'Better by 0.1.' }));
  const criterion = (metric: string, value: string) =>
    pipelineText({
      data: '{ source: { path: none.csv }, target: label }',
      benchmark: '{ minimumEffect: 0.02 }',
      rollout: `{ stage: poc, stages: [{ id: poc, success: [{ kind: quality, metric: ${metric}, op: ">", value: ${value} }] }] }`,
    });
  await expectFindings('HP138', criterion('costAdjustedLift', '⟦0.01⟧'));
  await expectFindings('HP138', criterion('costAdjustedLift', '0.02'));
  await expectFindings('HP138', criterion('liftOverBaseline.ciLow', '0.01'));
});
