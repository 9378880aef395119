import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { exportRunsAsCsv, exportRunsAsJson } from '#core/runs/exportRuns.ts';
import { withoutKeptBack } from '#core/runs/keptBack.ts';
import { exportRunsAsMarkdown } from '#core/runs/runMarkdown.ts';
import type { RunRecord } from '#core/runs/runRecord.ts';
import type { Log } from '../app/log.ts';
import { saveFile } from '../app/saveFile.ts';
import type { RunHistory } from '../runs/runHistory.ts';

/**
 * Writes runs into a file that the user names; its ending says in which format.
 * @param parameter the ids of the runs; all that the Runs view lists without them
 * @throws Failure `not-found` where there are none
 */
export async function exportRuns(parameter: unknown, history: RunHistory, log: Log): Promise<void> {
  const ids = Array.isArray(parameter) ? parameter.map(String) : history.entries.map(({ summary }) => summary.id);
  const records: RunRecord[] = [];
  let place: string | undefined;
  for (const id of ids) {
    const found = await history.record(id);
    if (found === undefined) continue;
    records.push(withoutKeptBack(found.record, found.record));
    place ??= found.folder;
  }
  if (place === undefined) throw new Failure('not-found', 'There are no runs to export.');
  await saveFile({
    title: vscode.l10n.t('Export Runs'),
    kinds: {
      [vscode.l10n.t('Table (CSV)')]: 'csv',
      [vscode.l10n.t('Whole records (JSON)')]: 'json',
      [vscode.l10n.t('Report (Markdown)')]: 'md',
    },
    proposed: vscode.Uri.joinPath(vscode.Uri.file(place), 'runs.csv'),
    content: (path) => new TextEncoder().encode(textOf(records, path)),
    log,
  });
}

function textOf(records: readonly RunRecord[], path: string): string {
  if (path.endsWith('.csv')) return exportRunsAsCsv(records);
  return path.endsWith('.md') ? exportRunsAsMarkdown(records) : exportRunsAsJson(records);
}
