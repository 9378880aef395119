import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import type { LanguageDocument, LanguageWorkspace } from '#core/language/languageService.ts';

const largestFile = 16 * 1024 * 1024;

/** The documents the editor has open, seen as the core sees documents, over the files on disk. */
export class OpenDocuments implements LanguageWorkspace {
  readonly #documents = new Map<string, LanguageDocument>();

  set(document: TextDocument): LanguageDocument {
    const text = document.getText();
    const opened = { uri: document.uri, version: document.version, text, lines: new LineTable(text) };
    this.#documents.set(document.uri, opened);
    return opened;
  }

  delete(uri: string): void {
    this.#documents.delete(uri);
  }

  open(uri: string): LanguageDocument | undefined {
    return this.#documents.get(uri);
  }

  all(): LanguageDocument[] {
    return [...this.#documents.values()];
  }

  async readText(uri: string): Promise<string> {
    const opened = this.#documents.get(uri);
    if (opened) return opened.text;
    const bytes = await this.read(uri);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (thrown) {
      throw new Failure('unreadable', `${uri} is not UTF-8 text.`, { cause: thrown });
    }
  }

  async read(uri: string): Promise<Uint8Array> {
    const opened = this.#documents.get(uri);
    if (opened) return new TextEncoder().encode(opened.text);
    if (!uri.startsWith('file:')) {
      throw new Failure('unsupported', `${uri} is not on this machine.`, { advice: 'Open it in the editor first.' });
    }
    const path = fileURLToPath(uri);
    try {
      const information = await stat(path);
      if (!information.isFile()) throw new Failure('unreadable', `${path} is not a file.`, { place: { path } });
      if (information.size > largestFile) {
        throw new Failure('too-large', `${path} has ${information.size} bytes; the limit is ${largestFile}.`);
      }
      return await readFile(path);
    } catch (thrown) {
      if (thrown instanceof Failure) throw thrown;
      const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
      throw new Failure(
        missing ? 'not-found' : 'unreadable',
        `${path} ${missing ? 'does not exist' : 'cannot be read'}.`,
        {
          place: { path },
          cause: thrown,
        },
      );
    }
  }
}
