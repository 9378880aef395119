import { expect, test } from 'vitest';
import { matrixToRows } from '#core/learn/matrix.ts';
import type { PredictRequest, TransformRequest } from '#core/pipeline/python/pythonPort.ts';
import { fakePython } from '#test/support/fakePython.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { measured, runText } from '#test/support/pipelineRuns.ts';

const text = pipelineText({
  pattern: 'quantum-features',
  quantum: '{ qubits: 2, featureMap: { use: angle } }',
  preprocess: '[{ use: minmax }, { use: python, with: { import: mine.Same, outputs: 2 } }]',
  head: '{ use: python, inputs: [quantum, features], with: { import: mine.Nearest } }',
  benchmark:
    '{ repeats: 2, ablations: [no-quantum, random-features], baselines: [{ use: logistic-regression }, { id: theirs, use: python, with: { import: mine.Nearest } }] }',
});

/** The class of the nearest training row. */
function nearest({ targets, test: asked, train }: PredictRequest): number[] {
  const rows = matrixToRows(train);
  return matrixToRows(asked).map((row) => {
    const distances = rows.map((other) =>
      other.reduce((sum, value, index) => sum + (value - (row[index] ?? 0)) ** 2, 0),
    );
    return targets[distances.indexOf(Math.min(...distances))] ?? -1;
  });
}

function observed() {
  const transformed: TransformRequest[] = [];
  const predicted: PredictRequest[] = [];
  const python = fakePython({
    transform: (request) => {
      transformed.push(request);
      return { parts: request.parts };
    },
    fitAndPredict: (request) => {
      predicted.push(request);
      return { predictions: nearest(request) };
    },
  });
  return { predicted, python, transformed };
}

test('steps, heads and baselines in Python run beside ours, on the same splits', async () => {
  const { predicted, python, transformed } = observed();
  const { result } = await runText(text, { python });
  // Once per repeat, whoever works on the split.
  expect(transformed).toHaveLength(2);
  expect(result.contenders.map(({ description, id }) => `${id}: ${description}`)).toEqual([
    'hybrid: angle on 2 qubits, with mine.Nearest (Python) on its expectations',
    'logistic-regression: logistic-regression on what the circuit gets',
    'theirs: mine.Nearest (Python) on what the circuit gets',
    'no-quantum: The same head on the features the circuit gets',
    'random-features: The same head on as many random Fourier features of what the circuit gets',
  ]);
  // Six expectations and two features; the features; random columns in place of expectations.
  expect(predicted.map(({ train }) => train.columns)).toEqual([8, 8, 2, 2, 2, 2, 8, 8]);
  for (const { id, metrics } of result.contenders)
    expect(metrics.find(({ name }) => name === 'accuracy')?.mean, id).toBeGreaterThan(0.8);
  // A contender without probabilities has no logarithmic loss.
  expect(result.contenders[0]?.metrics.map(({ name }) => name)).toEqual(['accuracy']);
});

test('a run with Python is the same again, also when it goes on from a checkpoint', async () => {
  const whole = await runText(text, { python: observed().python });
  expect(measured((await runText(text, { python: observed().python })).result)).toBe(measured(whole.result));
  const middle = whole.checkpoints[Math.floor(whole.checkpoints.length / 2)];
  const resumed = await runText(text, { python: observed().python, resumeFrom: middle });
  expect(measured(resumed.result)).toBe(measured(whole.result));
});

test('a model trained elsewhere as head leaves the ablations to a linear model', async () => {
  const head = '{ use: onnx, inputs: [quantum], with: { file: model.onnx } }';
  const widths: number[] = [];
  const python = fakePython({
    infer: ({ rows }) => {
      widths.push(rows.columns);
      return { predictions: matrixToRows(rows).map(() => 'low') };
    },
  });
  const { result } = await runText(
    pipelineText({
      pattern: 'quantum-features',
      quantum: '{ qubits: 2, featureMap: { use: angle } }',
      head,
      preprocess: '[{ use: minmax }]',
      benchmark: '{ repeats: 2, ablations: [no-quantum, random-features] }',
    }),
    { python },
  );
  expect(widths).toEqual([6, 6]);
  const accuracies = Object.fromEntries(result.contenders.map(({ id, metrics }) => [id, metrics[0]?.mean ?? 0]));
  expect(accuracies['hybrid']).toBeCloseTo(0.5, 1);
  expect(accuracies['no-quantum']).toBeGreaterThan(0.8);
});

test('without an interpreter the run says what it lacks', async () => {
  await expect(runText(text)).rejects.toMatchObject({ reason: 'unsupported', message: /mine.Same needs Python/ });
});
