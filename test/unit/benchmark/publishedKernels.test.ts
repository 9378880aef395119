import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { columnNamed, parseTable } from '#core/learn/table.ts';
import type { RunResult } from '#core/runs/runRecord.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { metricOf } from '#test/support/benchmarkResults.ts';
import { runText } from '#test/support/pipelineRuns.ts';

/** A table of test/fixtures and the split its column `part` gives, as files of a pipeline. */
function published(path: string): Record<string, string> {
  const text = readFileSync(join(projectRoot, 'test', 'fixtures', path), 'utf8');
  const part = columnNamed(parseTable(text, path), 'part').values;
  const rows = Array.from({ length: part.length }, (_, row) => row);
  const rowsOf = (wanted: string) => rows.filter((row) => part[row] === wanted);
  return { 'data.csv': text, 'split.json': JSON.stringify({ train: rowsOf('train'), test: rowsOf('test') }) };
}

const pipeline = (features: number, more: string) => `hybrid: 1
name: published
pattern: quantum-features
task: classification
data:
  source: { path: data.csv }
  features: [${Array.from({ length: features }, (_, index) => `x${index}`).join(', ')}]
  target: label
  split: { indices: split.json }
${more}
`;

describe('published kernels, by the engine', () => {
  test('the ad hoc data are told apart by the kernel they were made with (W4)', async () => {
    const text = pipeline(
      2,
      `interface: { input: { features: 2, range: [0, "2*pi"], normalization: none, outOfRange: error } }
quantum:
  qubits: 2
  featureMap: { use: zz, reps: 2, entanglement: linear }
  kernel: { kind: fidelity }
head: { use: svm, inputs: [kernel], with: { C: 1 } }
benchmark: { repeats: 2, ablations: [], baselines: [{ use: svm, inputs: preprocessed, with: { kernel: rbf, C: 1 } }] }`,
    );
    const { result } = await runText(text, { files: published('qiskit-machine-learning/ad_hoc_12345.csv') });
    expect(result.contenders.map(({ metrics }) => metrics[0]?.values[0])).toEqual([1, expect.closeTo(0.7, 10)]);
  });

  /** Rows told apart of 240 to learn from and 60 to judge on. */
  const counts = (result: RunResult, id: string) => [
    Math.round(240 * metricOf(result, id, 'train-accuracy').mean * 1e6) / 1e6,
    Math.round(60 * metricOf(result, id, 'accuracy').mean * 1e6) / 1e6,
  ];
  const metrics = '[{ name: accuracy, primary: true }, { name: train-accuracy }]';

  test.each([
    ['linearly_separable_2d', 2, 'iqp', 100, [240, 60]],
    ['linearly_separable_3d', 3, 'iqp', 100, [240, 59]],
    ['linearly_separable_4d', 4, 'iqp', 10, [239, 49]],
    ['linearly_separable_5d', 5, 'iqp', 1, [237, 56]],
    ['hidden_manifold-2d', 2, 'iqp', 1, [180, 42]],
    ['linearly_separable_2d', 2, 'separable', 100, [240, 60]],
    ['linearly_separable_3d', 3, 'separable', 100, [240, 59]],
    ['linearly_separable_4d', 4, 'separable', 1, [239, 60]],
    ['linearly_separable_5d', 5, 'separable', 100, [240, 60]],
  ] as const)('%s on %i qubits with the map %s (W5)', async (name, qubits, map, C, right) => {
    const text = pipeline(
      qubits,
      `preprocess: [{ use: minmax, with: { range: ["-pi/2", "pi/2"] } }]
interface: { input: { features: ${qubits}, range: [-10, 10], normalization: angle } }
quantum: { qubits: ${qubits}, featureMap: { use: ${map} }, kernel: { kind: fidelity } }
head: { use: svm, inputs: [kernel], with: { C: ${C} } }
benchmark: { repeats: 1, ablations: [], baselines: [], metrics: ${metrics} }`,
    );
    const { result } = await runText(text, { files: published(`qml-benchmarks/${name}.csv`) });
    expect(counts(result, 'hybrid')).toEqual(right);
  });

  test.each([
    ['linearly_separable_2d', 2, 100, 0.1, [240, 60]],
    ['linearly_separable_3d', 3, 100, 0.1, [240, 59]],
    ['linearly_separable_4d', 4, 10, 0.1, [239, 60]],
    ['linearly_separable_5d', 5, 100, 0.01, [240, 60]],
    ['hidden_manifold-2d', 2, 100, 0.1, [176, 42]],
  ] as const)('the radial kernel on the columns of %s (W5)', async (name, columns, C, gamma, right) => {
    const text = pipeline(
      columns,
      `quantum: { qubits: ${columns}, featureMap: { use: angle } }
execution: { quantum: { state: disabled } }
benchmark:
  repeats: 1
  ablations: []
  metrics: ${metrics}
  baselines: [{ id: radial, use: svm, inputs: raw, with: { C: ${C}, gamma: ${gamma} } }]`,
    );
    const { result } = await runText(text, { files: published(`qml-benchmarks/${name}.csv`) });
    expect(counts(result, 'radial')).toEqual(right);
  });
});
