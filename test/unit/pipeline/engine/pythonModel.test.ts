import { describe, expect, test } from 'vitest';
import { matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { type ClassicalModel, fitAndPredict, type ModelInputs } from '#core/pipeline/engine/classicalModel.ts';
import type { InferAnswer, PredictAnswer, PredictRequest } from '#core/pipeline/python/pythonPort.ts';
import { workWith } from '#test/support/fakePython.ts';

const classes = (names: readonly string[]): ModelInputs => ({
  kind: 'features',
  train: matrixFromRows([[0], [1], [2], [3], [4], [5]]),
  test: matrixFromRows([[0.2], [4.9]]),
  target: { kind: 'classes', classes: names },
  targets: [0, 0, 0, 1, 1, 1],
});
const numbers: ModelInputs = { ...classes([]), target: { kind: 'numbers' }, targets: [0, 2, 4, 6, 8, 10] };
const estimator: ClassicalModel = {
  use: 'python',
  with: { import: 'sklearn.svm.SVC', params: { C: 2, kernel: 'rbf' } },
};
const trained: ClassicalModel = { use: 'onnx', with: { file: 'model.onnx' } };

describe('a model in Python', () => {
  const answering = (answer: PredictAnswer, given = classes(['low', 'high'])) =>
    fitAndPredict(estimator, given, 5, workWith({ fitAndPredict: () => answer }));

  test('is told everything that makes its answer the same again', async () => {
    const asked: unknown[] = [];
    const work = workWith({
      fitAndPredict: (request, code) => {
        asked.push({ ...request, params: code.params });
        return { predictions: [0, 1] };
      },
    });
    expect(await fitAndPredict(estimator, classes(['low', 'high']), 5, work)).toEqual({
      kind: 'classes',
      classes: [0, 1],
    });
    await fitAndPredict(estimator, classes(['low', 'high']), 5, work);
    expect(asked[0]).toEqual(asked[1]);
    expect(asked[0]).toMatchObject({
      kernel: false,
      target: 'classes',
      classCount: 2,
      params: { C: 2, kernel: 'rbf' },
    });
  });

  test('is told when its rows are a kernel', async () => {
    const kernels: boolean[] = [];
    const given: ModelInputs = { ...classes(['a', 'b']), kind: 'kernel', test: matrixFromRows([[1, 0, 0, 0, 0, 0]]) };
    const fit = ({ kernel }: PredictRequest) => {
      kernels.push(kernel);
      return { predictions: [0] };
    };
    await fitAndPredict(estimator, given, 5, workWith({ fitAndPredict: fit }));
    expect(kernels).toEqual([true]);
  });

  test('gives probabilities and numbers', async () => {
    const probabilities = matrixFromRows([
      [0.9, 0.1],
      [0.2, 0.8],
    ]);
    expect(await answering({ predictions: [0, 1], probabilities })).toEqual({
      kind: 'classes',
      classes: [0, 1],
      probabilities,
    });
    expect(await answering({ predictions: [0.5, 9.5] }, numbers)).toEqual({ kind: 'numbers', numbers: [0.5, 9.5] });
  });

  test.each<[string, PredictAnswer, RegExp]>([
    ['too few rows', { predictions: [0] }, /judged 1 rows of 2/],
    ['a class there is not', { predictions: [0, 2] }, /predicted 2, which is no class/],
    ['half a class', { predictions: [0, 0.5] }, /predicted 0.5, which is no class/],
    ['too few probabilities', { predictions: [0, 1], probabilities: matrixFromRows([[1, 0]]) }, /1 rows and 2 classes/],
    [
      'a negative probability',
      {
        predictions: [0, 1],
        probabilities: matrixFromRows([
          [1, 0],
          [1.5, -0.5],
        ]),
      },
      /as a probability/,
    ],
    [
      'probabilities that do not add up',
      {
        predictions: [0, 1],
        probabilities: matrixFromRows([
          [1, 0],
          [0.5, 0.2],
        ]),
      },
      /add up to 0.7 in row 1/,
    ],
  ])('is refused for %s', async (_, answer, message) => {
    await expect(answering(answer)).rejects.toThrow(message);
  });

  test('is refused for numbers that are not finite', async () => {
    await expect(answering({ predictions: [0, Number.NaN] }, numbers)).rejects.toThrow(/not finite/);
  });

  test('is tuned by its arguments', async () => {
    const tune = { grid: { C: [1, 10] }, folds: 3 };
    const tried: unknown[] = [];
    const work = workWith({
      fitAndPredict: ({ test: rows }, { params }) => {
        tried.push(params);
        // Right with C = 10 only.
        const right = matrixToRows(rows).map(([x = 0]) => (x > 2.5 ? 1 : 0));
        return { predictions: params['C'] === 10 ? right : right.map((label) => 1 - label) };
      },
    });
    const told = await fitAndPredict({ ...estimator, tune }, classes(['a', 'b']), 5, work);
    expect(told).toEqual({ kind: 'classes', classes: [0, 1] });
    // Both values in three folds, then the better one on everything.
    expect(tried).toHaveLength(7);
    expect(tried.at(-1)).toEqual({ C: 10, kernel: 'rbf' });
  });
});

describe('a model trained elsewhere', () => {
  const said = (answer: InferAnswer, names: readonly string[], more: Record<string, unknown> = {}) =>
    fitAndPredict(
      { ...trained, with: { ...trained.with, ...more } },
      classes(names),
      5,
      workWith({ infer: () => answer }),
    );

  test('names classes by texts, by whole numbers where those are names, and by positions otherwise', async () => {
    expect(await said({ predictions: ['high', 'low'] }, ['low', 'high'])).toMatchObject({ classes: [1, 0] });
    expect(await said({ predictions: [2, 1] }, ['1', '2'])).toMatchObject({ classes: [1, 0] });
    expect(await said({ predictions: [0, 1] }, ['low', 'high'])).toMatchObject({ classes: [0, 1] });
    const listed = { classes: ['high', 'low'] };
    expect(await said({ predictions: [0, 1] }, ['low', 'high'], listed)).toMatchObject({ classes: [1, 0] });
  });

  test('has its probabilities put in the order of the classes', async () => {
    const probabilities = matrixFromRows([
      [0.9, 0.1],
      [0.2, 0.8],
    ]);
    const answer = { predictions: ['high', 'low'], probabilities, columns: ['high', 'low'] };
    const told = await said(answer, ['low', 'high']);
    expect(told.kind === 'classes' && told.probabilities && matrixToRows(told.probabilities)).toEqual([
      [0.1, 0.9],
      [0.8, 0.2],
    ]);
  });

  test('is refused for classes the data do not have', async () => {
    await expect(said({ predictions: ['other', 'low'] }, ['low', 'high'])).rejects.toThrow(
      'model.onnx answers with the class other, but the data have low, high.',
    );
    await expect(said({ predictions: [0, 2] }, ['low', 'high'])).rejects.toThrow(/answers with the class 2/);
    await expect(said({ predictions: [0, 1] }, ['1', '2'])).rejects.toThrow(/answers with the class 0/);
  });

  test('tells numbers as they are', async () => {
    const work = workWith({ infer: () => ({ predictions: [1.5, 2.5] }) });
    expect(await fitAndPredict(trained, numbers, 5, work)).toEqual({ kind: 'numbers', numbers: [1.5, 2.5] });
  });

  test('cannot be tuned and knows no kernel of these rows', async () => {
    const tune = { grid: { C: [1] }, folds: 2 };
    const work = workWith({});
    await expect(fitAndPredict({ ...trained, tune }, numbers, 5, work)).rejects.toThrow(/nothing of it can be tuned/);
    await expect(fitAndPredict(trained, { ...numbers, kind: 'kernel' }, 5, work)).rejects.toThrow(/knows no kernel/);
  });
});
