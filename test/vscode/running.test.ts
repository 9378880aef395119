import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, Uri, window } from 'vscode';
import { commandIds } from '#client/app/commandIds.ts';
import { openRunStore } from '#platform/runStore/sqliteRunStore.ts';
import { systemClock } from '#platform/systemClock.ts';
import { applicationParts, sampleProject, until, workspaceFolder } from './sampleWorkspace.ts';

interface Outcome {
  readonly runId: string;
  readonly state: string;
}

suite('runs', () => {
  let project: string;
  let pipeline: string;

  suiteSetup(async () => {
    await applicationParts();
    project = await sampleProject('run');
    pipeline = join(project, 'iris.hybrid.yaml');
    // The sample as it is, with as few repeats and iterations as show the whole way.
    const text = await readFile(pipeline, 'utf8');
    const short = text.replace(/repeats: \d+/, 'repeats: 2').replace(/maxIterations: \d+/, 'maxIterations: 12');
    ok(short !== text);
    await writeFile(pipeline, short);
  });

  test('of the sample pipeline succeed and are kept with metrics of hybrid and baseline', async () => {
    const { history } = await applicationParts();
    const outcome = await commands.executeCommand<Outcome>(commandIds.runPipeline, Uri.file(pipeline));
    strictEqual(outcome?.state, 'succeeded');
    const found = await history.record(outcome.runId);
    ok(found);
    const { record } = found;
    strictEqual(record.state, 'succeeded');
    strictEqual(record.file, 'run/iris.hybrid.yaml');
    const roles = record.result?.contenders.map(({ role }) => role) ?? [];
    ok(roles.includes('hybrid') && roles.includes('baseline'), `contenders are ${roles.join(', ')}`);
    for (const contender of record.result?.contenders ?? []) strictEqual(contender.metrics[0]?.values.length, 2);
    ok(record.result?.verdicts.length);
    ok(history.entries.some(({ summary }) => summary.id === outcome.runId));
  });

  test('open the panel at their result', () => {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
    deepStrictEqual(
      tabs.filter((label) => label === 'Hybrid Quantum'),
      ['Hybrid Quantum'],
    );
  });

  test('of a pipeline with an error fail with a reason and are kept too', async () => {
    const { history } = await applicationParts();
    const broken = join(project, 'broken.hybrid.yaml');
    await writeFile(broken, (await readFile(pipeline, 'utf8')).replace('ansatz.qasm', 'missing.qasm'));
    const before = history.entries.length;
    await commands.executeCommand(commandIds.runPipeline, Uri.file(broken));
    await history.refresh();
    const failed = history.entries.filter(({ summary }) => summary.state === 'failed');
    strictEqual(history.entries.length, before + 1);
    strictEqual(failed.length, 1);
    const record = (await history.record(failed[0]?.summary.id ?? ''))?.record;
    ok(record?.failure?.message.includes('missing.qasm'), record?.failure?.message);
  });

  test('leave the runner alive for the next one', async () => {
    const { runner } = await applicationParts();
    ok(runner.pid);
  });

  test('whose process was killed are interrupted, and resumed they give the metrics of an uninterrupted run', async () => {
    const { history, runner } = await applicationParts();
    const uninterrupted = await commands.executeCommand<Outcome>(commandIds.runPipeline, Uri.file(pipeline));
    ok(uninterrupted);
    const failed = commands.executeCommand<Outcome | undefined>(commandIds.runPipeline, Uri.file(pipeline));
    const runId = await until('a run at work with a checkpoint', async () => {
      await history.refresh();
      const working = history.entries.find(({ summary }) => summary.state === 'running')?.summary.id;
      return working !== undefined && (await hasCheckpoint(working)) ? working : undefined;
    });
    ok(runner.pid);
    process.kill(runner.pid, 'SIGKILL');
    strictEqual(await failed, undefined);
    await until('the run is seen to be interrupted', async () => {
      await history.refresh();
      return history.find(runId)?.interrupted ? true : undefined;
    });
    const resumed = await commands.executeCommand<Outcome>(commandIds.resumeRun, runId);
    strictEqual(resumed?.runId, runId);
    strictEqual(resumed.state, 'succeeded');
    deepStrictEqual(await metricsOf(runId), await metricsOf(uninterrupted.runId));
  });

  test('are gone after they were deleted, until that is undone', async () => {
    const { history } = await applicationParts();
    const [entry] = history.entries;
    ok(entry);
    await history.discard([entry.summary.id]);
    strictEqual(history.find(entry.summary.id), undefined);
    strictEqual(await history.record(entry.summary.id), undefined);
    await history.restore([entry.summary.id]);
    deepStrictEqual(history.find(entry.summary.id), entry);
    await history.discard([entry.summary.id]);
  });
});

/** What the contenders of a run scored, repeat by repeat. */
async function metricsOf(runId: string): Promise<unknown> {
  const { history } = await applicationParts();
  const contenders = (await history.record(runId))?.record.result?.contenders;
  ok(contenders);
  return contenders.map(({ id, metrics }) => ({ id, metrics }));
}

async function hasCheckpoint(runId: string): Promise<boolean> {
  const store = await openRunStore(workspaceFolder(), systemClock);
  try {
    return (await store.loadCheckpoint(runId)) !== undefined;
  } finally {
    store.close();
  }
}
