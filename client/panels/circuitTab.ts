import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { DrawingForm } from '#core/protocol/drawingExport.ts';
import type { DrawingAnswer, DrawingQuestion } from '#core/protocol/drawingQuestions.ts';
import { automaticGroups, type GroupOpening } from '#core/protocol/groupOpening.ts';
import type { CircuitBeginning } from '#core/protocol/languageServer.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import { Disposables } from '../app/disposables.ts';
import { isCircuit } from '../app/documentKinds.ts';
import type { Log } from '../app/log.ts';
import { labelOf } from '../app/workspaceFiles.ts';
import type { LanguageService } from '../lsp/languageService.ts';
import { CircuitEditor, type EditingMessage, readOnlyReason } from './circuitEditor.ts';
import { LatestRequest } from './latestRequest.ts';
import { revealInEditor } from './revealInEditor.ts';
import { saveDrawing } from './saveDrawing.ts';

/** How long typing must pause before the drawing is made again, in milliseconds. */
const redrawDelay = 250;

type CircuitView = Extract<HostMessage, { type: 'circuit' }>['view'];

/** What the tab shows now. */
export interface ShownDrawing {
  readonly document: vscode.TextDocument;
  readonly opening: GroupOpening;
  /** Another one whenever the drawing was made again. */
  readonly revision: number;
}

/** Draws one circuit file in the panel's Circuit tab, follows its edits, and links gates with source both ways. */
export class CircuitTab extends Disposables {
  readonly #language: LanguageService;
  readonly #log: Log;
  readonly #send: (message: HostMessage) => void;
  #file: vscode.Uri | undefined;
  #opening: GroupOpening = automaticGroups;
  #drawnVersion: number | undefined;
  #revision = 0;
  /** The drawing that was sent last. */
  #drawing: number | undefined;
  readonly #request = this.track(new LatestRequest());
  #timer: NodeJS.Timeout | undefined;
  readonly #questions = new vscode.CancellationTokenSource();
  readonly #editor: CircuitEditor;

  constructor(language: LanguageService, log: Log, send: (message: HostMessage) => void) {
    super();
    this.#language = language;
    this.#log = log;
    this.#send = send;
    this.#editor = this.track(new CircuitEditor(language, log));
    this.track(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#shows(document)) this.#redrawSoon();
      }),
    );
    this.track(
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (this.#file !== undefined && editor !== undefined && isCircuit(editor.document))
          this.show(editor.document.uri);
      }),
    );
    this.track(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#highlight(textEditor)));
  }

  /** @param opening which calls and loops were open when the file was shown the last time */
  show(file: vscode.Uri, opening: GroupOpening = { ...this.#opening, chosen: {} }): void {
    if (this.#file?.toString() === file.toString()) return;
    this.#file = file;
    this.#opening = opening;
    this.#drawnVersion = undefined;
    this.#send({ type: 'circuit', view: { kind: 'awaited', file: labelOf(file) } });
    this.#redraw();
  }

  /** Opens and closes calls and loops of the file, if it is still the one that is shown. */
  openGroups(file: string, opening: GroupOpening): void {
    if (this.#file === undefined || labelOf(this.#file) !== file) return;
    this.#opening = opening;
    this.#redraw();
  }

  /** Keeps the drawing as it is opened here in a file that the user names. */
  async save(file: string, form: DrawingForm): Promise<void> {
    if (this.#file === undefined || labelOf(this.#file) !== file) return;
    await saveDrawing(this.#file, form, this.#opening, this.#language, this.#log);
  }

  /**
   * The drawing of that version of a file, if it is the one shown. Where the file has changed since, there is none, and the
   * drawing is made again.
   */
  async drawing(file: string, version: number): Promise<ShownDrawing | undefined> {
    if (this.#file === undefined || labelOf(this.#file) !== file || version !== this.#drawnVersion) return undefined;
    const document = await vscode.workspace.openTextDocument(this.#file);
    if (document.version === version) return { document, opening: this.#opening, revision: this.#revision };
    // Of a file that was closed and opened again, versions count anew, and nobody has told that it changed.
    this.#redrawSoon();
    return undefined;
  }

  /** Answers a question of the page about a drawing, if it is still of the file that is shown. */
  async answer(file: string, drawing: number, number: number, question: DrawingQuestion): Promise<void> {
    const answer = await this.#ask(file, drawing, question);
    if (this.isDisposed) return;
    this.#send({ type: 'circuit-answer', question: number, answer });
    // A language server that was started anew knows nothing of the drawings of the one before.
    if (answer.kind === 'outdated' && drawing === this.#drawing && !this.#request.isWaiting) this.#redraw();
  }

  async #ask(file: string, drawing: number, question: DrawingQuestion): Promise<DrawingAnswer> {
    if (this.#file === undefined || labelOf(this.#file) !== file) return { kind: 'outdated' };
    try {
      return await this.#language.drawingQuestion(this.#file, drawing, question, this.#questions.token);
    } catch (thrown) {
      // The page goes on without the answer, and asks again about the next drawing.
      this.#log.failure(`Asking about the drawing of ${file}`, thrown);
      return { kind: 'outdated' };
    }
  }

  /** Edits the file, or tells about what can be edited, if it is still the one that is shown. */
  async edit(message: EditingMessage): Promise<void> {
    const uri = this.#file;
    if (uri === undefined || labelOf(uri) !== message.file) return;
    const circuit = { uri, opening: this.#opening };
    switch (message.type) {
      case 'edit-circuit':
      case 'paste-circuit': {
        const { number, version } = message;
        const outcome = await (message.type === 'edit-circuit'
          ? this.#editor.edit(circuit, version, message.gesture)
          : this.#editor.paste(circuit, version, message.behind));
        if (this.isDisposed) return;
        this.#send({ type: 'circuit-edited', number, outcome });
        // Nobody is typing: what was placed is to be seen at once.
        if (outcome.kind === 'applied') this.#redraw();
        return;
      }
      case 'copy-circuit': {
        const outcome = await this.#editor.copy(circuit, message.version, message.elements);
        this.#send({ type: 'circuit-copied', number: message.number, outcome });
        return;
      }
      case 'ask-circuit-gates': {
        const gates = await this.#editor.gates(circuit);
        this.#send({ type: 'circuit-gates', file: message.file, gates: [...gates] });
        return;
      }
      case 'ask-circuit-parameters': {
        const answer = await this.#editor.parameters(circuit, message.version, message.element);
        this.#send({ type: 'circuit-parameters', number: message.number, answer });
        return;
      }
      case 'undo-circuit':
        await this.#editor.undo(uri, message.what).finally(() => {
          this.#send({ type: 'circuit-undone', number: message.number });
        });
        this.#redraw();
    }
  }

  /** Makes the drawing again, as after a change in a file the circuit includes. */
  refresh(): void {
    if (this.#file !== undefined) this.#redraw();
  }

  /** Selects the source of a gate, in the editor that has the file already if one is visible. */
  async revealSource(file: string, version: number, range: OffsetRange, keepsFocus = false): Promise<void> {
    if (this.#file === undefined || labelOf(this.#file) !== file) return;
    await revealInEditor(this.#file, version, range, keepsFocus);
  }

  override dispose(): void {
    clearTimeout(this.#timer);
    this.#questions.cancel();
    this.#questions.dispose();
    super.dispose();
  }

  #shows(document: vscode.TextDocument): boolean {
    return this.#file?.toString() === document.uri.toString();
  }

  #redrawSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#redraw(), redrawDelay);
  }

  #redraw(): void {
    const file = this.#file;
    if (file === undefined) return;
    clearTimeout(this.#timer);
    this.#request.ask((token) => this.#draw(file, token), {
      answered: (view) => {
        this.#send({ type: 'circuit', view });
        const editor = vscode.window.visibleTextEditors.find(({ document }) => this.#shows(document));
        if (editor !== undefined) this.#highlight(editor);
      },
      failed: (thrown) => {
        this.#log.failure(`Drawing ${labelOf(file)}`, thrown);
        const reason = Failure.is(thrown) ? thrown.message : 'The circuit could not be drawn. The log has the details.';
        this.#send({ type: 'circuit', view: { kind: 'unavailable', file: labelOf(file), reason } });
      },
    });
  }

  async #draw(file: vscode.Uri, token: vscode.CancellationToken): Promise<CircuitView> {
    const document = await vscode.workspace.openTextDocument(file);
    const opening = this.#opening;
    const readOnlyBecause = readOnlyReason(file);
    const viewOf = async ({ drawing, version }: Pick<CircuitBeginning, 'drawing' | 'version'>) => {
      const readOnly = await readOnlyBecause;
      const shown = { file: labelOf(file), version, opening, ...(readOnly !== undefined && { readOnly }) };
      return { kind: 'drawing' as const, ...shown, drawing };
    };
    const showBeginning = async (beginning: CircuitBeginning) => {
      const view = await viewOf(beginning);
      if (token.isCancellationRequested || this.isDisposed) return;
      this.#drawing = view.drawing.number;
      this.#send({ type: 'circuit', view });
    };
    // Of a file that is drawn already, the drawing before stays until all of the next one is there.
    const hear = this.#drawnVersion === undefined ? (part: CircuitBeginning) => void showBeginning(part) : undefined;
    const answer = await this.#language.circuitDrawing(document, opening, token, hear);
    if (answer.kind === 'unavailable') {
      this.#drawnVersion = undefined;
      return { kind: 'unavailable', file: labelOf(file), reason: answer.reason };
    }
    const { facts } = answer;
    const view = await viewOf(answer);
    this.#drawnVersion = view.version;
    this.#revision++;
    this.#drawing = view.drawing.number;
    return { ...view, facts: { ...facts, parameters: [...facts.parameters] } };
  }

  #highlight(editor: vscode.TextEditor): void {
    const { document, selection } = editor;
    if (!this.#shows(document) || document.version !== this.#drawnVersion) return;
    const range = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    this.#send({ type: 'highlight-source', range });
  }
}
