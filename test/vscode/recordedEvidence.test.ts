import { ok, strictEqual } from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'mocha';
import { Range, WorkspaceEdit, window, workspace } from 'vscode';
import { applicationParts, codeOf, diagnosticsOnce, sampleProject, workspaceFolder } from './sampleWorkspace.ts';

const stage = (id: string) =>
  `{ id: ${id}, success: [{ kind: quality, metric: accuracy, op: ">", value: 0 }, { kind: reliability, metric: runs.completed, op: ">=", value: 1 }, { kind: cost, metric: cost.total, op: "<=", value: 0 }] }`;
const rollout = `
execution: { quantum: { flag: TEST_QUANTUM_SWITCH } }
rollout: { stage: poc, stages: [${stage('poc')}, ${stage('simulation')}] }
`;

suite('what recorded runs show', () => {
  test('is told of a pipeline in the editor, and anew when a run has ended', async () => {
    const { runs } = await applicationParts();
    const file = join(await sampleProject('evidence'), 'iris.hybrid.yaml');
    const text = (await readFile(file, 'utf8')).replace(/repeats: \d+/, 'repeats: 1');
    await writeFile(file, text.replace(/maxIterations: \d+/, 'maxIterations: 8') + rollout);
    const document = await workspace.openTextDocument(file);
    await window.showTextDocument(document);
    const at = document.getText().indexOf('stage: poc') + 'stage: '.length;
    const edit = new WorkspaceEdit();
    const range = new Range(document.positionAt(at), document.positionAt(at + 'poc'.length));
    edit.replace(document.uri, range, 'simulation');
    ok(await workspace.applyEdit(edit));
    const skipped = await diagnosticsOnce(file, (all) => all.some((each) => codeOf(each) === 'HP191'));
    const found = skipped.find((each) => codeOf(each) === 'HP191');
    ok(found?.message.includes('nothing shows that poc was passed'), found?.message);

    // The file on the disk is still at the first stage; the text in the editor is not saved.
    const folder = workspaceFolder();
    const request = { kind: 'run', pipeline: file, workspaceFolder: folder, options: {}, backends: {} } as const;
    const ended = await runs.perform('evidence', request);
    strictEqual(ended.kind === 'run' && ended.state, 'succeeded');
    await diagnosticsOnce(file, (all) => all.every((each) => codeOf(each) !== 'HP191'));
    ok(document.isDirty);
    const undone = new WorkspaceEdit();
    undone.replace(document.uri, new Range(range.start, range.start.translate(0, 'simulation'.length)), 'poc');
    ok(await workspace.applyEdit(undone));
    await document.save();
  });
});
