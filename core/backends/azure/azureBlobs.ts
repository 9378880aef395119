import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http.ts';
import { sendWithRetry } from '../retry.ts';
import type { SecretSource } from '../secrets.ts';
import { type AzureApi, azureRetryPolicy } from './azureApi.ts';
import { blobUri, isSafeUri, signaturesOf, withoutSignatures } from './sharedAccess.ts';
import { azureSasSchema } from './wire.ts';

const transferTimeout = 120_000;
const storageVersion = '2023-01-03';

/** Where the circuit and the result of each job are: a container of its own in the storage of the workspace. */
export function jobContainer(id: string): string {
  return `job-${id}`;
}

export interface AzureBlobsOptions {
  readonly api: AzureApi;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

/**
 * Reads and writes blobs in the storage of a workspace. Access is by addresses with signatures that the workspace gives;
 * they are never part of what is told or kept, and our credentials are never sent to the storage.
 */
export class AzureBlobs {
  readonly #options: AzureBlobsOptions;

  constructor(options: AzureBlobsOptions) {
    this.#options = options;
  }

  /** Writes a blob, over the one that is there. Resolves with the address of its container, signature included. */
  async upload(
    container: string,
    blob: string,
    contentType: string,
    content: string,
    signal: CancellationSignal,
  ): Promise<string> {
    const headers = {
      'x-ms-blob-type': 'BlockBlob',
      'x-ms-version': storageVersion,
      'content-type': contentType,
    };
    return await this.#withAccess(container, undefined, signal, async (containerUri) => {
      const response = await this.#send('PUT', blobUri(containerUri, blob), headers, content, signal);
      return { response, value: containerUri };
    });
  }

  /** The text of a blob. @param uri its address; one that carries a signature is tried as it is */
  async download(
    container: string,
    blob: string,
    uri: string | undefined,
    signal: CancellationSignal,
  ): Promise<string> {
    const headers = { 'x-ms-version': storageVersion };
    const read = async (address: string) => {
      const response = await this.#send('GET', address, headers, undefined, signal);
      return { response, value: response.body };
    };
    if (uri?.includes('sig=')) {
      const { response, value } = await read(uri);
      if (response.status < 400) return value;
      // A signature that has run out is replaced below.
      if (response.status !== 403) throw refusal(response);
    }
    return await this.#withAccess(container, blob, signal, read);
  }

  /** Does something with an address that carries a signature; with another one, once, when the first is refused. */
  async #withAccess<T>(
    container: string,
    blob: string | undefined,
    signal: CancellationSignal,
    use: (uri: string) => Promise<{ readonly response: HttpResponse; readonly value: T }>,
  ): Promise<T> {
    const body = { containerName: container, ...(blob === undefined ? {} : { blobName: blob }) };
    for (let attempt = 1; ; attempt++) {
      const { sasUri } = await this.#options.api.post('/storage/sasUri', body, azureSasSchema, signal);
      const { response, value } = await use(sasUri);
      if (response.status < 400) return value;
      if (response.status !== 403 || attempt === 2) throw refusal(response);
    }
  }

  async #send(
    method: HttpRequest['method'],
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
    signal: CancellationSignal,
  ): Promise<HttpResponse> {
    for (const signature of signaturesOf(url)) this.#options.secrets.protect(signature);
    if (!isSafeUri(url)) {
      throw new Failure('unknown', 'The workspace gave an address of its storage that is not encrypted.', {
        advice: 'Require secure transfer in the storage account of the workspace.',
      });
    }
    const request = { method, url, headers, timeout: transferTimeout, ...(body === undefined ? {} : { body }) };
    return await sendWithRetry(this.#options.http, request, azureRetryPolicy, this.#options.clock, signal);
  }
}

/** Errors of the storage are XML: a code and a message, whose first line says what it is about. */
function refusal({ body, headers, status }: HttpResponse): Failure {
  const code = headers['x-ms-error-code'] ?? /<Code>([^<]*)<\/Code>/.exec(body)?.[1];
  const message = /<Message>([^<\r\n]*)/.exec(body)?.[1];
  const said = withoutSignatures(message ?? code ?? '').slice(0, 300);
  const reason = reasonOf(status);
  const text = `The storage of the Azure Quantum workspace refused the request (HTTP ${status})${said ? `: ${said}` : ''}`;
  return new Failure(reason, text, { advice: adviceFor(reason) });
}

function reasonOf(status: number): FailureReason {
  if (status === 401 || status === 403) return 'auth';
  if (status === 404) return 'not-found';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'quota';
  if (status >= 500) return 'backend-down';
  return 'unknown';
}

function adviceFor(reason: FailureReason): string {
  switch (reason) {
    case 'auth':
      return 'Check that the storage account of the workspace allows this network and was not unlinked from it.';
    case 'not-found':
      return 'The data of the job was deleted from the storage account; submit it again.';
    case 'quota':
    case 'timeout':
    case 'backend-down':
      return 'Try again later, or run on another backend.';
    default:
      return 'Look at the storage account of the workspace in the Azure portal.';
  }
}
