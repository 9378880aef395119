import { Failure } from '#core/base/failure.ts';
import { deriveSeed, randomStream } from '#core/base/random.ts';
import {
  type ClassifierSettings,
  type ClassifierState,
  fitClassifier,
  predictClasses,
  predictProbabilities,
} from '#core/learn/classifier.ts';
import { type Matrix, selectBlock, selectRows } from '#core/learn/matrix.ts';
import { accuracy } from '#core/learn/metrics.ts';
import { foldSplits } from '#core/learn/split.ts';
import { isRunnableModel, modelOptions } from '../schema/options.ts';
import type { Prediction } from './prediction.ts';

/** A classical model of a pipeline file: a head or a baseline. */
export interface ClassicalModel {
  readonly use: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly tune?:
    | { readonly grid: Readonly<Record<string, readonly (string | number | boolean)[]>>; readonly folds: number }
    | undefined;
}

/** Features of training and test rows. A kernel is their Gram matrix: test rows against training rows. */
export interface ModelInputs {
  readonly kind: 'features' | 'kernel';
  readonly train: Matrix;
  readonly test: Matrix;
  readonly labels: readonly number[];
  readonly classCount: number;
}

/**
 * Fits a classical model on the training rows, after choosing its tuned options by cross-validation inside them, and
 * judges the test rows.
 * @param seed of the folds used for tuning and of what the model draws
 * @throws Failure `unsupported` for a model this version does not have, `invalid-input` for bad options
 */
export function fitAndPredict(model: ClassicalModel, inputs: ModelInputs, seed: number): Prediction {
  const settings = model.tune ? tunedSettings(model, inputs, seed) : classifierSettings(model, inputs.kind);
  const state = fitClassifier(settings, inputs.train, inputs.labels, inputs.classCount, deriveSeed(seed, 'model'));
  return predictionOf(state, inputs.test);
}

function predictionOf(state: ClassifierState, rows: Matrix): Prediction {
  const probabilities = predictProbabilities(state, rows);
  const classes = predictClasses(state, rows);
  return probabilities ? { classes, probabilities } : { classes };
}

/** @throws Failure `unsupported` or `invalid-input` */
function classifierSettings(model: ClassicalModel, kind: ModelInputs['kind']): ClassifierSettings {
  const { use } = model;
  if (!isRunnableModel(use))
    throw new Failure('unsupported', `The model ${use} is not available in this version.`, {
      advice: `Available are: ${Object.keys(modelOptions).join(', ')}.`,
    });
  const options = modelOptions[use].safeParse(model.with);
  if (!options.success) {
    const issue = options.error.issues[0];
    throw new Failure(
      'invalid-input',
      `The options of the model ${use} do not fit: ${issue?.path.join('.') || 'with'}.`,
    );
  }
  if (kind === 'features') return { use, ...options.data } as ClassifierSettings;
  if (use !== 'svm')
    throw new Failure('invalid-input', `The model ${use} cannot learn from a kernel.`, { advice: 'Use svm.' });
  return { use, ...options.data, kernel: 'precomputed' } as ClassifierSettings;
}

function tunedSettings(model: ClassicalModel, inputs: ModelInputs, seed: number): ClassifierSettings {
  const { tune } = model;
  if (!tune) return classifierSettings(model, inputs.kind);
  const folds = foldSplits(inputs.labels.length, {
    folds: tune.folds,
    stratifyBy: inputs.labels,
    shuffleWith: randomStream(seed, 'tune'),
  });
  let best: { readonly settings: ClassifierSettings; readonly score: number } | undefined;
  for (const options of gridPoints(tune.grid)) {
    const settings = classifierSettings({ ...model, with: { ...model.with, ...options } }, inputs.kind);
    let score = 0;
    for (const { train, test } of folds) {
      const part = (rows: readonly number[]) =>
        inputs.kind === 'kernel' ? selectBlock(inputs.train, rows, train) : selectRows(inputs.train, rows);
      const labels = (rows: readonly number[]) => rows.map((row) => inputs.labels[row] ?? 0);
      const state = fitClassifier(settings, part(train), labels(train), inputs.classCount, deriveSeed(seed, 'model'));
      score += accuracy(labels(test), predictClasses(state, part(test)));
    }
    // The earlier of two equal ones wins, so that the order in the file decides.
    if (!best || score > best.score) best = { settings, score };
  }
  if (!best) throw new Failure('invalid-input', `The grid of the model ${model.use} is empty.`);
  return best.settings;
}

/** All combinations, the last key varying fastest. */
function gridPoints(
  grid: Readonly<Record<string, readonly (string | number | boolean)[]>>,
): Record<string, string | number | boolean>[] {
  return Object.entries(grid).reduce<Record<string, string | number | boolean>[]>(
    (points, [key, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [key]: value }))),
    [{}],
  );
}
