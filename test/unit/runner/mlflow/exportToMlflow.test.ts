import { afterEach, beforeEach, expect, test } from 'vitest';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { systemClock } from '#platform/systemClock.ts';
import { exportToMlflow } from '#runner/mlflow/exportToMlflow.ts';
import { type EmulatedRun, type MlflowEmulator, startMlflowEmulator } from '#test/support/emulators/mlflowEmulator.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';

let emulator: MlflowEmulator;
beforeEach(async () => {
  emulator = await startMlflowEmulator();
});
afterEach(async () => await emulator.close());

const events: readonly RunEvent[] = [{ time: 1, run: 'a-1', event: 'state', state: 'created' }];

function run(changes: Partial<RunRecord> = {}): RunRecord {
  const trace = [0, 1].flatMap((repeat) =>
    [0.9, 0.5, 0.25].map((loss, iteration) => ({ repeat, iteration, loss, evaluations: 3 * iteration, elapsed: 7 })),
  );
  return exampleRun('a-1', {
    state: 'succeeded',
    startedAt: 1_700_000_000_000,
    endedAt: 1_700_000_060_000,
    configuration: { hybrid: 1, data: { source: { path: 'data/x.csv' } }, optimise: { method: 'spsa' } },
    inputs: { 'data/x.csv': 'ab'.repeat(32) },
    result: { ...exampleResult([0.75, 1]), trace },
    ...changes,
  });
}

const send = (record: RunRecord, credential?: string) =>
  exportToMlflow(record, events, 'trials', {
    uri: `${emulator.url}/`,
    credential,
    http: createHttpClient(),
    clock: systemClock,
    signal: neverCancelled,
  });

const living = () => emulator.runs.filter(({ isDeleted }) => !isDeleted);
const metricOf = ({ metrics }: EmulatedRun, key: string) => metrics.filter((metric) => metric.key === key);

test('a run appears with parameters, metrics, tags, data, artifacts and its repeats below it', async () => {
  const exported = await send(run());
  expect(exported).toMatchObject({ outcome: 'created', withheldArtifacts: 0 });
  expect([...emulator.experiments.values()]).toEqual(['trials']);
  const [parent, ...repeats] = living();
  if (!parent) throw new Error('Nothing was exported.');
  expect(parent).toMatchObject({ id: exported.runId, status: 'FINISHED', endTime: 1_700_000_060_000 });
  expect(Object.fromEntries(parent.params)).toMatchObject({ 'optimise.method': 'spsa', 'seeds.root': '7' });
  expect(metricOf(parent, 'hybrid/accuracy')).toMatchObject([{ value: 0.875 }]);
  expect(metricOf(parent, 'logreg/accuracy.low')).toMatchObject([{ value: 0.855 }]);
  expect(Object.fromEntries(parent.tags)).toMatchObject({
    'mlflow.runName': 'example',
    'hybrid.run': 'a-1',
    'hybrid.verdict.logreg': 'no-difference-shown',
  });
  expect(JSON.parse(parent.artifacts.get('run.json') ?? '')).toEqual(run());
  expect(parent.artifacts.get('events.jsonl')).toBe(`${JSON.stringify(events[0])}\n`);
  expect(parent.dataSets).toMatchObject([{ dataset: { name: 'data/x.csv', digest: 'ab'.repeat(18) } }]);
  expect(repeats).toHaveLength(2);
  for (const [index, repeat] of repeats.entries()) {
    expect(repeat.tags.get('mlflow.parentRunId')).toBe(parent.id);
    expect(repeat.status).toBe('FINISHED');
    expect(metricOf(repeat, 'hybrid/accuracy')).toMatchObject([{ value: [0.75, 1][index] }]);
    expect(metricOf(repeat, 'loss').map(({ step, value }) => [step, value])).toEqual([
      [0, 0.9],
      [1, 0.5],
      [2, 0.25],
    ]);
  }
});

test('exporting again changes nothing unless the run has changed', async () => {
  const failed = run({ state: 'failed', failure: { reason: 'offline', message: 'No network.' } });
  const first = await send(failed);
  expect(living()[0]?.status).toBe('FAILED');
  expect(await send(failed)).toMatchObject({ outcome: 'present', runId: first.runId });
  expect(emulator.runs).toHaveLength(3);
  expect(await send(run())).toMatchObject({ outcome: 'replaced' });
  expect(living()).toHaveLength(3);
  expect(living()[0]?.status).toBe('FINISHED');
});

test('an export that broke off anywhere is made whole by the next one', async () => {
  let calls = 0;
  await send(run());
  emulator.runs.length = 0;
  // Counted when the experiment is there.
  emulator.fault = () => void calls++;
  await send(run());
  const whole = calls;
  const complete = JSON.stringify(living().map(({ metrics, params, status }) => [metrics, [...params], status]));
  for (let last = 1; last < whole; last++) {
    emulator.runs.length = 0;
    calls = 0;
    emulator.fault = () => (calls++ === last ? 400 : undefined);
    await expect(send(run())).rejects.toMatchObject({ reason: 'invalid-input' });
    emulator.fault = () => undefined;
    await send(run());
    expect(JSON.stringify(living().map(({ metrics, params, status }) => [metrics, [...params], status]))).toBe(
      complete,
    );
  }
});

test('thousands of metrics and hundreds of long parameters keep to the limits of the server', async () => {
  const options = Object.fromEntries(
    Array.from({ length: 230 }, (_, index) => [`n ${index}: ä`, '𝜗'.repeat(300 + index)]),
  );
  const trace = Array.from({ length: 2500 }, (_, iteration) => ({
    ...{
      repeat: 0,
      iteration,
      loss: iteration === 7 ? Number.NaN : 1 / iteration,
      evaluations: iteration,
      elapsed: iteration,
    },
  }));
  await send(run({ configuration: { options }, result: { ...exampleResult([0.5]), trace } }));
  const [parent, repeat] = living();
  expect(parent?.params.get('options.n 3_ _')).toMatch(/^𝜗{249}…$/u);
  expect(JSON.parse(parent?.artifacts.get('long-parameters.json') ?? '')).toMatchObject({
    'options.n 3_ _': '𝜗'.repeat(303),
  });
  // The first is infinite, the eighth is no number: neither can be said in JSON.
  expect(repeat && metricOf(repeat, 'loss')).toHaveLength(2498);
  expect(repeat && metricOf(repeat, 'evaluations')).toHaveLength(2500);
});

test('a credential goes into the header alone, and addresses with one are refused', async () => {
  await send(run(), 'some-token');
  await send(run({ state: 'failed' }), 'ada:secret');
  expect(new Set(emulator.authorizations)).toEqual(new Set(['Bearer some-token', `Basic ${btoa('ada:secret')}`]));
  emulator.fault = () => 401;
  await expect(send(run())).rejects.toMatchObject({ reason: 'auth' });
  const at = (uri: string) =>
    exportToMlflow(run(), [], 'x', { uri, http: createHttpClient(), clock: systemClock, signal: neverCancelled });
  await expect(at('http://ada:secret@localhost:1')).rejects.toMatchObject({ reason: 'invalid-input' });
  await expect(at('file:///tmp')).rejects.toMatchObject({ reason: 'invalid-input' });
});
