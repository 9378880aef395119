import * as vscode from 'vscode';
import type { OffsetRange } from '#core/base/textRange.ts';

/**
 * Opens a file, in the editor that has it already if one is visible, and selects a range of a version of it. Offsets into
 * another version would select something else, so then the file is only opened.
 * @param preserveFocus whether the focus stays where it is
 */
export async function revealInEditor(
  file: vscode.Uri,
  version: number,
  range: OffsetRange,
  preserveFocus = false,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
    preserveFocus,
  });
  if (document.version !== version) return;
  const selected = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
  editor.selection = new vscode.Selection(selected.start, selected.end);
  editor.revealRange(selected, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
