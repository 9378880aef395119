import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { runsChangedNotification } from '#core/protocol/languageServer.ts';
import { clientFeatures } from './clientFeatures.ts';
import { refreshed, registered } from './clientRequests.ts';
import { ClientSurroundings } from './clientSurroundings.ts';
import { DiagnosticPublisher } from './diagnosticPublisher.ts';
import { Languages } from './languages.ts';
import { OpenDocuments } from './openDocuments.ts';
import { circuitEditingRequests } from './requests/circuitEditingRequests.ts';
import { circuitRequests } from './requests/circuitRequests.ts';
import { decorationRequests } from './requests/decorationRequests.ts';
import { diagnosticRequests } from './requests/diagnosticRequests.ts';
import { editingRequests } from './requests/editingRequests.ts';
import { navigationRequests } from './requests/navigationRequests.ts';
import { pipelineRequests } from './requests/pipelineRequests.ts';
import type { RequestContext, RequestGroup } from './requests/requestGroup.ts';
import { structureRequests } from './requests/structureRequests.ts';
import { writingRequests } from './requests/writingRequests.ts';
import { SettingsSource } from './settingsSource.ts';

const requestGroups: readonly RequestGroup[] = [
  diagnosticRequests,
  writingRequests,
  navigationRequests,
  structureRequests,
  editingRequests,
  decorationRequests,
  circuitRequests,
  pipelineRequests,
  circuitEditingRequests,
];

/** Connects the language services of circuits and pipelines to a client, as far as the client goes along. */
export function startServer(connection: Connection): void {
  connection.onInitialize((parameters) => initialise(connection, parameters));
  connection.listen();
}

function initialise(connection: Connection, parameters: InitializeParams): InitializeResult {
  const features = clientFeatures(parameters.capabilities);
  const documents = new OpenDocuments(features.watchesFiles);
  documents.folders = foldersOf(parameters);
  const settings = new SettingsSource(connection, features, documents);
  settings.initialise(parameters.initializationOptions);
  const surroundings = new ClientSurroundings(connection, features, (uri) => {
    languages.surroundingsChanged(uri);
    publisher?.schedule(uri);
    if (features.refreshesDiagnostics) connection.languages.diagnostics.refresh();
  });
  const languages = new Languages(documents, features, (uri) => settings.of(uri), surroundings);
  const context: RequestContext = { connection, features, documents, languages };
  const publisher = features.pullsDiagnostics ? undefined : new DiagnosticPublisher(connection, documents, languages);
  const everythingChanged = () => {
    languages.settingsChanged();
    refreshAll(context, publisher);
  };
  connection.onShutdown(() => publisher?.stop());
  for (const group of requestGroups) group.register(context);
  synchronise(context, publisher, surroundings);
  connection.onInitialized(() => {
    settings.listen(everythingChanged);
    announceFiles(context, everythingChanged);
  });
  return { serverInfo: { name: 'hybridq' }, capabilities: capabilitiesOf(context) };
}

function capabilitiesOf(context: RequestContext): ServerCapabilities {
  return Object.assign(
    {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
    ...requestGroups.map((group) => group.capabilities(context)),
  );
}

function foldersOf({ rootUri, workspaceFolders }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return rootUri ? [rootUri] : [];
}

/** Follows what the editor opens, changes and closes. */
function synchronise(
  context: RequestContext,
  publisher: DiagnosticPublisher | undefined,
  surroundings: ClientSurroundings,
): void {
  const { connection, documents } = context;
  const synchronised = new TextDocuments(TextDocument);
  synchronised.onDidChangeContent(({ document }) => {
    documents.set(document);
    publisher?.schedule(document.uri, document.version <= 1 ? 0 : undefined);
    filesChanged([document.uri], context, publisher);
  });
  synchronised.onDidClose(({ document }) => {
    documents.delete(document.uri);
    context.languages.documentClosed(document.uri);
    surroundings.documentClosed(document.uri);
    publisher?.forget(document.uri);
    // Edits that were not saved are gone: what is on disk counts again.
    filesChanged([document.uri], context, publisher);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    documents.filesChanged();
    const uris = changes.map(({ uri }) => uri);
    if (uris.some(keepsDecision)) surroundings.runsChanged();
    filesChanged(uris, context, publisher);
  });
  connection.onNotification(runsChangedNotification, () => surroundings.runsChanged());
  synchronised.listen(connection);
}

/** Histories of rollouts and kept scorecards. */
const decisionGlob = '**/*.{rollout,scorecard.*}.json';

function keepsDecision(uri: string): boolean {
  return /\.(rollout|scorecard\.[^/]*)\.json$/i.test(uri);
}

/** Has changes of files and folders announced by clients that can. */
function announceFiles({ connection, documents, features }: RequestContext, foldersChanged: () => void): void {
  if (features.watchesFiles) {
    const watchers = [
      { globPattern: '**/*.{qasm,qasm2,qasm3,inc,csv,npy,parquet}' },
      { globPattern: '**/*.hybrid.{yaml,yml,json}' },
      { globPattern: decisionGlob },
    ];
    registered(connection, DidChangeWatchedFilesNotification.type, { watchers });
  }
  if (features.announcesFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      documents.folders = [...documents.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
      foldersChanged();
    });
  }
}

/** Has findings looked at again where they may differ: circuits include circuits, pipelines read circuits and data. */
function filesChanged(
  uris: readonly string[],
  context: RequestContext,
  publisher: DiagnosticPublisher | undefined,
): void {
  if (context.languages.filesChanged(uris)) refreshMeanings(context, publisher);
}

/** Has what depends on the meaning of names looked at again. */
function refreshMeanings({ connection, features }: RequestContext, publisher: DiagnosticPublisher | undefined): void {
  publisher?.scheduleAll();
  const { diagnostics, inlayHint, semanticTokens } = connection.languages;
  if (features.refreshesDiagnostics) diagnostics.refresh();
  if (features.refreshesInlayHints) refreshed(connection, 'hints', inlayHint.refresh());
  if (features.refreshesSemanticTokens) refreshed(connection, 'colours', semanticTokens.refresh());
}

/** Has everything looked at again. */
function refreshAll(context: RequestContext, publisher: DiagnosticPublisher | undefined): void {
  refreshMeanings(context, publisher);
  const { connection, features } = context;
  if (features.refreshesCodeLenses)
    refreshed(connection, 'lenses', connection.sendRequest(CodeLensRefreshRequest.type));
}
