import { expect, test } from 'vitest';
import { type KeptFacts, pipelineEvidence } from '#core/benchmark/pipelineEvidence.ts';
import { noRolloutHistory } from '#core/benchmark/rolloutHistory.ts';
import type { RolloutDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { recordedRun } from '#test/support/runs/recordedRun.ts';

const nothing: KeptFacts = {
  history: noRolloutHistory,
  runs: [],
  files: new Set(),
  scorecardKept: undefined,
  devices: [],
};
const now = 1_700_000_000_000 + 3_600_000;
const rollout: RolloutDefinition = {
  stage: 'simulation',
  stages: [
    { id: 'poc', success: [{ kind: 'quality', metric: 'accuracy', op: '>=', value: 0.7 }] },
    { id: 'simulation', success: [{ kind: 'quality', metric: 'accuracy', op: '>=', value: 0.9 }] },
  ],
};

test('stages are open until runs or people show that they were passed', () => {
  const open = (accuracies: readonly number[]) =>
    pipelineEvidence({ rollout }, { ...nothing, runs: [recordedRun('a', { accuracies })] }, now).openStages;
  expect(open([0.6, 0.6])).toEqual([{ stage: 'poc', lacks: 'accuracy >= 0.7, found 0.6' }]);
  expect(open([0.8, 0.8])).toEqual([]);
  const advanced = { kind: 'advanced', from: 'poc', to: 'simulation', by: 'ada', at: 1, evidence: [] } as const;
  const history = { hybridRollout: 1, events: [advanced] } as const;
  expect(pipelineEvidence({ rollout }, { ...nothing, history }, now).openStages).toEqual([]);
});

test('a stage that names files as evidence is open until they are there', () => {
  const [poc, simulation] = rollout.stages;
  if (!poc || !simulation) throw new Error('No stages.');
  const withReport = { ...rollout, stages: [{ ...poc, evidence: ['report.md'] }, simulation] };
  const open = (files: readonly string[]) =>
    pipelineEvidence({ rollout: withReport }, { ...nothing, runs: [recordedRun('a')], files: new Set(files) }, now)
      .openStages;
  expect(open([])).toEqual([{ stage: 'poc', lacks: 'the evidence report.md is not there' }]);
  expect(open(['report.md'])).toEqual([]);
});

test('the lift, the newest run and the review are told where there are some', () => {
  expect(pipelineEvidence({}, nothing, now)).toEqual({ openStages: [] });
  const runs = [recordedRun('old'), recordedRun('new', { hour: 2 })];
  expect(pipelineEvidence({}, { ...nothing, runs, scorecardKept: 7 }, now)).toEqual({
    openStages: [],
    liftAtLeast: -0.01,
    newestRun: 1_700_000_000_000 + 2 * 3_600_000,
    scorecardKept: 7,
  });
});
