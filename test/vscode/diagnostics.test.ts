import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, suiteSetup, test } from 'mocha';
import { DiagnosticSeverity, Range, type TextDocument, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { languageServerFlags } from '#core/protocol/languageServer.ts';
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

  test('come from a server that is started with its flags', async function () {
    // Other systems do not show the command lines of processes as files.
    if (process.platform !== 'linux') this.skip();
    const [server] = await childrenWith('server.cjs');
    ok(server, 'The extension has no server.');
    for (const flag of languageServerFlags) ok(server.includes(flag), `${flag} is not in: ${server.join(' ')}`);
  });
});

/** The command lines of the processes of this one that run a file of a name. */
async function childrenWith(name: string): Promise<string[][]> {
  const processes = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    processes.map(async (id) => {
      try {
        const status = await readFile(`/proc/${id}/status`, 'utf8');
        if (!status.includes(`\nPPid:\t${process.pid}\n`)) return [];
        const words = (await readFile(`/proc/${id}/cmdline`, 'utf8')).split('\0');
        return words.some((word) => word.endsWith(name)) ? [words] : [];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    }),
  );
  return found.flat();
}

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
