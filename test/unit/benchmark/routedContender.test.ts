import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import { runPipeline } from '#core/benchmark/runPipeline.ts';
import type { RunResult } from '#core/runs/runRecord.ts';
import { createLocalEvaluator } from '#core/simulator/localEvaluator.ts';
import { systemClock } from '#platform/systemClock.ts';
import { metricOf } from '#test/support/benchmarkResults.ts';
import { memoryCircuits, memoryFiles, pipelineText, twoClassTable } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';
import { simulatorKernels } from '#test/support/simulatorKernels.ts';

/** The pipeline at a stage that lets the quantum step answer a share of the rows, and how many rows it was asked about. */
async function runAt(share: number | undefined, overrides: Readonly<Record<string, string>> = {}) {
  const text = pipelineText({
    pattern: 'quantum-features',
    quantum: '{ qubits: 2, featureMap: { use: angle } }',
    benchmark:
      '{ repeats: 2, baselines: [], ablations: [], metrics: [{ name: accuracy, primary: true }, { name: log-loss }] }',
    ...overrides,
  });
  const pipeline = resolvedPipeline(text);
  const { execution } = pipeline;
  const quantum = { ...execution.quantum, ...(share === undefined ? {} : { share }) };
  const local = createLocalEvaluator(await simulatorKernels());
  const asked: string[][] = [];
  const result: RunResult = await runPipeline({
    pipeline: { ...pipeline, execution: { ...execution, quantum } },
    files: memoryFiles({ 'data.csv': twoClassTable(200) }),
    circuits: memoryCircuits({}),
    ports: {
      clock: systemClock,
      evaluator: async () => ({
        evaluate: (request, signal) => {
          asked.push(request.bindings.map((row) => row.join()));
          return local.evaluate(request, signal);
        },
      }),
      report: () => {},
      saveCheckpoint: async () => {},
      loadCheckpoint: async () => undefined,
    },
    signal: neverCancelled,
  });
  // Of every repeat first the training rows, then the test rows.
  return { result, tested: asked.filter((_, index) => index % 2 === 1) };
}

test('a share of the rows is answered by the quantum step, the same rows always, and more with a larger share', async () => {
  const all = await runAt(undefined);
  expect(all.tested.map((rows) => rows.length)).toEqual([60, 60]);
  const some = await runAt(0.3);
  const more = await runAt(0.6);
  some.tested.forEach((rows, repeat) => {
    // Four standard deviations about 18 and 36 of 60.
    expect(Math.abs(rows.length - 18)).toBeLessThan(4 * Math.sqrt(60 * 0.3 * 0.7));
    expect(Math.abs((more.tested[repeat]?.length ?? 0) - 36)).toBeLessThan(4 * Math.sqrt(60 * 0.6 * 0.4));
    expect(more.tested[repeat]).toEqual(expect.arrayContaining(rows));
    expect(all.tested[repeat]).toEqual(expect.arrayContaining(rows));
  });
  expect((await runAt(0.3)).tested).toEqual(some.tested);
  expect(metricOf(some.result, 'hybrid', 'accuracy').mean).toBeGreaterThan(0.9);
  expect(metricOf(some.result, 'hybrid', 'log-loss').values).toHaveLength(2);
  expect(some.result.contenders[0]?.description).toContain('for 30 % of the rows');
});

test('without a row for it the quantum step is not trained', async () => {
  const { result, tested } = await runAt(0);
  expect(tested).toEqual([]);
  expect(metricOf(result, 'hybrid', 'accuracy').mean).toBeGreaterThan(0.9);
});
