import type { z } from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../http.ts';
import { checkedBody, refusalReason, requiredSecret } from '../providerAnswer.ts';
import { type RetryPolicy, sendWithRetry } from '../retry.ts';
import type { SecretSource } from '../secrets.ts';
import { qbraidEnvelope, qbraidErrorSchema } from './wire.ts';

export const qbraidEndpoint = 'https://api-v2.qbraid.com/api/v1';

const requestTimeout = 30_000;

/** Answers that pass by themselves. */
const retryPolicy: RetryPolicy = {
  attempts: 5,
  firstDelay: 500,
  longestDelay: 30_000,
  isPassing: (status) => status === 429 || (status >= 500 && status <= 504),
};

export interface QbraidApiOptions {
  /** Without a trailing slash; {@link qbraidEndpoint} unless configured. */
  readonly endpoint: string;
  /** The name of the credential that holds the API key. */
  readonly credential: string;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly secrets: SecretSource;
}

/** Speaks qBraid's REST API: authorisation, retries, checked answers, failures with reasons. */
export class QbraidApi {
  readonly #options: QbraidApiOptions;

  constructor(options: QbraidApiOptions) {
    this.#options = options;
  }

  /** What the envelope of the answer holds. */
  async get<T>(path: string, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    return (await this.page(path, qbraidEnvelope(schema), signal)).data;
  }

  /** The whole answer. */
  async page<T>(path: string, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    return checkedBody(await this.#send('GET', path, undefined, signal), schema, 'qBraid', path);
  }

  async post<T>(path: string, body: unknown, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    const response = await this.#send('POST', path, JSON.stringify(body), signal);
    return checkedBody(response, qbraidEnvelope(schema), 'qBraid', path).data;
  }

  /** A request that does no harm when it arrives twice, whose answer says nothing. */
  async order(path: string, signal: CancellationSignal): Promise<void> {
    await this.#send('POST', path, '{}', signal, true);
  }

  async #send(
    method: HttpRequest['method'],
    path: string,
    body: string | undefined,
    signal: CancellationSignal,
    isRepeatable = false,
  ): Promise<HttpResponse> {
    const { clock, credential, endpoint, http, secrets } = this.#options;
    const key = await requiredSecret(secrets, credential, 'qBraid');
    const request: HttpRequest = {
      method,
      url: `${endpoint}${path}`,
      headers: { 'x-api-key': key, 'content-type': 'application/json', accept: 'application/json' },
      timeout: requestTimeout,
      ...(isRepeatable ? { isRepeatable } : {}),
      ...(body === undefined ? {} : { body }),
    };
    const response = await sendWithRetry(http, request, retryPolicy, clock, signal);
    if (response.status >= 400) throw refusal(response, credential);
    return response;
  }
}

function refusal(response: HttpResponse, credential: string): Failure {
  const parsed = qbraidErrorSchema.safeParse(parsedJson(response.body));
  const error = parsed.success ? parsed.data.error : undefined;
  const detail = parsed.success && typeof parsed.data.detail === 'string' ? parsed.data.detail : undefined;
  const code = typeof error === 'object' ? error?.code : undefined;
  const said =
    (parsed.success ? parsed.data.message : undefined) ??
    (typeof error === 'string' ? error : error?.message) ??
    detail ??
    '';
  const reason = code === 'INSUFFICIENT_CREDITS' ? 'quota' : refusalReason(response.status);
  return new Failure(
    reason,
    `qBraid refused the request (HTTP ${response.status})${said ? `: ${said.slice(0, 300)}` : '.'}`,
    { advice: adviceFor(reason, credential) },
  );
}

function adviceFor(reason: FailureReason, credential: string): string {
  switch (reason) {
    case 'auth':
      return `Check the key stored as '${credential}', and that its account may use the device.`;
    case 'quota':
      return 'Wait, or add credits to the account at https://account.qbraid.com.';
    case 'timeout':
    case 'backend-down':
      return 'Try again later, or run on another backend.';
    case 'not-found':
      return 'Check the device name ("hybridq backends devices" lists them), and that the job belongs to this account.';
    default:
      return 'Change the circuit or the number of shots as the message says.';
  }
}
