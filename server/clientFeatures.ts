import type { ClientCapabilities } from 'vscode-languageserver';
import type { EditorFeatures } from '#core/language/languageService.ts';
import { ownCapabilitiesSchema } from '#core/protocol/languageServer.ts';

/** What the client on the other side can do. */
export interface ClientFeatures {
  readonly editor: EditorFeatures;
  /** It asks for diagnostics; to others they are sent. */
  readonly pullsDiagnostics: boolean;
  /** It asks for diagnostics again when told to. */
  readonly refreshesDiagnostics: boolean;
  readonly refreshesSemanticTokens: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesCodeLenses: boolean;
  /** It tells about files that change on disk. */
  readonly watchesFiles: boolean;
  /** It answers questions for settings. */
  readonly answersConfiguration: boolean;
  /** It can be told to announce changes of settings. */
  readonly announcesConfiguration: boolean;
  /** It takes symbols within symbols. */
  readonly nestsSymbols: boolean;
  /** It takes edits with the version of the document they were made for. */
  readonly versionsEdits: boolean;
  /** It takes code actions, and not only commands. */
  readonly takesCodeActions: boolean;
  /** It asks for the edits of a code action when the user chooses it. */
  readonly resolvesCodeActions: boolean;
  readonly announcesFolders: boolean;
  /** It tells the names of the credentials it keeps. */
  readonly namesCredentials: boolean;
  /** It tells what recorded runs show of a pipeline, and when runs have changed. */
  readonly recallsRuns: boolean;
}

/** Reads the capabilities of `initialize`. */
export function clientFeatures({ experimental, textDocument, workspace }: ClientCapabilities): ClientFeatures {
  const own = ownCapabilitiesSchema.safeParse(experimental).data?.hybridQuantum;
  return {
    editor: {
      snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
      augmentsSyntaxTokens: textDocument?.semanticTokens?.augmentsSyntaxTokens === true,
      multilineTokens: textDocument?.semanticTokens?.multilineTokenSupport === true,
      movesCredentials: own?.movesCredentials === true,
      locksPipelines: own?.locksPipelines === true,
    },
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesSemanticTokens: workspace?.semanticTokens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    answersConfiguration: workspace?.configuration === true,
    announcesConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    nestsSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    versionsEdits: workspace?.workspaceEdit?.documentChanges === true,
    takesCodeActions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    resolvesCodeActions:
      textDocument?.codeAction?.dataSupport === true &&
      textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
    announcesFolders: workspace?.workspaceFolders === true,
    namesCredentials: own?.namesCredentials === true,
    recallsRuns: own?.recallsRuns === true,
  };
}
