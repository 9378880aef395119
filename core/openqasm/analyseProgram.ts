import { closestName } from '#core/base/closestName.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import type { LineTable } from '#core/base/textRange.ts';
import { Binder, type FileBinding, findName, type NameRole, type UnresolvedName } from './binder.ts';
import { isLibrary, libraryGates, libraryOf } from './gateLibrary.ts';
import type { LanguageVersion } from './languageVersion.ts';
import { newestMinor, parseVersionNumber } from './languageVersion.ts';
import { diagnose, diagnosticLimit, withRelated } from './messages.ts';
import { parseProgram } from './parseProgram.ts';
import { StatementBinder } from './statementBinder.ts';
import type { ProgramSymbol, Scope } from './symbols.ts';
import type { IncludeStatement, SyntaxTree } from './syntaxTree.ts';
import { unusedNames } from './unusedNames.ts';

/** The text of an included file, or why there is none. */
export type IncludeOutcome =
  | { readonly kind: 'found'; readonly path: string; readonly text: string }
  | { readonly kind: 'not-found'; readonly searched: readonly string[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface AnalysisOptions {
  /** Path of the file, for messages and for resolving its includes. */
  readonly path?: string;
  /**
   * Finds the file an include names. The libraries `stdgates.inc` and `qelib1.inc` are built in and never asked for.
   * @param from path of the including file
   */
  readonly readInclude?: (request: string, from: string) => IncludeOutcome;
}

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
  const tree = parseProgram(text);
  const binder = new Binder(options.path ?? '', tree);
  new ProgramAnalyser(binder, options).run();
  for (const { diagnostics } of binder.files) {
    diagnostics.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
    if (diagnostics.length <= diagnosticLimit) continue;
    diagnostics.splice(diagnosticLimit);
    diagnostics.unshift(diagnose('QAS8020', { start: 0, end: 0 }, diagnosticLimit));
  }
  const [main] = binder.files;
  if (!main) throw new RangeError('An analysis has at least one file.');
  return {
    version: tree.version,
    tree,
    lines: main.lines,
    diagnostics: main.diagnostics,
    files: binder.files,
    symbols: binder.symbols,
    globalScope: binder.global,
    builtins: binder.builtins,
  };
}

/** The paths a program includes, apart from built-in libraries, so that a caller can load them first. */
export function includedPaths(tree: SyntaxTree): string[] {
  return tree.statements.flatMap((statement) =>
    statement.kind === 'include' && statement.path && !isLibrary(statement.path.text) ? [statement.path.text] : [],
  );
}

class ProgramAnalyser {
  readonly #binder: Binder;
  readonly #options: AnalysisOptions;
  readonly #statements: StatementBinder;
  /** Paths of the files being included at the moment, outermost first. */
  readonly #open: string[];
  readonly #included = new Set<string>();

  constructor(binder: Binder, options: AnalysisOptions) {
    this.#binder = binder;
    this.#options = options;
    this.#open = [options.path ?? ''];
    this.#statements = new StatementBinder(binder, (statement) => this.#include(statement));
  }

  run(): void {
    const { tree } = this.#binder.currentFile;
    this.#checkVersion(tree);
    this.#statements.bindAll(tree.statements);
    this.#reportUnresolved();
    this.#reportBrokenIncludes();
    this.#binder.file = 0;
    for (const diagnostic of unusedNames(this.#binder)) this.#binder.report(diagnostic);
  }

  #checkVersion(tree: SyntaxTree): void {
    let isFirst = true;
    let hasVersion = false;
    for (const statement of tree.statements) {
      if (statement.kind !== 'version') {
        isFirst = false;
        continue;
      }
      const { number } = statement;
      const report = (problem: string, range = number) => this.#binder.report(diagnose('QAS8003', range, problem));
      const whole = { start: statement.start, end: statement.end, text: '' };
      if (this.#binder.file > 0) report('The version stands only in the main file, not in an included one', whole);
      else if (hasVersion) report('The version is already given above', whole);
      else if (!isFirst) report('The version must be the first statement of the file', whole);
      else if (number.text !== '' && !parseVersionNumber(number.text)) {
        report(`OpenQASM ${number.text} is not a known version; 2.0 and 3.0 to 3.${newestMinor} are`);
      }
      hasVersion = true;
    }
    const [first] = tree.statements;
    if (hasVersion || this.#binder.file > 0 || !first) return;
    const start = tree.tokens.starts[0] ?? 0;
    const { major, minor } = tree.version;
    this.#binder.report(
      diagnose('QAS8004', { start, end: tree.tokens.ends[0] ?? start }, `${major}.${major === 2 ? minor : 0}`),
    );
  }

  #include(statement: IncludeStatement): void {
    const { path } = statement;
    if (!path) return;
    const range = { start: path.start, end: path.end };
    const request = path.text;
    if (isLibrary(request)) {
      this.#includeLibrary(request, range);
      return;
    }
    const from = this.#binder.currentFile.path;
    const outcome = this.#options.readInclude?.(request, from) ?? { kind: 'not-found', searched: [] };
    switch (outcome.kind) {
      case 'not-found': {
        const searched = outcome.searched.length > 0 ? `; looked for ${outcome.searched.join(', ')}` : '';
        this.#binder.report(diagnose('QAS8001', range, request, `the file is not found${searched}`));
        return;
      }
      case 'unreadable':
        this.#binder.report(diagnose('QAS8001', range, request, outcome.reason));
        return;
      case 'found':
        this.#includeFile(request, range, outcome.path, outcome.text);
    }
  }

  #includeLibrary(library: 'stdgates.inc' | 'qelib1.inc', range: { start: number; end: number }): void {
    const { major } = this.#binder.version;
    if (this.#binder.libraries.has(library)) {
      this.#binder.report(diagnose('QAS8002', range, `"${library}" is already included above`));
      return;
    }
    const proper = libraryOf(major);
    if (library !== proper) this.#binder.report(diagnose('QAS8005', range, library, major, proper));
    this.#binder.includeLibrary(library, range);
  }

  #includeFile(request: string, range: { start: number; end: number }, path: string, text: string): void {
    if (this.#open.includes(path)) {
      const cycle = [...this.#open.slice(this.#open.indexOf(path)), path].join(' → ');
      this.#binder.report(diagnose('QAS8001', range, request, `the files include each other in a cycle, ${cycle}`));
      return;
    }
    if (this.#included.has(path)) {
      this.#binder.report(
        diagnose('QAS8002', range, `"${request}" is already included, so its names would be declared twice`),
      );
      return;
    }
    this.#included.add(path);
    this.#open.push(path);
    const outer = this.#binder.file;
    const tree = parseProgram(text, this.#binder.version);
    this.#binder.file = this.#binder.addFile(path, tree, { file: outer, ...range });
    this.#checkVersion(tree);
    this.#statements.bindAll(tree.statements);
    this.#binder.file = outer;
    this.#open.pop();
  }

  /** An include of a file with errors is an error too; from the innermost file outwards. */
  #reportBrokenIncludes(): void {
    for (const { path, diagnostics, includedAs } of this.#binder.files.toReversed()) {
      if (!includedAs || !diagnostics.some(({ severity }) => severity === 'error')) continue;
      this.#binder.file = includedAs.file;
      const { start, end } = includedAs;
      this.#binder.report(diagnose('QAS8001', { start, end }, path, 'the file has errors'));
    }
  }

  /** Names that were unknown where they stand: declared later, standard gates without their library, or mistyped. */
  #reportUnresolved(): void {
    let hasMissingLibrary = false;
    const early = new Set<number>();
    for (const unresolved of this.#binder.unresolved) {
      this.#binder.file = unresolved.file;
      const { name, role, scope } = unresolved;
      const later = findName(scope, name.name);
      if (later && !('hidden' in later)) {
        // One include or declaration in the wrong place is one mistake, however many uses come before it.
        const cause = later.place ? later.id : -1;
        this.#bindEarly(unresolved, later, !early.has(cause));
        early.add(cause);
        continue;
      }
      const { major, minor } = this.#binder.version;
      if (name.name === 'nop' && role === 'gate' && major === 3) {
        this.#binder.report(diagnose('QAS2017', name, `'nop'`, '3.2', `${major}.${minor}`));
        continue;
      }
      const library = libraryOf(major);
      const isLibraryGate = role === 'gate' && libraryGates(library).some((gate) => gate.name === name.name);
      if (isLibraryGate) {
        // One missing include is one mistake, however many gates it hides.
        if (!hasMissingLibrary) this.#binder.report(diagnose('QAS3002', name, name.name, library));
        hasMissingLibrary = true;
        continue;
      }
      this.#binder.report(diagnose('QAS3001', name, name.name, this.#suggestion(unresolved)));
    }
  }

  #bindEarly({ name, file }: UnresolvedName, symbol: ProgramSymbol, isFirst: boolean): void {
    const binding = this.#binder.files[file];
    if (binding && name.token >= 0) binding.symbolOfToken[name.token] = symbol.id;
    const [libraryPlace] = this.#binder.libraries.values();
    const place = symbol.place ?? (libraryPlace && { file: 0, name: libraryPlace, declaration: libraryPlace });
    this.#binder.uses[symbol.id] = 1;
    if (!isFirst) return;
    const line = place ? this.#binder.lineOf(place) : 1;
    const diagnostic = diagnose('QAS3003', name, name.name, line);
    const related = this.#binder.relatedPlace(symbol, `'${symbol.name}' is declared here.`);
    this.#binder.report(related ? withRelated(diagnostic, [related]) : diagnostic);
  }

  #suggestion({ name, role, scope }: UnresolvedName): string | undefined {
    if (name.name === 'ln' && role === 'function') return 'log';
    const candidates: string[] = [];
    for (let each: Scope | undefined = scope; each; each = each.parent) {
      for (const symbol of each.names.values()) if (suits(symbol, role)) candidates.push(symbol.name);
    }
    for (const symbol of this.#binder.builtins.values()) if (suits(symbol, role)) candidates.push(symbol.name);
    return closestName(name.name, candidates);
  }
}

function suits(symbol: ProgramSymbol, role: NameRole): boolean {
  switch (role) {
    case 'gate':
      return symbol.kind === 'gate';
    case 'qubit':
      return symbol.type.kind === 'qubit';
    case 'bit':
      return symbol.type.kind === 'bit';
    case 'function':
      return symbol.kind === 'subroutine' || symbol.kind === 'extern' || symbol.kind === 'builtin-function';
    case 'value':
      return symbol.type.kind !== 'qubit' && symbol.type.kind !== 'none';
  }
}
