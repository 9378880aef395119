import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Location,
  Position,
  Range,
  TextEdit,
} from 'vscode-languageserver-types';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { LineTable } from '#core/base/textRange.ts';

/** An open document at one version; a new object for every version. */
export interface LanguageDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly lines: LineTable;
}

/** Other files, the open ones as they are in the editor, the rest as they are on disk. */
export interface LanguageWorkspace {
  /** @throws Failure `not-found`, `unreadable` or `too-large` */
  read(uri: string): Promise<Uint8Array>;
  /** The same as UTF-8 text. @throws Failure `unreadable` when it is not */
  readText(uri: string): Promise<string>;
  /** The open document of this address, if it is open. */
  open(uri: string): LanguageDocument | undefined;
}

/**
 * What the language server can say about the documents of one language. Positions and ranges are those of the language
 * server protocol. Every method may reject with a `cancelled` Failure; none fails because of what a document contains.
 */
export interface LanguageService {
  diagnostics(document: LanguageDocument, signal: CancellationSignal): Promise<Diagnostic[]>;
  completion(document: LanguageDocument, position: Position, signal: CancellationSignal): Promise<CompletionItem[]>;
  hover(document: LanguageDocument, position: Position, signal: CancellationSignal): Promise<Hover | undefined>;
  definition(document: LanguageDocument, position: Position, signal: CancellationSignal): Promise<Location | undefined>;
  documentSymbols(document: LanguageDocument, signal: CancellationSignal): Promise<DocumentSymbol[]>;
  formatting(document: LanguageDocument, signal: CancellationSignal): Promise<TextEdit[]>;
  codeLenses(document: LanguageDocument, signal: CancellationSignal): Promise<CodeLens[]>;
  /**
   * What can be done about a selected piece of the document.
   * @param only kinds of actions the editor asks for; absent for all
   */
  codeActions(
    document: LanguageDocument,
    range: Range,
    only: readonly string[] | undefined,
    signal: CancellationSignal,
  ): Promise<CodeAction[]>;
  /** An action of {@link codeActions} with the edits it was offered without. */
  resolveCodeAction(document: LanguageDocument, action: CodeAction, signal: CancellationSignal): Promise<CodeAction>;
  /** Some file changed, on disk or in the editor: nothing known of other files counts any more. */
  filesChanged(): void;
}
