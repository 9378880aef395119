import * as vscode from 'vscode';
import { Failure } from '#core/base/failure.ts';
import type { OffsetRange } from '#core/base/textRange.ts';
import type { GraphRun, PipelineView } from '#core/protocol/pipelineGraph.ts';
import type { HostMessage } from '#core/protocol/webview.ts';
import { isFinal } from '#core/runs/runState.ts';
import { Disposables } from '../app/disposables.ts';
import { isPipeline } from '../app/documentKinds.ts';
import type { Log } from '../app/log.ts';
import { Throttled } from '../app/throttled.ts';
import { fileNamed, labelOf } from '../app/workspaceFiles.ts';
import type { LanguageService } from '../lsp/languageService.ts';
import type { RunHistory } from '../runs/runHistory.ts';
import type { RunService } from '../runs/runService.ts';
import { LatestRequest } from './latestRequest.ts';
import { revealInEditor } from './revealInEditor.ts';

/** How long typing must pause before the graph is made again, in milliseconds. */
const redrawDelay = 250;
/** The shortest time between two views of a run at work, in milliseconds. */
const liveInterval = 300;

type GraphView = Extract<PipelineView, { kind: 'graph' }>;

export interface PipelineTabOptions {
  readonly language: LanguageService;
  readonly history: RunHistory;
  readonly runs: RunService;
  readonly log: Log;
  readonly send: (message: HostMessage) => void;
}

/** Shows the steps of one pipeline in the panel, follows its edits, its runs and the cursor, and leads to its text. */
export class PipelineTab extends Disposables {
  readonly #options: PipelineTabOptions;
  readonly #telling = this.track(new Throttled(liveInterval, () => void this.#tellRun()));
  #file: vscode.Uri | undefined;
  /** The last graph there was, which stays while the text has errors. */
  #shown: GraphView | undefined;
  #run: GraphRun | undefined;
  readonly #request = this.track(new LatestRequest());
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PipelineTabOptions) {
    super();
    this.#options = options;
    this.track(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (!this.#shows(document)) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.refresh(), redrawDelay);
      }),
    );
    this.track(
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (this.#file !== undefined && editor !== undefined && isPipeline(editor.document))
          this.show(editor.document.uri);
      }),
    );
    // Circuits and tables that the pipeline names are part of its graph.
    this.track(vscode.workspace.onDidSaveTextDocument(() => this.refresh()));
    this.track(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#highlight(textEditor)));
    this.track(options.history.onDidChange(() => this.#tellRunSoon()));
    this.track(options.runs.onDidChange(() => this.#tellRunSoon()));
  }

  get file(): vscode.Uri | undefined {
    return this.#file;
  }

  show(file: vscode.Uri): void {
    if (this.#file?.toString() === file.toString()) return;
    this.#file = file;
    this.#shown = undefined;
    this.#run = undefined;
    this.refresh();
    this.#tellRunSoon();
  }

  /** Asks for the graph anew. */
  refresh(): void {
    const file = this.#file;
    if (file === undefined) return;
    clearTimeout(this.#timer);
    this.#request.ask((token) => this.#read(file, token), {
      answered: (view) => {
        this.#options.send({ type: 'pipeline', view });
        const editor = vscode.window.visibleTextEditors.find(({ document }) => this.#shows(document));
        if (editor !== undefined) this.#highlight(editor);
      },
      failed: (thrown) => {
        this.#options.log.failure(`Drawing the graph of ${labelOf(file)}`, thrown);
        const reason = Failure.is(thrown) ? thrown.message : 'It could not be drawn. The log has the details.';
        this.#options.send({ type: 'pipeline', view: { kind: 'unavailable', file: labelOf(file), reason } });
      },
    });
  }

  /** Selects the text of a step. */
  async reveal(file: string, version: number, range: OffsetRange): Promise<void> {
    if (this.#file !== undefined && labelOf(this.#file) === file) await revealInEditor(this.#file, version, range);
  }

  override dispose(): void {
    clearTimeout(this.#timer);
    super.dispose();
  }

  async #read(file: vscode.Uri, token: vscode.CancellationToken): Promise<PipelineView> {
    const document = await vscode.workspace.openTextDocument(file);
    const answer = await this.#options.language.pipelineGraph(document, token);
    const run = this.#run === undefined ? {} : { run: this.#run };
    if (answer.kind === 'graph') {
      this.#shown = { kind: 'graph', file: labelOf(file), version: answer.version, graph: answer.graph };
      return { ...this.#shown, ...run };
    }
    if (this.#shown !== undefined) return { ...this.#shown, outdated: answer.reason, ...run };
    return { kind: 'unavailable', file: labelOf(file), reason: answer.reason };
  }

  #shows(document: vscode.TextDocument): boolean {
    return this.#file?.toString() === document.uri.toString();
  }

  #highlight(editor: vscode.TextEditor): void {
    const { document, selection } = editor;
    if (!this.#shows(document) || document.version !== this.#shown?.version) return;
    const range = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    this.#options.send({ type: 'highlight-step', range });
  }

  #tellRunSoon(): void {
    if (this.#file !== undefined) this.#telling.request();
  }

  async #tellRun(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    try {
      const run = await this.#latestRun(file);
      if (this.isDisposed || this.#file !== file || JSON.stringify(run) === JSON.stringify(this.#run)) return;
      this.#run = run;
      this.#options.send({ type: 'pipeline-run', file: labelOf(file), ...(run === undefined ? {} : { run }) });
    } catch (thrown) {
      // The graph is there without it; the next change of runs asks again.
      this.#options.log.failure(`Reading the latest run of ${labelOf(file)}`, thrown);
    }
  }

  async #latestRun(file: vscode.Uri): Promise<GraphRun | undefined> {
    const { history, runs } = this.#options;
    const id = history.entries.find(
      ({ folder, summary }) =>
        summary.kind === 'pipeline' && fileNamed(summary.file, folder)?.toString() === file.toString(),
    )?.summary.id;
    const found = id === undefined ? undefined : await history.record(id);
    if (found === undefined) return undefined;
    const { failedStep, state, step } = found.record;
    const live = isFinal(state) ? undefined : runs.find(found.record.id)?.live;
    const current = failedStep?.id ?? step;
    return {
      id: found.record.id,
      state,
      ...(current === undefined ? {} : { step: current }),
      ...(failedStep?.part === undefined ? {} : { failedPart: failedStep.part }),
      ...(live === undefined ? {} : { detail: live.detail, fraction: live.fraction }),
    };
  }
}
