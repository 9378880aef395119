import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { type Matrix, matrixFromRows, matrixToRows } from '#core/learn/matrix.ts';
import { applyStep, fitStep } from '#core/learn/preprocess.ts';
import type { PredictRequest } from '#core/pipeline/python/pythonPort.ts';
import { type PythonCode, pythonModel, pythonStep } from '#core/pipeline/python/pythonProgram.ts';
import { PythonBridge } from '#platform/python/pythonBridge.ts';
import { irisSample } from '#test/support/irisSample.ts';
import { memoryFiles } from '#test/support/pipelineFixtures.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const iris = irisSample();
let interpreter: string;

beforeAll(async () => {
  interpreter = await pythonEnvironment();
});

/** Code of a file that prints, draws from the global generator and has two classes. */
const ownFile = `
import random
import numpy
from helpers import factor

print("what a program prints is no answer")

class Doubled:
    def __init__(self, times=1):
        self.times = times
    def fit(self, rows):
        self.shift = numpy.random.random() + random.random()
        return self
    def transform(self, rows):
        return rows * factor * self.times + self.shift

class Failing:
    def fit(self, rows, targets):
        raise ValueError("no\\nluck")
    def predict(self, rows):
        return rows[:, 0]

class Wrong(Failing):
    def fit(self, rows, targets):
        self.answer = None
    def predict(self, rows):
        return {"nan": rows[:, 0] * float("nan")}["nan"]

class Leaving(Failing):
    def fit(self, rows, targets):
        raise SystemExit(3)

class Endless(Failing):
    def fit(self, rows, targets):
        while True:
            pass

number = 7
`;
const files = memoryFiles({
  'steps/own.py': ownFile,
  'steps/helpers.py': 'factor = 2\n',
  'broken.py': 'class A:\n    def f(:\n',
  'lacking.py': '\nimport no_such_package\n',
});

const step = (options: Record<string, unknown>) => pythonStep({ use: 'python', with: options });
const model = (options: Record<string, unknown>) => pythonModel({ use: 'python', with: options });
const own = (entry: string, more = {}) => ({ file: 'steps/own.py', entry, modules: ['steps/helpers.py'], ...more });

async function opened(programs: readonly PythonCode[], folder: string): Promise<PythonBridge> {
  return await PythonBridge.open(programs, files, { interpreter, folder, environment: process.env }, neverCancelled);
}

async function withBridge<T>(programs: readonly PythonCode[], use: (bridge: PythonBridge) => Promise<T>): Promise<T> {
  return await withTemporaryFolder(async (folder) => {
    const bridge = await opened(programs, folder);
    try {
      return await use(bridge);
    } finally {
      bridge.close();
    }
  });
}

/** Why the programs cannot even be loaded. */
async function refusal(...programs: PythonCode[]): Promise<unknown> {
  return await withBridge(programs, async () => 'loaded').catch((thrown: unknown) => thrown);
}

const fitting = (train: Matrix, targets: readonly number[], more: Partial<PredictRequest> = {}): PredictRequest => ({
  seed: 1,
  kernel: false,
  train,
  targets,
  target: 'classes',
  classCount: 3,
  test: train,
  ...more,
});
const transforming = (rows: Matrix, seed = 1) => ({
  seed,
  fit: rows,
  targets: iris.labels,
  target: 'classes' as const,
  names: iris.names,
  parts: [rows],
});

describe('code that runs', () => {
  const components = step({ import: 'sklearn.decomposition.PCA', params: { n_components: 2 } });
  const doubled = step(own('Doubled', { requires: { scipy: '>=1' } }));
  const forest = model({
    import: 'sklearn.ensemble.RandomForestClassifier',
    params: { n_estimators: 3, max_depth: 2 },
  });
  const bagged = model({ import: 'sklearn.ensemble.BaggingClassifier', params: { n_estimators: 3 } });
  const logistic = model({ import: 'sklearn.linear_model.LogisticRegression' });
  const machine = model({ import: 'sklearn.svm.SVC', params: { kernel: 'rbf' } });
  const imputer = step({ import: 'sklearn.impute.SimpleImputer' });
  let folder: string;
  let bridge: PythonBridge;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hybridq-'));
    const programs = [components, doubled, forest, bagged, logistic, machine, imputer];
    bridge = await opened(programs, folder);
  });

  afterAll(async () => {
    bridge.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('a transformer of scikit-learn gives what our own step gives', async () => {
    const answer = await bridge.transform(components, transforming(iris.features), neverCancelled);
    const ours = applyStep(fitStep({ use: 'pca', components: 2 }, iris.features, iris.names), iris.features);
    const [theirs] = answer.parts;
    expect(theirs?.rows).toBe(150);
    theirs?.values.forEach((value, index) => {
      expect(value).toBeCloseTo(ours.values[index] ?? Number.NaN, 9);
    });
    expect(answer.names).toEqual(['pca0', 'pca1']);
  });

  test('versions are those of the interpreter and of what the code comes from', () => {
    const versions = bridge.versions();
    expect(Object.keys(versions)).toEqual(['python', 'numpy', 'scikit-learn', 'scipy']);
    for (const version of Object.values(versions)) expect(version).toMatch(/^\d+\.\d+/);
  });

  test('what is random follows the seed: arguments, parts of objects, and global generators', async () => {
    for (const code of [forest, bagged]) {
      const ask = async (seed: number) =>
        await bridge.fitAndPredict(code, fitting(iris.features, iris.labels, { seed }), neverCancelled);
      expect(await ask(1)).toEqual(await ask(1));
      expect((await ask(2)).probabilities).not.toEqual((await ask(1)).probabilities);
    }
    const shift = async (seed: number) =>
      (await bridge.transform(doubled, transforming(iris.features, seed), neverCancelled)).parts;
    expect(await shift(1)).toEqual(await shift(1));
    expect(await shift(2)).not.toEqual(await shift(1));
  });

  test('classes that are missing from the training rows have no probability', async () => {
    const train = matrixFromRows([[0], [1], [5], [6]]);
    const asked = fitting(train, [0, 0, 2, 2], { classCount: 4 });
    const answer = await bridge.fitAndPredict(logistic, asked, neverCancelled);
    expect(answer.predictions).toEqual([0, 0, 2, 2]);
    expect(answer.probabilities && matrixToRows(answer.probabilities).map(([, b, , d]) => [b, d])).toEqual(
      new Array(4).fill([0, 0]),
    );
  });

  test('an estimator learns from a kernel when it can', async () => {
    const gram = matrixFromRows([
      [1, 0.9, 0.1, 0],
      [0.9, 1, 0, 0.1],
      [0.1, 0, 1, 0.9],
      [0, 0.1, 0.9, 1],
    ]);
    const asked = fitting(gram, [0, 0, 1, 1], { kernel: true, classCount: 2 });
    expect((await bridge.fitAndPredict(machine, asked, neverCancelled)).predictions).toEqual([0, 0, 1, 1]);
    await expect(bridge.fitAndPredict(forest, asked, neverCancelled)).rejects.toThrow(/cannot learn from a kernel/);
  });

  test('missing values reach the code', async () => {
    const rows = matrixFromRows([[1], [Number.NaN], [3]]);
    const request = { ...transforming(rows), targets: [0, 1, 0], names: ['a'] };
    const answer = await bridge.transform(imputer, request, neverCancelled);
    expect(answer.parts[0] && [...answer.parts[0].values]).toEqual([1, 2, 3]);
  });
});

describe('code that cannot be loaded', () => {
  test.each<[string, PythonCode, string, RegExp]>([
    [
      'an unknown package',
      step({ import: 'no_such_package.Step' }),
      'not-found',
      /needs the Python module no_such_package/,
    ],
    [
      'a package a file lacks',
      step({ file: 'lacking.py', entry: 'A' }),
      'not-found',
      /needs the Python module no_such_package/,
    ],
    ['an unknown class', step({ import: 'numpy.linalg.Pca' }), 'not-found', /numpy.linalg has no Pca/],
    ['an unknown entry', step(own('Other')), 'not-found', /steps\/own.py has no Other/],
    ['a file with a mistake', step({ file: 'broken.py', entry: 'A' }), 'invalid-input', /failed with SyntaxError/],
    ['something that is no class', step(own('number')), 'invalid-input', /is of type int, not a class or function/],
    ['a module', step({ import: 'numpy.linalg' }), 'invalid-input', /not a class or function/],
    ['a model for a step', step(own('Failing')), 'invalid-input', /has no method transform/],
    ['a wrong argument', step(own('Doubled', { params: { D: 1 } })), 'invalid-input', /failed with TypeError.*D/],
    ['a file that is not there', step({ file: 'gone.py', entry: 'A' }), 'not-found', /no file gone.py/],
  ])('%s', async (_, code, reason, message) => {
    expect(await refusal(code)).toMatchObject({ reason, message: expect.stringMatching(message) });
  });

  test('versions that do not fit, before any code is loaded', async () => {
    const pinned = (requires: Record<string, string>) => step({ import: 'no_such_package.Step', requires });
    expect(await refusal(pinned({ 'scikit-learn': '0.1.*' }))).toMatchObject({
      reason: 'unsupported',
      message: expect.stringMatching(/requires scikit-learn 0\.1\.\*, but .* has 1\./),
    });
    expect(await refusal(pinned({ python: '<3' }))).toMatchObject({ reason: 'unsupported' });
    expect(await refusal(pinned({ 'no-such-package': '1.*' }))).toMatchObject({ reason: 'not-found' });
  });
});

describe('code that fails while it runs', () => {
  const failure = async (entry: string, more = {}) => {
    const code = model(own(entry, more));
    return await withBridge([code], async (bridge) =>
      bridge
        .fitAndPredict(code, fitting(iris.features, iris.labels), neverCancelled)
        .catch((thrown: unknown) => thrown),
    );
  };

  test('tells what was raised and where', async () => {
    const line = ownFile.split('\n').findIndex((text) => text.includes('raise ValueError'));
    expect(await failure('Failing')).toMatchObject({
      reason: 'invalid-input',
      message: 'Failing of steps/own.py failed with ValueError: no luck.',
      place: { path: 'steps/own.py', line },
    });
  });

  test('an answer that is none, and an attempt to leave', async () => {
    expect(await failure('Wrong')).toMatchObject({
      reason: 'invalid-input',
      message: expect.stringMatching(/method predict of Wrong of steps\/own.py gave nan in row 0/),
    });
    expect(await failure('Leaving')).toMatchObject({
      reason: 'invalid-input',
      message: expect.stringMatching(/SystemExit/),
    });
  });

  test('takes too long', async () => {
    expect(await failure('Endless', { timeout: '1s' })).toMatchObject({
      reason: 'timeout',
      message: 'Endless of steps/own.py took longer than 1 s and was ended.',
    });
  });
});
