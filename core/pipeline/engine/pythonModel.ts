import { Failure } from '#core/base/failure.ts';
import { entry, type Matrix, zeroMatrix } from '#core/learn/matrix.ts';
import type { LearningTarget } from '../data/learningData.ts';
import type { InferAnswer } from '../python/pythonPort.ts';
import { type OnnxProgram, onnxModel, type PythonProgram, programTitle, pythonModel } from '../python/pythonProgram.ts';
import type { ClassicalModel, ModelInputs } from './classicalModel.ts';
import type { Prediction } from './prediction.ts';
import { badAnswer, interpreterFor, type PythonWork, unsignedSeed } from './pythonWork.ts';

/** How far the probabilities of a row may add up beside 1. */
const sumTolerance = 1e-3;

/**
 * Lets an estimator in Python learn from the training rows and judge the test rows.
 * @throws Failure of the interpreter, `invalid-input` for an answer of another form
 */
export async function predictByPython(
  model: ClassicalModel,
  inputs: ModelInputs,
  seed: number,
  work: PythonWork,
): Promise<Prediction> {
  const code = pythonModel(model);
  const { kind, target, targets, test, train } = inputs;
  const answer = await interpreterFor(code, work).fitAndPredict(
    code,
    {
      seed: unsignedSeed(seed),
      kernel: kind === 'kernel',
      train,
      targets,
      target: target.kind,
      classCount: target.kind === 'classes' ? target.classes.length : 0,
      test,
    },
    work.signal,
  );
  return checkedPrediction(code, answer.predictions, answer.probabilities, inputs);
}

/**
 * Lets a model that was trained elsewhere judge the test rows; nothing is learnt.
 * @throws Failure of the interpreter, `invalid-input` for an answer of another form or a class the data do not have
 */
export async function predictByOnnx(model: ClassicalModel, inputs: ModelInputs, work: PythonWork): Promise<Prediction> {
  const program = onnxModel(model);
  if (inputs.kind === 'kernel')
    throw new Failure(
      'invalid-input',
      `The model ${program.path} was trained elsewhere, so it knows no kernel of these rows.`,
      {
        advice: 'Use head.inputs: [quantum] or [features].',
      },
    );
  const { target, test } = inputs;
  const answer = await interpreterFor(program, work).infer(program, { rows: test, target: target.kind }, work.signal);
  if (target.kind === 'numbers') return checkedPrediction(program, answer.predictions.map(Number), undefined, inputs);
  const predictions = answer.predictions.map((said) => classOf(program, said, target));
  return checkedPrediction(program, predictions, probabilitiesOf(program, answer, target), inputs);
}

type Classes = Extract<LearningTarget, { readonly kind: 'classes' }>;

/** The class among those of the data that a model means, as it is written under `classes` of the model. */
function classOf(program: OnnxProgram, said: number | string, { classes }: Classes): number {
  const name = typeof said === 'number' ? program.classes?.[said] : said;
  const position =
    typeof said === 'number' && !program.classes && !allWhole(classes) ? said : classes.indexOf(String(name ?? said));
  if (Number.isInteger(position) && position >= 0 && position < classes.length) return position;
  throw new Failure(
    'invalid-input',
    `${program.path} answers with the class ${name ?? said}, but the data have ${classes.join(', ')}.`,
    { advice: 'List what its classes 0, 1, … are called in the data under classes.' },
  );
}

function allWhole(classes: readonly string[]): boolean {
  return classes.every((name) => /^-?\d+$/.test(name));
}

/** The columns of the model in the order of the classes of the data. */
function probabilitiesOf(program: OnnxProgram, answer: InferAnswer, target: Classes): Matrix | undefined {
  const { columns, probabilities: given } = answer;
  if (!given) return undefined;
  const meanings = columns ?? Array.from({ length: given.columns }, (_, column) => column);
  const ordered = zeroMatrix(given.rows, target.classes.length);
  meanings.forEach((meaning, column) => {
    const position = classOf(program, meaning, target);
    for (let row = 0; row < given.rows; row++)
      ordered.values[row * ordered.columns + position] = entry(given, row, column);
  });
  return ordered;
}

function checkedPrediction(
  program: PythonProgram,
  predictions: readonly number[],
  probabilities: Matrix | undefined,
  { target, test }: ModelInputs,
): Prediction {
  if (predictions.length !== test.rows) throw badAnswer(program, `judged ${predictions.length} rows of ${test.rows}`);
  if (target.kind === 'numbers') {
    if (!predictions.every(Number.isFinite)) throw badAnswer(program, 'predicted values that are not finite numbers');
    return { kind: 'numbers', numbers: predictions };
  }
  const { classes } = target;
  const wrong = predictions.find((label) => !(Number.isInteger(label) && label >= 0 && label < classes.length));
  if (wrong !== undefined)
    throw badAnswer(
      program,
      `predicted ${wrong}, which is no class; classes are numbers from 0 to ${classes.length - 1}`,
    );
  if (!probabilities) return { kind: 'classes', classes: predictions };
  checkProbabilities(program, probabilities, test.rows, classes.length);
  return { kind: 'classes', classes: predictions, probabilities };
}

function checkProbabilities(program: PythonProgram, given: Matrix, rows: number, columns: number): void {
  if (given.rows !== rows || given.columns !== columns)
    throw badAnswer(
      program,
      `gave probabilities of ${given.rows} rows and ${given.columns} classes instead of ${rows} and ${columns}`,
    );
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      const value = entry(given, row, column);
      if (!(value >= 0 && value <= 1 + sumTolerance))
        throw badAnswer(program, `gave ${value} as a probability in row ${row}`);
      sum += value;
    }
    if (!(Math.abs(sum - 1) <= sumTolerance))
      throw badAnswer(program, `gave probabilities that add up to ${sum} in row ${row}`);
  }
}

/** The same model with other options, as tuning tries them: arguments of code in Python, else options of ours. */
export function withOptions(model: ClassicalModel, options: Readonly<Record<string, unknown>>): ClassicalModel {
  if (model.use !== 'python') return { ...model, with: { ...model.with, ...options } };
  const { params } = pythonModel(model);
  return { ...model, with: { ...model.with, params: { ...params, ...options } } };
}

/** @throws Failure `invalid-input` for options of a model that does not learn */
export function refuseTuning(model: ClassicalModel): void {
  if (model.use !== 'onnx' || !model.tune) return;
  throw new Failure(
    'invalid-input',
    `${programTitle(onnxModel(model))} was trained elsewhere, so nothing of it can be tuned.`,
    {
      advice: 'Leave out tune.',
    },
  );
}
