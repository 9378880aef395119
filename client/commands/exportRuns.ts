import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { exportRunsAsCsv, exportRunsAsJson } from '#core/runs/exportRuns.ts';
import { withoutKeptBack } from '#core/runs/keptBack.ts';
import { exportRunsAsMarkdown } from '#core/runs/runMarkdown.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { RunHistory } from '../runs/runHistory.ts';

/**
 * Writes runs into a file that the user names; its ending says in which format.
 * @param parameter the ids of the runs; all that the Runs view lists without them
 * @throws Failure `not-found`, `cancelled`
 */
export async function exportRuns(parameter: unknown, history: RunHistory): Promise<void> {
  const ids = Array.isArray(parameter) ? parameter.map(String) : history.entries.map(({ summary }) => summary.id);
  const records: RunRecord[] = [];
  for (const id of ids) {
    const found = await history.record(id);
    if (found !== undefined) records.push(withoutKeptBack(found.record, found.record));
  }
  if (records.length === 0) throw new Failure('not-found', 'There are no runs to export.');
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export {0} runs', records.length),
    filters: {
      [vscode.l10n.t('Table (CSV)')]: ['csv'],
      [vscode.l10n.t('Whole records (JSON)')]: ['json'],
      [vscode.l10n.t('Report (Markdown)')]: ['md'],
    },
  });
  if (file === undefined) throw new Failure('cancelled', 'No file was named.');
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(textOf(records, file.path)));
}

function textOf(records: readonly RunRecord[], path: string): string {
  if (path.endsWith('.csv')) return exportRunsAsCsv(records);
  return path.endsWith('.md') ? exportRunsAsMarkdown(records) : exportRunsAsJson(records);
}
