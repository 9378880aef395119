import * as vscode from 'vscode';
import { type ChartFile, type ChartFileFormat, fileNameOf } from '#core/protocol/chartFile.ts';
import type { Log } from '../app/log.ts';
import { labelOf } from '../app/workspaceFiles.ts';

/**
 * Asks where to keep a chart and writes it there; tells the user where it is, or why it could not be written.
 * @param folder where the file is proposed, if any is known
 */
export async function saveChart(chart: ChartFile, folder: vscode.Uri | undefined, log: Log): Promise<void> {
  const { content, format, name } = chart;
  const proposed = `${fileNameOf(name)}.${format}`;
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Chart'),
    filters: { [titleOf(format)]: [format] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, proposed) }),
  });
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, Buffer.from(content, format === 'png' ? 'base64' : 'utf8'));
  } catch (thrown) {
    log.failure(`Saving a chart to ${target.toString()}`, thrown);
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

function titleOf(format: ChartFileFormat): string {
  switch (format) {
    case 'csv':
      return vscode.l10n.t('Data as CSV');
    case 'json':
      return vscode.l10n.t('Data as JSON');
    case 'svg':
      return vscode.l10n.t('Picture as SVG');
    case 'png':
      return vscode.l10n.t('Picture as PNG');
  }
}
