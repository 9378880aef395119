import type { Diagnostic } from '#core/base/diagnostic.ts';
import { doSteps, type Steps } from '#core/base/steps.ts';
import { LineTable } from '#core/base/textRange.ts';
import type { AnalysisOptions } from './analysisOptions.ts';
import { Binder } from './binder.ts';
import { applyPolicy } from './findingPolicy.ts';
import { reportHiddenNames } from './hiddenNames.ts';
import { IncludeBinder } from './includeBinder.ts';
import { reportBrokenFiles, reportImproperLibraries } from './includeChecks.ts';
import type { LanguageVersion } from './languageVersion.ts';
import { lintProgram } from './lints/lintProgram.ts';
import { gatesBeyondPaper } from './lints/portability.ts';
import { diagnose, diagnosticLimit } from './messages.ts';
import { offerOtherNames } from './nameConflicts.ts';
import { parseInSteps } from './parseProgram.ts';
import { type FileBinding, initialState, type ParsedProgram, type ProgramState } from './programState.ts';
import { type Reparse, reparseInSteps, type TreeEdit } from './reparse.ts';
import { type BoundProgram, resume } from './resumption.ts';
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
  /** What the analysis of the program after an edit goes on from. */
  readonly bound: BoundProgram;
}

/** Parses a program, finds what its names mean and checks it. Never fails because of what the text contains. */
export function analyseProgram(text: string, options: AnalysisOptions = {}): Analysis {
  return doSteps(analyseInSteps(text, options));
}

/** The same in steps, between which others can work. */
export function* analyseInSteps(text: string, options: AnalysisOptions = {}): Steps<Analysis> {
  const { path = '', previous, readInclude: _, ...checks } = options;
  const parseOptions = { profile: options.profile ?? 'default' };
  const { edit, tree }: Reparse = previous
    ? yield* reparseInSteps(previous.tree, text, parseOptions)
    : { tree: yield* parseInSteps(text, parseOptions) };
  yield;
  const lines = previous?.lines.edited(text, textDifference(previous.tree.text, text)) ?? new LineTable(text);
  const program = { path, tree, lines, options: checks };
  const binder =
    (previous && edit && resumedBinder(previous.bound, edit, program)) ??
    (yield* boundBinder(initialState(program), options));
  yield;
  const bound = boundProgram(binder);
  checkProgram(binder, options);
  yield;
  if (options.lints !== 'off') for (const diagnostic of lintProgram(binder)) binder.report(diagnostic);
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
    bound,
  };
}

function boundProgram(binder: Binder): BoundProgram {
  const { diagnostics, tree } = binder.currentFile;
  return { binder, uses: [...binder.uses], diagnostics: diagnostics.slice(tree.diagnostics.length) };
}

/** The findings of a file in order of place, as the options want them, and not more than anyone reads. */
function finished({ diagnostics: found, lines, tree }: FileBinding, options: AnalysisOptions): Diagnostic[] {
  const diagnostics = withoutSuppressed(applyPolicy(found, options), tree.text, lines);
  diagnostics.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  if (diagnostics.length <= diagnosticLimit) return diagnostics;
  return [diagnose('QAS8020', { start: 0, end: 0 }, diagnosticLimit), ...diagnostics.slice(0, diagnosticLimit)];
}

/** Binds all statements of a program with those of the files it includes. */
function* boundBinder(state: ProgramState, options: AnalysisOptions): Steps<Binder> {
  const binder = new Binder(state);
  const includes: IncludeBinder = new IncludeBinder(binder, options, bindFile);
  const statements = new StatementBinder(binder, (statement) => includes.include(statement));
  yield* statements.bindInSteps(binder.currentFile.tree.statements);
  return binder;

  function bindFile(tree: SyntaxTree): void {
    checkVersion(binder);
    statements.bindAll(tree.statements);
  }
}

/** Binds the statements of an edit alone, where that says as much. */
function resumedBinder(previous: BoundProgram, edit: TreeEdit, program: ParsedProgram): Binder | undefined {
  const resumption = resume(previous, edit, program);
  if (!resumption) return undefined;
  const edited = new Binder(resumption.state);
  // What includes something is far-reaching, so nothing is included here.
  const statements = new StatementBinder(edited, () => {});
  statements.bindAll(program.tree.statements, edit.firstStatement, edit.newRestStatement);
  const completed = resumption.completed(edited);
  return completed && new Binder(completed);
}

/** Says what only the whole program shows. */
function checkProgram(binder: Binder, options: AnalysisOptions): void {
  checkVersion(binder);
  reportUnresolvedNames(binder);
  reportHiddenNames(binder);
  offerOtherNames(binder);
  if (options.lints !== 'off') reportShadowedNames(binder);
  reportImproperLibraries(binder);
  reportBrokenFiles(binder);
  binder.file = 0;
  if (options.profile === 'strict-2.0') for (const diagnostic of gatesBeyondPaper(binder)) binder.report(diagnostic);
}
