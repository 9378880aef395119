import type * as vscode from 'vscode';
import {
  type DocumentFilter,
  LanguageClient,
  ProgressType,
  type StaticFeature,
  TransportKind,
} from 'vscode-languageclient/node';
import type * as z from 'zod';
import {
  credentialNamesRequest,
  languageServerFlags,
  type ownCapabilitiesSchema,
  recordedEvidenceRequest,
} from '#core/protocol/languageServer.ts';
import { compiledCodeFolder } from '#platform/compiledCode.ts';
import { companionGlob, pipelineGlob } from '../app/documentKinds.ts';

export interface LanguageConnectionOptions {
  /** The server's module; it speaks over Node's IPC channel. */
  readonly module: string;
  readonly channel: vscode.LogOutputChannel;
  readonly trace: vscode.LogOutputChannel;
  readonly circuitLanguage: string;
  readonly answers: EditorAnswers;
}

/** What the server may ask this editor beside the standard. */
export interface EditorAnswers {
  /** The names of the credentials that the editor keeps. */
  readonly credentialNames: () => readonly string[];
  /** What recorded runs show of a pipeline. */
  readonly recordedEvidence: (parameters: unknown, token: vscode.CancellationToken) => Promise<unknown>;
}

/** A started language server. */
export interface LanguageConnection {
  request(method: string, parameters: unknown, token: vscode.CancellationToken): Promise<unknown>;
  /** The same of a request that reports a part of its answer before it has all of it, which is heard until then. */
  requestInParts(
    method: string,
    parameters: object,
    token: vscode.CancellationToken,
    hear: (part: unknown) => void,
  ): Promise<unknown>;
  notify(method: string): Promise<void>;
  stop(): Promise<void>;
}

/** Documents are checked where they are edited; versions in a comparison or in source control are not. */
const schemes = ['file', 'untitled', 'vscode-vfs'] as const;

/** Tells the server what this editor can do beside the standard. */
const ownCapabilities: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    const own: z.infer<typeof ownCapabilitiesSchema> = {
      hybridQuantum: { movesCredentials: true, namesCredentials: true, recallsRuns: true, locksPipelines: true },
    };
    capabilities.experimental = { ...capabilities.experimental, ...own };
  },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

/** Starts the server and resolves when it has been initialised; it is restarted by the client library when it dies. */
export async function startLanguageConnection(options: LanguageConnectionOptions): Promise<LanguageConnection> {
  const server = (flags: readonly string[]) => ({
    module: options.module,
    transport: TransportKind.ipc as const,
    options: {
      execArgv: [...languageServerFlags, ...flags],
      env: { NODE_COMPILE_CACHE: compiledCodeFolder() },
    },
  });
  const client = new LanguageClient(
    'hybridQuantum',
    'Hybrid Quantum Language Server',
    { run: server([]), debug: server(['--nolazy', '--inspect=6021']) },
    {
      documentSelector: schemes.flatMap((scheme): DocumentFilter[] => [
        { scheme, language: options.circuitLanguage },
        { scheme, pattern: pipelineGlob },
        { scheme, pattern: companionGlob },
      ]),

      outputChannel: options.channel,
      traceOutputChannel: options.trace,
    },
  );
  client.registerFeature(ownCapabilities);
  const { answers } = options;
  client.onRequest(credentialNamesRequest, () => answers.credentialNames());
  client.onRequest(recordedEvidenceRequest, async (parameters: unknown, token) =>
    answers.recordedEvidence(parameters, token),
  );
  try {
    await client.start();
  } catch (thrown) {
    await client.dispose();
    throw thrown;
  }
  let parts = 0;
  return {
    request: async (method, parameters, token) => await client.sendRequest<unknown>(method, parameters, token),
    requestInParts: async (method, parameters, token, hear) => {
      const partialResultToken = `${method} ${++parts}`;
      const hearing = client.onProgress(new ProgressType<unknown>(), partialResultToken, hear);
      try {
        return await client.sendRequest<unknown>(method, { ...parameters, partialResultToken }, token);
      } finally {
        hearing.dispose();
      }
    },
    notify: async (method) => await client.sendNotification(method),
    stop: async () => await client.dispose(),
  };
}
