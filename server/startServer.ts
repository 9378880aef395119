import {
  type Connection,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  type InitializeResult,
  RequestType,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActionKinds } from '#core/language/codeActionKinds.ts';
import type { LanguageService } from '#core/language/languageService.ts';
import { createOpenqasmLanguage } from '#core/language/openqasm/openqasmLanguage.ts';
import { createPipelineLanguage } from '#core/language/pipeline/pipelineLanguage.ts';
import {
  type CircuitDrawingAnswer,
  circuitDrawingParamsSchema,
  circuitDrawingRequest,
} from '#core/protocol/languageServer.ts';
import { signalOf } from './cancellationBridge.ts';
import { addressOfAction, codeActionsOf, resolvesCodeActions } from './codeActionHandlers.ts';
import { guarded } from './guardedRequest.ts';
import { OpenDocuments } from './openDocuments.ts';

/**
 * Connects the language services of circuits and pipelines to a client. Diagnostics are pulled; when a file changes on
 * disk the client is asked to pull again, because pipelines read circuits and data.
 */
export function startServer(connection: Connection): void {
  const synchronised = new TextDocuments(TextDocument);
  const opened = new OpenDocuments();
  const openqasm = createOpenqasmLanguage(opened);
  const pipeline = createPipelineLanguage(opened);
  let canRefreshDiagnostics = false;
  let canWatchFiles = false;
  let canResolveActions = false;

  function serviceOf(uri: string): LanguageService | undefined {
    if (/\.hybrid\.(ya?ml|json)$/i.test(uri)) return pipeline;
    if (/\.(qasm|qasm2|qasm3|inc)$/i.test(uri)) return openqasm;
    return synchronised.get(uri)?.languageId === 'openqasm' ? openqasm : undefined;
  }

  connection.onInitialize((parameters): InitializeResult => {
    const { workspace } = parameters.capabilities;
    canRefreshDiagnostics = workspace?.diagnostics?.refreshSupport === true;
    canResolveActions = resolvesCodeActions(parameters);
    canWatchFiles = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return {
      serverInfo: { name: 'hybridq' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        diagnosticProvider: { identifier: 'hybridq', interFileDependencies: true, workspaceDiagnostics: false },
        completionProvider: { triggerCharacters: ['@', ':', ' ', '"', '/'] },
        hoverProvider: true,
        definitionProvider: true,
        documentSymbolProvider: true,
        documentFormattingProvider: true,
        codeActionProvider: { codeActionKinds: Object.values(codeActionKinds), resolveProvider: true },
        codeLensProvider: { resolveProvider: false },
      },
    };
  });

  connection.onInitialized(() => {
    if (!canWatchFiles) return;
    const watchers = [
      { globPattern: '**/*.{qasm,qasm2,qasm3,inc,csv}' },
      { globPattern: '**/*.hybrid.{yaml,yml,json}' },
    ];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });

  const refresh = () => {
    openqasm.filesChanged();
    pipeline.filesChanged();
    if (canRefreshDiagnostics) connection.languages.diagnostics.refresh();
  };
  connection.onDidChangeWatchedFiles(refresh);

  synchronised.onDidOpen(({ document }) => opened.set(document));
  synchronised.onDidChangeContent(({ document }) => {
    opened.set(document);
    // A circuit that changed may change what its pipelines say.
    if (serviceOf(document.uri) === openqasm) refresh();
  });
  synchronised.onDidClose(({ document }) => {
    opened.delete(document.uri);
    // Edits that were not saved are gone: what is on disk counts again.
    if (serviceOf(document.uri) === openqasm) refresh();
  });

  /** Runs a request on the document it names; `otherwise` where the document is not open or not ours. */
  const answer = <P extends { textDocument: { uri: string } }, R>(
    ask: (
      service: LanguageService,
      document: NonNullable<ReturnType<typeof opened.open>>,
      parameters: P,
      signal: ReturnType<typeof signalOf>,
    ) => Promise<R>,
    otherwise: R,
  ) =>
    guarded<P, R>(connection, async (parameters, token) => {
      const document = opened.open(parameters.textDocument.uri);
      const service = serviceOf(parameters.textDocument.uri);
      return document && service ? ask(service, document, parameters, signalOf(token)) : otherwise;
    });

  connection.languages.diagnostics.on(
    answer(
      async (service, document, _parameters, signal) => ({
        kind: DocumentDiagnosticReportKind.Full,
        items: await service.diagnostics(document, signal),
      }),
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
    ),
  );
  connection.onCompletion(
    answer((service, document, { position }, signal) => service.completion(document, position, signal), []),
  );
  connection.onHover(
    answer(
      async (service, document, { position }, signal) => (await service.hover(document, position, signal)) ?? null,
      null,
    ),
  );
  connection.onDefinition(
    answer(
      async (service, document, { position }, signal) => (await service.definition(document, position, signal)) ?? null,
      null,
    ),
  );
  connection.onDocumentSymbol(
    answer((service, document, _parameters, signal) => service.documentSymbols(document, signal), []),
  );
  connection.onDocumentFormatting(
    answer((service, document, _parameters, signal) => service.formatting(document, signal), []),
  );
  connection.onCodeLens(answer((service, document, _parameters, signal) => service.codeLenses(document, signal), []));
  connection.onCodeAction(
    answer(
      (service, document, parameters, signal) =>
        codeActionsOf(service, document, parameters, canResolveActions, signal),
      [],
    ),
  );
  connection.onCodeActionResolve(
    guarded(connection, async (action, token) => {
      const uri = addressOfAction(action);
      const document = uri === undefined ? undefined : opened.open(uri);
      const service = uri === undefined ? undefined : serviceOf(uri);
      return document && service ? service.resolveCodeAction(document, action, signalOf(token)) : action;
    }),
  );
  connection.onRequest(
    new RequestType<unknown, CircuitDrawingAnswer, void>(circuitDrawingRequest),
    guarded(connection, async (parameters: unknown, token) => {
      const { uri } = circuitDrawingParamsSchema.parse(parameters);
      return openqasm.drawing(uri, signalOf(token));
    }),
  );

  synchronised.listen(connection);
  connection.listen();
}
