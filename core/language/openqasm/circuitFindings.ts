import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { type Analysis, includeRequests } from '#core/openqasm/index.ts';
import type { LanguageDocument } from '../languageService.ts';
import { canonicalUri } from '../siblingUri.ts';
import { fileOf, type ProgramSearch } from './programSearch.ts';

/** What is wrong with a file, and the program whose files it may point into. */
export interface CircuitFindings {
  readonly diagnostics: readonly Diagnostic[];
  readonly analysis: Analysis;
}

/** Names that a program may declare which includes the file. */
const codesOfUnknownNames: ReadonlySet<string> = new Set(['QAS3001', 'QAS3002', 'QAS3003']);

/**
 * Finds out what is wrong with open circuits. A file that is a part of a program (it has no version statement, and uses
 * names it does not declare) is judged as that part: by the first program of the editor or the workspace that includes
 * it.
 */
export class CircuitFinder {
  readonly #search: ProgramSearch;
  /** The parts of programs by address, with the addresses of the files of their program; none without a program. */
  readonly #parts = new Map<string, ReadonlySet<string>>();

  constructor(search: ProgramSearch) {
    this.#search = search;
  }

  async findings(document: LanguageDocument, signal: CancellationSignal): Promise<CircuitFindings> {
    throwIfCancelled(signal);
    const analysis = await this.#search.analyses.of(document);
    throwIfCancelled(signal);
    const key = canonicalUri(document.uri);
    this.#parts.delete(key);
    if (!needsProgram(analysis)) return { analysis, diagnostics: analysis.diagnostics };
    this.#parts.set(key, new Set());
    for await (const program of this.#search.programsIncluding(document.uri, signal)) {
      const file = program.files[fileOf(program, document.uri)];
      if (!file) continue;
      this.#parts.set(key, new Set(program.files.map(({ path }) => canonicalUri(path))));
      return { analysis: program, diagnostics: file.diagnostics };
    }
    return { analysis, diagnostics: analysis.diagnostics };
  }

  /** Whether the findings of a part may differ after files changed. */
  filesChanged(uris: readonly string[]): boolean {
    const changed = uris.map(canonicalUri);
    for (const [part, program] of this.#parts) {
      const others = changed.filter((uri) => uri !== part);
      // A part without a program may have got one.
      if (others.some((uri) => (program.size > 0 ? program.has(uri) : this.#includesAnything(uri)))) return true;
    }
    return false;
  }

  documentClosed(uri: string): void {
    this.#parts.delete(canonicalUri(uri));
  }

  #includesAnything(uri: string): boolean {
    const opened = this.#search.workspace.open(uri);
    return !opened || includeRequests(opened.text).size > 0;
  }
}

function needsProgram({ diagnostics, tree }: Analysis): boolean {
  if (tree.statements.length > 0 && tree.statements.kindAt(0) === 'version') return false;
  return diagnostics.some(({ code }) => codesOfUnknownNames.has(code));
}
