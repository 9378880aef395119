/*
 * The OpenQASM front end for the rest of the product: parse, analyse, look things up, format. Node types are in
 * syntaxTree.ts, types of symbols in symbols.ts.
 */
export { type Analysis, analyseInSteps, analyseProgram } from './analyseProgram.ts';
export {
  type CheckOptions,
  type LintLevel,
  lintLevels,
  type Profile,
  profiles,
} from './analysisOptions.ts';
export { expressionFacts } from './expressionFacts.ts';
export { formatProgram } from './formatting/formatProgram.ts';
export { defaultFormatStyle, type FormatStyle } from './formatting/formatStyle.ts';
export { type LibraryName, libraryGates } from './gateLibrary.ts';
export { type FileOutcome, type IncludeSource, includeRequests, loadIncludes } from './includeLoading.ts';
export { type DiagnosticCode, diagnosticCodes } from './messages.ts';
export {
  expectationsAt,
  mentionsOf,
  mentionTokens,
  nodePathAt,
  symbolAt,
  tokenAt,
  visibleSymbols,
} from './navigation.ts';
export { parseProgram } from './parseProgram.ts';
export { mayBePart, programSeenFrom } from './programView.ts';
export { describeSymbol, type ProgramSymbol } from './symbols.ts';
export type { TypedValue } from './typedValue.ts';
export { describeType } from './types.ts';
