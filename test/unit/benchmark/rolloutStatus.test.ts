import { describe, expect, test } from 'vitest';
import {
  noRolloutHistory,
  type RolloutEvent,
  type RolloutHistory,
  readRolloutHistory,
  rolloutHistoryName,
} from '#core/benchmark/rolloutHistory.ts';
import { evidenceFiles } from '#core/benchmark/rolloutStage.ts';
import { openPoints, rolloutStatus } from '#core/benchmark/rolloutStatus.ts';
import type { RolloutDefinition } from '#core/pipeline/schema/benchmarkSchema.ts';
import { recordedRun } from '#test/support/runs/recordedRun.ts';

const now = 1_700_000_000_000 + 3_600_000_000;

const criterion = (
  kind: 'quality' | 'reliability' | 'cost',
  metric: string,
  op: '>' | '>=' | '<' | '<=' | '==',
  value: number,
) => ({ kind, metric, op, value });

const stages: RolloutDefinition['stages'] = [
  {
    id: 'poc',
    success: [criterion('quality', 'accuracy', '>', 0.5), criterion('reliability', 'runs.completed', '>=', 2)],
  },
  {
    id: 'simulation',
    success: [criterion('quality', 'accuracy.ciLow', '>=', 0.7), criterion('cost', 'cost.total', '==', 0)],
  },
  {
    id: 'hardware',
    success: [
      criterion('quality', 'deltaToSimulation', '<=', 0.05),
      criterion('reliability', 'fallbackRate', '<', 0.5),
    ],
    approvers: ['finops'],
  },
];

const at = (stage: RolloutDefinition['stage'], changes: Partial<RolloutDefinition> = {}): RolloutDefinition => ({
  stage,
  stages,
  ...changes,
});

const history = (...events: RolloutEvent[]): RolloutHistory => ({ hybridRollout: 1, events });
const runs = [recordedRun('a', { accuracies: [0.8] }), recordedRun('b', { accuracies: [0.8], hour: 1 })];
const device = (id: string, accuracy: number, hour: number, fallback = false) =>
  recordedRun(id, { accuracies: [accuracy], hour, fallback, usage: { kind: 'hardware', backend: 'device' } });

test('a stage is passed when recorded runs satisfy every criterion', () => {
  const one = rolloutStatus(at('poc'), noRolloutHistory, runs.slice(0, 1), now);
  expect(one.current.passed).toBe(false);
  expect(openPoints(one.current)).toEqual(['runs.completed >= 2, found 1']);
  const two = rolloutStatus(at('poc'), noRolloutHistory, runs, now);
  expect(two).toMatchObject({ stage: 'poc', next: 'simulation', skipped: [], current: { passed: true } });
  expect(openPoints(two.current)).toEqual([]);
});

test('every operator compares as written', () => {
  for (const [op, value, met] of [
    ['>', 2, false],
    ['>', 1, true],
    ['>=', 2, true],
    ['<', 2, false],
    ['<=', 2, true],
    ['==', 2, true],
    ['==', 1, false],
  ] as const) {
    const stage = { id: 'poc' as const, success: [criterion('reliability', 'runs.completed', op, value)] };
    const { current } = rolloutStatus({ stage: 'poc', stages: [stage] }, noRolloutHistory, runs, now);
    expect(current.passed, `2 ${op} ${value}`).toBe(met);
  }
});

test('a stage that nothing shows to be passed is skipped', () => {
  const early = rolloutStatus(at('hardware'), noRolloutHistory, runs.slice(0, 1), now);
  expect(early.skipped.map(({ stage }) => stage)).toEqual(['poc']);
  const none = rolloutStatus(at('hardware'), noRolloutHistory, [], now);
  expect(none.skipped.map(({ stage }) => stage)).toEqual(['poc', 'simulation']);
  expect(rolloutStatus(at('hardware'), noRolloutHistory, runs, now).skipped).toEqual([]);
});

test('what was shown once stays shown, though the runs are gone', () => {
  const advanced = (from: 'poc' | 'simulation', to: 'simulation' | 'hardware'): RolloutEvent => ({
    kind: 'advanced',
    from,
    to,
    by: 'ada',
    at: 0,
    evidence: [],
  });
  const remembered = history(advanced('poc', 'simulation'), advanced('simulation', 'hardware'));
  expect(rolloutStatus(at('hardware'), remembered, [], now).skipped).toEqual([]);
});

test('from hardware on only hardware is evidence, and an approval is needed', () => {
  const simulated = rolloutStatus(at('hardware'), noRolloutHistory, runs, now);
  expect(openPoints(simulated.current)).toEqual([
    'deltaToSimulation <= 0.05, not known: No run has used hardware',
    'fallbackRate < 0.5, not known: No run has succeeded',
    'no approval of finops',
  ]);
  const ran = [...runs, device('c', 0.77, 2)];
  expect(openPoints(rolloutStatus(at('hardware'), noRolloutHistory, ran, now).current)).toEqual([
    'no approval of finops',
  ]);
  const approval: RolloutEvent = { kind: 'approved', stage: 'hardware', by: 'finops', at: now };
  expect(rolloutStatus(at('hardware'), history(approval), ran, now).current.passed).toBe(true);
  const elsewhere: RolloutEvent = { ...approval, stage: 'poc' };
  expect(rolloutStatus(at('hardware'), history(elsewhere), ran, now).current.passed).toBe(false);
});

test('runs that set out for hardware and ended elsewhere count against its reliability', () => {
  const fell = recordedRun('d', {
    hour: 3,
    changes: {
      backend: 'device',
      configuration: { backends: { device: { kind: 'hardware' }, local: { kind: 'simulator' } } },
    },
    fallback: true,
  });
  const { current } = rolloutStatus(at('hardware'), noRolloutHistory, [...runs, device('c', 0.77, 2), fell], now);
  expect(current.criteria[1]).toMatchObject({ met: false, found: 0.5 });
});

test('the switch is thrown by a person or by rollbackWhen, until somebody restores it', () => {
  const rollout = at('poc', { rollbackWhen: [criterion('quality', 'accuracy', '<', 0.6)] });
  expect(rolloutStatus(rollout, noRolloutHistory, runs, now).switchedOff).toBeUndefined();
  const back: RolloutEvent = { kind: 'rolled-back', stage: 'poc', by: 'ada', at: now, note: 'drift' };
  expect(rolloutStatus(rollout, history(back), runs, now).switchedOff).toBe('rolled back by ada: drift');
  const bad = [...runs, recordedRun('bad', { accuracies: [0.5], hour: 4 })];
  expect(rolloutStatus(rollout, noRolloutHistory, bad, now).switchedOff).toBe(
    'rollbackWhen: accuracy < 0.6, found 0.5',
  );
  const restored: RolloutEvent = { kind: 'restored', stage: 'poc', by: 'ada', at: now };
  expect(rolloutStatus(rollout, history(back, restored), bad, now).switchedOff).toBeUndefined();
  const later = [...bad, recordedRun('worse', { accuracies: [0.4], hour: 2000 })];
  expect(rolloutStatus(rollout, history(back, restored), later, now + 1e10).switchedOff).toMatch(/found 0\.4/);
});

test('a history is read as it was written, and nothing else is taken for one', () => {
  const written = history({ kind: 'approved', stage: 'poc', by: 'ada', at: 1, note: 'seen' });
  expect(readRolloutHistory(JSON.stringify(written), 'x.rollout.json')).toEqual(written);
  for (const text of ['', '{}', '{"hybridRollout":1,"events":[{"kind":"approved"}]}'])
    expect(() => readRolloutHistory(text, 'x.rollout.json')).toThrow(/no history of a rollout/);
  expect(rolloutHistoryName('a/iris.hybrid.yaml')).toBe('a/iris.rollout.json');
});

describe('a stage that may last for some time', () => {
  const day = 86_400_000;
  const limited = (stage: 'poc' | 'simulation') =>
    at(stage, { stages: stages.map((each) => ({ ...each, maxDuration: '30d' })) });
  const entered = (time: number): RolloutEvent => ({
    kind: 'advanced',
    from: 'poc',
    to: 'simulation',
    by: 'ada',
    at: time,
    evidence: [],
  });

  test('is overdue after that, counted from the decision to enter it', () => {
    const began = Date.UTC(2026, 0, 5);
    const overdueAfter = (days: number) =>
      rolloutStatus(limited('simulation'), history(entered(began)), [], began + days * day).overdue;
    expect(overdueAfter(30)).toBeUndefined();
    expect(overdueAfter(30.01)).toBe('the stage simulation may last 30d and began on 2026-01-05');
    // Entered again, it begins again.
    const again = history(entered(began), entered(began + 20 * day));
    expect(rolloutStatus(limited('simulation'), again, [], began + 40 * day).overdue).toBeUndefined();
  });

  test('counts from its first recorded run where nobody decided to enter it', () => {
    const first = recordedRun('a', { changes: { configuration: { rollout: { stage: 'poc' } } } });
    const later = recordedRun('b', { hour: 24, changes: { configuration: { rollout: { stage: 'poc' } } } });
    const elsewhere = recordedRun('c', {
      hour: -9999,
      changes: { configuration: { rollout: { stage: 'simulation' } } },
    });
    const { createdAt } = first.record;
    const overdueAfter = (days: number) =>
      rolloutStatus(limited('poc'), noRolloutHistory, [later, first, elsewhere], createdAt + days * day).overdue;
    expect(overdueAfter(29.9)).toBeUndefined();
    expect(overdueAfter(30.1)).toMatch(/^the stage poc may last 30d and began on/);
    expect(rolloutStatus(limited('poc'), noRolloutHistory, [], now).overdue).toBeUndefined();
  });

  test('can still be passed', () => {
    const status = rolloutStatus(limited('poc'), noRolloutHistory, runs, now + 100 * day);
    expect(status.current.passed).toBe(true);
  });
});

test('evidence that a stage names must be there', () => {
  const [first] = stages;
  const shown = { ...first, evidence: ['docs/review.md', 'run:a', 'run:gone'] } as RolloutDefinition['stages'][number];
  const rollout: RolloutDefinition = { stage: 'poc', stages: [shown] };
  expect(evidenceFiles(rollout)).toEqual(['docs/review.md']);
  const without = rolloutStatus(rollout, noRolloutHistory, runs, now).current;
  expect(without.passed).toBe(false);
  expect(openPoints(without)).toEqual([
    'the evidence docs/review.md is not there',
    'the evidence run:gone is not there',
  ]);
  const files = new Set(['docs/review.md']);
  expect(openPoints(rolloutStatus(rollout, noRolloutHistory, runs, now, files).current)).toEqual([
    'the evidence run:gone is not there',
  ]);
  const gone = recordedRun('gone', { hour: 2 });
  expect(rolloutStatus(rollout, noRolloutHistory, [...runs, gone], now, files).current.passed).toBe(true);
  // A run that failed shows nothing.
  const failed = recordedRun('gone', { hour: 2, changes: { state: 'failed' } });
  expect(rolloutStatus(rollout, noRolloutHistory, [...runs, failed], now, files).current.passed).toBe(false);
});
