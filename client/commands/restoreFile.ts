import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { fileNamed, isPresent } from '../app/workspaceFiles.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { KeptFiles } from '../views/keptFiles.ts';

export interface RestoreFileOptions {
  readonly history: RunHistory;
  readonly kept: KeptFiles;
}

/**
 * Shows a file as a run read it, beside the file as it is now, and writes it when the user says so: as an edit that can be
 * undone, or as a new file where there is none any more.
 * @throws Failure `not-found` when the run or its copy of the file is gone, `cancelled`
 */
export async function restoreFile(runId: string, { history, kept }: RestoreFileOptions): Promise<void> {
  const found = await history.record(runId);
  if (found === undefined) throw new Failure('not-found', `There is no run ${runId} in this workspace.`);
  const { folder, record } = found;
  const names = Object.keys(record.inputs).sort(
    (one, other) => Number(other === record.file) - Number(one === record.file),
  );
  const name =
    names.length === 1
      ? names[0]
      : await vscode.window.showQuickPick(names, { title: vscode.l10n.t('Which file of the run {0}?', record.name) });
  if (name === undefined) {
    if (names.length === 0) throw new Failure('not-found', `Run ${runId} has kept no files.`);
    throw new Failure('cancelled', 'No file was chosen.');
  }
  const bytes = await history.artifact(folder, record.inputs[name] ?? '');
  if (bytes === undefined) throw new Failure('not-found', `The copy of ${name} that run ${runId} kept is gone.`);
  const text = new TextDecoder().decode(bytes);
  const before = kept.keep(runId, name, text);
  const now = fileNamed(name, folder);
  const exists = await isPresent(now);
  if (exists) {
    const title = vscode.l10n.t('{0}: as in the run, and now', name);
    await vscode.commands.executeCommand('vscode.diff', before, now, title);
  } else await vscode.window.showTextDocument(before, { preview: true });
  // The command is done while the question is still there.
  void offerToWrite({ now, exists, name, bytes, text });
}

interface WrittenFile {
  readonly now: vscode.Uri;
  readonly exists: boolean;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

async function offerToWrite({ bytes, exists, name, now, text }: WrittenFile): Promise<void> {
  const document = exists ? await vscode.workspace.openTextDocument(now) : undefined;
  if (document?.getText() === text) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is as it was in the run.', name));
    return;
  }
  const write = exists ? vscode.l10n.t('Restore') : vscode.l10n.t('Write File');
  const question = exists
    ? vscode.l10n.t('Bring {0} back to what the run read? You can undo it in the editor.', name)
    : vscode.l10n.t('{0} is not there any more. Write it as the run read it?', name);
  if ((await vscode.window.showInformationMessage(question, write)) !== write) return;
  if (document === undefined) {
    await vscode.workspace.fs.writeFile(now, bytes);
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).rangeIncludingLineBreak.end;
  edit.replace(now, new vscode.Range(new vscode.Position(0, 0), end), text);
  await vscode.workspace.applyEdit(edit);
}
