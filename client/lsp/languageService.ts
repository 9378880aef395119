import { join } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import {
  type CircuitEditAnswer,
  type CircuitGesture,
  type CircuitParametersAnswer,
  circuitEditAnswerSchema,
  circuitEditRequest,
  circuitGatesAnswerSchema,
  circuitGatesRequest,
  circuitParametersAnswerSchema,
  circuitParametersRequest,
  type DrawnElement,
  type GateChoice,
} from '#core/protocol/circuitEditing.ts';
import {
  type DrawingExportAnswer,
  type DrawingForm,
  drawingExportAnswerSchema,
  drawingExportRequest,
} from '#core/protocol/drawingExport.ts';
import { type DrawingAnswer, type DrawingQuestion, drawingAnswerSchema } from '#core/protocol/drawingQuestions.ts';

import type { GroupOpening } from '#core/protocol/groupOpening.ts';
import {
  type CircuitDrawingAnswer,
  circuitDrawingRequest,
  circuitExportAnswerSchema,
  circuitExportRequest,
  circuitPlanAnswerSchema,
  circuitPlanRequest,
  drawingQuestionRequest,
  exportFormatsAnswerSchema,
  exportFormatsRequest,
  runsChangedNotification,
} from '#core/protocol/languageServer.ts';
import { pipelineGraphAnswerSchema, pipelineGraphRequest } from '#core/protocol/pipelineGraph.ts';
import { Disposables } from '../app/disposables.ts';
import { circuitLanguage, isCircuit, isCompanion, isPipeline } from '../app/documentKinds.ts';
import type { Log } from '../app/log.ts';
import type { EditorAnswers, LanguageConnection } from './languageConnection.ts';
import { TraceChannel } from './traceChannel.ts';

type CircuitExport = z.infer<typeof circuitExportAnswerSchema>;
type ExportFormats = z.infer<typeof exportFormatsAnswerSchema>;
type CircuitPlanAnswer = z.infer<typeof circuitPlanAnswerSchema>;

/** The envelope of the server's answer; the drawing inside is checked again by the panel that draws it. */
const circuitDrawingAnswerSchema = z.custom<CircuitDrawingAnswer>(
  (value) => z.object({ kind: z.enum(['drawing', 'unavailable']), version: z.number() }).safeParse(value).success,
);

/**
 * The language server of this window. It is started, and the client library loaded, when the first circuit or pipeline
 * is opened.
 */
export class LanguageService extends Disposables {
  readonly #extensionPath: string;
  readonly #channel: vscode.LogOutputChannel;
  readonly #log: Log;
  readonly #answers: EditorAnswers;
  #connection: Promise<LanguageConnection> | undefined;

  constructor(extensionPath: string, channel: vscode.LogOutputChannel, log: Log, answers: EditorAnswers) {
    super();
    this.#answers = answers;
    this.#extensionPath = extensionPath;
    this.#channel = channel;
    this.#log = log;
    this.track(vscode.workspace.onDidOpenTextDocument((document) => this.#startFor(document)));
    for (const document of vscode.workspace.textDocuments) this.#startFor(document);
  }

  /** Resolves when the server answers requests. @throws Failure `unknown` when it cannot be started */
  async ready(): Promise<void> {
    await this.#connected();
  }

  /** The drawing of a circuit as it is in the editor now, with some of its calls and loops opened. */
  async circuitDrawing(
    document: vscode.TextDocument,
    opening: GroupOpening,
    token: vscode.CancellationToken,
  ): Promise<CircuitDrawingAnswer> {
    const connection = await this.#connected();
    const answer = await connection.request(circuitDrawingRequest, { uri: document.uri.toString(), opening }, token);
    const parsed = circuitDrawingAnswerSchema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable drawing of the circuit.');
  }

  /** The drawing of a circuit as it is in the editor now, as the content of a file. */
  async drawingExport(
    document: vscode.TextDocument,
    form: DrawingForm,
    opening: GroupOpening,
    token: vscode.CancellationToken,
  ): Promise<DrawingExportAnswer> {
    const connection = await this.#connected();
    const parameters = { uri: document.uri.toString(), opening, format: form.format, theme: form.theme };
    const parsed = drawingExportAnswerSchema.safeParse(
      await connection.request(drawingExportRequest, parameters, token),
    );
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable drawing of the circuit.');
  }

  /** Asks about the drawing of that number. @throws Failure when the question is cancelled or the server cannot tell */
  async drawingQuestion(
    file: vscode.Uri,
    drawing: number,
    question: DrawingQuestion,
    token: vscode.CancellationToken,
  ): Promise<DrawingAnswer> {
    const connection = await this.#connected();
    const answer = await connection.request(drawingQuestionRequest, { uri: file.toString(), drawing, question }, token);
    const parsed = drawingAnswerSchema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable answer about the drawing.');
  }

  /** The steps of a pipeline as it is in the editor now. */
  async pipelineGraph(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<z.infer<typeof pipelineGraphAnswerSchema>> {
    const connection = await this.#connected();
    const answer = await connection.request(pipelineGraphRequest, { uri: document.uri.toString() }, token);
    const parsed = pipelineGraphAnswerSchema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable graph of the pipeline.');
  }

  /** What running a circuit takes, as it is in the editor now. */
  async circuitPlan(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<CircuitPlanAnswer> {
    const connection = await this.#connected();
    const answer = await connection.request(circuitPlanRequest, { uri: document.uri.toString() }, token);
    const parsed = circuitPlanAnswerSchema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable plan of the circuit.');
  }

  /** The edit that a gesture in the drawing of a version of a circuit stands for. */
  async circuitEdit(
    drawn: { readonly uri: vscode.Uri; readonly version: number; readonly opening: GroupOpening },
    gesture: CircuitGesture,
    token: vscode.CancellationToken,
  ): Promise<CircuitEditAnswer> {
    const connection = await this.#connected();
    const answer = await connection.request(circuitEditRequest, { ...drawn, uri: String(drawn.uri), gesture }, token);
    const parsed = circuitEditAnswerSchema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable edit of the circuit.');
  }

  /** The gates that can be placed in a circuit as it is in the editor now. */
  async circuitGates(uri: vscode.Uri, token: vscode.CancellationToken): Promise<readonly GateChoice[]> {
    const connection = await this.#connected();
    const answer = await connection.request(circuitGatesRequest, { uri: String(uri) }, token);
    const parsed = circuitGatesAnswerSchema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable list of gates.');
  }

  /** The parameters of an element of a drawn circuit as its source has them. */
  async circuitParameters(
    drawn: { readonly uri: vscode.Uri; readonly version: number; readonly opening: GroupOpening },
    element: DrawnElement,
    token: vscode.CancellationToken,
  ): Promise<CircuitParametersAnswer> {
    const connection = await this.#connected();
    const params = { ...drawn, uri: String(drawn.uri), element };
    const parsed = circuitParametersAnswerSchema.safeParse(
      await connection.request(circuitParametersRequest, params, token),
    );
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable parameters of the gate.');
  }

  /** The formats a circuit can be exported to. */
  async exportFormats(token: vscode.CancellationToken): Promise<ExportFormats> {
    const connection = await this.#connected();
    const parsed = exportFormatsAnswerSchema.safeParse(await connection.request(exportFormatsRequest, {}, token));
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable list of formats.');
  }

  /** A circuit as it is in the editor now, in another format. */
  async circuitExport(
    document: vscode.TextDocument,
    format: string,
    token: vscode.CancellationToken,
  ): Promise<CircuitExport> {
    const connection = await this.#connected();
    const answer = await connection.request(circuitExportRequest, { uri: document.uri.toString(), format }, token);
    const parsed = circuitExportAnswerSchema.safeParse(answer);
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', 'The language server gave no usable export of the circuit.');
  }

  /** Tells the server, once it is started, that runs have changed. */
  runsChanged(): void {
    this.#connection
      ?.then((connection) => connection.notify(runsChangedNotification))
      .catch((thrown: unknown) => this.#log.failure('Telling the language server of runs', thrown));
  }

  override dispose(): void {
    const connection = this.#connection;
    super.dispose();
    connection?.then(
      (started) => started.stop(),
      // A server that could not be started has nothing to stop, and that it could not was reported then.
      () => undefined,
    );
  }

  #startFor(document: vscode.TextDocument): void {
    if (this.#connection !== undefined || !(isCircuit(document) || isPipeline(document) || isCompanion(document)))
      return;
    this.#connected().catch((thrown: unknown) => this.#log.failure('Starting the language server', thrown));
  }

  async #connected(): Promise<LanguageConnection> {
    if (this.isDisposed) throw new Failure('cancelled', 'The editor is closing.');
    this.#connection ??= this.#connect();
    try {
      return await this.#connection;
    } catch (thrown) {
      // The next request tries again.
      this.#connection = undefined;
      throw Failure.from(thrown);
    }
  }

  async #connect(): Promise<LanguageConnection> {
    const { startLanguageConnection } = await import('./languageConnection.ts');
    return await startLanguageConnection({
      module: join(this.#extensionPath, 'dist', 'server.cjs'),
      channel: this.#channel,
      trace: this.track(new TraceChannel(this.#channel.name, this.#log)),
      circuitLanguage,
      answers: this.#answers,
    });
  }
}
