import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  ProgressType,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { Failure } from '#core/base/failure.ts';
import type { DrawingAnswer, DrawingQuestion } from '#core/protocol/drawingQuestions.ts';
import {
  type CircuitBeginning,
  type CircuitDrawingAnswer,
  circuitDrawingRequest,
  drawingQuestionRequest,
} from '#core/protocol/languageServer.ts';
import { projectRoot } from '#scripts/projectRoot.ts';

export type DrawnAnswer = Extract<CircuitDrawingAnswer, { kind: 'drawing' }>;

/** The language server of the product as a process of its own, which draws circuits. */
export class CircuitServer {
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;

  private constructor(child: ChildProcess, connection: ProtocolConnection) {
    this.#process = child;
    this.#connection = connection;
  }

  static async start(): Promise<CircuitServer> {
    const child = spawn(process.execPath, [join(projectRoot, 'server', 'main.ts'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!child.stdout || !child.stdin) throw new Failure('unknown', 'The language server has no streams.');
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const capabilities = { textDocument: { diagnostic: {} } };
    await connection.sendRequest(InitializeRequest.type, { processId: process.pid, rootUri: null, capabilities });
    await connection.sendNotification(InitializedNotification.type, {});
    return new CircuitServer(child, connection);
  }

  /** Opens a program; resolves once its findings are there, as for a file that the editor shows. */
  async open(uri: string, text: string): Promise<void> {
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'openqasm', version: 1, text },
    });
    await this.#connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  }

  /**
   * @param hear hears of the beginning of a long circuit before all of it is drawn
   * @throws Failure `invalid-input` for a program that has no drawing
   */
  async draw(uri: string, hear: (beginning: CircuitBeginning) => void): Promise<DrawnAnswer> {
    const parameters = { uri, partialResultToken: uri };
    const hearing = this.#connection.onProgress(new ProgressType<CircuitBeginning>(), uri, hear);
    try {
      const answer = await this.#connection.sendRequest<CircuitDrawingAnswer>(circuitDrawingRequest, parameters);
      if (answer.kind === 'unavailable') throw new Failure('invalid-input', answer.reason);
      return answer;
    } finally {
      hearing.dispose();
    }
  }

  ask(uri: string, drawing: number, question: DrawingQuestion): Promise<DrawingAnswer> {
    return this.#connection.sendRequest(drawingQuestionRequest, { uri, drawing, question });
  }

  /** The memory its process has, in megabytes; undefined where the system does not tell. */
  async megabytes(): Promise<number | undefined> {
    try {
      const status = await readFile(`/proc/${this.#process.pid}/status`, 'utf8');
      const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
      return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
    } catch {
      // Only Linux has this file, and the figure is not worth more.
      return undefined;
    }
  }

  async end(): Promise<void> {
    await this.#connection.sendRequest(ShutdownRequest.type);
    const ended = once(this.#process, 'exit');
    await this.#connection.sendNotification(ExitNotification.type);
    await ended;
    this.#connection.dispose();
  }
}
