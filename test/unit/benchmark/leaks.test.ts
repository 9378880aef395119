import { describe, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import { wilsonInterval } from '#core/learn/interval.ts';
import { metricOf } from '#test/support/benchmarkResults.ts';
import { findingsIn, pipelineText } from '#test/support/pipelineFixtures.ts';
import { runText } from '#test/support/pipelineRuns.ts';
import { chance, judgedOnce, shuffledLabels, toldLabels } from '#test/support/uselessLabels.ts';

const shuffled = { 'data.csv': shuffledLabels() };
const told = { 'data.csv': toldLabels() };

async function accuracyOn(
  files: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, string>>,
): Promise<number> {
  const { result } = await runText(pipelineText({ ...judgedOnce, ...overrides }), { files });
  return metricOf(result, 'hybrid', 'accuracy').mean;
}

const trained = '{ method: cobyla, maxIterations: 30 }';
const features = { pattern: 'quantum-features', quantum: '{ qubits: 2, featureMap: { use: angle } }' };
const scoring = { pattern: 'quantum-scoring', optimise: '{ method: cobyla, maxIterations: 15, crossFit: 2 }' };
/** The models with options that make them fast. */
const heads = [
  '{ use: logistic-regression }',
  '{ use: svm }',
  '{ use: ridge }',
  '{ use: random-forest, with: { trees: 30 } }',
  '{ use: gradient-boosting, with: { rounds: 30 } }',
  '{ use: mlp, with: { epochs: 30 } }',
  '{ use: knn }',
] as const;

describe('a class that nothing tells is guessed', () => {
  test.each([
    ...heads.map((head) => [`${head} on expectations`, { ...features, head }] as const),
    ...[...heads, '{ use: threshold, inputs: [quantum] }'].map(
      (head) => [`${head} on scores of a trained circuit`, { ...scoring, head }] as const,
    ),
    [
      'a support vector machine on a kernel',
      { pattern: 'quantum-features', quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }' },
    ],
    [
      'a support vector machine on a projected kernel',
      { pattern: 'quantum-features', quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: projected } }' },
    ],
    [
      'a tuned support vector machine on a kernel',
      {
        pattern: 'quantum-features',
        quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
        head: '{ use: svm, tune: { grid: { C: [0.1, 1, 10, 100] }, folds: 3 } }',
      },
    ],
    ['a variational classifier', { optimise: trained }],
  ] as const)('%s', async (_, overrides) => {
    const guessed = await accuracyOn(shuffled, overrides);
    expect(guessed).toBeGreaterThan(chance.low);
    expect(guessed).toBeLessThan(chance.high);
    // The same pipeline does learn where there is something to learn, or guessing would prove nothing.
    expect(await accuracyOn(told, overrides)).toBeGreaterThan(chance.high);
  });

  test('also with whole groups of equal rows', async () => {
    const [head = '', ...rows] = shuffledLabels().trim().split('\n');
    // Every row four times: a model that has seen one of its copies knows its class.
    const copies = [`${head},origin`, ...rows.slice(0, 40).flatMap((row, at) => Array(4).fill(`${row},g${at}`))];
    const files = { 'data.csv': `${copies.join('\n')}\n` };
    const split = (group: string) =>
      `{ source: { path: data.csv }, features: [a, b], target: label, split: { method: kfold, folds: 4, shuffle: true${group} } }`;
    const forest = { ...scoring, head: '{ use: knn, with: { neighbours: 1 } }' };
    const within = wilsonInterval(20, 40, 0.999);
    const kept = await accuracyOn(files, { ...forest, data: split(', group: origin') });
    expect(kept).toBeGreaterThan(within.low);
    expect(kept).toBeLessThan(within.high);
    expect(await accuracyOn(files, { ...forest, data: split('') })).toBeGreaterThan(0.95);
  });
});

describe('a pipeline that learns from test rows', () => {
  /** Many columns of noise, among which some fit any class by chance. */
  const noise = (() => {
    const stream = RandomStream.seeded(7);
    const columns = Array.from({ length: 300 }, (_, column) => `x${column}`);
    const rows = Array.from({ length: 60 }, (_, row) =>
      [...columns.map(() => stream.normal().toFixed(6)), row % 2 === 0 ? 'yes' : 'no'].join(','),
    );
    return { 'data.csv': `${[...columns, 'label'].join(',')}\n${rows.join('\n')}\n` };
  })();
  const selecting = (fitOn: string) => ({
    pattern: 'quantum-features',
    quantum: '{ qubits: 4, featureMap: { use: angle } }',
    head: '{ use: logistic-regression }',
    preprocess: `[{ use: select-k-best, with: { k: 4 }, fitOn: ${fitOn} }, { use: to-angle, fitOn: train }]`,
  });

  test('is told apart by its accuracy, and reported', async () => {
    const honest = await accuracyOn(noise, selecting('train'));
    const within = wilsonInterval(30, 60, 0.999);
    expect(honest).toBeGreaterThan(within.low);
    expect(honest).toBeLessThan(within.high);
    expect(await accuracyOn(noise, selecting('all'))).toBeGreaterThan(within.high);
    const findings = (fitOn: string) =>
      findingsIn(pipelineText({ ...judgedOnce, ...selecting(fitOn) }), { files: noise });
    expect(await findings('all')).toContain('HP120 all');
    expect((await findings('train')).filter((finding) => finding.startsWith('HP120'))).toEqual([]);
  });

  test('is reported for every step that learns', async () => {
    for (const step of [
      'impute',
      'standardize',
      'minmax',
      'robust',
      'pca, with: { components: 2 }',
      'select-k-best, with: { k: 2 }',
      'onehot',
      'to-angle',
    ]) {
      const preprocess = `[{ use: ${step}, fitOn: all }]`;
      expect(await findingsIn(pipelineText({ ...judgedOnce, preprocess }), { files: shuffled }), step).toContain(
        'HP120 all',
      );
    }
  });

  test('is reported where a column is the class, or a row is in two parts', async () => {
    const copied = Array.from({ length: 40 }, (_, row) => `${row % 2},${row % 7},${row % 2}`);
    const codes = async (overrides: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>) =>
      (await findingsIn(pipelineText({ ...judgedOnce, ...overrides }), { files })).map((finding) =>
        finding.slice(0, 5),
      );
    expect(await codes({}, { 'data.csv': `copy,a,label\n${copied.join('\n')}\n` })).toContain('HP124');
    const twice = '{ source: { path: data.csv }, target: label, split: { indices: split.json } }';
    const split = JSON.stringify({ train: [0, 1, 2, 3], test: [3, 4] });
    expect(await codes({ data: twice }, { ...shuffled, 'split.json': split })).toContain('HP122');
  });
});

describe('scores of a trained circuit', () => {
  test('of training rows come from circuits that were trained without them', async () => {
    const overrides = {
      ...judgedOnce,
      ...scoring,
      data: '{ source: { path: data.csv }, target: label, split: { test: 0.25 } }',
    };
    const text = pipelineText({
      ...overrides,
      benchmark: '{ repeats: 1, ablations: [], baselines: [], metrics: [{ name: accuracy, primary: true }] }',
      optimise: '{ method: cobyla, maxIterations: 5, crossFit: 4 }',
    });
    const { requests } = await runText(text, { files: shuffled });
    const rowsOf = (index: number) => requests[index]?.bindings.map((row) => row.slice(0, 2).join()) ?? [];
    const parameters = (index: number) => requests[index]?.bindings[0]?.slice(2).join();
    // Four trainings without a part each, one with all rows, then the scores of the parts and of the test rows.
    const trainings = [0, 1, 2, 3, 4].map((training) => 5 * training);
    expect(requests).toHaveLength(5 * 5 + 4 + 1);
    const whole = rowsOf(20);
    expect(new Set(whole).size).toBe(120);
    const scored = [25, 26, 27, 28].flatMap((request, part) => {
      const seen = new Set(rowsOf(trainings[part] as number));
      const own = rowsOf(request);
      expect(own.filter((row) => seen.has(row))).toEqual([]);
      expect(seen.size + own.length).toBe(120);
      return own;
    });
    expect([...scored].sort()).toEqual([...whole].sort());
    expect(rowsOf(29)).toHaveLength(40);
    expect(new Set([25, 26, 27, 28, 29].map(parameters)).size).toBeGreaterThan(1);
  });

  test('are the same again, also when the training is interrupted at any place', async () => {
    const text = pipelineText({
      ...judgedOnce,
      ...scoring,
      optimise: '{ method: cobyla, maxIterations: 6, checkpoint: { every: 2 } }',
      data: '{ source: { path: data.csv }, target: label }',
      benchmark:
        '{ repeats: 1, ablations: [], baselines: [], metrics: [{ name: accuracy, primary: true }, { name: log-loss }] }',
    });
    const whole = await runText(text);
    for (const checkpoint of whole.checkpoints) {
      const resumed = await runText(text, { resumeFrom: checkpoint });
      expect(resumed.result.contenders[0]?.metrics).toEqual(whole.result.contenders[0]?.metrics);
    }
    expect(whole.checkpoints.length).toBeGreaterThan(4);
  });
});
