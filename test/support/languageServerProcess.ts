import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { inject } from 'vitest';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

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

export interface ServerStart {
  /** How to start it; the server as it is shipped unless given. */
  readonly command?: readonly string[];
  /** Instead of what an editor like VS Code would send, apart from settings and files to watch. */
  readonly parameters?: Partial<InitializeParams>;
  /** Called before anything is sent, to answer what the server asks. */
  readonly prepare?: (connection: ProtocolConnection) => void;
}

/** What an editor understands that understands everything. */
export const editorCapabilities: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    completion: { completionItem: { snippetSupport: true } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    semanticTokens: {
      requests: { full: true, range: true },
      tokenTypes: [],
      tokenModifiers: [],
      formats: ['relative'],
      augmentsSyntaxTokens: true,
    },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

export async function startLanguageServer(start: ServerStart = {}): Promise<LanguageServerProcess> {
  const command = start.command ?? [process.execPath, inject('languageServer'), '--stdio'];
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (!child.stdout || !child.stdin) throw new Error('The server has no streams.');
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  start.prepare?.(connection);
  connection.listen();
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: editorCapabilities,
    ...start.parameters,
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
