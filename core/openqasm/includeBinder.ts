import type { OffsetRange } from '#core/base/textRange.ts';
import type { AnalysisOptions } from './analysisOptions.ts';
import type { Binder } from './binder.ts';
import { shownPath } from './filePaths.ts';
import { isLibrary, type LibraryName } from './gateLibrary.ts';
import type { IncludeOutcome } from './includeLoading.ts';
import { removeStatement } from './insertions.ts';
import { includeLibrary } from './libraryNames.ts';
import { diagnose, withFix, withRelated } from './messages.ts';
import { parseProgram } from './parseProgram.ts';
import type { IncludePlace } from './programState.ts';
import { reparse } from './reparse.ts';
import type { IncludeStatement, SyntaxTree } from './syntaxTree.ts';

/** Splices included files into a program while it is bound (comments, "Included files"). */
export class IncludeBinder {
  readonly #binder: Binder;
  readonly #options: AnalysisOptions;
  readonly #bindFile: (tree: SyntaxTree) => void;
  /** Paths of the files being included at the moment, outermost first. */
  readonly #open: string[];
  /** Where files were included first, by their path. */
  readonly #included = new Map<string, IncludePlace>();

  /** @param bindFile binds the statements of a file, which is the binder's current one */
  constructor(binder: Binder, options: AnalysisOptions, bindFile: (tree: SyntaxTree) => void) {
    this.#binder = binder;
    this.#options = options;
    this.#bindFile = bindFile;
    this.#open = [options.path ?? ''];
  }

  include(statement: IncludeStatement): void {
    const { path } = statement;
    if (!path) return;
    const range = { start: path.start, end: path.end };
    const request = path.text;
    if (isLibrary(request)) {
      this.#includeLibrary(request, range, statement);
      return;
    }
    const outcome = this.#options.readInclude?.(request, this.#binder.currentFile.path);
    switch (outcome?.kind) {
      case undefined:
      case 'not-found': {
        const places = (outcome?.searched ?? []).map((place) => `"${this.#shown(place)}"`);
        const searched = places.length > 0 ? `; looked for ${places.join(', then ')}` : '';
        this.#reportMissing(request, range, `the file is not found${searched}`);
        return;
      }
      case 'unreadable':
        this.#reportMissing(request, range, outcome.reason);
        return;
      case 'found':
        this.#includeFile(request, range, outcome, statement);
    }
  }

  #reportMissing(request: string, range: OffsetRange, why: string): void {
    this.#binder.isIncomplete = true;
    this.#binder.report(diagnose('QAS8001', range, request, why));
  }

  #shown(path: string): string {
    return shownPath(path, this.#options.path ?? '');
  }

  #includeLibrary(library: LibraryName, range: OffsetRange, statement: IncludeStatement): void {
    const already = this.#binder.libraries.get(library);
    if (already) {
      this.#reportRepeated(`"${library}" is already included`, range, already, statement);
      return;
    }
    includeLibrary(library, range, this.#binder);
  }

  #reportRepeated(problem: string, range: OffsetRange, earlier: IncludePlace, statement: IncludeStatement): void {
    const related = this.#binder.placeIn(earlier.file, earlier, 'It is included here.');
    const replacements = [removeStatement(this.#binder.text, statement)];
    const diagnostic = withRelated(diagnose('QAS8002', range, problem), [related]);
    this.#binder.report(withFix(diagnostic, { title: 'Remove the second include', replacements, isPreferred: true }));
  }

  #includeFile(
    request: string,
    range: OffsetRange,
    { path, text }: Extract<IncludeOutcome, { kind: 'found' }>,
    statement: IncludeStatement,
  ): void {
    const openIndex = this.#open.indexOf(path);
    if (openIndex >= 0) {
      this.#reportCycle(request, range, openIndex);
      return;
    }
    const earlier = this.#included.get(path);
    if (earlier) {
      const problem = `"${request}" is already included, so its names would be declared twice`;
      this.#reportRepeated(problem, range, earlier, statement);
      return;
    }
    const outer = this.#binder.file;
    const includedAs = { file: outer, ...range };
    this.#included.set(path, includedAs);
    this.#open.push(path);
    const parseOptions = { version: this.#binder.version, profile: this.#options.profile ?? 'default' };
    const known = this.#options.previous?.files.find((file) => file.path === path);
    const tree = known ? reparse(known.tree, text, parseOptions).tree : parseProgram(text, parseOptions);
    this.#binder.file = this.#binder.addFile(path, tree, includedAs);
    this.#bindFile(tree);
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
      const message = `"${this.#shown(chain[index] ?? '')}" includes "${this.#shown(path)}" here.`;
      return include ? [this.#binder.placeIn(include.file, include, message)] : [];
    });
    const diagnostic = diagnose('QAS8001', range, request, `the files include each other in a cycle, ${names}`);
    this.#binder.report(related.length > 0 ? withRelated(diagnostic, related) : diagnostic);
  }
}
