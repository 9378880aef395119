import { describe, expect, test } from 'vitest';
import { RandomStream } from '#core/base/random.ts';
import type { RunResult } from '#core/runs/runRecord.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { measured, runText } from '#test/support/pipelineRuns.ts';

/** A target that one circuit can tell exactly: the expectation of Z after RY(a) is cos a. */
function cosineTable(rows: number, scale = 1, shift = 0): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const angle = (Math.PI * ((row * 17) % rows)) / (rows - 1);
    return `${angle},${((row * 7) % 11) / 11},${shift + scale * Math.cos(angle)}`;
  });
  return `a,b,y\n${lines.join('\n')}\n`;
}

const common = {
  data: '{ source: { path: data.csv }, target: y }',
  preprocess: '[{ use: to-angle, with: { range: [0, pi] } }]',
};

const kernelText = (task: string, rest: Readonly<Record<string, string>> = {}) =>
  pipelineText({
    ...common,
    pattern: 'quantum-features',
    task,
    quantum: '{ qubits: 2, featureMap: { use: angle }, kernel: { kind: fidelity } }',
    head: '{ use: svm, with: { C: 10, epsilon: 0.01 } }',
    benchmark: '{ repeats: 3, baselines: [{ use: ridge }, { use: mean }] }',
    ...rest,
  });

const variationalText = (task: string, rest: Readonly<Record<string, string>> = {}) =>
  pipelineText({
    ...common,
    task,
    optimise: '{ method: cobyla, maxIterations: 60 }',
    benchmark: '{ repeats: 2, baselines: [{ use: ridge }, { use: mean }] }',
    ...rest,
  });

function metric(result: RunResult, contender: string, name: string) {
  const found = result.contenders.find(({ id }) => id === contender)?.metrics.find((own) => own.name === name);
  if (!found) throw new Error(`${contender} has no ${name}.`);
  return found;
}

const files = { 'data.csv': cosineTable(60) };

describe('a regression on quantum features', () => {
  test('is judged by errors where less is better, against ridge and the mean', async () => {
    const { result } = await runText(kernelText('regression'), { files });
    expect(metric(result, 'hybrid', 'rmse')).toMatchObject({ better: 'lower', primary: true });
    expect(result.contenders.map(({ id }) => id)).toEqual(['hybrid', 'ridge', 'mean', 'no-quantum', 'no-entanglement']);
    // The kernel of the angle map holds the cosine of each angle; the mean explains nothing of unseen rows.
    expect(metric(result, 'hybrid', 'r2').mean).toBeGreaterThan(0.99);
    expect(metric(result, 'mean', 'r2').mean).toBeLessThan(0);
    expect(metric(result, 'hybrid', 'rmse').mean).toBeLessThan(metric(result, 'ridge', 'rmse').mean);
    expect(result.verdicts.find(({ against }) => against === 'mean')).toMatchObject({
      metric: 'rmse',
      outcome: 'better',
    });
    expect(result.confusion).toBeUndefined();
    expect(result.warnings).toEqual([]);
  });

  test('learns from expectations with any head of numbers', async () => {
    for (const head of ['ridge', 'svm', 'random-forest', 'gradient-boosting', 'knn']) {
      const text = kernelText('regression', {
        quantum: '{ qubits: 2, featureMap: { use: angle } }',
        head: `{ use: ${head} }`,
        benchmark: '{ repeats: 1, ablations: [] }',
      });
      const { result } = await runText(text, { files });
      expect(metric(result, 'hybrid', 'r2').mean, head).toBeGreaterThan(0.9);
    }
  });

  test('falls back to its head, or to ridge', async () => {
    const text = kernelText('regression', { execution: '{ quantum: { state: disabled } }' });
    const { result } = await runText(text, { files });
    expect(result.warnings[0]).toMatch(/^hybrid: 3 of 3 repeats ran on the classical stand-in/);
    expect(metric(result, 'hybrid', 'rmse').values).toEqual(metric(result, 'no-quantum', 'rmse').values);
  });
});

describe('a regression by a variational loop', () => {
  const exact = {
    quantum:
      '{ qubits: 2, featureMap: { use: angle, with: { axis: y } }, ansatz: { use: real-amplitudes, reps: 1 }, measure: { observables: [Z0] } }',
  };

  test('scales an expectation to the range of the targets', async () => {
    const { result } = await runText(variationalText('regression', exact), { files });
    expect(metric(result, 'hybrid', 'rmse').mean).toBeLessThan(0.15);
    expect(metric(result, 'hybrid', 'r2').mean).toBeGreaterThan(0.9);
  });

  test('does not depend on the unit of the target', async () => {
    const plain = await runText(variationalText('regression', exact), { files });
    const scaled = await runText(variationalText('regression', exact), {
      files: { 'data.csv': cosineTable(60, 1024) },
    });
    // A power of two, so that every number is scaled without rounding.
    const expected = metric(plain.result, 'hybrid', 'rmse').values.map((value) => 1024 * value);
    expect(metric(scaled.result, 'hybrid', 'rmse').values).toEqual(expected);
  });

  test('follows gradients of every optimiser that asks for them', async () => {
    const optimise = '{ method: adam, maxIterations: 40, with: { learningRate: 0.2 }, gradient: adjoint }';
    const { result, gradients } = await runText(variationalText('regression', { ...exact, optimise }), { files });
    expect(gradients.length).toBeGreaterThan(0);
    expect(metric(result, 'hybrid', 'r2').mean).toBeGreaterThan(0.9);
  });

  test('gives the same numbers again', async () => {
    const runs = [0, 1].map(() => runText(variationalText('regression'), { files }));
    const [first, second] = await Promise.all(runs);
    expect(first && measured(first.result)).toBe(second && measured(second.result));
  });

  test('goes on from any checkpoint to the same numbers', async () => {
    const whole = await runText(variationalText('regression'), { files });
    const resumeFrom = whole.checkpoints[Math.floor(whole.checkpoints.length / 2)];
    const resumed = await runText(variationalText('regression'), { files, resumeFrom });
    expect(measured(resumed.result)).toBe(measured(whole.result));
  });

  test('reads one observable', async () => {
    const quantum = exact.quantum.replace('[Z0]', '[Z0, Z1]');
    await expect(runText(variationalText('regression', { quantum }), { files })).rejects.toThrow(
      'A number is read from one observable, not from 2.',
    );
  });
});

test('shuffled targets are predicted no better than by chance, whatever the head', async () => {
  const [header, ...lines] = cosineTable(60).trimEnd().split('\n');
  const targets = lines.map((line) => line.split(',')[2]);
  const order = RandomStream.seeded(5).permutation(lines.length);
  const shuffled = lines.map((line, row) => [...line.split(',').slice(0, 2), targets[order[row] ?? 0]].join(','));
  for (const head of ['ridge', 'svm', 'random-forest', 'gradient-boosting', 'knn', 'mlp']) {
    const text = kernelText('regression', {
      quantum: '{ qubits: 2, featureMap: { use: angle } }',
      head: `{ use: ${head} }`,
      benchmark:
        '{ repeats: 6, ablations: [], baselines: [{ use: mean }], metrics: [{ name: r2, primary: true }, { name: spearman }] }',
    });
    const { result } = await runText(text, { files: { 'data.csv': `${[header, ...shuffled].join('\n')}\n` } });
    const { low, high } = metric(result, 'hybrid', 'spearman').interval ?? { low: 1, high: -1 };
    expect(low, head).toBeLessThanOrEqual(0);
    expect(high, head).toBeGreaterThanOrEqual(0);
    expect(metric(result, 'hybrid', 'r2').mean, head).toBeLessThan(0.1);
    expect(result.verdicts[0]?.outcome, head).not.toBe('better');
  }
});

describe('a ranking', () => {
  test('is judged by the order of the rows', async () => {
    const text = kernelText('ranking', {
      benchmark:
        '{ repeats: 6, ablations: [], baselines: [{ use: mean }], metrics: [{ name: spearman, primary: true }, { name: kendall }] }',
    });
    const { result } = await runText(text, { files });
    expect(metric(result, 'hybrid', 'spearman').mean).toBeGreaterThan(0.98);
    expect(metric(result, 'hybrid', 'kendall').mean).toBeGreaterThan(0.9);
    expect(metric(result, 'mean', 'spearman').values).toEqual(new Array(6).fill(0));
    expect(result.verdicts.find(({ against }) => against === 'mean')?.outcome).toBe('better');
  });

  test('measures the gain of the first rows where targets are gains', async () => {
    const gains = { 'data.csv': cosineTable(60, 1, 1) };
    const benchmark = '{ repeats: 2, ablations: [], metrics: [{ name: ndcg }] }';
    const { result } = await runText(kernelText('ranking', { benchmark }), { files: gains });
    expect(metric(result, 'hybrid', 'ndcg').mean).toBeGreaterThan(0.99);
    await expect(runText(kernelText('ranking', { benchmark }), { files })).rejects.toThrow(/ndcg needs targets/);
  });
});

describe('targets of a regression', () => {
  test('must be numbers', async () => {
    const texts = { 'data.csv': cosineTable(60).replace(/,[^,\n]*\n$/, ',high\n') };
    await expect(runText(kernelText('regression'), { files: texts })).rejects.toThrow(
      'Row 60 of data.csv (line 61), column “y” is “high”, which is not a number.',
    );
    const empty = { 'data.csv': cosineTable(60).replace(/,[^,\n]*\n$/, ',\n') };
    await expect(runText(kernelText('regression'), { files: empty })).rejects.toThrow(/column “y” is empty/);
  });

  test('have no classes whose shares a split could keep', async () => {
    const data = '{ source: { path: data.csv }, target: y, split: { stratify: true } }';
    await expect(runText(kernelText('regression', { data }), { files })).rejects.toThrow(/shares of classes/);
    const folds = kernelText('regression', {
      data: '{ source: { path: data.csv }, target: y, split: { method: kfold, folds: 6 } }',
    });
    expect(metric((await runText(folds, { files })).result, 'hybrid', 'rmse').values).toHaveLength(6);
  });

  test('are not judged by metrics of classes', async () => {
    const benchmark = '{ repeats: 1, metrics: [{ name: accuracy }] }';
    await expect(runText(kernelText('regression', { benchmark }), { files })).rejects.toThrow(
      'The metric accuracy is not available for a target of numbers.',
    );
  });
});
