import { expect, test } from 'vitest';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { memoryFiles, pipelineText, twoClassTable } from '#test/support/pipelineFixtures.ts';

const files = memoryFiles({ 'data.csv': twoClassTable(200) }, 'a'.repeat(64));

async function findingsOf(text: string, code: string) {
  const { diagnostics } = await analysePipeline(text, 'test.hybrid.yaml', { files });
  expect(diagnostics.filter(({ code: other }) => /^HP00[1-5]$/.test(other))).toEqual([]);
  return diagnostics.filter((diagnostic) => diagnostic.code === code);
}

const shots = '{ s: { adapter: builtin-simulator, shots: 10 } }';
const device =
  '{ d: { adapter: ionq, device: forte, shots: 10, price: { asOf: "2026-05-01", perShot: { amount: 1, currency: EUR } } } }';
const kernel = {
  pattern: 'quantum-features',
  quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity, psd: none } }',
};
const cost = (rest = '') => `{ cost: { perRun: { amount: 1, currency: USD }${rest} } }`;

/** A file with the finding, and what the repaired file holds. */
test.each<[string, Record<string, string>, string]>([
  [
    'HP101',
    {
      preprocess: '[{ use: pca, with: { components: 2 } }]',
      interface: '{ input: { features: 3, range: [0, 1], normalization: none } }',
    },
    'features: 2',
  ],
  [
    'HP103',
    {
      quantum: '{ qubits: 1, featureMap: { use: amplitude }, ansatz: { use: real-amplitudes } }',
      preprocess: '[{ use: standardize }]',
    },
    '[{ use: standardize }, { use: l2-normalize }]',
  ],
  [
    'HP106',
    { preprocess: '\n  # reduce\n  - use: pca # two\n    with:\n      components: 2' },
    '  - use: pca # two\n    with:\n      components: 2\n      sign: largest-loading-positive\n',
  ],
  ['HP107', { interface: '{ parameters: { count: 1 } }' }, 'count: 8'],
  ['HP120', { preprocess: '[{ use: standardize, fitOn: all }]' }, 'fitOn: train'],
  ['HP126', { intent: 'research' }, `target: label, sha256: "${'a'.repeat(64)}" }`],
  ['HP130', { benchmark: '{ baselines: [] }' }, 'baselines: [{ use: logistic-regression }]'],
  ['HP131', { benchmark: '{ sameSplit: false }' }, 'sameSplit: true'],
  ['HP133', { budget: '{ sameForBaseline: false }' }, 'sameForBaseline: true'],
  ['HP134', { benchmark: '{ repeats: 1 }' }, 'repeats: 10'],
  [
    'HP135',
    { benchmark: '{ metrics: [{ name: accuracy }, { name: log-loss }] }' },
    '{ name: accuracy, primary: true }',
  ],
  [
    'HP136',
    {
      data: '{ source: { path: data.csv }, target: label, split: { method: kfold } }',
      benchmark: '{ interval: { method: t } }',
    },
    'method: nadeau-bengio',
  ],
  ['HP137', { ...kernel, benchmark: '{ ablations: [random-features] }' }, '[random-features, no-entanglement]'],
  ['HP140', { backends: shots, execution: '{ chain: [{ backend: classicl }] }' }, 'backend: classical'],
  ['HP141', { intent: 'production', backends: device }, 'execution: { onExhausted: classical }'],
  [
    'HP143',
    { intent: 'production', execution: '\n  onExhausted: classical # always' },
    '  onExhausted: classical # always\n  quantum: { flag: HYBRID_QUANTUM }\n',
  ],
  ['HP146', { backends: device }, 'session: { mode: session }'],
  ['HP147', { backends: device, execution: '{ resume: false }' }, 'resume: true'],
  [
    'HP148',
    { execution: '{ chain: [{ backend: local, retries: { count: 2 } }] }' },
    'retries: { count: 2, backoff: 30s }',
  ],
  ['HP149', { backends: shots, optimise: '{ method: adam, gradient: adjoint }' }, 'gradient: parameter-shift'],
  ['HP154', { backends: device, budget: cost() }, 'currency: EUR } } }'],
  ['HP160', { backends: shots, confidence: '{ halfWidth: 0.1, of: probability }' }, 'shots: 97'],
  ['HP161', { backends: shots, confidence: '{ halfWidth: 0.9, of: probability }' }, 'shots: 2'],
  ['HP162', { ...kernel, backends: shots }, 'psd: clip'],
  [
    'HP164',
    { backends: shots, optimise: '{ method: adam, gradient: finite-difference }' },
    'gradient: parameter-shift',
  ],
  ['HP166', { optimise: '{ method: spsa, maxIterations: 20 }' }, 'maxIterations: 50'],
  ['HP167', { optimise: '{ loss: energy }' }, 'loss: cross-entropy'],
  [
    'HP168',
    {
      task: 'optimisation',
      data: '',
      problem: '{ kind: qubo, sense: max, edges: [[0, 1, 4]], penalty: 1 }',
      quantum: '{ qubits: 2, ansatz: { use: qaoa } }',
    },
    'penalty: 5 }',
  ],
  ['HP170', { intent: 'research' }, 'seeds: { root: 1 }\n'],
  ['HP170', { seeds: '{ root: 1, split: 2, init: 2 }' }, 'init: 3'],
  [
    'HP172',
    {
      backends: '{ d: { adapter: ibm, shots: 9, calibration: { maxAge: 1h } } }',
      mitigation: '{ readout: { method: tensored, shots: 9, maxAge: 2h } }',
    },
    'maxAge: 1h } }\n',
  ],
  ['HP173', { mitigation: '{ zne: { scales: [2, 4], fold: global, fit: linear } }' }, 'scales: [1, 3, 5]'],
  [
    'HP198',
    { rollout: '{ stage: poc, stages: [], rollbackWhen: [{ kind: quality, metric: acuracy, op: "<", value: 1 }] }' },
    'metric: accuracy, ',
  ],
])('the fix of %s solves it', async (code, blocks, expected) => {
  const text = pipelineText(blocks);
  const [finding] = await findingsOf(text, code);
  const [fix] = finding?.fixes ?? [];
  if (!fix) throw new Error(`No fix of ${code}.`);
  const repaired = applyReplacements(text, fix.replacements);
  expect(repaired).toContain(expected);
  expect(repaired.match(/#.*/g)).toEqual(text.match(/#.*/g));
  const before = await findingsOf(text, code);
  expect((await findingsOf(repaired, code)).length).toBeLessThan(before.length);
});

test('the digest of changed data is written only when somebody asks for it', async () => {
  const known = (text: string) => findingsOf(text, 'HP126');
  const missing = await known(pipelineText({ intent: 'research' }));
  const data = `{ source: { path: data.csv }, target: label, sha256: "${'b'.repeat(64)}" }`;
  const changed = await known(pipelineText({ intent: 'research', data }));
  expect([missing[0]?.fixes?.[0]?.isPreferred, changed[0]?.fixes?.[0]?.isPreferred]).toEqual([true, false]);
});

test('the fix of HP191 goes back to the stage that was skipped', async () => {
  const evidence = async () => ({ openStages: [{ stage: 'poc', lacks: 'no run' }] });
  const stages = '[{ id: poc, success: [] }, { id: simulation, success: [] }]';
  const text = pipelineText({ rollout: `{ stage: simulation, stages: ${stages} }` });
  const { diagnostics } = await analysePipeline(text, 'test.hybrid.yaml', { files, evidence });
  const [fix] = diagnostics.find(({ code }) => code === 'HP191')?.fixes ?? [];
  expect(fix?.isPreferred).toBe(false);
  expect(applyReplacements(text, fix?.replacements ?? [])).toContain('rollout: { stage: poc, stages:');
});

test('the fix of HP153 adds the alert', async () => {
  const text = pipelineText({ backends: device, budget: cost() });
  const [fix] = (await findingsOf(text, 'HP153'))[0]?.fixes ?? [];
  expect(applyReplacements(text, fix?.replacements ?? [])).toContain('currency: USD }, alertAt: 0.8 } }');
});
