import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { DiagnosticSeverity, Range, type TextDocument, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { applicationParts, codeOf, diagnosticsOnce, sampleProject } from './sampleWorkspace.ts';

suite('diagnostics', () => {
  let project: string;

  suiteSetup(async () => {
    await applicationParts();
    project = await sampleProject('diagnosed');
  });

  /** Plants an error, expects it marked exactly, takes it back, and expects the mark gone. */
  async function plant(file: string, good: string, bad: string, code: string, marked: string): Promise<void> {
    const document = await workspace.openTextDocument(file);
    await window.showTextDocument(document);
    await diagnosticsOnce(file, (all) => all.every(({ severity }) => severity !== DiagnosticSeverity.Error));
    await replace(document, good, bad);
    const found = await diagnosticsOnce(file, (all) => all.some((diagnostic) => codeOf(diagnostic) === code));
    const diagnostic = found.find((candidate) => codeOf(candidate) === code);
    ok(diagnostic);
    strictEqual(diagnostic.severity, DiagnosticSeverity.Error);
    strictEqual(document.getText(diagnostic.range), marked);
    deepStrictEqual(diagnostic.range, rangeOf(document, marked, document.getText().indexOf(bad)));
    await replace(document, bad, good);
    await diagnosticsOnce(file, (all) => all.every(({ severity }) => severity !== DiagnosticSeverity.Error));
  }

  test('mark an undefined qubit register in a circuit exactly, and vanish when it is fixed', async () => {
    await plant(join(project, 'ansatz.qasm'), 'ry(t4) q[0];', 'ry(t4) qq[0];', 'QAS3001', 'qq');
  });

  test('mark an unknown key in a pipeline exactly, and vanish when it is fixed', async () => {
    await plant(join(project, 'iris.hybrid.yaml'), 'qubits: 4', 'qbits: 4', 'HP002', 'qbits');
  });
});

function rangeOf(document: TextDocument, text: string, from: number): Range {
  const start = document.getText().indexOf(text, from);
  return new Range(document.positionAt(start), document.positionAt(start + text.length));
}

async function replace(document: TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  ok(start >= 0, `${document.uri.path} does not contain ${from}`);
  const edit = new WorkspaceEdit();
  edit.replace(Uri.file(document.uri.fsPath), rangeOf(document, from, 0), to);
  ok(await workspace.applyEdit(edit));
}
