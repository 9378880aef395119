import type { z } from 'zod';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import type { HttpRequest, HttpResponse } from '../http.ts';
import { checkedBody, refusalReason } from '../providerAnswer.ts';
import { type RetryPolicy, sendWithRetry } from '../retry.ts';
import { type IbmTokenOptions, IbmTokens } from './ibmToken.ts';
import { type IbmInstance, ibmRegions } from './instance.ts';
import { ibmApiVersion, ibmErrorSchema } from './wire.ts';

const requestTimeout = 30_000;
/** Statuses of passing troubles. */
const passing = new Set([429, 500, 502, 503, 504, 520, 521, 522, 524]);

const retryPolicy: RetryPolicy = {
  attempts: 5,
  firstDelay: 500,
  longestDelay: 30_000,
  isPassing: (status) => passing.has(status),
};

export interface IbmApiOptions extends IbmTokenOptions {
  /** The name of the backend. */
  readonly id: string;
  readonly instance: IbmInstance;
  /** Without a trailing slash. */
  readonly endpoint: string;
}

/** Speaks the REST interface of one instance: tokens, retries, checked answers, failures with reasons. */
export class IbmApi {
  readonly #options: IbmApiOptions;
  readonly #tokens: IbmTokens;

  constructor(options: IbmApiOptions) {
    this.#options = options;
    this.#tokens = new IbmTokens(options, retryPolicy);
  }

  async get<T>(path: string, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    const response = await this.#send('GET', path, undefined, signal);
    return checkedBody(this.#accepted(response, path), schema, 'IBM Quantum', path);
  }

  /** Undefined where the service has nothing there. */
  async getIfThere<T>(path: string, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T | undefined> {
    const response = await this.#send('GET', path, undefined, signal);
    if (response.status === 404) return undefined;
    const { body } = this.#accepted(response, path);
    return body.trim() === '' ? undefined : checkedBody(response, schema, 'IBM Quantum', path);
  }

  /** The text of an answer; undefined while there is none, which the service says in several ways. */
  async text(path: string, signal: CancellationSignal): Promise<string | undefined> {
    const response = await this.#send('GET', path, undefined, signal);
    if (response.status === 204 || response.status === 400 || response.status === 404) return undefined;
    return this.#accepted(response, path).body;
  }

  async post<T>(path: string, body: unknown, schema: z.ZodType<T>, signal: CancellationSignal): Promise<T> {
    const response = await this.#send('POST', path, JSON.stringify(body), signal);
    return checkedBody(this.#accepted(response, path), schema, 'IBM Quantum', path);
  }

  /** Asks for something to be done that is done, or of no use any more, where it is refused as a conflict. */
  async ask(method: 'POST' | 'PATCH', path: string, body: unknown, signal: CancellationSignal): Promise<void> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const response = await this.#send(method, path, text, signal, true);
    if (response.status !== 409) this.#accepted(response, path);
  }

  async #send(
    method: HttpRequest['method'],
    path: string,
    body: string | undefined,
    signal: CancellationSignal,
    isRepeatable = false,
  ): Promise<HttpResponse> {
    const request = { method, path, isRepeatable, ...(body === undefined ? {} : { body }) };
    const response = await this.#exchange(request, await this.#tokens.token(false, signal), signal);
    if (response.status !== 401) return response;
    // A token may be withdrawn before its time; what was refused for it has changed nothing.
    return await this.#exchange(request, await this.#tokens.token(true, signal), signal);
  }

  async #exchange(
    { path, ...rest }: Pick<HttpRequest, 'method' | 'body' | 'isRepeatable'> & { readonly path: string },
    token: string,
    signal: CancellationSignal,
  ): Promise<HttpResponse> {
    const { clock, endpoint, http, id, instance } = this.#options;
    const request: HttpRequest = {
      ...rest,
      url: `${endpoint}${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        'service-crn': instance.crn,
        'ibm-api-version': ibmApiVersion,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      timeout: requestTimeout,
    };
    try {
      return await sendWithRetry(http, request, retryPolicy, clock, signal);
    } catch (thrown) {
      if (!Failure.is(thrown, 'offline')) throw thrown;
      throw new Failure('offline', thrown.message, {
        advice: `Check the network connection and the proxy settings, and the region in the CRN of backend '${id}': '${instance.region}' has a host of its own; there are ${ibmRegions.join(' and ')}.`,
        cause: thrown,
      });
    }
  }

  #accepted(response: HttpResponse, path: string): HttpResponse {
    if (response.status >= 400) throw this.#refusal(response, path);
    return response;
  }

  #refusal(response: HttpResponse, path: string): Failure {
    const reason = refusalReason(response.status);
    const said = saidBy(response);
    return new Failure(
      reason,
      `IBM Quantum refused the request of backend '${this.#options.id}' (HTTP ${response.status})${said && `: ${said}`}`,
      { advice: this.#adviceFor(reason, path) },
    );
  }

  #adviceFor(reason: FailureReason, path: string): string {
    const { credential, id, instance } = this.#options;
    switch (reason) {
      case 'auth':
        return `Check that the API key stored as '${credential}' belongs to an account that may use the instance of backend '${id}'.`;
      case 'quota':
        return 'Wait, or ask for a higher limit: the instance shows what it has used at quantum.cloud.ibm.com/instances.';
      case 'timeout':
      case 'backend-down':
        return 'Try again later, or run on another backend.';
      case 'not-found':
        return path.startsWith('/jobs/') || path.startsWith('/sessions/')
          ? `Check that it belongs to the instance of backend '${id}' and was not deleted.`
          : `Check the CRN of backend '${id}': its instance is looked for in the region '${instance.region}', and quantum.cloud.ibm.com/instances shows where it is.`;
      default:
        return 'Change the circuit or the number of shots as the message says.';
    }
  }
}

/** What the service says of an error, with its own code. */
function saidBy({ body }: HttpResponse): string {
  const parsed = ibmErrorSchema.safeParse(parsedJson(body)).data;
  const [first] = parsed?.errors ?? [];
  const { error } = parsed ?? {};
  const text = first?.message ?? (typeof error === 'string' ? error : error?.message) ?? '';
  const solution = first?.solution ? ` ${first.solution}` : '';
  const code = first?.code == null ? '' : ` (code ${first.code})`;
  return text === '' ? '' : `${text}${code}${solution}`.slice(0, 300);
}
