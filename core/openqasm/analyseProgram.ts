import { closestName } from '#core/base/closestName.ts';
import type { Diagnostic, RelatedPlace } from '#core/base/diagnostic.ts';
import type { LineTable, OffsetRange } from '#core/base/textRange.ts';
import type { AnalysisOptions } from './analysisOptions.ts';
import { Binder, type FileBinding, findName, type NameRole, type UnresolvedName } from './binder.ts';
import { shownPath } from './filePaths.ts';
import { applyPolicy } from './findingPolicy.ts';
import { isLibrary, libraryGates, libraryOf } from './gateLibrary.ts';
import type { LanguageVersion } from './languageVersion.ts';
import { newestMinor, parseVersionNumber } from './languageVersion.ts';
import { diagnose, diagnosticLimit, withRelated } from './messages.ts';
import { parseProgram } from './parseProgram.ts';
import { StatementBinder } from './statementBinder.ts';
import type { ProgramSymbol, Scope } from './symbols.ts';
import type { IncludeStatement, SyntaxTree } from './syntaxTree.ts';
import { unusedNames } from './unusedNames.ts';

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
  const files = binder.files.map((file) => ({ ...file, diagnostics: finished(file.diagnostics, options) }));
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
function finished(found: readonly Diagnostic[], options: AnalysisOptions): Diagnostic[] {
  const diagnostics = applyPolicy(found, options);
  diagnostics.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  if (diagnostics.length <= diagnosticLimit) return diagnostics;
  return [diagnose('QAS8020', { start: 0, end: 0 }, diagnosticLimit), ...diagnostics.slice(0, diagnosticLimit)];
}

/** The errors of a file in order of place. */
function errorsOf(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}

type IncludePlace = NonNullable<FileBinding['includedAs']>;

class ProgramAnalyser {
  readonly #binder: Binder;
  readonly #options: AnalysisOptions;
  readonly #statements: StatementBinder;
  /** Paths of the files being included at the moment, outermost first. */
  readonly #open: string[];
  /** Where files were included first, by their path. */
  readonly #included = new Map<string, IncludePlace>();

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
    let hasVersion = false;
    for (let index = 0; index < tree.statements.length; index++) {
      if (tree.statements.kindAt(index) !== 'version') continue;
      const statement = tree.statements.at(index);
      if (statement?.kind !== 'version') continue;
      const { number } = statement;
      const report = (problem: string, range = number) => this.#binder.report(diagnose('QAS8003', range, problem));
      const whole = { start: statement.start, end: statement.end, text: '' };
      if (this.#binder.file > 0) report('The version stands only in the main file, not in an included one', whole);
      else if (hasVersion) report('The version is already given above', whole);
      else if (index > 0) report('The version must be the first statement of the file', whole);
      else if (number.text !== '' && !parseVersionNumber(number.text)) {
        report(`OpenQASM ${number.text} is not a known version; 2.0 and 3.0 to 3.${newestMinor} are`);
      }
      hasVersion = true;
    }
    if (hasVersion || this.#binder.file > 0 || tree.statements.length === 0) return;
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
    const outcome = this.#options.readInclude?.(request, this.#binder.currentFile.path);
    switch (outcome?.kind) {
      case undefined:
      case 'not-found': {
        const places = (outcome?.searched ?? []).map((place) => `"${this.#shown(place)}"`);
        const searched = places.length > 0 ? `; looked for ${places.join(', then ')}` : '';
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

  #shown(path: string): string {
    return shownPath(path, this.#options.path ?? '');
  }

  #includeLibrary(library: 'stdgates.inc' | 'qelib1.inc', range: OffsetRange): void {
    const { major } = this.#binder.version;
    const already = this.#binder.libraries.get(library);
    if (already) {
      const related = this.#includedAt(already, 'It is included here.');
      this.#binder.report(withRelated(diagnose('QAS8002', range, `"${library}" is already included`), [related]));
      return;
    }
    const proper = libraryOf(major);
    if (library !== proper) this.#binder.report(diagnose('QAS8005', range, library, major, proper));
    this.#binder.includeLibrary(library, range);
  }

  #includeFile(request: string, range: OffsetRange, path: string, text: string): void {
    const openIndex = this.#open.indexOf(path);
    if (openIndex >= 0) {
      this.#reportCycle(request, range, openIndex);
      return;
    }
    const earlier = this.#included.get(path);
    if (earlier) {
      const diagnostic = diagnose(
        'QAS8002',
        range,
        `"${request}" is already included, so its names would be declared twice`,
      );
      this.#binder.report(withRelated(diagnostic, [this.#includedAt(earlier, 'It is included here.')]));
      return;
    }
    const outer = this.#binder.file;
    const includedAs = { file: outer, ...range };
    this.#included.set(path, includedAs);
    this.#open.push(path);
    const tree = parseProgram(text, this.#binder.version);
    this.#binder.file = this.#binder.addFile(path, tree, includedAs);
    this.#checkVersion(tree);
    this.#statements.bindAll(tree.statements);
    this.#binder.file = outer;
    this.#open.pop();
  }

  /** Names the whole chain of files, and points at the other includes in it. */
  #reportCycle(request: string, range: OffsetRange, openIndex: number): void {
    const chain = this.#open.slice(openIndex);
    const first = chain[0] ?? request;
    const names = [...chain, first].map((path) => `"${this.#shown(path)}"`).join(' → ');
    const related = chain.slice(1).flatMap((path, index) => {
      const include = this.#included.get(path);
      const from = chain[index] ?? '';
      return include ? [this.#includedAt(include, `"${this.#shown(from)}" includes "${this.#shown(path)}" here.`)] : [];
    });
    const diagnostic = diagnose('QAS8001', range, request, `the files include each other in a cycle, ${names}`);
    this.#binder.report(related.length > 0 ? withRelated(diagnostic, related) : diagnostic);
  }

  #includedAt({ end, file, start }: IncludePlace, message: string): RelatedPlace {
    const path = file === this.#binder.file ? undefined : this.#binder.files[file]?.path;
    return { message, range: { start, end }, ...(path !== undefined && { path }) };
  }

  /**
   * An include of a file with errors is an error too; from the innermost file outwards. It points at the first error,
   * and on to where that one points.
   */
  #reportBrokenIncludes(): void {
    for (const { path, diagnostics, includedAs } of this.#binder.files.toReversed()) {
      const [first, ...more] = includedAs ? errorsOf(diagnostics) : [];
      if (!includedAs || !first) continue;
      const why = more.length === 0 ? 'the file has an error' : `the file has ${more.length + 1} errors`;
      this.#binder.file = includedAs.file;
      const { start, end } = includedAs;
      const request = this.#binder.text.slice(start + 1, end - 1);
      const related = [
        { message: `${first.code}: ${first.message}`, range: first.range, path },
        ...(first.code === 'QAS8001' ? (first.related ?? []).map((place) => ({ path, ...place })) : []),
      ];
      this.#binder.report(withRelated(diagnose('QAS8001', { start, end }, request, why), related));
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
    const [library] = this.#binder.libraries.values();
    const place = symbol.place ?? (library && { file: library.file, name: library, declaration: library });
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
