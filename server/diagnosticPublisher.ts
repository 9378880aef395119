import type { Connection } from 'vscode-languageserver';
import { Failure } from '#core/base/failure.ts';
import type { Languages } from './languages.ts';
import type { OpenDocument, OpenDocuments } from './openDocuments.ts';

/** How long typing must pause before findings are sent. */
const pause = 150;

/** Sends the findings of open documents to clients that do not ask for them, a moment after the last change. */
export class DiagnosticPublisher {
  readonly #connection: Connection;
  readonly #documents: OpenDocuments;
  readonly #languages: Languages;
  readonly #due = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection, documents: OpenDocuments, languages: Languages) {
    this.#connection = connection;
    this.#documents = documents;
    this.#languages = languages;
  }

  /** Findings of this document may differ from those sent last. */
  schedule(uri: string, delay = pause): void {
    this.#due.add(uri);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#publishDue(), delay);
  }

  /** Findings of all open documents may differ. */
  scheduleAll(): void {
    for (const { uri } of this.#documents.openDocuments()) this.schedule(uri);
  }

  /** The document was closed; its findings are taken back. */
  forget(uri: string): void {
    this.#due.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #publishDue(): Promise<void> {
    const due = [...this.#due];
    this.#due.clear();
    for (const uri of due) {
      const document = this.#documents.open(uri);
      if (document) await this.#publish(document);
    }
  }

  async #publish(document: OpenDocument): Promise<void> {
    const { superseded, uri, version } = document;
    try {
      const diagnostics = (await this.#languages.of(uri)?.diagnostics(document, superseded)) ?? [];
      if (!superseded.isCancelled) await this.#connection.sendDiagnostics({ uri, version, diagnostics });
    } catch (thrown) {
      // The newer version has its own turn.
      if (Failure.is(thrown, 'cancelled')) return;
      this.#connection.console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
    }
  }
}
