import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-types';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { LineTable } from '#core/base/textRange.ts';

/** An open document at one version; a new object for every version. */
export interface LanguageDocument {
  readonly uri: string;
  readonly version: number;
  /** What the editor takes it for, such as `openqasm` or `yaml`. */
  readonly languageId: string;
  readonly text: string;
  readonly lines: LineTable;
}

/** A file of the workspace; the stamp differs when its content may. */
export interface WorkspaceFile {
  readonly uri: string;
  readonly stamp: string;
}

/** A file or folder in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Other files, the open ones as they are in the editor, the rest as they are on disk. */
export interface LanguageWorkspace {
  /** @throws Failure `not-found`, `unreadable` or `too-large` */
  read(uri: string): Promise<Uint8Array>;
  /** The same as UTF-8 text. @throws Failure `unreadable` when it is not */
  readText(uri: string): Promise<string>;
  /** The SHA-256 of a file in lower-case hexadecimal. @throws Failure as {@link read} */
  sha256?(uri: string): Promise<string>;
  /** The open document of this address, if it is open. */
  open(uri: string): LanguageDocument | undefined;
  /** All open documents. */
  openDocuments(): readonly LanguageDocument[];
  /** What lies in a folder, in order of name; nothing when it cannot be read. */
  list(uri: string): Promise<readonly FolderEntry[]>;
  /** The circuit files in the folders of the workspace, a bounded number of them. @throws Failure `cancelled` */
  circuitFiles(signal: CancellationSignal): Promise<readonly WorkspaceFile[]>;
}

/** What the editor on the other side understands of the protocol's optional parts. */
export interface EditorFeatures {
  /** Completions may insert snippets with placeholders. */
  readonly snippets: boolean;
  /** Semantic tokens come on top of a grammar, so that keywords, numbers and comments need none. */
  readonly augmentsSyntaxTokens: boolean;
  /** A semantic token may stretch over several lines. */
  readonly multilineTokens: boolean;
  /** It has a secret storage, and the command that moves a credential there. */
  readonly movesCredentials: boolean;
  /** It has the command that writes the lock file of a pipeline. */
  readonly locksPipelines: boolean;
}

/** An editor that understands everything. */
export const allEditorFeatures: EditorFeatures = {
  snippets: true,
  augmentsSyntaxTokens: true,
  multilineTokens: true,
  movesCredentials: true,
  locksPipelines: true,
};

/** The range that renaming would change, and the name it has now. */
export interface RenameSubject {
  readonly range: Range;
  readonly placeholder: string;
}

/** Ranges that are edited together, and what may be typed in them, as a regular expression. */
export interface LinkedRanges {
  readonly ranges: Range[];
  readonly wordPattern: string;
}

/**
 * What the language server can say about the documents of one language. Positions and ranges are those of the language
 * server protocol. Every method may reject with a `cancelled` Failure; none fails because of what a document contains.
 * What a language does not offer, its service lacks.
 */
export interface LanguageService {
  diagnostics(document: LanguageDocument, signal: CancellationSignal): Promise<Diagnostic[]>;

  /** @param trigger the character that asked for it, when it was not the user */
  completion(
    document: LanguageDocument,
    position: Position,
    signal: CancellationSignal,
    trigger?: string,
  ): Promise<CompletionList>;
  /** An item of {@link completion} with what it was sent without, its documentation. */
  resolveCompletion?(
    document: LanguageDocument,
    item: CompletionItem,
    signal: CancellationSignal,
  ): Promise<CompletionItem>;
  hover(document: LanguageDocument, position: Position, signal: CancellationSignal): Promise<Hover | undefined>;
  signatureHelp?(
    document: LanguageDocument,
    position: Position,
    signal: CancellationSignal,
  ): Promise<SignatureHelp | undefined>;

  definition(document: LanguageDocument, position: Position, signal: CancellationSignal): Promise<Location | undefined>;
  declaration?(
    document: LanguageDocument,
    position: Position,
    signal: CancellationSignal,
  ): Promise<Location | undefined>;
  typeDefinition?(
    document: LanguageDocument,
    position: Position,
    signal: CancellationSignal,
  ): Promise<Location | undefined>;
  implementations?(document: LanguageDocument, position: Position, signal: CancellationSignal): Promise<Location[]>;
  /** @param most no more places than this, of the document those nearest to the position; all unless given */
  references?(
    document: LanguageDocument,
    position: Position,
    includeDeclaration: boolean,
    signal: CancellationSignal,
    most?: number,
  ): Promise<Location[]>;
  documentHighlights?(
    document: LanguageDocument,
    position: Position,
    signal: CancellationSignal,
  ): Promise<DocumentHighlight[]>;
  prepareCallHierarchy?(
    document: LanguageDocument,
    position: Position,
    signal: CancellationSignal,
  ): Promise<CallHierarchyItem[]>;
  incomingCalls?(item: CallHierarchyItem, signal: CancellationSignal): Promise<CallHierarchyIncomingCall[]>;
  outgoingCalls?(item: CallHierarchyItem, signal: CancellationSignal): Promise<CallHierarchyOutgoingCall[]>;

  documentSymbols(document: LanguageDocument, signal: CancellationSignal): Promise<DocumentSymbol[]>;
  workspaceSymbols?(query: string, signal: CancellationSignal): Promise<WorkspaceSymbol[]>;
  foldingRanges?(document: LanguageDocument, signal: CancellationSignal): Promise<FoldingRange[]>;
  selectionRanges?(
    document: LanguageDocument,
    positions: readonly Position[],
    signal: CancellationSignal,
  ): Promise<SelectionRange[]>;
  documentLinks?(document: LanguageDocument, signal: CancellationSignal): Promise<DocumentLink[]>;

  /** @throws Failure `unsupported` with the reason why what stands there cannot be renamed */
  prepareRename?(
    document: LanguageDocument,
    position: Position,
    signal: CancellationSignal,
  ): Promise<RenameSubject | undefined>;
  /** @throws Failure `unsupported` as above, `conflict` or `invalid-input` with the reason against the new name */
  rename?(
    document: LanguageDocument,
    position: Position,
    newName: string,
    signal: CancellationSignal,
  ): Promise<WorkspaceEdit | undefined>;
  linkedEditingRanges?(
    document: LanguageDocument,
    position: Position,
    signal: CancellationSignal,
  ): Promise<LinkedRanges | undefined>;
  /**
   * What can be done about a selected piece of the document.
   * @param only kinds of actions the editor asks for; absent for all
   */
  codeActions?(
    document: LanguageDocument,
    range: Range,
    only: readonly string[] | undefined,
    signal: CancellationSignal,
  ): Promise<CodeAction[]>;
  /** An action of {@link codeActions} with the edits it was offered without. */
  resolveCodeAction?(document: LanguageDocument, action: CodeAction, signal: CancellationSignal): Promise<CodeAction>;
  formatting(document: LanguageDocument, options: FormattingOptions, signal: CancellationSignal): Promise<TextEdit[]>;
  rangeFormatting?(
    document: LanguageDocument,
    range: Range,
    options: FormattingOptions,
    signal: CancellationSignal,
  ): Promise<TextEdit[]>;
  /** @param typed the character that was typed before the position, one of `formattingCharacters` */
  onTypeFormatting?(
    document: LanguageDocument,
    position: Position,
    typed: string,
    options: FormattingOptions,
    signal: CancellationSignal,
  ): Promise<TextEdit[]>;

  codeLenses(document: LanguageDocument, signal: CancellationSignal): Promise<CodeLens[]>;
  /** Undefined when the document has too many to send at once; editors then ask for what they show. */
  semanticTokens?(document: LanguageDocument, signal: CancellationSignal): Promise<SemanticTokens | undefined>;
  /** The same as what differs from tokens that were sent before, where those are still known. */
  semanticTokensDelta?(
    document: LanguageDocument,
    previousResultId: string,
    signal: CancellationSignal,
  ): Promise<SemanticTokens | SemanticTokensDelta | undefined>;
  semanticTokensOfRange?(document: LanguageDocument, range: Range, signal: CancellationSignal): Promise<SemanticTokens>;
  inlayHints?(document: LanguageDocument, range: Range, signal: CancellationSignal): Promise<InlayHint[]>;

  /**
   * Files changed, on disk or in the editor: what is known of them counts no more.
   * @returns whether findings of other open documents may differ now
   */
  filesChanged(uris: readonly string[]): boolean;
  /** What the editor knows of a document besides files has changed. */
  surroundingsChanged?(uri: string): void;
  /** The document was closed: nothing needs to be remembered of it. */
  documentClosed?(uri: string): void;
}
