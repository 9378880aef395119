import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { columnNamed, parseTable } from '#core/learn/table.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
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
      `preprocess: []
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

  test.each([
    ['linearly_separable_2d', 2, 'iqp', 100, 60],
    ['linearly_separable_3d', 3, 'iqp', 100, 59],
    ['linearly_separable_4d', 4, 'iqp', 10, 49],
    ['linearly_separable_5d', 5, 'iqp', 1, 56],
    ['hidden_manifold-2d', 2, 'iqp', 1, 42],
    ['linearly_separable_2d', 2, 'separable', 100, 60],
    ['linearly_separable_3d', 3, 'separable', 100, 59],
    ['linearly_separable_4d', 4, 'separable', 1, 60],
    ['linearly_separable_5d', 5, 'separable', 100, 60],
  ])('%s on %i qubits with the map %s (W5)', async (name, qubits, map, C, right) => {
    const text = pipeline(
      qubits,
      `preprocess: [{ use: minmax, with: { range: ["-pi/2", "pi/2"] } }]
interface: { input: { features: ${qubits}, range: [-10, 10], normalization: angle } }
quantum: { qubits: ${qubits}, featureMap: { use: ${map} }, kernel: { kind: fidelity } }
head: { use: svm, inputs: [kernel], with: { C: ${C} } }
benchmark: { repeats: 1, ablations: [], baselines: [] }`,
    );
    const { result } = await runText(text, { files: published(`qml-benchmarks/${name}.csv`) });
    expect(result.contenders[0]?.metrics[0]?.values[0]).toBeCloseTo(right / 60, 10);
  });
});
