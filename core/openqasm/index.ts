/*
 * The OpenQASM front end for the rest of the product: parse, analyse, look things up, format. Node types are in
 * syntaxTree.ts, types of symbols in symbols.ts.
 */
export { type Analysis, analyseProgram, type IncludeOutcome, includedPaths } from './analyseProgram.ts';
export { formatProgram } from './formatter.ts';
export { type LibraryName, libraryGates } from './gateLibrary.ts';
export { type DiagnosticCode, diagnosticCodes } from './messages.ts';
export { expectationsAt, mentionsOf, nodePathAt, symbolAt, visibleSymbols } from './navigation.ts';
export { parseProgram } from './parseProgram.ts';
export { describeSymbol, type ProgramSymbol } from './symbols.ts';
export { describeType } from './types.ts';
