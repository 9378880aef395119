import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { pythonPrograms } from '#core/pipeline/python/pythonProgram.ts';
import { PythonBridge } from '#platform/python/pythonBridge.ts';
import { metricOf } from '#test/support/benchmarkResults.ts';
import { memoryFiles, pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline, runText } from '#test/support/pipelineRuns.ts';
import { pythonEnvironment } from '#test/support/pythonEnvironment.ts';
import { chance, judgedOnce, shuffledLabels, toldLabels } from '#test/support/uselessLabels.ts';

async function accuracyOn(table: string, overrides: Readonly<Record<string, string>>): Promise<number> {
  const text = pipelineText({ ...judgedOnce, ...overrides });
  const options = { interpreter: await pythonEnvironment(), folder: tmpdir(), environment: process.env };
  const programs = pythonPrograms(resolvedPipeline(text));
  const python = await PythonBridge.open(programs, memoryFiles({}), options, neverCancelled);
  try {
    const { result } = await runText(text, { files: { 'data.csv': table }, python });
    return metricOf(result, 'hybrid', 'accuracy').mean;
  } finally {
    python.close();
  }
}

const features = { pattern: 'quantum-features', quantum: '{ qubits: 2, featureMap: { use: angle } }' };
const forest =
  '{ use: python, with: { import: sklearn.ensemble.RandomForestClassifier, params: { n_estimators: 30 } } }';
const neighbour =
  '{ use: python, with: { import: sklearn.neighbors.KNeighborsClassifier, params: { n_neighbors: 1 } } }';

test.each([
  ['a forest on expectations', { ...features, head: forest }],
  [
    'the nearest neighbour on expectations, after a step that sees the targets',
    {
      ...features,
      preprocess:
        '[{ use: python, with: { import: sklearn.feature_selection.SelectKBest, params: { k: 2 }, outputs: 2 } }, { use: to-angle }]',
      head: neighbour,
    },
  ],
  [
    'a forest on scores of a trained circuit',
    {
      pattern: 'quantum-scoring',
      optimise: '{ method: cobyla, maxIterations: 15, crossFit: 2 }',
      head: forest,
    },
  ],
  [
    'a support vector machine on a kernel',
    {
      pattern: 'quantum-features',
      quantum: '{ qubits: 2, featureMap: { use: zz }, kernel: { kind: fidelity } }',
      head: '{ use: python, with: { import: sklearn.svm.SVC } }',
    },
  ],
])('%s in Python guesses a class that nothing tells', async (_, overrides) => {
  const guessed = await accuracyOn(shuffledLabels(), overrides);
  expect(guessed).toBeGreaterThan(chance.low);
  expect(guessed).toBeLessThan(chance.high);
  // The same pipeline does learn where there is something to learn, or guessing would prove nothing.
  expect(await accuracyOn(toldLabels(), overrides)).toBeGreaterThan(chance.high);
});
