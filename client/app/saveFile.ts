import * as vscode from 'vscode';
import type { Log } from './log.ts';
import { labelOf } from './workspaceFiles.ts';

export interface SavedFile {
  /** Of the dialog. */
  readonly title: string;
  /** What the dialog calls the formats, with the extension of each, without the dot. */
  readonly kinds: Readonly<Record<string, string>>;
  /** @param path of the file that was chosen, whose extension may say in which format */
  readonly content: (path: string) => Uint8Array;
  readonly proposed?: vscode.Uri;
  readonly log: Log;
}

/** Asks where to keep a file and writes it there; tells the user where it is, or why it could not be written. */
export async function saveFile({ content, kinds, log, proposed, title }: SavedFile): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title,
    filters: Object.fromEntries(Object.entries(kinds).map(([kind, extension]) => [kind, [extension]])),
    ...(proposed === undefined ? {} : { defaultUri: proposed }),
  });
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, content(target.path));
  } catch (thrown) {
    log.failure(`Writing ${target.toString()}`, thrown);
    const cause = thrown instanceof Error ? thrown.message : String(thrown);
    await vscode.window.showErrorMessage(
      vscode.l10n.t('{0} could not be written: {1} Choose another folder or name.', labelOf(target), cause),
    );
    return;
  }
  const open = vscode.l10n.t('Open');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('{0} was saved.', labelOf(target)), open);
  if (answer === open) await vscode.commands.executeCommand('vscode.open', target);
}
