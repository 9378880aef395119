/*
 * The OpenQASM front end for the rest of the product: parse, analyse, look things up, format. Node types are in
 * syntaxTree.ts.
 */
export {
  type Analysis,
  type AnalysisOptions,
  analyseProgram,
  type IncludeOutcome,
  includedPaths,
} from './analyseProgram.ts';
export type { FileBinding } from './binder.ts';
export { applyEdits, type FormattingEdit, formatProgram } from './formatter.ts';
export { type LibraryName, libraryGates, libraryOf } from './gateLibrary.ts';
export type { LanguageVersion } from './languageVersion.ts';
export { type DiagnosticCode, diagnosticCodes } from './messages.ts';
export {
  expectationsAt,
  mentionsOf,
  nodePathAt,
  type SymbolMention,
  scopeAt,
  symbolAt,
  tokenAt,
  visibleSymbols,
} from './navigation.ts';
export { parseProgram } from './parseProgram.ts';
export { describeSymbol, type GateSignature, type ProgramSymbol, type Scope, type SymbolKind } from './symbols.ts';
export type { SyntaxNode, SyntaxTree } from './syntaxTree.ts';
export type { Expectation } from './tokenCursor.ts';
export { keywordsOfVersion2, keywordsOfVersion3 } from './tokenKind.ts';
export { describeType, type Type } from './types.ts';
