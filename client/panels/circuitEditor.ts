import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type {
  CircuitEditAnswer,
  CircuitGesture,
  CircuitParametersAnswer,
  CopyOutcome,
  DrawnElement,
  GestureOutcome,
} from '#core/protocol/circuitEditing.ts';
import type { GroupOpening } from '#core/protocol/groupOpening.ts';
import type { PanelMessage } from '#core/protocol/webview.ts';
import type { Log } from '../app/log.ts';
import { labelOf } from '../app/workspaceFiles.ts';
import type { LanguageService } from '../lsp/languageService.ts';

/** What the panel asks about editing the circuit it shows. */
export type EditingMessage = Extract<
  PanelMessage,
  {
    type:
      | 'edit-circuit'
      | 'copy-circuit'
      | 'paste-circuit'
      | 'ask-circuit-gates'
      | 'ask-circuit-parameters'
      | 'undo-circuit';
  }
>;

/** So many characters are pasted at most. */
const longestPasted = 100_000;

/** The drawing that gestures are about. */
export interface EditedCircuit {
  readonly uri: vscode.Uri;
  readonly opening: GroupOpening;
}

/** Makes gestures of the panel edits of the text in the editor, whose undo, difference and dirty state they have. */
export class CircuitEditor {
  readonly #language: LanguageService;
  readonly #log: Log;
  readonly #token = new vscode.CancellationTokenSource();

  constructor(language: LanguageService, log: Log) {
    this.#language = language;
    this.#log = log;
  }

  /** Applies the edit that a gesture stands for; what cannot be done is said in the outcome. */
  async edit({ opening, uri }: EditedCircuit, version: number, gesture: CircuitGesture): Promise<GestureOutcome> {
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const answer = await this.#language.circuitEdit({ uri, version, opening }, gesture, this.#token.token);
      if (answer.kind === 'refused') return refused(answer);
      if (document.version !== version) return outdated;
      const edit = new vscode.WorkspaceEdit();
      for (const { newText, range } of answer.replacements) {
        edit.replace(uri, new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)), newText);
      }
      for (const [address, edits] of Object.entries(answer.others ?? {})) {
        for (const { newText, range } of edits) {
          const { end, start } = range;
          const place = new vscode.Range(start.line, start.character, end.line, end.character);
          edit.replace(vscode.Uri.parse(address), place, newText);
        }
      }
      if (!(await vscode.workspace.applyEdit(edit))) {
        return { kind: 'refused', reason: vscode.l10n.t('The editor did not take the edit of {0}.', labelOf(uri)) };
      }
      const { label, statements } = answer;
      return { kind: 'applied', label, version: document.version, statements };
    } catch (thrown) {
      return this.#failed(thrown, uri);
    }
  }

  /** Puts the statements of elements on the clipboard. */
  async copy(
    { opening, uri }: EditedCircuit,
    version: number,
    elements: readonly DrawnElement[],
  ): Promise<CopyOutcome> {
    try {
      const answer = await this.#language.circuitText({ uri, version, opening }, elements, this.#token.token);
      if (answer.kind === 'refused') return answer;
      await vscode.env.clipboard.writeText(answer.text);
      return { kind: 'copied' };
    } catch (thrown) {
      return this.#failed(thrown, uri);
    }
  }

  /** Puts the statements on the clipboard behind that of an element, or at the end of the program. */
  async paste(circuit: EditedCircuit, version: number, behind: DrawnElement | undefined): Promise<GestureOutcome> {
    const text = await vscode.env.clipboard.readText();
    if (text.length > longestPasted) {
      return {
        kind: 'refused',
        reason: vscode.l10n.t('What is on the clipboard is too long. Paste it in the editor.'),
      };
    }
    return await this.edit(circuit, version, { kind: 'paste', text, ...(behind && { behind }) });
  }

  async parameters(
    { opening, uri }: EditedCircuit,
    version: number,
    element: DrawnElement,
  ): Promise<CircuitParametersAnswer> {
    try {
      return await this.#language.circuitParameters({ uri, version, opening }, element, this.#token.token);
    } catch (thrown) {
      return this.#failed(thrown, uri);
    }
  }

  gates({ uri }: EditedCircuit) {
    return this.#language.circuitGates(uri, this.#token.token);
  }

  /** Undoes the last edit of a file in its editor, or makes it again. The editor has the focus afterwards. */
  async undo(uri: vscode.Uri, what: 'undo' | 'redo'): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    // The editor undoes in what has the focus.
    await vscode.window.showTextDocument(document, { viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One });
    await vscode.commands.executeCommand(what);
  }

  dispose(): void {
    this.#token.cancel();
    this.#token.dispose();
  }

  #failed(thrown: unknown, uri: vscode.Uri): { readonly kind: 'refused'; readonly reason: string } {
    this.#log.failure(`Editing ${labelOf(uri)}`, thrown);
    const details = vscode.l10n.t('The circuit could not be edited. The log has the details.');
    return { kind: 'refused', reason: Failure.is(thrown) ? thrown.message : details };
  }
}

const outdated: GestureOutcome = { kind: 'refused', reason: 'The text has changed since it was drawn. Try again.' };

function refused({
  definition,
  offer,
  reason,
  source,
}: Extract<CircuitEditAnswer, { kind: 'refused' }>): GestureOutcome {
  const named = definition === undefined ? {} : { definition };
  return { kind: 'refused', reason, ...(source && { source }), ...(offer && { offer }), ...named };
}

/** Why a file cannot be edited; undefined where it can. */
export async function readOnlyReason(uri: vscode.Uri): Promise<string | undefined> {
  if (uri.scheme === 'untitled') return undefined;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) {
    return vscode.l10n.t('{0} cannot be edited where it is kept.', labelOf(uri));
  }
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri);
    const isReadOnly = permissions !== undefined && (permissions & vscode.FilePermission.Readonly) !== 0;
    return isReadOnly ? vscode.l10n.t('{0} is read-only.', labelOf(uri)) : undefined;
  } catch {
    // A file that was deleted under its open document is written anew when the document is saved.
    return undefined;
  }
}
