import * as vscode from 'vscode';
import { type ChartFile, fileNameOf } from '#core/protocol/chartFile.ts';
import type { ChartFileFormat } from '#core/protocol/chartFileFormats.ts';
import type { Log } from '../app/log.ts';
import { saveFile } from '../app/saveFile.ts';

/**
 * Asks where to keep a chart and writes it there; tells the user where it is, or why it could not be written.
 * @param folder where the file is proposed, if any is known
 */
export async function saveChart(chart: ChartFile, folder: vscode.Uri | undefined, log: Log): Promise<void> {
  const { content, format, name } = chart;
  const proposed = `${fileNameOf(name)}.${format}`;
  await saveFile({
    title: vscode.l10n.t('Save Chart'),
    kinds: { [titleOf(format)]: format },
    content: () => Buffer.from(content, format === 'png' ? 'base64' : 'utf8'),
    ...(folder === undefined ? {} : { proposed: vscode.Uri.joinPath(folder, proposed) }),
    log,
  });
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
