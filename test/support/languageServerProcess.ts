import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { projectRoot } from '#scripts/projectRoot.ts';

/** The language server as a process, spoken to over its own protocol. */
export interface LanguageServerProcess {
  readonly connection: ProtocolConnection;
  readonly capabilities: InitializeResult['capabilities'];
  readonly process: ChildProcess;
  open(uri: string, text: string, languageId?: string): void;
  /** Replaces the whole text as the next version. */
  change(uri: string, text: string): void;
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  /** Ends the server as the protocol asks; resolves to its exit code. */
  close(): Promise<number | null>;
}

/** @param command how to start it; the type-stripped server unless given */
export async function startLanguageServer(
  command: readonly string[] = [process.execPath, join(projectRoot, 'server', 'main.ts'), '--stdio'],
): Promise<LanguageServerProcess> {
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!child.stdout || !child.stdin) throw new Error('The server has no streams.');
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  const versions = new Map<string, number>();
  return {
    connection,
    capabilities,
    process: child,
    open(uri, text, languageId = uri.endsWith('.yaml') ? 'yaml' : 'openqasm') {
      versions.set(uri, 1);
      void connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    change(uri, text) {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      void connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    },
    async diagnostics(uri) {
      const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
      if (report.kind !== 'full') throw new Error('Expected a full report.');
      return report.items;
    },
    async close() {
      await connection.sendRequest(ShutdownRequest.type);
      const ended = once(child, 'exit');
      await connection.sendNotification(ExitNotification.type);
      const [code] = await ended;
      connection.dispose();
      return code as number | null;
    },
  };
}
