import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { labelOf } from '../app/workspaceFiles.ts';
import type { LanguageService } from '../lsp/languageService.ts';
import { chooseCircuit } from './chooseFile.ts';

type Export = Awaited<ReturnType<LanguageService['circuitExport']>>;

/**
 * Asks for a format and opens the circuit in it beside the source; what the format cannot say is told, and listed on
 * demand.
 */
export async function exportCircuit(parameter: unknown, language: LanguageService): Promise<void> {
  const file = await chooseCircuit(parameter);
  const document = await vscode.workspace.openTextDocument(file);
  const source = new vscode.CancellationTokenSource();
  try {
    const formats = await language.exportFormats(source.token);
    const chosen = await vscode.window.showQuickPick(
      formats.map((format) => ({ ...format, label: format.title, description: format.extension })),
      { title: vscode.l10n.t('Format to export {0} to', labelOf(file)) },
    );
    if (chosen === undefined) throw new Failure('cancelled', 'No format was chosen.');
    const { notes, text } = await language.circuitExport(document, chosen.format, source.token);
    if (text !== undefined) {
      const languages = await vscode.languages.getLanguages();
      const languageId = languages.includes(chosen.languageId) ? chosen.languageId : 'plaintext';
      const written = await vscode.workspace.openTextDocument({ content: text, language: languageId });
      await vscode.window.showTextDocument(written, { viewColumn: vscode.ViewColumn.Beside, preview: false });
    }
    // The command is done while the notification is still there.
    void tellNotes({ notes, ...(text === undefined ? {} : { text }) }, file, chosen.title);
  } finally {
    source.dispose();
  }
}

async function tellNotes({ notes, text }: Export, file: vscode.Uri, title: string): Promise<void> {
  if (notes.length === 0) return;
  const show = vscode.l10n.t('Show');
  const message =
    text === undefined
      ? vscode.l10n.t('{0} cannot be written for {1}.', labelOf(file), title)
      : vscode.l10n.t('{0} does not say everything that {1} says.', title, labelOf(file));
  const answer =
    text === undefined
      ? await vscode.window.showErrorMessage(message, show)
      : await vscode.window.showWarningMessage(message, show);
  if (answer !== show) return;
  const picked = await vscode.window.showQuickPick(
    notes.map(({ line, severity, what, why }) => ({
      label: `$(${severity}) ${what}`,
      description: line === undefined ? '' : vscode.l10n.t('line {0}', String(line + 1)),
      detail: why,
      line,
    })),
    { title: message },
  );
  if (picked?.line === undefined) return;
  const place = new vscode.Range(picked.line, 0, picked.line, 0);
  await vscode.window.showTextDocument(file, { selection: place, viewColumn: vscode.ViewColumn.One });
}
