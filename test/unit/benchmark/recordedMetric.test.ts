import { expect, test } from 'vitest';
import { evidenceOf, readMetric } from '#core/benchmark/recordedMetric.ts';
import type { RecordedRun } from '#core/benchmark/recordedRun.ts';
import { recordedMetrics } from '#core/pipeline/schema/recordedMetrics.ts';
import { recordedRun } from '#test/support/runs/recordedRun.ts';

const hour = 3_600_000;
const now = 1_700_000_000_000 + 100 * hour;

function valueIn(path: string, runs: readonly RecordedRun[], at = now): number | string {
  const reading = readMetric(path, evidenceOf(runs, at));
  return 'missing' in reading ? reading.missing : reading.value;
}

const queued = (id: string, minutes: number, jobs: number) =>
  recordedRun(id, { usage: { kind: 'hardware', backend: 'device', jobs, queueTime: minutes * 60_000 * jobs } });

test('waits are those of the runs that had jobs, in minutes', () => {
  const runs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((minutes) => queued(`run-${minutes}`, minutes, 2));
  expect(valueIn('queue.p90', runs)).toBe(10);
  expect(valueIn('queue.p50', runs)).toBe(6);
  expect(valueIn('queue.mean', runs)).toBe(6);
  expect(valueIn('queue.max', [...runs, recordedRun('local')])).toBe(11);
  expect(valueIn('queue.p90', [recordedRun('local')])).toBe('No run has waited for a job of a provider.');
});

test('only jobs that ended by themselves say how reliable a provider is', () => {
  const runs = [
    recordedRun('a', { jobs: ['completed', 'completed', 'failed'] }),
    recordedRun('b', { jobs: ['completed', 'cancelled', 'queued'] }),
  ];
  expect(valueIn('jobs.successRate', runs)).toBe(0.75);
  expect(valueIn('jobs.count', runs)).toBe(6);
  expect(valueIn('jobs.successRate', [recordedRun('c', { jobs: ['running'] })])).toBe(
    'No job of a provider has ended.',
  );
});

test('metrics of the comparison come from the newest run with a quantum step', () => {
  const runs = [
    recordedRun('old', { accuracies: [0.9, 0.8] }),
    recordedRun('new', { accuracies: [0.5, 0.7], hour: 1 }),
    recordedRun('classical', { accuracies: [1, 1], hour: 2, usage: { kind: 'classical' } }),
    recordedRun('failed', { hour: 3, changes: { state: 'failed', result: undefined } }),
  ];
  expect(valueIn('accuracy', runs)).toBeCloseTo(0.6, 12);
  expect(valueIn('accuracy.ciLow', runs)).toBeCloseTo(0.58, 12);
  expect(valueIn('accuracy.ciHigh', runs)).toBeCloseTo(0.62, 12);
  expect(valueIn('accuracy.std', runs)).toBe(0.01);
  expect(valueIn('accuracy.min', runs)).toBe(0.5);
  expect(valueIn('accuracy.max', runs)).toBe(0.7);
  expect(valueIn('accuracy.repeats', runs)).toBe(2);
  expect(readMetric('accuracy', evidenceOf(runs, now)).runs).toEqual(['new']);
  expect(valueIn('f1-macro', runs)).toBe('No run with a quantum step has the metric f1-macro.');
});

test('a single value has no spread', () => {
  expect(valueIn('accuracy.std', [recordedRun('one', { accuracies: [0.9] })])).toMatch(/^No run/);
});

test('counts runs, and those that succeeded among the ones that ended by themselves', () => {
  const ended = (state: 'failed' | 'cancelled' | 'stopped' | 'running') =>
    recordedRun(state, { changes: { state, result: undefined } });
  const runs = [recordedRun('a'), ended('failed'), ended('cancelled'), ended('stopped'), ended('running')];
  expect(valueIn('runs.completed', runs)).toBe(1);
  expect(valueIn('runs.total', runs)).toBe(3);
  expect(valueIn('runs.successRate', runs)).toBeCloseTo(1 / 3, 12);
  expect(valueIn('slo.availability', [])).toBe('No run has ended.');
});

test('costs of a run, of all, and of the last thirty days', () => {
  const paid = (id: string, amount: number, at: number) =>
    recordedRun(id, { hour: at, usage: { kind: 'hardware', backend: 'device', cost: { amount, currency: 'USD' } } });
  const runs = [paid('a', 4, 0), paid('b', 10, 20), paid('c', 1, 30)];
  expect(valueIn('cost.total', runs)).toBe(1);
  expect(valueIn('cost.mean', runs)).toBe(5);
  expect(valueIn('cost.max', runs)).toBe(10);
  expect(valueIn('cost.perMonth', runs)).toBe(15);
  expect(valueIn('cost.perMonth', runs, now + 30 * 24 * hour - 85 * hour)).toBe(11);
  expect(valueIn('time.total', runs)).toBe(60);
});

test('falling back, in part or to no quantum step at all, is counted among the successes', () => {
  const runs = [
    recordedRun('a'),
    recordedRun('b', { fallback: true }),
    recordedRun('c', { usage: { kind: 'classical' } }),
    recordedRun('d', { changes: { state: 'failed', result: undefined } }),
  ];
  expect(valueIn('fallbackRate', runs)).toBeCloseTo(2 / 3, 12);
});

test('backends that passed are counted once, and a classical answer passes none', () => {
  const runs = [
    recordedRun('a'),
    recordedRun('b'),
    recordedRun('c', { usage: { kind: 'emulator', backend: 'noisy' } }),
    recordedRun('d', { usage: { kind: 'classical', backend: 'device' } }),
  ];
  expect(valueIn('chain.backendsPassed', runs)).toBe(2);
});

test('hardware is compared with the newest simulation on the primary metric', () => {
  const device = recordedRun('device', { accuracies: [0.7], usage: { kind: 'hardware', backend: 'device' } });
  const runs = [recordedRun('old', { accuracies: [0.95] }), recordedRun('sim', { accuracies: [0.8], hour: 1 }), device];
  expect(valueIn('deltaToSimulation', runs)).toBeCloseTo(0.1, 12);
  expect(valueIn('deltaToSimulation', [recordedRun('sim')])).toBe('No run has used hardware.');
  expect(valueIn('deltaToSimulation', [device])).toBe('No simulated run has measured accuracy.');
});

test('the lift is over the strongest baseline, and every doubling of the run time is charged', () => {
  const runs = [recordedRun('a', { accuracies: [0.8], baseline: 0.75 })];
  expect(valueIn('liftOverBaseline', runs)).toBeCloseTo(0.05, 12);
  expect(valueIn('liftOverBaseline.ciLow', runs)).toBe(-0.01);
  expect(valueIn('liftOverBaseline.ciHigh', runs)).toBe(0.11);
  // Ten times slower than the baseline, a minimum effect of 0.02.
  expect(valueIn('costAdjustedLift', runs)).toBeCloseTo(0.05 - 0.02 * Math.log2(10), 12);
});

test('calibrations are asked for on hardware only', () => {
  expect(valueIn('calibration.complete', [recordedRun('a')])).toMatch(/^No run has used hardware/);
  expect(valueIn('calibration.complete', [queued('b', 1, 1)])).toBe(0);
});

test('the sensitivity to calibrations is the span of the primary metric over those of one device', () => {
  const under = (id: string, accuracy: number, hour: number, sha256: string, backend = 'device') =>
    recordedRun(id, {
      accuracies: [accuracy],
      hour,
      usage: { kind: 'hardware', backend, calibration: [{ backend, time: hour, sha256 }] },
    });
  const runs = [
    under('a', 0.9, 1, 'monday'),
    under('b', 0.6, 2, 'tuesday'),
    under('c', 0.8, 3, 'wednesday'),
    // The newer run under a calibration counts, and another device does not.
    under('d', 0.7, 4, 'tuesday'),
    under('e', 0.1, 0, 'monday', 'other'),
  ];
  expect(valueIn('calibration.sensitivity', runs)).toBeCloseTo(0.2, 12);
  const missing = 'No backend has succeeded under two different calibrations that were kept.';
  expect(valueIn('calibration.sensitivity', runs.slice(0, 1))).toBe(missing);
  expect(valueIn('calibration.sensitivity', [recordedRun('sim')])).toBe(missing);
});

test('without runs, a metric is a count of none or missing with a reason', () => {
  for (const name of Object.keys(recordedMetrics)) {
    const value = valueIn(name, []);
    if (typeof value === 'string') expect(value, name).toMatch(/\.$/);
    else expect(value, name).toBe(0);
  }
});

test('in shadow the answer of the quantum step counts, not the classical one that was given', () => {
  const given = recordedRun('given', { accuracies: [0.9], baseline: 0.75 });
  const { result } = given.record;
  const [hybrid] = result?.contenders ?? [];
  if (!result || !hybrid) throw new Error('The example has no hybrid row.');
  const metrics = hybrid.metrics.map((metric) => ({ ...metric, mean: 0.7 }));
  const contenders = [...result.contenders, { ...hybrid, id: 'shadow', role: 'ablation' as const, metrics }];
  const shadow = { ...given, record: { ...given.record, result: { ...result, contenders } } };
  expect(valueIn('accuracy', [shadow])).toBe(0.7);
  expect(valueIn('liftOverBaseline', [shadow])).toBeCloseTo(-0.05, 12);
  expect(valueIn('liftOverBaseline.ciLow', [shadow])).toMatch(/^No run/);
});
