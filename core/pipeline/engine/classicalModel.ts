import { Failure } from '#core/base/failure.ts';
import { deriveSeed, randomStream } from '#core/base/random.ts';
import {
  type ClassifierSettings,
  fitClassifier,
  predictClasses,
  predictProbabilities,
} from '#core/learn/classifier.ts';
import { decisionScores } from '#core/learn/decisionScores.ts';
import { type Matrix, selectBlock, selectRows } from '#core/learn/matrix.ts';
import { accuracy } from '#core/learn/metrics.ts';
import { explainedVariance } from '#core/learn/numberMetrics.ts';
import { fitRegressor, predictNumbers, type RegressorSettings } from '#core/learn/regressor.ts';
import { foldSplits } from '#core/learn/split.ts';
import type { LearningTarget } from '../data/learningData.ts';
import { isRunnableModel, modelOptionsOf, modelsOf } from '../schema/options.ts';
import type { Prediction } from './prediction.ts';
import { predictByOnnx, predictByPython, refuseTuning, withOptions } from './pythonModel.ts';
import type { PythonWork } from './pythonWork.ts';

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
  readonly target: LearningTarget;
  /** Of the training rows: positions of classes, or numbers. */
  readonly targets: readonly number[];
}

/**
 * Fits a classical model on the training rows, after choosing its tuned options by cross-validation inside them, and
 * judges the test rows.
 * @param seed of the folds used for tuning and of what the model draws
 * @throws Failure `unsupported` for a model this version does not have, `invalid-input` for bad options or a model that
 * does not predict this kind of target; those of the interpreter for models in Python
 */
export async function fitAndPredict(
  model: ClassicalModel,
  inputs: ModelInputs,
  seed: number,
  work: PythonWork,
): Promise<Prediction> {
  refuseTuning(model);
  const chosen = model.tune ? await tuned(model, inputs, seed, work) : model;
  return await predicted(chosen, inputs, seed, work);
}

async function predicted(
  model: ClassicalModel,
  inputs: ModelInputs,
  seed: number,
  work: PythonWork,
): Promise<Prediction> {
  const own = deriveSeed(seed, 'model');
  switch (model.use) {
    case 'python':
      return await predictByPython(model, inputs, own, work);
    case 'onnx':
      return await predictByOnnx(model, inputs, work);
    default:
      return predictedHere(modelSettings(model, inputs), inputs, own);
  }
}

/** The two families of models take different settings, all checked by now. */
interface ModelSettings {
  readonly use: string;
}

function predictedHere(
  settings: ModelSettings,
  { test, train, target, targets }: ModelInputs,
  seed: number,
): Prediction {
  switch (target.kind) {
    case 'classes': {
      const state = fitClassifier(settings as ClassifierSettings, train, targets, target.classes.length, seed);
      const probabilities = predictProbabilities(state, test);
      const classes = predictClasses(state, test);
      const scores = probabilities ? undefined : decisionScores(state, test);
      return { kind: 'classes', classes, ...(probabilities && { probabilities }), ...(scores && { scores }) };
    }
    case 'numbers': {
      const state = fitRegressor(settings as RegressorSettings, train, targets, seed);
      return { kind: 'numbers', numbers: predictNumbers(state, test) };
    }
  }
}

/** @throws Failure `unsupported` or `invalid-input` */
function modelSettings(model: ClassicalModel, { kind, target }: Pick<ModelInputs, 'kind' | 'target'>): ModelSettings {
  const { use } = model;
  if (!isRunnableModel(use))
    throw new Failure('unsupported', `The model ${use} is not available in this version.`, {
      advice: `Available are: ${modelsOf(target.kind).join(', ')}.`,
    });
  if (!modelsOf(target.kind).includes(use))
    throw new Failure('invalid-input', `The model ${use} does not predict ${target.kind}.`, {
      advice: `Models that do are: ${modelsOf(target.kind).join(', ')}.`,
    });
  const options = modelOptionsOf(use, target.kind).safeParse(model.with);
  if (!options.success) {
    const issue = options.error.issues[0];
    throw new Failure(
      'invalid-input',
      `The options of the model ${use} do not fit: ${issue?.path.join('.') || 'with'}.`,
    );
  }
  if (kind === 'features') return { use, ...options.data };
  if (use !== 'svm')
    throw new Failure('invalid-input', `The model ${use} cannot learn from a kernel.`, { advice: 'Use svm.' });
  const precomputed = { use, ...options.data, kernel: 'precomputed' };
  return precomputed;
}

/** The model with the options that judge held-out parts of the training rows best. */
async function tuned(
  model: ClassicalModel,
  inputs: ModelInputs,
  seed: number,
  work: PythonWork,
): Promise<ClassicalModel> {
  const { tune } = model;
  if (!tune) return model;
  const folds = foldSplits(inputs.targets.length, {
    folds: tune.folds,
    ...(inputs.target.kind === 'classes' ? { stratifyBy: inputs.targets } : {}),
    shuffleWith: randomStream(seed, 'tune'),
  });
  let best: { readonly model: ClassicalModel; readonly score: number } | undefined;
  for (const options of gridPoints(tune.grid)) {
    const candidate = withOptions(model, options);
    let score = 0;
    for (const { train, test } of folds) {
      const part = (rows: readonly number[]) =>
        inputs.kind === 'kernel' ? selectBlock(inputs.train, rows, train) : selectRows(inputs.train, rows);
      const targets = (rows: readonly number[]) => rows.map((row) => inputs.targets[row] as number);
      const fold = { ...inputs, train: part(train), test: part(test), targets: targets(train) };
      score += quality(targets(test), await predicted(candidate, fold, seed, work));
    }
    // The earlier of two equal ones wins, so that the order in the file decides.
    if (!best || score > best.score) best = { model: candidate, score };
  }
  if (!best) throw new Failure('invalid-input', `The grid of the model ${model.use} is empty.`);
  return best.model;
}

/** What tuning makes as large as it can: the accuracy, or the share of the variance that is explained. */
function quality(targets: readonly number[], prediction: Prediction): number {
  switch (prediction.kind) {
    case 'classes':
      return accuracy(targets, prediction.classes);
    case 'numbers':
      return explainedVariance(targets, prediction.numbers);
  }
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
