import type { Connection } from 'vscode-languageserver';
import * as z from 'zod';
import type { ConfiguredBackend, EditorSurroundings } from '#core/language/editorSurroundings.ts';
import {
  credentialNamesAnswerSchema,
  credentialNamesRequest,
  type EvidenceQuestion,
  type RecordedEvidence,
} from '#core/protocol/languageServer.ts';
import type { ClientFeatures } from './clientFeatures.ts';
import { RecordedEvidenceSource } from './recordedEvidenceSource.ts';

const section = 'hybridQuantum.backends.configured';

const configuredBackendsSchema = z.record(
  z.string(),
  z.looseObject({ adapter: z.string(), device: z.string().optional(), credential: z.string().optional() }),
);

/**
 * What the client knows beside files: the backends of its settings and, of our own extension, the names of the
 * credentials it keeps and what recorded runs show.
 */
export class ClientSurroundings implements EditorSurroundings {
  readonly #connection: Connection;
  readonly #features: ClientFeatures;
  readonly #evidence: RecordedEvidenceSource | undefined;

  /** @param changed called when more is known of a document than before */
  constructor(connection: Connection, features: ClientFeatures, changed: (uri: string) => void) {
    this.#connection = connection;
    this.#features = features;
    this.#evidence = features.recallsRuns ? new RecordedEvidenceSource(connection, changed) : undefined;
  }

  async configuredBackends(uri: string): Promise<readonly ConfiguredBackend[]> {
    if (!this.#features.answersConfiguration) return [];
    const answer: unknown = await this.#connection.workspace
      .getConfiguration({ scopeUri: uri, section })
      .catch(() => undefined);
    const backends = configuredBackendsSchema.safeParse(answer);
    return Object.entries(backends.data ?? {}).map(([name, { adapter, credential, device }]) => ({
      name,
      adapter,
      ...(device === undefined ? {} : { device }),
      ...(credential === undefined ? {} : { credential }),
    }));
  }

  async credentialNames(): Promise<readonly string[]> {
    if (!this.#features.namesCredentials) return [];
    const answer: unknown = await this.#connection.sendRequest(credentialNamesRequest).catch(() => undefined);
    return credentialNamesAnswerSchema.safeParse(answer).data ?? [];
  }

  environmentNames(): readonly string[] {
    return Object.keys(process.env).sort();
  }

  now(): number {
    return Date.now();
  }

  recordedEvidence(uri: string, question: EvidenceQuestion): RecordedEvidence | undefined {
    return this.#evidence?.of(uri, question);
  }

  /** Runs, decisions or kept scorecards have changed. */
  runsChanged(): void {
    this.#evidence?.runsChanged();
  }

  documentClosed(uri: string): void {
    this.#evidence?.forget(uri);
  }
}
