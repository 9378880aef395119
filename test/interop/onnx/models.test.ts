import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { fitLogisticRegression, logisticProbabilities } from '#core/learn/logisticRegression.ts';
import { matrixToRows } from '#core/learn/matrix.ts';
import { onnxModel } from '#core/pipeline/python/pythonProgram.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { PythonBridge } from '#platform/python/pythonBridge.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { irisSample } from '#test/support/irisSample.ts';
import { onnxClassifier, onnxClassifierOfNames, onnxRegressor } from '#test/support/onnxModel.ts';
import { memoryFiles } from '#test/support/pipelineFixtures.ts';
import { onnxEnvironment } from '#test/support/pythonEnvironment.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

const iris = irisSample();
const state = fitLogisticRegression(iris.features, iris.labels, 3);
const ours = logisticProbabilities(state, iris.features);
const predicted = matrixToRows(ours).map((row) => row.indexOf(Math.max(...row)));
const weights = [0.5, -1, 2, 0.25];
const files = memoryFiles({
  'classes.onnx': onnxClassifier(state),
  'names.onnx': onnxClassifierOfNames(state, iris.classes),
  'numbers.onnx': onnxRegressor(weights, 3),
  'broken.onnx': new Uint8Array([1, 2, 3]),
});
let interpreter: string;

beforeAll(async () => {
  interpreter = await onnxEnvironment();
});

const modelOf = (file: string, more = {}) => onnxModel({ use: 'onnx', with: { file, ...more } });

async function inferred(file: string, target: 'classes' | 'numbers', more = {}, rows = iris.features) {
  const program = modelOf(file, more);
  return await withTemporaryFolder(async (folder) => {
    const options = { interpreter, folder, environment: process.env };
    const bridge = await PythonBridge.open([program], files, options, neverCancelled);
    try {
      return { answer: await bridge.infer(program, { rows, target }, neverCancelled), versions: bridge.versions() };
    } finally {
      bridge.close();
    }
  });
}

describe('a model in the ONNX format', () => {
  test('of classes by position gives our probabilities', async () => {
    const { answer, versions } = await inferred('classes.onnx', 'classes');
    expect(answer.predictions).toEqual(predicted);
    answer.probabilities?.values.forEach((value, index) => {
      expect(value).toBeCloseTo(ours.values[index] ?? Number.NaN, 12);
    });
    expect(answer.probabilities?.columns).toBe(3);
    expect(versions['onnxruntime']).toMatch(/^\d+\./);
  });

  test('of named classes gives names, and probabilities by name', async () => {
    const { answer } = await inferred('names.onnx', 'classes');
    expect(answer.predictions).toEqual(predicted.map((position) => iris.classes[position]));
    expect([...(answer.columns ?? [])].sort()).toEqual([...iris.classes].sort());
    const column = answer.columns?.indexOf(iris.classes[1] ?? '') ?? -1;
    const theirs = matrixToRows(answer.probabilities ?? ours).map((row) => row[column]);
    expect(theirs).toEqual(matrixToRows(ours).map(([, second = 0]) => expect.closeTo(second, 5)));
  });

  test('of numbers gives one per row', async () => {
    const { answer } = await inferred('numbers.onnx', 'numbers');
    const sums = matrixToRows(iris.features).map((row) =>
      row.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 3),
    );
    expect(answer.predictions).toEqual(sums.map((sum) => expect.closeTo(sum, 12)));
  });

  test('is refused when it is none, for other columns, and for outputs it does not have', async () => {
    await expect(inferred('broken.onnx', 'classes')).rejects.toMatchObject({
      reason: 'invalid-input',
      message: expect.stringMatching(/^The model broken.onnx cannot be used/),
    });
    const narrow = { rows: 2, columns: 1, values: Float64Array.of(1, 2) };
    await expect(inferred('classes.onnx', 'classes', {}, narrow)).rejects.toThrow(/the rows have 1 columns/);
    await expect(inferred('classes.onnx', 'classes', { output: 'label' })).rejects.toThrow(
      'The model classes.onnx has no output label. There are: position, shares.',
    );
    await expect(inferred('classes.onnx', 'classes', { input: 'columns' })).rejects.toThrow(/has no input columns/);
    await expect(inferred('names.onnx', 'numbers')).rejects.toThrow(/no output gives one number per row/);
  });
});

test('a run with trained models beside ours', async () => {
  await withTemporaryFolder(async (folder) => {
    const pipeline = [
      'hybrid: 1',
      'name: iris',
      'pattern: quantum-features',
      'task: classification',
      'data: { source: { builtin: iris }, target: species }',
      'preprocess: [{ use: minmax }]',
      'quantum: { qubits: 4, featureMap: { use: angle } }',
      'head: { use: logistic-regression, inputs: [quantum] }',
      'benchmark:',
      '  repeats: 2',
      '  ablations: [no-quantum]',
      '  baselines:',
      '    - { id: trained, use: onnx, with: { file: names.onnx, requires: { onnxruntime: ">=1.17" } } }',
    ].join('\n');
    // Fitted on the scaled columns of all rows, as nobody should.
    const scaled = {
      ...iris.features,
      values: iris.features.values.map((value, index) => {
        const own = Array.from({ length: 150 }, (_, row) => iris.features.values[row * 4 + (index % 4)] ?? 0);
        return (value - Math.min(...own)) / (Math.max(...own) - Math.min(...own));
      }),
    };
    const trained = fitLogisticRegression(scaled, iris.labels, 3, { C: 100 });
    await writeFile(join(folder, 'names.onnx'), onnxClassifierOfNames(trained, iris.classes));
    await writeFile(join(folder, 'iris.hybrid.yaml'), pipeline);
    const parameters = ['run', 'iris.hybrid.yaml', '--format', 'json', '--python', interpreter];
    const { stderr, stdout } = await hybridq(parameters, { folder, limit: 120_000 });
    if (stdout === '') throw new Error(stderr);
    const { record } = JSON.parse(stdout) as { record: RunRecord };
    expect([record.state, record.failure]).toEqual(['succeeded', undefined]);
    const contender = record.result?.contenders.find(({ id }) => id === 'trained');
    expect(contender?.description).toBe('names.onnx (ONNX) on what the circuit gets');
    expect(contender?.metrics.map(({ name }) => name)).toEqual(['accuracy', 'log-loss']);
    expect(contender?.metrics[0]?.mean).toBeGreaterThan(0.9);
    expect(record.inputs['names.onnx']).toMatch(/^[0-9a-f]{64}$/);
    expect(record.environment.components?.['onnxruntime']).toMatch(/^\d+\./);
  });
});
