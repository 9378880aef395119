import { type CancellationSignal, neverCancelled, throwIfCancelled } from '#core/base/cancellation.ts';
import { type Analysis, includeRequests, mayBePart, programSeenFrom } from '#core/openqasm/index.ts';
import type { LanguageDocument } from '../languageService.ts';
import { canonicalUri } from '../siblingUri.ts';
import { fileOf, type ProgramSearch } from './programSearch.ts';

interface KnownPart {
  readonly document: LanguageDocument;
  /** The document by itself, of which the rest was worked out. */
  readonly own: Analysis;
  readonly seen: Promise<Analysis>;
  /** Canonical addresses of the files of its program; none without a program, undefined while it is looked for. */
  program: ReadonlySet<string> | undefined;
}

/**
 * Knows open files as parts of programs. A file without a version statement that others can include, because it is named
 * so or is wrong by itself, is understood as a part of the first program that includes it: of those in the editor, then
 * of those in the workspace. Any other file is understood by itself.
 */
export class PartsOfPrograms {
  readonly #search: ProgramSearch;
  readonly #known = new Map<string, KnownPart>();

  constructor(search: ProgramSearch) {
    this.#search = search;
  }

  /**
   * The analysis of a document, seen from it: with what its program declares before it is included, and with what the
   * program finds wrong with it.
   * @throws Failure `cancelled`
   */
  async of(document: LanguageDocument, signal: CancellationSignal): Promise<Analysis> {
    throwIfCancelled(signal);
    const own = await this.#search.analyses.of(document);
    throwIfCancelled(signal);
    const key = canonicalUri(document.uri);
    if (!mayBePart(own, document.uri)) {
      this.#known.delete(key);
      return own;
    }
    const known = this.#known.get(key);
    const entry = known?.document === document && known.own === own ? known : this.#begin(key, document, own);
    const seen = await entry.seen;
    throwIfCancelled(signal);
    return seen;
  }

  #begin(key: string, document: LanguageDocument, own: Analysis): KnownPart {
    const entry: KnownPart = { document, own, seen: this.#find(document, own), program: undefined };
    this.#known.set(key, entry);
    entry.seen.then(
      (seen) => {
        entry.program = new Set(seen === own ? [] : seen.files.map(({ path }) => canonicalUri(path)));
      },
      // Whoever asked hears of it; the next one tries again.
      () => {
        if (this.#known.get(key) === entry) this.#known.delete(key);
      },
    );
    return entry;
  }

  /** All requests on a version of the document share this, so none of them cancels it. */
  async #find(document: LanguageDocument, own: Analysis): Promise<Analysis> {
    for await (const program of this.#search.programsIncluding(document.uri, neverCancelled)) {
      const file = fileOf(program, document.uri);
      if (program.files[file]?.tree.text === document.text) return programSeenFrom(program, file);
    }
    return own;
  }

  /**
   * Forgets what may differ after files changed.
   * @returns whether anything may
   */
  filesChanged(uris: readonly string[]): boolean {
    const changed = uris.map(canonicalUri);
    let anything = false;
    for (const [part, { program }] of this.#known) {
      const others = changed.filter((uri) => uri !== part);
      // A part without a program may have got one.
      const differs = others.some((uri) =>
        program && program.size > 0 ? program.has(uri) : this.#includesAnything(uri),
      );
      if (!differs) continue;
      this.#known.delete(part);
      anything = true;
    }
    return anything;
  }

  documentClosed(uri: string): void {
    this.#known.delete(canonicalUri(uri));
  }

  #includesAnything(uri: string): boolean {
    const opened = this.#search.workspace.open(uri);
    return !opened || includeRequests(opened.text).size > 0;
  }
}
