import { describe, expect, test } from 'vitest';
import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import { applyReplacements } from '#core/base/textReplacement.ts';
import { realAmplitudes } from '#core/circuit/templates/ansatze.ts';
import { analysePipeline } from '#core/pipeline/analysis/analysePipeline.ts';
import { findings } from '#core/pipeline/analysis/findings.ts';
import {
  analysedFixture,
  memoryFiles,
  type PipelineFixture,
  pipelineText,
  twoClassTable,
} from '#test/support/pipelineFixtures.ts';

async function findingsOf(text: string, code: string, fixture: PipelineFixture = {}) {
  const { diagnostics } = await analysedFixture(text, { digest: 'a'.repeat(64), ...fixture });
  expect(diagnostics.filter(({ code: other }) => /^HP00[1-5]$/.test(other))).toEqual([]);
  return diagnostics.filter((diagnostic) => diagnostic.code === code);
}

const shots = '{ s: { adapter: builtin-simulator, shots: 10 } }';
const priced = 'price: { asOf: "2026-05-01", perShot: { amount: 1, currency: EUR } }';
const device = `{ d: { adapter: ionq, device: forte, shots: 10, ${priced} } }`;
const kernel = {
  pattern: 'quantum-features',
  quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity, psd: none } }',
};
const loop = (quantum: string) => ({ quantum: `{ ${quantum}, ansatz: { use: real-amplitudes } }` });
const table = (rest: string) => ({ data: `{ source: { path: data.csv }, target: label, ${rest} }` });
const cost = (rest: string) => `{ cost: { perRun: { amount: 1, currency: USD }${rest} } }`;
const angles = { preprocess: '[{ use: to-angle }]' };
const criteria = ['quality', 'reliability', 'cost'].map(
  (kind) => `{ kind: ${kind}, metric: accuracy, op: ">", value: 0.5 }`,
);
const stage = (id: string, rest = '') => `{ id: ${id}, success: [${criteria.join(', ')}]${rest} }`;
const problem = {
  task: 'optimisation',
  data: '',
  quantum: '{ qubits: 2, ansatz: { use: qaoa } }',
  problem: '{ kind: qubo, sense: max, edges: [[0, 1, 4]] }',
};
const dimensions = (first: string, weight = 0.2) =>
  ['sdkUsability', 'backendAccess', 'benchmarkTransparency', 'costControl', 'portability']
    .map((name, index) => {
      const measure = `{ id: ${name}, source: manual, better: lower, good: 5, red: 20 }`;
      return `${name}: { owner: team, weight: ${weight}, measures: [${index === 0 ? first : measure}] }`;
    })
    .join(', ');
const scorecard = (first: string, weight?: number) => ({
  scorecard: `{ version: "1", reviewers: { ml: kim, platform: robin }, dimensions: { ${dimensions(first, weight)} } }`,
});
const measure = (rest: string) => `{ id: m, better: lower, ${rest} }`;
const settings = { forte: { adapter: 'ionq', device: 'qpu.forte-1' }, 'my:aer': { adapter: 'qiskit-aer' } };
const seen = { device: 'forte', backend: 'd', seenAt: 0, qubits: 36, version: 'c-17' };

type OfFile = [code: string, blocks: Record<string, string>, expected: string];
type Case = [code: string, blocks: Record<string, string>, expected: string, fixture: PipelineFixture];

/** Files with one finding of a code, and what the file holds after its first fix. */
const written: readonly (OfFile | Case)[] = [
  [
    'HP101',
    {
      preprocess: '[{ use: pca, with: { components: 2, sign: largest-loading-positive } }]',
      interface: '{ input: { features: 3, range: [0, 1], normalization: none } }',
    },
    'features: 2',
  ],
  ['HP102', { ...angles, ...loop('qubits: 3, featureMap: { use: angle }') }, 'qubits: 2'],
  [
    'HP102',
    { preprocess: '[{ use: l2-normalize }]', ...loop('qubits: 2, featureMap: { use: amplitude }') },
    'qubits: 1',
  ],
  [
    'HP103',
    { ...loop('qubits: 1, featureMap: { use: amplitude }'), preprocess: '[{ use: standardize }]' },
    '[{ use: standardize }, { use: l2-normalize }]',
  ],
  ['HP104', { preprocess: '[{ use: to-angle, with: { range: [-7, 7] } }]' }, 'range: [-pi, pi]'],
  [
    'HP104',
    { ...loop('qubits: 2, featureMap: { use: zz }'), preprocess: '[{ use: to-angle, with: { range: [0, 7] } }]' },
    'range: [0, pi]',
  ],
  [
    'HP104',
    { ...loop('qubits: 2, featureMap: { use: zz }'), preprocess: '[{ use: to-angle, with: { range: [-4, 4] } }]' },
    'range: ["-pi/2", "pi/2"]',
  ],
  ['HP105', { preprocess: '\n  - use: standardize # first' }, '  - use: standardize # first\n  - { use: to-angle }\n'],
  [
    'HP106',
    { preprocess: '\n  # reduce\n  - use: pca # two\n    with:\n      components: 2' },
    '  - use: pca # two\n    with:\n      components: 2\n      sign: largest-loading-positive\n',
  ],
  ['HP107', { interface: '{ parameters: { count: 1 } }' }, 'count: 8'],
  [
    'HP108',
    loop('qubits: 2, featureMap: { use: angle }, measure: { decision: argmax, observables: [Z0, Z1, ZZZ] }'),
    'observables: [Z0, Z1] ',
  ],
  ['HP109', { interface: '{ output: { kind: probabilities, shape: [3] } }' }, 'shape: [2]'],
  ['HP109', { interface: '{ output: { kind: expectation, range: [-2, 2] } }' }, 'range: [-1, 1]'],
  ['HP109', { benchmark: '{ baselines: [{ use: mean }] }' }, 'use: logistic-regression'],
  [
    'HP110',
    loop('qubits: 2, featureMap: { use: angle }, measure: { decision: argmax }'),
    'interface: { output: { kind: probabilities, bitOrder: q0-right } }',
  ],
  [
    'HP110',
    {
      ...loop('qubits: 2, featureMap: { use: angle }, measure: { decision: argmax }'),
      interface: '{ output: { kind: probabilities } }',
    },
    'kind: probabilities, bitOrder: q0-right }',
  ],
  ['HP111', { quantum: '{ qubits: 3, featureMap: { use: angle }, ansatz: { file: ansatz.qasm } }' }, 'qubits: 2'],
  ['HP120', { preprocess: '[{ use: standardize, fitOn: all }]' }, 'fitOn: train'],
  [
    'HP121',
    { ...table('split: { method: kfold }'), preprocess: '[{ use: select-k-best, with: { k: 2 }, fitOn: all }]' },
    'fitOn: train',
  ],
  ['HP122', table('split: { train: 0.6, validation: 0.2, test: 0.3 }'), 'test: 0.2 }'],
  ['HP122', table('split: { train: 0.6, validation: 0.4, test: 0.3 }'), 'train: 0.3'],
  ['HP122', table('split: { method: kfold, folds: 101, stratify: true }'), 'folds: 100'],
  [
    'HP122',
    {
      task: 'regression',
      data: '{ source: { path: data.csv }, target: a, split: { stratify: true } }',
      quantum:
        '{ qubits: 1, featureMap: { use: angle }, ansatz: { use: real-amplitudes }, measure: { observables: [Z0] } }',
    },
    'stratify: false',
  ],
  ['HP123', table('split: { test: 0.1 }'), 'test: 0.1, method: kfold }'],
  ['HP124', table('features: [a, b, label]'), 'features: [a, b] '],
  [
    'HP124',
    {
      data: '{ source: { path: data.csv }, target: b }',
      task: 'regression',
      ...loop('qubits: 1, featureMap: { use: angle }'),
    },
    'features: ["c"]',
    {
      files: {
        'data.csv': `a,b,c\n${Array.from({ length: 200 }, (_, row) => `${row},${row},${(row * 37) % 101}`).join('\n')}\n`,
      },
    },
  ],
  [
    'HP125',
    {},
    'benchmark: { metrics: [{ name: balanced-accuracy, primary: true }] }',
    {
      files: {
        'data.csv': twoClassTable(200)
          .replaceAll(/high\n(?!.*high\n$)/g, 'low\n')
          .replace('low', 'high'),
      },
    },
  ],
  ['HP126', { intent: 'research' }, `target: label, sha256: "${'a'.repeat(64)}" }`],
  ['HP130', { benchmark: '{ baselines: [] }' }, 'baselines: [{ use: logistic-regression }]'],
  ['HP130', { ...problem, benchmark: '{ baselines: [] }' }, 'baselines: [{ use: brute-force }]'],
  ['HP131', { benchmark: '{ sameSplit: false }' }, 'sameSplit: true'],
  ['HP131', { benchmark: '{ baselines: [{ use: greedy }] }' }, 'use: logistic-regression'],
  [
    'HP132',
    {
      ...kernel,
      head: '{ use: svm, tune: { grid: { C: [1, 2] }, folds: 3 } }',
      benchmark: '{ baselines: [{ use: knn }] }',
    },
    'head: { use: svm }',
  ],
  ['HP133', { budget: '{ sameForBaseline: false }' }, 'sameForBaseline: true'],
  ['HP134', { benchmark: '{ repeats: 1 }' }, 'repeats: 10'],
  ['HP134', { ...table('split: { method: kfold, folds: 3 }'), backends: shots }, 'folds: 5'],
  [
    'HP135',
    { benchmark: '{ metrics: [{ name: accuracy }, { name: log-loss }] }' },
    '{ name: accuracy, primary: true }',
  ],
  [
    'HP135',
    { benchmark: '{ metrics: [{ name: accuracy, primary: true }, { name: log-loss, primary: true }] }' },
    '{ name: log-loss, primary: false }',
  ],
  [
    'HP135',
    { benchmark: '{ metrics: [{ name: train-accuracy, primary: true }, { name: accuracy }] }' },
    '{ name: train-accuracy, primary: false }, { name: accuracy, primary: true }',
  ],
  [
    'HP136',
    { ...table('split: { method: kfold }'), benchmark: '{ interval: { method: t } }' },
    'method: nadeau-bengio',
  ],
  ['HP137', { ...kernel, benchmark: '{ ablations: [random-features] }' }, '[random-features, no-entanglement]'],
  ['HP139', { benchmark: '{ baselines: [{ use: knn }, { use: knn }] }' }, '{ use: knn, id: knn-2 }'],
  [
    'HP114',
    { quantum: '{ qubits: 2, circuit: { file: gates.qasm, entry: encod } }' },
    'entry: encode',
    { circuits: { 'gates.qasm#encode': realAmplitudes(2, 1, 'linear') } },
  ],
  ['HP140', { backends: shots, execution: '{ chain: [{ backend: classicl }] }' }, 'backend: classical'],
  [
    'HP140',
    { backends: shots, execution: '{ chain: [{ backend: forte }, { backend: s }] }' },
    'shots: 10 }, forte: { adapter: ionq, device: qpu.forte-1 } }',
    { configured: settings },
  ],
  [
    'HP140',
    { backends: shots, execution: '{ chain: [{ backend: "my:aer" }, { backend: s }] }' },
    'shots: 10 }, "my:aer": { adapter: qiskit-aer } }',
    { configured: settings },
  ],
  [
    // What a file has without `backends` stays there.
    'HP140',
    { execution: '{ chain: [{ backend: "my:aer" }, { backend: local }] }' },
    'backends: { "my:aer": { adapter: qiskit-aer }, local: { adapter: builtin-simulator } }',
    { configured: settings },
  ],
  [
    'HP140',
    { backends: shots, execution: '\n  chain:\n    - backend: s # first\n    - backend: s\n      timeout: 1h' },
    'chain:\n    - backend: s # first\n',
  ],
  ['HP141', { intent: 'production', backends: device }, 'execution: { onExhausted: classical }'],
  [
    'HP142',
    {
      ...kernel,
      head: '{ use: svm, inputs: [kernel] }',
      benchmark: '{ baselines: [] }',
      execution: '{ quantum: { state: disabled } }',
    },
    'onExhausted: classical }',
  ],
  [
    'HP143',
    { intent: 'production', execution: '\n  onExhausted: classical # always' },
    '  onExhausted: classical # always\n  quantum: { flag: HYBRID_QUANTUM }\n',
  ],
  ['HP144', { backends: '{ d: { adapter: ionq, shots: 2000000 } }' }, 'shots: 1000000 }'],
  ['HP144', { backends: '{ d: { adapter: ionq, shots: 100, primitive: estimator } }' }, 'primitive: sampler }'],
  ['HP146', { backends: device }, 'session: { mode: session }'],
  ['HP147', { backends: device, execution: '{ resume: false }' }, 'resume: true'],
  ['HP147', { backends: device, optimise: '{ maxIterations: 60, checkpoint: { every: 60 } }' }, 'every: 6 '],
  [
    'HP148',
    { execution: '{ chain: [{ backend: local, retries: { count: 2 } }] }' },
    'retries: { count: 2, backoff: 30s }',
  ],
  ['HP149', { backends: shots, optimise: '{ method: adam, gradient: adjoint }' }, 'gradient: parameter-shift'],
  ['HP149', { backends: '{ d: { adapter: ionq } }' }, '{ adapter: ionq, shots: 1000 }'],
  ['HP152', { backends: shots, budget: '{ shots: { perRun: 10 } }' }, 'perRun: 2812000'],
  ['HP153', { backends: device, budget: cost('') }, 'alertAt: 0.8, perMonth: { amount: 10, currency: USD } } }'],
  [
    'HP153',
    { backends: device, budget: cost(', perMonth: { amount: 5, currency: USD }') },
    'currency: USD }, alertAt: 0.8 } }',
  ],
  [
    'HP153',
    { backends: device, budget: cost(', alertAt: 0.5') },
    'alertAt: 0.5, perMonth: { amount: 10, currency: USD } } }',
  ],
  ['HP154', { backends: device, budget: cost('') }, 'perRun: { amount: 1, currency: EUR }'],
  [
    'HP154',
    { backends: '{ s: { adapter: builtin-simulator } }', budget: cost(', perMonth: { amount: 5, currency: CHF }') },
    'perMonth: { amount: 5, currency: USD }',
  ],
  [
    'HP155',
    { execution: '{ chain: [{ backend: local, timeout: 2h }] }', budget: '{ time: { queue: 1h, total: 30m } }' },
    'timeout: 30m',
  ],
  ['HP160', { backends: shots, confidence: '{ halfWidth: 0.1, of: probability }' }, 'shots: 97'],
  [
    'HP160',
    {
      ...problem,
      task: 'ground-state',
      problem: '{ kind: hamiltonian, sense: min, paulis: { ZZ: 0.6, XX: 0.8 } }',
      quantum: '{ qubits: 2, ansatz: { use: real-amplitudes } }',
      backends: shots,
      confidence: '{ halfWidth: 0.04, of: energy }',
    },
    'shots: 2401',
  ],
  ['HP161', { backends: shots, confidence: '{ halfWidth: 0.9, of: probability }' }, 'shots: 2'],
  ['HP162', { ...kernel, backends: shots }, 'psd: clip'],
  [
    'HP164',
    { backends: shots, optimise: '{ method: adam, gradient: finite-difference }' },
    'gradient: parameter-shift',
  ],
  [
    'HP165',
    { quantum: '{ qubits: 12, featureMap: { use: angle }, ansatz: { use: efficient-su2, reps: 4 } }' },
    'interface: { parameters: { count: 120, init: zeros } }',
  ],
  ['HP166', { optimise: '{ method: spsa, maxIterations: 20 }' }, 'maxIterations: 50'],
  ['HP166', { optimise: '{ maxIterations: 3 }' }, 'maxIterations: 10'],
  ['HP167', { optimise: '{ loss: energy }' }, 'loss: cross-entropy'],
  ['HP168', { ...problem, problem: '{ kind: qubo, sense: max, edges: [[0, 1, 4]], penalty: 1 }' }, 'penalty: 5 }'],
  ['HP170', { intent: 'research' }, 'seeds: { root: 1 }\n'],
  ['HP170', { seeds: '{ root: 1, split: 2, init: 2 }' }, 'init: 3'],
  [
    'HP171',
    { intent: 'research', backends: device },
    'version: "c-17" } }',
    { evidence: { openStages: [], devices: [seen] } },
  ],
  [
    'HP172',
    {
      backends: '{ d: { adapter: ibm, shots: 9, calibration: { maxAge: 1h } } }',
      mitigation: '{ readout: { method: tensored, shots: 9, maxAge: 2h } }',
    },
    'maxAge: 1h } }\n',
  ],
  [
    'HP172',
    {
      backends: '{ d: { adapter: ionq, device: forte, shots: 9, calibration: { maxAge: 1h } } }',
      execution: '{ chain: [{ backend: d }] }',
    },
    '[{ backend: d, skipWhen: { calibrationOlderThan: 1h } }]',
    { today: '2026-05-01', evidence: { openStages: [], devices: [{ ...seen, calibratedAt: 0 }] } },
  ],
  ['HP173', { mitigation: '{ zne: { scales: [2], fold: global, fit: linear } }' }, 'scales: [1, 3, 5]'],
  [
    'HP191',
    { rollout: `{ stage: simulation, stages: [${stage('poc')}, ${stage('simulation')}] }` },
    'rollout: { stage: poc, stages:',
    { evidence: { openStages: [{ stage: 'poc', lacks: 'no run' }] } },
  ],
  [
    'HP192',
    { rollout: `{ stage: hardware, stages: [${stage('hardware', ', approvers: [kim], evidence: [report.md]')}] }` },
    'evidence: [report.md], maxDuration: 90d }',
  ],
  ['HP193', scorecard(measure('source: manual, good: 5, red: 20'), 0.3), 'weight: 0.2'],
  ['HP193', scorecard(measure('source: manual, good: 20, red: 5')), 'good: 5, red: 20'],
  [
    'HP193',
    scorecard(measure('source: "run:accuracy", good: 5, red: 20, entered: { value: 1, by: kim, on: "2026-05-01" }')),
    'source: manual, good: 5',
  ],
  [
    'HP198',
    { rollout: '{ stage: poc, stages: [], rollbackWhen: [{ kind: quality, metric: acuracy, op: "<", value: 1 }] }' },
    'metric: accuracy, ',
  ],
  ['HP198', scorecard(measure('source: "run:acuracy", good: 5, red: 20')), 'source: "run:accuracy"'],
];

const cases = written.map(([code, blocks, expected, fixture = {}]): Case => [code, blocks, expected, fixture]);

/** A fix of a finding, of which the repaired file must be free. */
async function expectRepaired(text: string, code: string, fix: DiagnosticFix, fixture: PipelineFixture) {
  const repaired = applyReplacements(text, fix.replacements);
  expect(repaired.match(/#.*/g)).toEqual(text.match(/#.*/g));
  const left = await findingsOf(repaired, code, fixture);
  expect({ fix: fix.title, left: left.map(({ message }) => message) }).toEqual({ fix: fix.title, left: [] });
  return repaired;
}

describe('fixes', () => {
  test.each(cases)('of %s leave nothing of it', async (code, blocks, expected, fixture) => {
    const text = pipelineText(blocks);
    const found = await findingsOf(text, code, fixture);
    const [fix, ...others] = found[0]?.fixes ?? [];
    if (!fix) throw new Error(`No fix: ${JSON.stringify(found)}`);
    expect(await expectRepaired(text, code, fix, fixture)).toContain(expected);
    for (const other of others) await expectRepaired(text, code, other, fixture);
    // "Fix all" takes at most one of them.
    expect((found[0]?.fixes ?? []).filter(({ isPreferred }) => isPreferred).length).toBeLessThanOrEqual(1);
  });

  /** Findings that only their author can settle, each with the reason why. */
  const authors: Readonly<Record<string, string>> = {
    HP006: 'the format is right; the version cannot run it',
    HP115: 'one of two parts has to change',
    HP112: 'another file has to be written or named',
    HP113: 'another file has to be written or named',
    HP127: 'the data have to be others',
    HP128: 'says what nobody can check',
    HP129: 'rows have to be taken out of the data',
    HP138: 'says what a lift means',
    HP145: 'another circuit or device is needed',
    HP150: 'spending more is no repair',
    HP151: 'a price has to be looked up',
    HP163: 'says a number',
    HP174: 'says a number',
    HP181: 'the credential has to be entered',
    HP182: 'the data may not leave',
    HP183: 'an account has to be opened',
    HP190: 'what a stage has to show has to be decided',
    HP194: 'somebody has to review',
    HP195: 'a hypothesis has to be thought of',
    HP196: 'another file has to be written or named',
  };
  /** Repaired by a command of the editor: hybridq lock, and the move into the secret storage. */
  const commands = ['HP175', 'HP180'];
  /** Of suites and scorecards, tested with their analysis. */
  const ofCompanions = ['HP197'];

  test('are there for every finding that has one', () => {
    const repaired = new Set(cases.map(([code]) => code));
    const covered = [...repaired, ...Object.keys(authors), ...commands, ...ofCompanions];
    expect(covered.sort()).toEqual(Object.keys(findings).sort());
  });
});

test('the digest of changed data is written only when somebody asks for it', async () => {
  const known = (text: string) => findingsOf(text, 'HP126');
  const missing = await known(pipelineText({ intent: 'research' }));
  const data = `{ source: { path: data.csv }, target: label, sha256: "${'b'.repeat(64)}" }`;
  const changed = await known(pipelineText({ intent: 'research', data }));
  expect([missing[0]?.fixes?.[0]?.isPreferred, changed[0]?.fixes?.[0]?.isPreferred]).toEqual([true, false]);
});

test('a budget that only the author can set is not set by "fix all"', async () => {
  const [found] = await findingsOf(pipelineText({ backends: device, budget: cost('') }), 'HP153');
  expect(found?.fixes?.map(({ isPreferred }) => isPreferred)).toEqual([false]);
});

test('weights keep their proportions when they are made to sum to 1', async () => {
  const text = pipelineText(scorecard(measure('source: manual, good: 5, red: 20'), 3)).replace(
    'weight: 3',
    'weight: 0',
  );
  const { diagnostics } = await analysePipeline(text, 'x', { files: memoryFiles({ 'data.csv': twoClassTable(200) }) });
  const wrong = diagnostics.filter(({ code }) => code === 'HP003');
  // A share above 1 is no weight at all, and told as such.
  expect(wrong.length).toBe(4);
  const shares = [0.5, 0.5, 0.5, 0.25, 0.25];
  let index = 0;
  const uneven = pipelineText(scorecard(measure('source: manual, good: 5, red: 20'))).replace(
    /weight: 0\.2/g,
    () => `weight: ${shares[index++]}`,
  );
  const [found] = await findingsOf(uneven, 'HP193');
  const repaired = applyReplacements(uneven, found?.fixes?.[0]?.replacements ?? []);
  expect([...repaired.matchAll(/weight: ([\d.]+)/g)].map(([, weight]) => Number(weight))).toEqual([
    0.25, 0.25, 0.25, 0.125, 0.125,
  ]);
});
