import type { Connection } from 'vscode-languageserver';
import * as z from 'zod';
import type { ConfiguredBackend, EditorSurroundings } from '#core/language/editorSurroundings.ts';
import { credentialNamesAnswerSchema, credentialNamesRequest } from '#core/protocol/languageServer.ts';
import type { ClientFeatures } from './clientFeatures.ts';

const section = 'hybridQuantum.backends.configured';

const configuredBackendsSchema = z.record(
  z.string(),
  z.looseObject({ adapter: z.string(), device: z.string().optional(), credential: z.string().optional() }),
);

/**
 * What the client knows beside files: the backends of its settings and, of our own extension, the names of the
 * credentials it keeps.
 */
export class ClientSurroundings implements EditorSurroundings {
  readonly #connection: Connection;
  readonly #features: ClientFeatures;

  constructor(connection: Connection, features: ClientFeatures) {
    this.#connection = connection;
    this.#features = features;
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
}
