import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { runPipeline } from '#core/benchmark/runPipeline.ts';
import { analysePipeline, type PipelineAnalysis } from '#core/pipeline/analysis/analysePipeline.ts';
import type { PipelineFiles } from '#core/pipeline/enginePorts.ts';
import { planPipeline } from '#core/pipeline/plan/planPipeline.ts';
import type { RunResult } from '#core/runs/runRecord.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { systemClock } from '#platform/systemClock.ts';
import { circuitLoader } from '#runner/circuitLoader.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

const samples = readdirSync(join(projectRoot, 'samples')).flatMap((folder) =>
  readdirSync(join(projectRoot, 'samples', folder))
    .filter((name) => name.endsWith('.hybrid.yaml'))
    .map((name) => `${folder}/${name}`),
);

function filesOf(sample: string): PipelineFiles {
  const folder = join(projectRoot, 'samples', sample, '..');
  return {
    read: async (path) => {
      try {
        return readFileSync(join(folder, path));
      } catch (thrown) {
        throw new Failure('not-found', `There is no file ${path}.`, { cause: thrown });
      }
    },
  };
}

async function analysed(sample: string): Promise<PipelineAnalysis> {
  const files = filesOf(sample);
  const text = readFileSync(join(projectRoot, 'samples', sample), 'utf8');
  return analysePipeline(text, sample, { files, circuits: circuitLoader(files) });
}

async function run(sample: string): Promise<RunResult> {
  const { pipeline } = await analysed(sample);
  if (!pipeline) throw new Error(`${sample} has errors.`);
  const files = filesOf(sample);
  return runPipeline({
    pipeline,
    files,
    circuits: circuitLoader(files),
    signal: neverCancelled,
    ports: {
      clock: systemClock,
      evaluator: async () => createLocalEvaluator(await simulatorKernels()),
      report: () => undefined,
      saveCheckpoint: async () => undefined,
      loadCheckpoint: async () => undefined,
    },
  });
}

function meanAccuracy(result: RunResult, id: string): number {
  const accuracy = result.contenders
    .find((contender) => contender.id === id)
    ?.metrics.find(({ name }) => name === 'accuracy');
  return accuracy?.mean ?? Number.NaN;
}

test('there are samples', () => {
  expect(samples).toContain('iris-classifier/iris.hybrid.yaml');
  expect(samples).toContain('kernel-classifier/moons.hybrid.yaml');
});

describe.each(samples)('%s', (sample) => {
  test('has no findings', async () => {
    const { diagnostics } = await analysed(sample);
    expect(diagnostics).toEqual([]);
  });

  test('can be planned and costs nothing', async () => {
    const { pipeline } = await analysed(sample);
    if (!pipeline) throw new Error(`${sample} has errors.`);
    const files = filesOf(sample);
    const plan = await planPipeline(pipeline, files, circuitLoader(files));
    expect(plan.backends.map(({ cost }) => cost?.amount)).toEqual([0]);
    expect(plan.circuit?.qubits).toBe(pipeline.quantum.qubits);
  });

  test('is short enough to be read', () => {
    const lines = readFileSync(join(projectRoot, 'samples', sample), 'utf8').split('\n');
    expect(lines.length).toBeLessThan(45);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
  });
});

test('the iris circuit does well, and is honestly said to be no better than logistic regression', async () => {
  const result = await run('iris-classifier/iris.hybrid.yaml');
  expect(meanAccuracy(result, 'hybrid')).toBeGreaterThan(0.9);
  expect(meanAccuracy(result, 'logistic-regression')).toBeGreaterThan(0.93);
  expect(result.verdicts.map(({ against, outcome }) => `${against}: ${outcome}`)).toEqual([
    'logistic-regression: no-difference-shown',
    'no-entanglement: no-difference-shown',
  ]);
  expect(result.quantum).toMatchObject({ qubits: 4, parameters: 8, twoQubitGates: 3, cost: { amount: 0 } });
  expect(result.confusion?.classes).toEqual(['setosa', 'versicolor', 'virginica']);
});

test('the moons kernel needs its entangling gate and does not beat a radial kernel', async () => {
  const result = await run('kernel-classifier/moons.hybrid.yaml');
  expect(meanAccuracy(result, 'hybrid')).toBeGreaterThan(0.88);
  expect(Object.fromEntries(result.verdicts.map(({ against, outcome }) => [against, outcome]))).toMatchObject({
    'radial-svm': 'no-difference-shown',
    'no-quantum': 'no-difference-shown',
    'no-entanglement': 'better',
  });
});
