import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { type CodeLens, commands, Uri, window, workspace } from 'vscode';
import { commandIds } from '#client/app/commandIds.ts';
import { applicationParts, sampleProject, until } from './sampleWorkspace.ts';

interface Outcome {
  readonly runId: string;
  readonly state: string;
}

const blocks = `
execution: { quantum: { flag: TEST_QUANTUM_SWITCH } }
rollout:
  stage: poc
  stages: [{ id: poc, success: [{ kind: quality, metric: accuracy, op: ">", value: 0 }, { kind: reliability, metric: runs.completed, op: ">=", value: 1 }, { kind: cost, metric: cost.total, op: "<=", value: 0 }] }]
`;

suite('pipelines', () => {
  let file: Uri;

  suiteSetup(async () => {
    await applicationParts();
    const path = join(await sampleProject('features'), 'iris.hybrid.yaml');
    const text = (await readFile(path, 'utf8')).replace(/repeats: \d+/, 'repeats: 1');
    await writeFile(path, text.replace(/maxIterations: \d+/, 'maxIterations: 8') + blocks);
    file = Uri.file(path);
  });

  test('have lenses for running, planning, benchmarking and the rollout', async () => {
    await workspace.openTextDocument(file);
    const titles = await until('the lenses', async () => {
      const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', file, 10);
      return lenses.length > 0 ? lenses.map(({ command }) => command?.title) : undefined;
    });
    deepStrictEqual(titles, ['Run', 'Plan', 'Benchmark', 'Lock', 'Show Rollout']);
  });

  test('run with the state that the setting gives their flag', async () => {
    const { history } = await applicationParts();
    const settings = workspace.getConfiguration('hybridQuantum', file);
    await settings.update('flags', { TEST_QUANTUM_SWITCH: 'disabled', OTHER: 'nonsense' }, true);
    try {
      const outcome = await commands.executeCommand<Outcome>(commandIds.runPipeline, file);
      strictEqual(outcome?.state, 'succeeded');
      const record = (await history.record(outcome.runId))?.record;
      strictEqual(record?.result?.quantum?.kind, 'classical');
    } finally {
      await settings.update('flags', undefined, true);
    }
  });

  test('are benchmarked on their backends, with a report of all rows', async () => {
    const outcomes = await commands.executeCommand<Outcome[]>(commandIds.benchmarkPipeline, file);
    deepStrictEqual(
      outcomes?.map(({ state }) => state),
      ['succeeded'],
    );
    const report = await until('the report', async () =>
      workspace.textDocuments.find(({ uri }) => uri.path.endsWith('iris benchmark.md')),
    );
    ok(report.getText().includes('| local | simulator | hybrid | hybrid |'), report.getText());
  });

  test('are benchmarked on each of the backends that are chosen, those without a price unless told otherwise', async () => {
    const both = join(file.fsPath, '..', 'both.hybrid.yaml');
    const text = (await readFile(file.fsPath, 'utf8')).replace(blocks, '');
    const backends =
      '{ exact: { adapter: builtin-simulator }, noisy: { adapter: builtin-simulator, shots: 50, noise: { readout: { p01: 0.02, p10: 0.01 } } } }';
    await writeFile(both, `${text}\nbackends: ${backends}\n`);
    let outcomes: Outcome[] | undefined;
    const benchmark = async (): Promise<void> => {
      const ended = await commands.executeCommand<Outcome[] | undefined>(commandIds.benchmarkPipeline, Uri.file(both));
      // A choice that is accepted before the editor has marked what is proposed is a choice of nothing.
      if (ended === undefined) await benchmark();
      else outcomes = ended;
    };
    void benchmark();
    const ended = await until('the benchmark has ended', async () => {
      // Accepts the choice that is proposed as soon as it is shown.
      if (outcomes === undefined) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return outcomes;
    });
    deepStrictEqual(
      ended.map(({ state }) => state),
      ['succeeded', 'succeeded'],
    );
    const report = await until('the report', async () =>
      workspace.textDocuments.find(({ uri }) => uri.path.endsWith('both benchmark.md')),
    );
    for (const row of ['| exact | simulator | hybrid |', '| noisy | emulator | hybrid |', 'on the same splits'])
      ok(report.getText().includes(row), report.getText());
  });

  test('show their rollout in the panel', async () => {
    await commands.executeCommand(commandIds.showRollout, file);
    ok(window.tabGroups.all.some((group) => group.tabs.some(({ label }) => label === 'Hybrid Quantum')));
  });
});
