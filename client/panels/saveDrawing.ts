import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DrawingForm } from '#core/protocol/drawingExport.ts';
import { drawingFiles } from '#core/protocol/drawingForms.ts';
import type { GroupOpening } from '#core/protocol/groupOpening.ts';
import type { Log } from '../app/log.ts';
import { saveFile } from '../app/saveFile.ts';
import type { LanguageService } from '../lsp/languageService.ts';

/**
 * Asks where to keep the drawing of a circuit, beside the circuit unless the user says otherwise, and writes it there.
 * @param opening which calls and loops it opens
 * @throws Failure where the circuit has no drawing
 */
export async function saveDrawing(
  circuit: vscode.Uri,
  form: DrawingForm,
  opening: GroupOpening,
  language: LanguageService,
  log: Log,
): Promise<void> {
  const source = new vscode.CancellationTokenSource();
  try {
    const document = await vscode.workspace.openTextDocument(circuit);
    const { content, encoding } = await language.drawingExport(document, form, opening, source.token);
    const { extension, kind } = drawingFiles[form.format];
    const stem = basename(circuit.path).replace(/\.[^.]+$/, '');
    await saveFile({
      title: vscode.l10n.t('Save Drawing'),
      kinds: { [kind]: extension },
      content: () => Buffer.from(content, encoding),
      ...(circuit.scheme === 'untitled'
        ? {}
        : { proposed: vscode.Uri.joinPath(circuit, '..', `${stem}.${extension}`) }),
      log,
    });
  } finally {
    source.dispose();
  }
}
