import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { HttpClient } from '#core/backends/http.ts';
import { neverCancelled } from '#core/base/cancellation.ts';
import type { RunEvent } from '#core/runs/runEvent.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import { createHttpClient } from '#platform/fetchHttpClient.ts';
import { systemClock } from '#platform/systemClock.ts';
import { exportToMlflow } from '#runner/mlflow/exportToMlflow.ts';
import { projectRoot } from '#scripts/projectRoot.ts';
import { startMlflowServer } from '#test/support/mlflow/mlflowServer.ts';
import { mlflowEnvironment } from '#test/support/pythonEnvironment.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

interface ReadRun {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly end: number;
  readonly params: Record<string, string>;
  readonly tags: Record<string, string>;
  readonly metrics: Record<string, [number, number][]>;
  readonly artifacts: Record<string, string>;
  readonly data: string[];
}

const losses = Array.from({ length: 510 }, (_, iteration) => 1 / (iteration + 1));
const record: RunRecord = exampleRun('a-1', {
  state: 'succeeded',
  startedAt: 1_700_000_000_000,
  endedAt: 1_700_000_060_000,
  configuration: { data: { source: { path: 'data/x.csv' } }, 'key: of ours': 'x', long: 'ü'.repeat(7000) },
  inputs: { 'data/x.csv': 'ab'.repeat(32) },
  result: {
    ...exampleResult([0.75, 1]),
    trace: [0, 1].flatMap((repeat) =>
      losses.map((loss, iteration) => ({ repeat, iteration, loss, evaluations: iteration, elapsed: iteration })),
    ),
  },
});
const events: readonly RunEvent[] = [{ time: 1, run: 'a-1', event: 'state', state: 'created' }];

const http = createHttpClient();

// Installing MLflow takes minutes where it is not kept yet.
test("MLflow's own client finds an exported run with its repeats, metrics by iteration, data and artifacts", async () => {
  const python = await mlflowEnvironment();
  await withTemporaryFolder(async (folder) => {
    const server = await startMlflowServer(python, folder);
    try {
      // Beside other suites its first answers may take longer than users would wait.
      const send: HttpClient = (request, signal) => http({ ...request, timeout: 300_000 }, signal);
      const connection = { uri: server.url, http: send, clock: systemClock, signal: neverCancelled };
      const exported = (run: RunRecord) => exportToMlflow(run, events, 'trials', connection);
      const { result: _, ...unfinished } = record;
      expect((await exported({ ...unfinished, state: 'failed' })).outcome).toBe('created');
      const { outcome, runId, withheldArtifacts } = await exported(record);
      expect([outcome, withheldArtifacts]).toEqual(['replaced', 0]);
      expect(await exported(record)).toMatchObject({ outcome: 'present', runId });
      const script = join(projectRoot, 'test', 'support', 'mlflow', 'read_experiment.py');
      const { stdout } = await promisify(execFile)(python, [script, server.url, 'trials'], { maxBuffer: 2 ** 26 });
      const runs: readonly ReadRun[] = JSON.parse(stdout);
      const whole = runs.find(({ id }) => id === runId);
      expect(whole).toMatchObject({
        name: 'example',
        status: 'FINISHED',
        end: 1_700_000_060_000,
        data: ['data/x.csv'],
      });
      expect(whole?.metrics).toMatchObject({ 'hybrid/accuracy': [[0, 0.875]], 'logreg/accuracy.high': [[0, 0.895]] });
      expect(whole?.params).toMatchObject({ 'key_ of ours': 'x', 'seeds.root': '7' });
      expect(JSON.parse(whole?.artifacts['long-parameters.json'] ?? '')).toEqual({ long: 'ü'.repeat(7000) });
      expect(JSON.parse(whole?.artifacts['run.json'] ?? '')).toEqual(record);
      expect(whole?.artifacts['events.jsonl']).toBe(`${JSON.stringify(events[0])}\n`);
      const repeats = runs.filter(({ tags }) => tags['mlflow.parentRunId'] === runId);
      expect(runs).toHaveLength(3);
      expect(repeats.map(({ metrics }) => metrics['hybrid/accuracy']?.[0]?.[1]).sort()).toEqual([0.75, 1]);
      for (const { metrics } of repeats) {
        expect(metrics['loss']).toEqual(losses.map((loss, iteration) => [iteration, loss]));
      }
    } finally {
      await server.close();
    }
  });
}, 900_000);
