import { match, ok, strictEqual } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { commands, type TextEditor, Uri, window } from 'vscode';
import { commandIds } from '#client/app/commandIds.ts';
import { applicationParts, until, workspaceFolder } from './sampleWorkspace.ts';

const circuit = `OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
h q[0];
cx q[0], q[2];
cx q[0], q[1];
c = measure q;
`;

/** Three in a row, as IBM's service tells a configuration. */
const device = {
  ...{ backend_name: 'row', n_qubits: 3, basis_gates: ['rz', 'sx', 'x', 'cz'] },
  coupling_map: [
    [0, 1],
    [1, 2],
  ],
};

suite('a circuit that is transpiled', () => {
  let file: Uri;

  suiteSetup(async () => {
    await applicationParts();
    file = Uri.file(join(workspaceFolder(), 'entangled.qasm'));
    await writeFile(file.fsPath, circuit);
    await writeFile(join(workspaceFolder(), 'row-configuration.json'), JSON.stringify(device));
  });

  const shown = (): TextEditor | undefined => {
    const editor = window.activeTextEditor;
    return editor?.document.isUntitled === true && editor.document.getText().includes('Fitted to') ? editor : undefined;
  };

  test('opens beside its source for a file of the workspace, with its figures first', async () => {
    const path = join(workspaceFolder(), 'row-configuration.json');
    await commands.executeCommand(commandIds.transpileCircuit, file, { target: { kind: 'file', path } });
    const editor = shown();
    ok(editor, 'nothing was opened');
    const text = editor.document.getText();
    strictEqual(editor.document.languageId, 'openqasm');
    match(text, /^\/\/ Fitted to row at level 2 with seed 0, in the gates rz sx x cz\n/);
    match(text, /^\/\/ Depth \d+ → \d+, gates 3 → \d+, on two qubits 2 → 2 \(0 swaps\)$/m);
    for (const [, one, other] of text.matchAll(/^cz \$(\d), \$(\d);$/gm))
      strictEqual(Math.abs(Number(one) - Number(other)), 1);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  test('asks what it is for, and offers files, and gates', async () => {
    const done = commands.executeCommand(commandIds.transpileCircuit, file);
    // The first choice is taken once the list is there.
    await until('the first choice to be taken', async () => {
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return shown();
    });
    await done;
    match(shown()?.document.getText() ?? '', /^\/\/ Fitted to row/);
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
