import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { LineTable } from '#core/base/textRange.ts';
import type { AnalysisOptions } from './analysisOptions.ts';
import { Binder, type FileBinding } from './binder.ts';
import { applyPolicy } from './findingPolicy.ts';
import { reportHiddenNames } from './hiddenNames.ts';
import { IncludeBinder } from './includeBinder.ts';
import type { LanguageVersion } from './languageVersion.ts';
import { lintProgram } from './lints/lintProgram.ts';
import { gatesBeyondPaper } from './lints/portability.ts';
import { diagnose, diagnosticLimit } from './messages.ts';
import { offerOtherNames } from './nameConflicts.ts';
import { parseProgram } from './parseProgram.ts';
import { reparse } from './reparse.ts';
import { reportShadowedNames } from './shadowedNames.ts';
import { StatementBinder } from './statementBinder.ts';
import { withoutSuppressed } from './suppressions.ts';
import type { ProgramSymbol, Scope } from './symbols.ts';
import type { SyntaxTree } from './syntaxTree.ts';
import { textDifference } from './textDifference.ts';
import { reportUnresolvedNames } from './unresolvedNames.ts';
import { checkVersion } from './versionChecks.ts';

/** A program with the meaning of its names, and everything that is wrong with it. */
export interface Analysis {
  readonly version: LanguageVersion;
  readonly tree: SyntaxTree;
  readonly lines: LineTable;
  /** Problems of the analysed file in order of place; those of an included file are in `files`. */
  readonly diagnostics: readonly Diagnostic[];
  /** The analysed file and then those it includes. */
  readonly files: readonly FileBinding[];
  readonly symbols: readonly ProgramSymbol[];
  readonly globalScope: Scope;
  /** Names the language knows without declaration or library. */
  readonly builtins: ReadonlyMap<string, ProgramSymbol>;
}

/** Parses a program, finds what its names mean and checks it. Never fails because of what the text contains. */
export function analyseProgram(text: string, options: AnalysisOptions = {}): Analysis {
  const parseOptions = { profile: options.profile ?? 'default' };
  const { previous } = options;
  const tree = previous ? reparse(previous.tree, text, parseOptions) : parseProgram(text, parseOptions);
  const lines = previous?.lines.edited(text, textDifference(previous.tree.text, text));
  const binder = new Binder(options.path ?? '', tree, options, lines);
  bindProgram(binder, options);
  const files = binder.files.map((file) => ({ ...file, diagnostics: finished(file, options) }));
  const [main] = files;
  if (!main) throw new RangeError('An analysis has at least one file.');
  return {
    version: tree.version,
    tree,
    lines: main.lines,
    diagnostics: main.diagnostics,
    files,
    symbols: binder.symbols,
    globalScope: binder.global,
    builtins: binder.builtins,
  };
}

/** The findings of a file in order of place, as the options want them, and not more than anyone reads. */
function finished({ diagnostics: found, lines, tree }: FileBinding, options: AnalysisOptions): Diagnostic[] {
  const diagnostics = withoutSuppressed(applyPolicy(found, options), tree.text, lines);
  diagnostics.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  if (diagnostics.length <= diagnosticLimit) return diagnostics;
  return [diagnose('QAS8020', { start: 0, end: 0 }, diagnosticLimit), ...diagnostics.slice(0, diagnosticLimit)];
}

/** Binds a program with its files, and then says what only the whole program shows. */
function bindProgram(binder: Binder, options: AnalysisOptions): void {
  const includes: IncludeBinder = new IncludeBinder(binder, options, bindFile);
  const statements = new StatementBinder(binder, (statement) => includes.include(statement));
  bindFile(binder.currentFile.tree);
  reportUnresolvedNames(binder);
  reportHiddenNames(binder);
  offerOtherNames(binder);
  if (options.lints !== 'off') reportShadowedNames(binder);
  includes.finish();
  binder.file = 0;
  if (options.profile === 'strict-2.0') for (const diagnostic of gatesBeyondPaper(binder)) binder.report(diagnostic);
  if (options.lints !== 'off') for (const diagnostic of lintProgram(binder)) binder.report(diagnostic);

  function bindFile(tree: SyntaxTree): void {
    checkVersion(binder);
    statements.bindAll(tree.statements);
  }
}
