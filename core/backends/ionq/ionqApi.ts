import type { z } from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http.ts';
import { checkedBody, refusalReason, requiredSecret } from '../providerAnswer.ts';
import { type RetryPolicy, sendWithRetry } from '../retry.ts';
import type { SecretSource } from '../secrets.ts';
import { ionqErrorSchema } from './wire.ts';

export const ionqEndpoint = 'https://api.ionq.co/v0.4';

const requestTimeout = 30_000;

/** Answers that pass by themselves, for any method. */
const retryPolicy: RetryPolicy = {
  attempts: 5,
  firstDelay: 500,
  longestDelay: 30_000,
  isPassing: (status) => status === 429 || (status >= 502 && status <= 504) || (status >= 520 && status <= 529),
};

export interface IonqApiOptions {
  /** Without a trailing slash; {@link ionqEndpoint} unless configured. */
  readonly endpoint: string;
  /** The name of the credential that holds the API key. */
  readonly credential: string;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

/** Speaks IonQ's REST API: authorisation, retries, checked answers, failures with reasons. */
export class IonqApi {
  readonly #options: IonqApiOptions;

  constructor(options: IonqApiOptions) {
    this.#options = options;
  }

  async get<T>(path: string, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    return checkedBody(await this.#send('GET', path, undefined, signal), schema, 'IonQ', path);
  }

  async post<T>(path: string, body: unknown, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    return checkedBody(await this.#send('POST', path, JSON.stringify(body), signal), schema, 'IonQ', path);
  }

  /** A POST that does no harm when it takes effect twice; what it answers is not read. */
  async ask(path: string, signal: CancellationSignal): Promise<void> {
    await this.#send('POST', path, undefined, signal, true);
  }

  async put(path: string, signal: CancellationSignal): Promise<void> {
    await this.#send('PUT', path, undefined, signal);
  }

  async #send(
    method: HttpRequest['method'],
    path: string,
    body: string | undefined,
    signal: CancellationSignal,
    isRepeatable = false,
  ): Promise<HttpResponse> {
    const { credential, endpoint, secrets } = this.#options;
    const key = await requiredSecret(secrets, credential, 'IonQ');
    const request: HttpRequest = {
      method,
      url: `${endpoint}${path}`,
      headers: { authorization: `apiKey ${key}`, 'content-type': 'application/json', accept: 'application/json' },
      timeout: requestTimeout,
      isRepeatable,
      ...(body === undefined ? {} : { body }),
    };
    const response = await sendWithRetry(this.#options.http, request, retryPolicy, this.#options.clock, signal);
    if (response.status >= 400) throw refusal(response, credential);
    return response;
  }
}

function refusal(response: HttpResponse, credential: string): Failure {
  const parsed = ionqErrorSchema.safeParse(parsedJson(response.body));
  const error = parsed.success ? parsed.data.error : undefined;
  const said =
    (parsed.success ? parsed.data.message : undefined) ?? (typeof error === 'string' ? error : error?.message) ?? '';
  const detail = said ? `: ${said.slice(0, 300)}` : '';
  const reason = refusalReason(response.status);
  return new Failure(reason, `IonQ refused the request (HTTP ${response.status})${detail}`, {
    advice: adviceFor(reason, credential),
  });
}

function adviceFor(reason: FailureReason, credential: string): string {
  switch (reason) {
    case 'auth':
      return `Check the key stored as '${credential}' and its project's permissions.`;
    case 'quota':
      return 'Wait, or ask for a higher limit.';
    case 'timeout':
    case 'backend-down':
      return 'Try again later, or run on another backend.';
    case 'not-found':
      return 'Check the device name and that the job belongs to this project.';
    default:
      return 'Change the circuit or the number of shots as the message says.';
  }
}
