import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import { offeredDrawingForms } from '#core/protocol/drawingForms.ts';
import { automaticGroups } from '#core/protocol/groupOpening.ts';
import type { Log } from '../app/log.ts';
import { labelOf } from '../app/workspaceFiles.ts';
import type { LanguageService } from '../lsp/languageService.ts';
import { saveDrawing } from '../panels/saveDrawing.ts';

/**
 * Asks for a format and a place, and keeps the drawing of a circuit there.
 * @throws Failure `cancelled` when no format is chosen
 */
export async function saveChosenDrawing(file: vscode.Uri, language: LanguageService, log: Log): Promise<void> {
  const chosen = await vscode.window.showQuickPick(offeredDrawingForms, {
    title: vscode.l10n.t('Format of the drawing of {0}', labelOf(file)),
  });
  if (chosen === undefined) throw new Failure('cancelled', 'No format was chosen.');
  await saveDrawing(file, chosen, automaticGroups, language, log);
}
