import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OtlpRequest } from '#core/runs/otlp/otlpTraces.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { hybridq } from '#test/support/cli/hybridq.ts';
import { startMlflowEmulator } from '#test/support/emulators/mlflowEmulator.ts';
import { startOtlpReceiver } from '#test/support/emulators/otlpReceiver.ts';
import { exampleResult, exampleRun } from '#test/support/runs/exampleRun.ts';
import { withTemporaryFolder } from '#test/support/temporaryFolder.ts';

/** A folder with three runs: `one-a` and `one-b` have succeeded, `two-a` is under way and nobody executes it. */
async function inFolderWithRuns(work: (folder: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const store = await openRunStore(folder, systemClock);
    try {
      for (const [id, accuracies] of [
        ['one-a', [0.9, 0.7]],
        ['one-b', [0.6, 0.6]],
      ] as const) {
        const configuration = { optimise: { maxIterations: id === 'one-a' ? 10 : 20 } };
        await store.create(exampleRun(id, { configuration }));
        await store.transition(id, 'validating');
        await store.transition(id, 'running');
        const job = { runId: id, backend: 'ionq', submittedAt: 1_700_000_000_500, state: 'completed' as const };
        await store.saveJob({ ...job, key: `${id}-k`, handle: `${id}-handle` });
        await store.transition(id, 'succeeded', { endedAt: 1_700_000_001_000, result: exampleResult(accuracies) });
      }
      await store.create(exampleRun('two-a', { name: 'other\u001b[2J' }));
      await store.transition('two-a', 'validating');
    } finally {
      store.close();
    }
    await work(folder);
  });
}

test('lists runs for programs and for people', async () => {
  await inFolderWithRuns(async (folder) => {
    const { code, stdout } = await hybridq(['runs', 'list', '--format', 'json'], { folder });
    expect(code).toBe(0);
    const { runs } = JSON.parse(stdout);
    expect(runs.map((run: { id: string }) => run.id)).toEqual(['two-a', 'one-b', 'one-a']);
    expect(runs[0]).toMatchObject({ state: 'validating', interrupted: true });
    expect(runs[2]).toMatchObject({
      state: 'succeeded',
      interrupted: false,
      primaryMetric: { name: 'accuracy', mean: 0.8 },
      verdict: 'no-difference-shown',
    });
    const text = await hybridq(['runs', 'list'], { folder });
    expect(text.stdout).toMatch(/one-a .*succeeded .*accuracy 0\.800 \[0\.780, 0\.820\] .*no difference shown/);
    expect(text.stdout).toMatch(/two-a .*interrupted/);
    expect(text.stdout).not.toContain('\u001b');
    const filtered = await hybridq(['runs', 'list', '--state', 'succeeded', '--limit', '1', '--format', 'json'], {
      folder,
    });
    expect(JSON.parse(filtered.stdout).runs).toHaveLength(1);
  });
});

test('shows a run by the beginning of its id and as the last one', async () => {
  await inFolderWithRuns(async (folder) => {
    const { stdout } = await hybridq(['runs', 'show', 'last', '--format', 'json'], { folder });
    expect(JSON.parse(stdout)).toMatchObject({ id: 'two-a', kind: 'pipeline' });
    const text = await hybridq(['runs', 'show', 'one-a'], { folder });
    expect(text.stdout).toContain('0.800 [0.780, 0.820]');
    expect(text.stdout).toMatch(/^ionq +one-a-handle +completed /m);
    expect(text.stdout).toMatch(/^verdict: .*No difference\.$/m);
    const ambiguous = await hybridq(['runs', 'show', 'one'], { folder });
    expect(ambiguous).toMatchObject({ code: 2, stderr: expect.stringContaining("2 runs begin with 'one'") });
    const none = await hybridq(['runs', 'show', 'zzz'], { folder });
    expect(none).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("There is no run 'zzz'") });
  });
});

test('compares runs by what differs', async () => {
  await inFolderWithRuns(async (folder) => {
    const { code, stdout } = await hybridq(['runs', 'compare', 'one-a', 'one-b', '--format', 'json'], { folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).configuration).toEqual([{ path: 'optimise.maxIterations', values: [10, 20] }]);
    const text = await hybridq(['runs', 'compare', 'one-a', 'one-b'], { folder });
    expect(text.stdout).toMatch(/optimise\.maxIterations +10 +20/);
    expect(text.stdout).toMatch(/hybrid accuracy +– +not tested: no splits are recorded/);
    expect((await hybridq(['runs', 'compare', 'one-a'], { folder })).code).toBe(2);
  });
});

test('exports to a file and to standard output', async () => {
  await inFolderWithRuns(async (folder) => {
    const { stdout } = await hybridq(['runs', 'export', '--format', 'csv', 'one-a'], { folder });
    expect(stdout.split('\r\n')).toHaveLength(4);
    expect((await hybridq(['runs', 'export', '-o', 'out.json'], { folder })).code).toBe(0);
    expect(JSON.parse(await readFile(join(folder, 'out.json'), 'utf8')).runs).toHaveLength(3);
  });
});

test('deletes runs, or none when one of them is not there', async () => {
  await inFolderWithRuns(async (folder) => {
    expect((await hybridq(['runs', 'delete', 'one-a', 'zzz'], { folder })).code).toBe(2);
    expect((await hybridq(['runs', 'delete', 'one-a', 'two-a'], { folder })).code).toBe(0);
    const { stdout } = await hybridq(['runs', 'list', '--format', 'json'], { folder });
    expect(JSON.parse(stdout).runs.map((run: { id: string }) => run.id)).toEqual(['one-b']);
    expect((await hybridq(['runs', 'show', 'one-a'], { folder })).code).toBe(2);
    const deleted = await hybridq(['runs', 'list', '--deleted'], { folder });
    expect(deleted.stdout).toMatch(/^two-a .*\none-a /m);
    expect((await hybridq(['runs', 'restore', 'one-a', 'zzz'], { folder })).code).toBe(2);
    expect((await hybridq(['runs', 'restore', 'one-a'], { folder })).code).toBe(0);
    expect((await hybridq(['runs', 'show', 'one-a'], { folder })).code).toBe(0);
    expect((await hybridq(['runs', 'delete', '--now', 'one-a'], { folder })).code).toBe(0);
    expect(await hybridq(['runs', 'restore', 'one-a'], { folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("There is no deleted run 'one-a'"),
    });
  });
});

test('finds runs again by the star and the tags that people gave them', async () => {
  await inFolderWithRuns(async (folder) => {
    expect((await hybridq(['runs', 'tag', 'one-a', 'paper', 'table 2'], { folder })).code).toBe(0);
    expect((await hybridq(['runs', 'tag', 'one-b', 'paper'], { folder })).code).toBe(0);
    expect((await hybridq(['runs', 'tag', '--remove', 'one-b', 'paper'], { folder })).code).toBe(0);
    expect((await hybridq(['runs', 'star', 'one-b'], { folder })).code).toBe(0);
    expect((await hybridq(['runs', 'note', 'one-a', 'Less noise.'], { folder })).code).toBe(0);
    const tagged = await hybridq(['runs', 'list', '--tag', 'paper', '--tag', 'table 2'], { folder });
    expect(tagged.stdout).toMatch(/^one-a .*paper table 2 Less noise\.$/m);
    expect(tagged.stdout).not.toContain('one-b');
    const starred = await hybridq(['runs', 'list', '--starred', '--format', 'json'], { folder });
    expect(JSON.parse(starred.stdout).runs).toMatchObject([{ id: 'one-b', starred: true }]);
    expect(await hybridq(['runs', 'tag', 'one-a', ''], { folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot be a tag'),
    });
  });
});

test('a folder without history lists nothing and says so', async () => {
  await withTemporaryFolder(async (folder) => {
    expect(await hybridq(['runs', 'list'], { folder })).toMatchObject({ code: 0, stdout: 'No runs.\n', stderr: '' });
    const shown = await hybridq(['runs', 'show', 'x'], { folder });
    expect(shown).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no run history in') });
  });
});

test('a damaged history is left as it is and reported in one sentence', async () => {
  await withTemporaryFolder(async (folder) => {
    (await openRunStore(folder, systemClock)).close();
    await writeFile(join(folder, '.hybrid', 'runs.db'), 'x'.repeat(10_000));
    const { code, stderr } = await hybridq(['runs', 'list'], { folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: The run history .*runs\.db is damaged or is not a run history\. It has been left/);
    expect(stderr).not.toMatch(/\n +at /);
  });
});

test('prints the event log of a run as a JSON document a line', async () => {
  await inFolderWithRuns(async (folder) => {
    const { code, stdout } = await hybridq(['runs', 'show', 'one-a', '--events'], { folder });
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ run, state }) => [run, state])).toEqual(
      ['created', 'validating', 'running', 'completed', 'succeeded'].map((state) => ['one-a', state]),
    );
  });
});

test('exports runs as traces, into a file and to a collector', async () => {
  await inFolderWithRuns(async (folder) => {
    const receiver = await startOtlpReceiver();
    try {
      const { stdout: lines } = await hybridq(['runs', 'export', 'one-a', 'one-b', '--format', 'otlp'], { folder });
      const traces: OtlpRequest[] = lines
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const spansOf = ({ resourceSpans: [resource] }: OtlpRequest) => resource?.scopeSpans[0]?.spans ?? [];
      expect(new Set(traces.flatMap((trace) => spansOf(trace).map(({ traceId }) => traceId))).size).toBe(2);
      const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, HYBRIDQ_SECRET_LAB: 'very-secret-token' };
      const to = ['--to', 'otlp', '--credential', 'lab'];
      const sent = await hybridq(['runs', 'export', 'one-a', ...to], { folder, environment });
      const [first] = traces;
      const spans = first ? spansOf(first) : [];
      expect(sent).toMatchObject({
        code: 0,
        stdout: `one-a sent as trace ${spans[0]?.traceId}, ${spans.length} spans\n`,
      });
      expect(receiver.received).toMatchObject([
        { path: '/v1/traces', headers: { authorization: 'Bearer very-secret-token' }, body: first },
      ]);
      const nowhere = await hybridq(['runs', 'export', '--to', 'otlp'], { folder });
      expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT') });
      await receiver.close();
      const unreached = await hybridq(['runs', 'export', 'one-a', '--to', 'otlp'], { folder, environment });
      expect(unreached.code).toBeGreaterThan(0);
      expect(unreached.stderr).toContain('cannot be reached');
    } finally {
      await receiver.close();
    }
  });
});

test('exports runs to MLflow with their repeats, once, with a credential of the environment', async () => {
  await inFolderWithRuns(async (folder) => {
    const emulator = await startMlflowEmulator();
    try {
      const environment = { HYBRIDQ_SECRET_LAB_MLFLOW: 'very-secret-token' };
      const to = ['--to', 'mlflow', '--experiment', 'trials', '--uri', emulator.url, '--credential', 'lab-mlflow'];
      const { code, stderr, stdout } = await hybridq(['runs', 'export', 'one-a', 'one-b', ...to], {
        folder,
        environment,
      });
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^one-a created as run1\none-b created as run4\n$/);
      expect(emulator.runs.map(({ tags }) => tags.get('mlflow.parentRunId'))).toEqual([
        undefined,
        'run1',
        'run1',
        undefined,
        'run4',
        'run4',
      ]);
      expect(new Set(emulator.authorizations)).toEqual(new Set(['Bearer very-secret-token']));
      const again = await hybridq(['runs', 'export', 'one-a', ...to], { folder, environment });
      expect(again).toMatchObject({ code: 0, stdout: 'one-a present as run1\n' });
      const nameless = await hybridq(['runs', 'export', 'one-a', ...to], { folder });
      expect(nameless).toMatchObject({ code: 1, stderr: expect.stringContaining('HYBRIDQ_SECRET_LAB_MLFLOW') });
      const nowhere = await hybridq(['runs', 'export', '--to', 'mlflow'], { folder });
      expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('MLFLOW_TRACKING_URI') });
    } finally {
      await emulator.close();
    }
  });
});

test('exports a report for people', async () => {
  await inFolderWithRuns(async (folder) => {
    const { stdout } = await hybridq(['runs', 'export', '--format', 'markdown', 'one-a'], { folder });
    expect(stdout).toContain('| hybrid | hybrid | – | 0.8000 (0.7800 to 0.8200) |');
    expect(stdout).toContain('- Against logreg by accuracy: **no difference shown**. No difference.');
  });
});
