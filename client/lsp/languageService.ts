import { join } from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import {
  type CircuitEditAnswer,
  type CircuitGesture,
  type CircuitParametersAnswer,
  type CircuitTextAnswer,
  circuitEditAnswerSchema,
  circuitEditRequest,
  circuitGatesAnswerSchema,
  circuitGatesRequest,
  circuitParametersAnswerSchema,
  circuitParametersRequest,
  circuitTextAnswerSchema,
  circuitTextRequest,
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
  type CircuitBeginning,
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

const circuitBeginningSchema = z.custom<CircuitBeginning>(
  (value) => z.object({ kind: z.literal('beginning'), version: z.number() }).safeParse(value).success,
);

/** What is expected of an answer, and what it is called. */
interface Expected<Answer> {
  readonly schema: z.ZodType<Answer>;
  readonly what: string;
}

/** @throws Failure `unknown` when the answer is not what it should be */
function parsedAnswer<Answer>(answer: unknown, { schema, what }: Expected<Answer>): Answer {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new Failure('unknown', `The language server gave no usable ${what}.`);
}

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

  /**
   * The drawing of a circuit as it is in the editor now, with some of its calls and loops opened.
   * @param hear hears of the beginning of a long circuit before all of it is drawn; without it none is drawn
   */
  async circuitDrawing(
    document: vscode.TextDocument,
    opening: GroupOpening,
    token: vscode.CancellationToken,
    hear?: (beginning: CircuitBeginning) => void,
  ): Promise<CircuitDrawingAnswer> {
    const expected = { schema: circuitDrawingAnswerSchema, what: 'drawing of the circuit' };
    const parameters = { uri: document.uri.toString(), opening };
    if (hear === undefined) return await this.#ask(circuitDrawingRequest, parameters, expected, token);
    const connection = await this.#connected();
    const answer = await connection.requestInParts(circuitDrawingRequest, parameters, token, (part) => {
      const parsed = circuitBeginningSchema.safeParse(part);
      if (parsed.success) hear(parsed.data);
    });
    return parsedAnswer(answer, expected);
  }

  /** The drawing of a circuit as it is in the editor now, as the content of a file. */
  async drawingExport(
    document: vscode.TextDocument,
    form: DrawingForm,
    opening: GroupOpening,
    token: vscode.CancellationToken,
  ): Promise<DrawingExportAnswer> {
    const parameters = { uri: document.uri.toString(), opening, format: form.format, theme: form.theme };
    return await this.#ask(
      drawingExportRequest,
      parameters,
      { schema: drawingExportAnswerSchema, what: 'drawing of the circuit' },
      token,
    );
  }

  /** Asks about the drawing of that number. @throws Failure when the question is cancelled or the server cannot tell */
  async drawingQuestion(
    file: vscode.Uri,
    drawing: number,
    question: DrawingQuestion,
    token: vscode.CancellationToken,
  ): Promise<DrawingAnswer> {
    return await this.#ask(
      drawingQuestionRequest,
      { uri: file.toString(), drawing, question },
      { schema: drawingAnswerSchema, what: 'answer about the drawing' },
      token,
    );
  }

  /** The steps of a pipeline as it is in the editor now. */
  async pipelineGraph(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<z.infer<typeof pipelineGraphAnswerSchema>> {
    return await this.#ask(
      pipelineGraphRequest,
      { uri: document.uri.toString() },
      { schema: pipelineGraphAnswerSchema, what: 'graph of the pipeline' },
      token,
    );
  }

  /** What running a circuit takes, as it is in the editor now. */
  async circuitPlan(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<CircuitPlanAnswer> {
    return await this.#ask(
      circuitPlanRequest,
      { uri: document.uri.toString() },
      { schema: circuitPlanAnswerSchema, what: 'plan of the circuit' },
      token,
    );
  }

  /** The edit that a gesture in the drawing of a version of a circuit stands for. */
  async circuitEdit(
    drawn: { readonly uri: vscode.Uri; readonly version: number; readonly opening: GroupOpening },
    gesture: CircuitGesture,
    token: vscode.CancellationToken,
  ): Promise<CircuitEditAnswer> {
    return await this.#ask(
      circuitEditRequest,
      { ...drawn, uri: String(drawn.uri), gesture },
      { schema: circuitEditAnswerSchema, what: 'edit of the circuit' },
      token,
    );
  }

  /** The gates that can be placed in a circuit as it is in the editor now. */
  async circuitGates(uri: vscode.Uri, token: vscode.CancellationToken): Promise<readonly GateChoice[]> {
    return await this.#ask(
      circuitGatesRequest,
      { uri: String(uri) },
      { schema: circuitGatesAnswerSchema, what: 'list of gates' },
      token,
    );
  }

  /** The parameters of an element of a drawn circuit as its source has them. */
  async circuitParameters(
    drawn: { readonly uri: vscode.Uri; readonly version: number; readonly opening: GroupOpening },
    element: DrawnElement,
    token: vscode.CancellationToken,
  ): Promise<CircuitParametersAnswer> {
    const params = { ...drawn, uri: String(drawn.uri), element };
    return await this.#ask(
      circuitParametersRequest,
      params,
      { schema: circuitParametersAnswerSchema, what: 'parameters of the gate' },
      token,
    );
  }

  /** The statements of elements of a drawn circuit. */
  async circuitText(
    drawn: { readonly uri: vscode.Uri; readonly version: number; readonly opening: GroupOpening },
    elements: readonly DrawnElement[],
    token: vscode.CancellationToken,
  ): Promise<CircuitTextAnswer> {
    return await this.#ask(
      circuitTextRequest,
      { ...drawn, uri: String(drawn.uri), elements },
      { schema: circuitTextAnswerSchema, what: 'statements of the gates' },
      token,
    );
  }

  /** The formats a circuit can be exported to. */
  async exportFormats(token: vscode.CancellationToken): Promise<ExportFormats> {
    return await this.#ask(
      exportFormatsRequest,
      {},
      { schema: exportFormatsAnswerSchema, what: 'list of formats' },
      token,
    );
  }

  /** A circuit as it is in the editor now, in another format. */
  async circuitExport(
    document: vscode.TextDocument,
    format: string,
    token: vscode.CancellationToken,
  ): Promise<CircuitExport> {
    return await this.#ask(
      circuitExportRequest,
      { uri: document.uri.toString(), format },
      { schema: circuitExportAnswerSchema, what: 'export of the circuit' },
      token,
    );
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

  /** @throws Failure `unknown` when the answer is not what it should be */
  async #ask<Answer>(
    request: string,
    parameters: object,
    expected: Expected<Answer>,
    token: vscode.CancellationToken,
  ): Promise<Answer> {
    const connection = await this.#connected();
    return parsedAnswer(await connection.request(request, parameters, token), expected);
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
