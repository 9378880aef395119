import { type CancellationSignal, throwIfCancelled } from '#core/base/cancellation.ts';
import { Failure } from '#core/base/failure.ts';
import { documentKind } from '../documentKind.ts';
import type { LanguageDocument, LanguageWorkspace, WorkspaceFile } from '../languageService.ts';
import { canonicalUri } from '../siblingUri.ts';

/** What is known of one circuit file. */
export interface FileFacts<Facts> {
  /** The address, as the editor writes it where the file is open. */
  readonly uri: string;
  readonly facts: Facts;
}

/**
 * Something about every circuit file of the workspace, open ones as they are in the editor. It is worked out when it is
 * first asked for, and again for files that have changed since.
 */
export class WorkspaceFacts<Facts> {
  readonly #workspace: LanguageWorkspace;
  readonly #read: (text: string) => Facts;
  readonly #ofDocument = new WeakMap<LanguageDocument, Facts>();
  /** By canonical address, with the stamp of the content. */
  #ofFile = new Map<string, { readonly stamp: string; readonly facts: Facts }>();

  /** @param read works the facts out from the text of a file */
  constructor(workspace: LanguageWorkspace, read: (text: string) => Facts) {
    this.#workspace = workspace;
    this.#read = read;
  }

  /** By canonical address. @throws Failure `cancelled` */
  async all(signal: CancellationSignal): Promise<ReadonlyMap<string, FileFacts<Facts>>> {
    const files = await this.#workspace.circuitFiles(signal);
    const found = new Map<string, FileFacts<Facts>>();
    for (const document of this.#workspace.openDocuments()) {
      const { languageId, uri } = document;
      if (documentKind(uri, languageId) !== 'circuit') continue;
      found.set(canonicalUri(uri), { uri, facts: this.#factsOfDocument(document) });
    }
    const current = new Map<string, { readonly stamp: string; readonly facts: Facts }>();
    for (const file of files) {
      throwIfCancelled(signal);
      const key = canonicalUri(file.uri);
      if (found.has(key)) continue;
      const known = await this.#factsOfFile(key, file);
      if (!known) continue;
      current.set(key, known);
      found.set(key, { uri: file.uri, facts: known.facts });
    }
    this.#ofFile = current;
    return found;
  }

  #factsOfDocument(document: LanguageDocument): Facts {
    const known = this.#ofDocument.get(document) ?? this.#read(document.text);
    this.#ofDocument.set(document, known);
    return known;
  }

  /** Undefined for a file that is gone by now, or is no text. */
  async #factsOfFile(
    key: string,
    { stamp, uri }: WorkspaceFile,
  ): Promise<{ readonly stamp: string; readonly facts: Facts } | undefined> {
    const known = this.#ofFile.get(key);
    if (known?.stamp === stamp) return known;
    try {
      return { stamp, facts: this.#read(await this.#workspace.readText(uri)) };
    } catch (thrown) {
      if (thrown instanceof Failure) return undefined;
      throw thrown;
    }
  }
}
