import { ok, strictEqual } from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { commands, Uri, workspace } from 'vscode';
import { commandIds } from '#client/app/commandIds.ts';
import { applicationParts, sampleProject, workspaceFolder } from './sampleWorkspace.ts';

interface Outcome {
  readonly runId: string;
  readonly state: string;
}

suite('the Python interpreter of the settings', () => {
  test('is used by runs and benchmarks of what a pipeline names in Python', async function () {
    // A script stands in for the interpreter.
    if (process.platform === 'win32') this.skip();
    const { history } = await applicationParts();
    const project = await sampleProject('python');
    const file = Uri.file(join(project, 'iris.hybrid.yaml'));
    const text = await readFile(file.fsPath, 'utf8');
    const short = text.replace(/repeats: \d+/, 'repeats: 1').replace(/maxIterations: \d+/, 'maxIterations: 5');
    const baseline = '{ id: own, use: python, with: { import: sklearn.dummy.DummyClassifier } }';
    await writeFile(file.fsPath, short.replace('[{ use: logistic-regression }]', `[${baseline}]`));
    const calls = join(project, 'calls.txt');
    await mkdir(join(workspaceFolder(), 'tools'), { recursive: true });
    const interpreter = join(workspaceFolder(), 'tools', 'python-of-test');
    await writeFile(interpreter, `#!/bin/sh\necho called >> '${calls}'\necho 'this is no Python' >&2\nexit 3\n`);
    await chmod(interpreter, 0o755);
    const called = async () => {
      const lines = await readFile(calls, 'utf8').catch(() => '');
      await rm(calls, { force: true });
      return lines.split('\n').filter((line) => line === 'called').length;
    };

    const runIds: string[] = [];
    const settings = workspace.getConfiguration('hybridQuantum', file);
    // From the workspace folder, whatever folder the pipeline is in.
    await settings.update('python.interpreter', 'tools/python-of-test', false);
    try {
      const outcome = await commands.executeCommand<Outcome>(commandIds.runPipeline, file);
      strictEqual(outcome?.state, 'failed');
      runIds.push(outcome.runId);
      ok((await called()) > 0, 'the run asked another interpreter');
      const failure = (await history.record(outcome.runId))?.record.failure;
      ok(failure?.message.includes('tools/python-of-test'), `${failure?.message} ${failure?.advice}`);
      const [benchmarked] = (await commands.executeCommand<Outcome[]>(commandIds.benchmarkPipeline, file)) ?? [];
      strictEqual(benchmarked?.state, 'failed');
      runIds.push(benchmarked.runId);
      ok((await called()) > 0, 'the benchmark asked another interpreter');
    } finally {
      await settings.update('python.interpreter', undefined, false);
      // Other suites count what failed in this workspace.
      await history.discard(runIds);
    }
  });
});
