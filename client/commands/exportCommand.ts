import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { isPresent, labelOf } from '../app/workspaceFiles.ts';
import type { LanguageService } from '../lsp/languageService.ts';
import { chooseCircuit } from './chooseFile.ts';

type Export = Awaited<ReturnType<LanguageService['circuitExport']>>;

/** How a program is shown: in which language, under which name after that of its circuit. */
interface WrittenFormat {
  readonly languageId: string;
  readonly extension: string;
  readonly format: string;
}

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
    if (text !== undefined) await showProgram(file, chosen, text);
    // The command is done while the notification is still there.
    void tellNotes({ notes, ...(text === undefined ? {} : { text }) }, file, chosen.title);
  } finally {
    source.dispose();
  }
}

/** Shows the program as an unsaved file beside the circuit. */
export async function showProgram(circuit: vscode.Uri, format: WrittenFormat, text: string): Promise<void> {
  const document =
    circuit.scheme === 'file'
      ? await vscode.workspace.openTextDocument(await placeBeside(circuit, format))
      : await vscode.workspace.openTextDocument({ language: format.languageId });
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
}

/** The address of a new file that is named after the circuit and is not there yet. */
async function placeBeside(circuit: vscode.Uri, { extension, format }: WrittenFormat): Promise<vscode.Uri> {
  const stem = basename(circuit.fsPath).replace(/\.[^.]+$/, '');
  for (let attempt = 0; ; attempt++) {
    const suffix = ['', `-${format}`][attempt] ?? `-${format}-${attempt}`;
    const file = vscode.Uri.file(join(dirname(circuit.fsPath), `${stem}${suffix}${extension}`));
    const unsaved = file.with({ scheme: 'untitled' });
    const open = vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === unsaved.toString());
    if (!open && !(await isPresent(file))) return unsaved;
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
