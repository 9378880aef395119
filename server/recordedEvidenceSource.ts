import type { Connection } from 'vscode-languageserver';
import {
  type EvidenceQuestion,
  type RecordedEvidence,
  recordedEvidenceAnswerSchema,
  recordedEvidenceRequest,
} from '#core/protocol/languageServer.ts';

interface Wanted {
  readonly key: string;
  readonly question: EvidenceQuestion;
}

interface Entry {
  wanted: Wanted;
  answered: { readonly key: string; readonly evidence: RecordedEvidence | undefined } | undefined;
  isAsking: boolean;
  /** Runs have changed since the question was sent. */
  isOutdated: boolean;
}

/**
 * What recorded runs show of pipelines, as the client has told last. Nobody waits for an answer: what is not known yet is
 * asked for, and `changed` is called when it is known. One question of a document is under way at a time, so that typing
 * asks only about what stands there when the client is ready for the next.
 */
export class RecordedEvidenceSource {
  readonly #connection: Connection;
  readonly #changed: (uri: string) => void;
  readonly #entries = new Map<string, Entry>();

  constructor(connection: Connection, changed: (uri: string) => void) {
    this.#connection = connection;
    this.#changed = changed;
  }

  /** What is known of a pipeline by now; undefined while nothing is. */
  of(uri: string, question: EvidenceQuestion): RecordedEvidence | undefined {
    const wanted = { key: JSON.stringify(question), question };
    const entry = this.#entries.get(uri) ?? { wanted, answered: undefined, isAsking: false, isOutdated: false };
    entry.wanted = wanted;
    this.#entries.set(uri, entry);
    const isAnswered = entry.answered?.key === wanted.key;
    if (!isAnswered) this.#begin(uri, entry);
    return isAnswered ? entry.answered?.evidence : undefined;
  }

  /** Runs, decisions or kept scorecards have changed: everything that was asked is asked again. */
  runsChanged(): void {
    for (const [uri, entry] of this.#entries) {
      entry.isOutdated = true;
      this.#begin(uri, entry);
    }
  }

  forget(uri: string): void {
    this.#entries.delete(uri);
  }

  #begin(uri: string, entry: Entry): void {
    if (!entry.isAsking) void this.#ask(uri, entry);
  }

  async #ask(uri: string, entry: Entry): Promise<void> {
    const before = JSON.stringify(entry.answered);
    entry.isAsking = true;
    do {
      entry.isOutdated = false;
      const { key, question } = entry.wanted;
      // A client that cannot tell shows what does not rest on runs.
      const answer: unknown = await this.#connection
        .sendRequest(recordedEvidenceRequest, { uri, question })
        .catch(() => null);
      entry.answered = { key, evidence: recordedEvidenceAnswerSchema.safeParse(answer).data ?? undefined };
    } while (entry.isOutdated || entry.answered.key !== entry.wanted.key);
    entry.isAsking = false;
    const isOpen = this.#entries.get(uri) === entry;
    if (isOpen && JSON.stringify(entry.answered) !== before) this.#changed(uri);
  }
}
