import type { TextReplacement } from '#core/base/diagnostic.ts';
import type { Analysis } from '../analyseProgram.ts';
import { isUnary } from '../formatting/tokenSpacing.ts';
import { gateDefinitionText } from '../gateDefinitions.ts';
import { isLibrary } from '../gateLibrary.ts';
import { endOfStatementLine } from '../insertions.ts';
import type { FileBinding } from '../programState.ts';
import type { Statement } from '../syntaxTree.ts';
import { tokenKind } from '../tokenKind.ts';
import { registersReadEarly } from './earlyReads.ts';
import { type MigratedNames, migratedNames } from './migratedNames.ts';
import { programStatements } from './programStatements.ts';
import { migrateStatement } from './statementMigration.ts';
import { TextRewriter } from './textRewriter.ts';

/** The changes of one file of a program. */
export interface FileReplacements {
  /** Index into `Analysis.files`. */
  readonly file: number;
  readonly replacements: readonly TextReplacement[];
}

/** Whether {@link migrateToVersion3} can rewrite a program: it is OpenQASM 2 and its syntax has no errors. */
export function canMigrateToVersion3({ files, version }: Analysis): boolean {
  return (
    version.major === 2 && files.every(({ tree }) => tree.diagnostics.every(({ severity }) => severity !== 'error'))
  );
}

/**
 * The changes that make an OpenQASM 2 program one of OpenQASM 3.0 that does the same, with its included files: the gates
 * have the same matrices with their phases, numbers stay real, registers start at 0 where a condition relies on it.
 * Layout and comments stay. Gates the standard library of OpenQASM 3 lacks are defined after its include; names that
 * mean something else in OpenQASM 3 get an underscore.
 */
export function migrateToVersion3(analysis: Analysis): FileReplacements[] {
  const names = migratedNames(analysis);
  const rewriters = analysis.files.map((binding) => rewriterOf(binding, names));
  const cleared = registersReadEarly(analysis);
  const preamble = new Preamble(analysis, names);
  for (const { file, statement } of programStatements(analysis)) {
    const binding = analysis.files[file];
    const rewriter = rewriters[file];
    if (!binding || !rewriter) continue;
    preamble.visit(statement, binding, rewriter);
    migrateStatement(statement, { binding, symbols: analysis.symbols, cleared, rewriter });
  }
  const [main] = rewriters;
  if (main) preamble.finish(main);
  return rewriters.flatMap((rewriter, file) => {
    const replacements = rewriter.replacements();
    return replacements.length === 0 ? [] : [{ file, replacements }];
  });
}

/**
 * Changes of single tokens: names, powers, and what OpenQASM 3 refuses: signs that say nothing, and semicolons with
 * nothing before them.
 */
function rewriterOf({ symbolOfToken, tree }: FileBinding, { newNames }: MigratedNames): TextRewriter {
  const { count, ends, kinds, starts } = tree.tokens;
  const rewriter = new TextRewriter(tree.tokens);
  for (let token = 0; token < count; token++) {
    const name = newNames.get(symbolOfToken[token] ?? -1);
    if (name !== undefined) rewriter.replaceToken(token, name);
    const kind = kinds[token];
    if (kind === tokenKind.caret) rewriter.replaceToken(token, '**');
    if (kind === tokenKind.plus && isUnary(kind, kinds[token - 1] ?? tokenKind.endOfFile)) {
      rewriter.replaceToken(token, '');
    }
    if (kind === tokenKind.semicolon && endsNothing(kinds, token)) {
      rewriter.remove({ start: starts[token] ?? 0, end: ends[token] ?? 0 });
    }
  }
  return rewriter;
}

function endsNothing(kinds: Uint8Array, semicolon: number): boolean {
  const previous = kinds[semicolon - 1];
  return (
    semicolon === 0 ||
    previous === tokenKind.semicolon ||
    previous === tokenKind.leftBrace ||
    previous === tokenKind.rightBrace
  );
}

/** What an OpenQASM 3 program has at its beginning: the version, the library, definitions of gates no library has. */
class Preamble {
  /** Where the program begins, and where lines go that stand after the version. */
  #start: number;
  #afterVersion: number | undefined;
  #hasLibrary = false;
  readonly #needsLibrary: boolean;
  /** Lines to put after the include of the library. */
  #lines: string[];

  constructor({ symbols, tree }: Analysis, names: MigratedNames) {
    this.#start = tree.tokens.starts[0] ?? 0;
    this.#needsLibrary = names.usesLibrary;
    this.#lines = definitionsFor(names);
    const hasOpaque = symbols.some(({ gate }) => gate && !gate.definition && !gate.library);
    if (hasOpaque) this.#lines.unshift('defcalgrammar "openpulse";');
  }

  visit(statement: Statement, { tree }: FileBinding, rewriter: TextRewriter): void {
    if (statement.kind === 'version') {
      const { end, start } = statement.number;
      rewriter.remove({ start: rewriter.tokenEnd(start), end });
      rewriter.replaceToken(rewriter.tokenFrom(start), '3.0');
      this.#afterVersion = endOfStatementLine(tree.text, statement.end);
    } else if (statement.kind === 'include' && statement.path && isLibrary(statement.path.text)) {
      rewriter.replaceToken(rewriter.tokenFrom(statement.path.start), '"stdgates.inc"');
      this.#insertLines(endOfStatementLine(tree.text, statement.end), rewriter);
      this.#hasLibrary = true;
    }
  }

  /** Puts at the beginning of the program what the other statements gave no place. */
  finish(rewriter: TextRewriter): void {
    if (this.#needsLibrary && !this.#hasLibrary) this.#lines.unshift('include "stdgates.inc";');
    if (this.#afterVersion !== undefined) {
      this.#insertLines(this.#afterVersion, rewriter);
      return;
    }
    const lines = ['OPENQASM 3.0;', ...this.#lines].map((line) => `${line}\n`);
    rewriter.insert(this.#start, lines.join(''));
  }

  #insertLines(offset: number, rewriter: TextRewriter): void {
    rewriter.insert(offset, this.#lines.map((line) => `\n${line}`).join(''));
    this.#lines = [];
  }
}

/** The definitions of gates that the standard library of OpenQASM 3 lacks. */
function definitionsFor({ missingGates, nameOfCX, nameOfU, usesLibrary }: MigratedNames): string[] {
  const definitions = missingGates.flatMap((name) => gateDefinitionText(name, 3) ?? []);
  if (usesLibrary) return definitions;
  // The built-in gates of OpenQASM 3 differ by a phase.
  if (nameOfU !== undefined) {
    const body = '{\n  gphase(-(theta + phi + lambda)/2);\n  U(theta, phi, lambda) a;\n}';
    definitions.push(`gate ${nameOfU}(theta, phi, lambda) a ${body}`);
  }
  if (nameOfCX !== undefined) {
    definitions.push(`gate ${nameOfCX} a, b {\n  ctrl @ gphase(-pi/2) a;\n  ctrl @ U(pi, 0, pi) a, b;\n}`);
  }
  return definitions;
}
