import { expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { MeasuredContender } from '#core/benchmark/measuredContender.ts';
import { RepeatRunner } from '#core/benchmark/repeatRunner.ts';
import { EvaluatorChain } from '#core/pipeline/engine/evaluatorChain.ts';
import type { EnginePorts } from '#core/pipeline/enginePorts.ts';
import { pipelineText } from '#test/support/pipelineFixtures.ts';
import { resolvedPipeline } from '#test/support/pipelineRuns.ts';

test('what contenders share is made ready before the time of the first of them begins', async () => {
  let time = 0;
  const ports: EnginePorts = {
    clock: { now: () => time, monotonic: () => time, sleep: async () => {} },
    evaluator: () => Promise.reject(new Error('There is nothing to evaluate.')),
    report: () => {},
    saveCheckpoint: async () => {},
    loadCheckpoint: async () => undefined,
  };
  const ready = new Set<number>();
  const contender = (id: string, takes: number): MeasuredContender => ({
    id,
    role: 'baseline',
    description: id,
    quantum: false,
    weight: 1,
    prepare: async (repeat) => {
      if (!ready.has(repeat)) time += 1000;
      ready.add(repeat);
    },
    measure: async (repeat) => {
      expect(ready.has(repeat)).toBe(true);
      time += takes;
      return { metrics: {} };
    },
  });
  const pipeline = resolvedPipeline(pipelineText());
  const runner = new RepeatRunner({
    pipeline,
    repeats: 2,
    contenders: [contender('first', 3), contender('second', 4)],
    chain: new EvaluatorChain(pipeline, ports),
    ports,
    signal: neverCancelled,
    fingerprint: '',
    checkpoint: undefined,
  });
  const { finished } = await runner.run();
  expect(finished.map(({ contender: id, duration }) => [id, duration])).toEqual([
    ['first', 3],
    ['first', 3],
    ['second', 4],
    ['second', 4],
  ]);
});
