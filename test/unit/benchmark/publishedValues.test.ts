import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { irisPath, publishedTestRows } from '#test/support/irisSample.ts';
import { runText } from '#test/support/pipelineRuns.ts';

/** The split of `train_test_split(train_size=0.8, random_state=123)`, on which the values were published. */
const files = {
  'iris.csv': readFileSync(irisPath, 'utf8'),
  'split.json': JSON.stringify({
    train: Array.from({ length: 150 }, (_, row) => row).filter(
      (row) => !publishedTestRows.some((other) => other === row),
    ),
    test: publishedTestRows,
  }),
};

const common = (more: string) => `hybrid: 1
name: published
task: classification
data:
  source: { path: iris.csv }
  target: species
  split: { indices: split.json }
# As the tutorial does it; a check warns of the leak.
preprocess: [{ use: minmax, fitOn: all }]
${more}
`;

describe('iris with the tutorial’s split', () => {
  test('a variational classifier stays in the band of 20 published starts', async () => {
    const { result } = await runText(
      common(`pattern: variational-loop
quantum:
  qubits: 4
  featureMap: { use: zz, reps: 1, entanglement: full }
  ansatz: { use: real-amplitudes, reps: 3, entanglement: reverse-linear }
  measure: { decision: popcount-mod }
interface: { parameters: { count: 16, range: [0, 1] } }
optimise: { method: cobyla, maxIterations: 100, loss: cross-entropy }
benchmark:
  repeats: 8
  ablations: []
  baselines: [{ id: radial, use: svm, inputs: interface, with: { kernel: rbf, C: 1, gamma: scale } }]`),
      { files },
    );
    const [hybrid, radial] = result.contenders.map(({ metrics }) => metrics[0]);
    expect(hybrid?.mean).toBeGreaterThan(0.6);
    expect(hybrid?.mean).toBeLessThan(0.93);
    expect(Math.min(...(hybrid?.values ?? []))).toBeGreaterThanOrEqual(0.5);
    expect(result.quantum).toMatchObject({ parameters: 16, qubits: 4 });
    // 29 of the 30 test rows
    expect(radial?.values[0]).toBeCloseTo(0.9667, 4);
  });

  test('two principal components cost the radial kernel accuracy', async () => {
    const { result } = await runText(
      common(`pattern: quantum-features
quantum: { qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }
benchmark:
  repeats: 2
  ablations: []
  baselines: [{ id: radial, use: svm, with: { kernel: rbf } }]`).replace(
        '[{ use: minmax, fitOn: all }]',
        '[{ use: minmax, fitOn: all }, { use: pca, fitOn: all, with: { components: 2 } }]',
      ),
      { files },
    );
    expect(result.contenders[1]?.metrics[0]?.values[0]).toBeCloseTo(0.9, 4);
  });
});
