import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { Log } from '../app/log.ts';
import { fileNamed, isPresent } from '../app/workspaceFiles.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { KeptFiles } from '../views/keptFiles.ts';

export interface RestoreFileOptions {
  readonly history: RunHistory;
  readonly kept: KeptFiles;
  readonly log: Log;
}

/**
 * Shows a file as a run read it, beside the file as it is now, and writes it when the user says so: as an edit that can be
 * undone, or as a new file where there is none any more.
 * @throws Failure `not-found` when the run or its copy of the file is gone, `cancelled`
 */
export async function restoreFile(runId: string, { history, kept, log }: RestoreFileOptions): Promise<void> {
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
  const text = readText(bytes);
  const now = fileNamed(name, folder);
  const exists = await isPresent(now);
  if (text !== undefined) {
    const before = kept.keep(runId, name, text);
    if (exists) {
      const title = vscode.l10n.t('{0}: as in the run, and now', name);
      await vscode.commands.executeCommand('vscode.diff', before, now, title);
    } else await vscode.window.showTextDocument(before, { preview: true });
  }
  // The command is done while the question is still there.
  offerToWrite({ now, exists, name, bytes, text }).catch(async (thrown: unknown) => {
    log.failure(`Restoring ${name}`, thrown);
    const cause = thrown instanceof Error ? thrown.message : String(thrown);
    await vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be written: {1}', name, cause));
  });
}

/** Undefined for what is not a text, such as tables in Parquet. */
function readText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (thrown) {
    // What it throws for bytes that are no text.
    if (thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}

interface WrittenFile {
  readonly now: vscode.Uri;
  readonly exists: boolean;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly text: string | undefined;
}

async function offerToWrite(file: WrittenFile): Promise<void> {
  const { bytes, exists, name, now, text } = file;
  const document = exists && text !== undefined ? await vscode.workspace.openTextDocument(now) : undefined;
  const isSame =
    document === undefined
      ? exists && Buffer.from(await vscode.workspace.fs.readFile(now)).equals(bytes)
      : document.getText() === text;
  if (isSame) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is as it was in the run.', name));
    return;
  }
  const write = exists ? vscode.l10n.t('Restore') : vscode.l10n.t('Write File');
  if ((await vscode.window.showInformationMessage(questionAbout(file), write)) !== write) return;
  if (document === undefined || text === undefined) {
    await vscode.workspace.fs.writeFile(now, bytes);
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).rangeIncludingLineBreak.end;
  edit.replace(now, new vscode.Range(new vscode.Position(0, 0), end), text);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new Failure('conflict', vscode.l10n.t('The editor did not take the edit. Try again.'));
}

function questionAbout({ exists, name, text }: WrittenFile): string {
  if (!exists) return vscode.l10n.t('{0} is not there any more. Write it as the run read it?', name);
  return text === undefined
    ? vscode.l10n.t('Replace {0} by what the run read? It is no text: you cannot undo this in the editor.', name)
    : vscode.l10n.t('Bring {0} back to what the run read? You can undo it in the editor.', name);
}
