import * as z from 'zod';
import type { HttpClient, HttpResponse } from '#core/backends/http.ts';
import { type RetryPolicy, sendWithRetry } from '#core/backends/retry.ts';
import type { CancellationSignal } from '#core/base/cancellation.ts';
import type { Clock } from '#core/base/clock.ts';
import { Failure, type FailureReason } from '#core/base/failure.ts';
import { parsedJson } from '#core/base/parsedJson.ts';
import { authorization } from '../authorization.ts';

/** Where an MLflow server is, and how it is asked. */
export interface MlflowServer {
  /** `http://` or `https://`, with a path where the server has one. */
  readonly uri: string;
  /** A token, or `user:password`. */
  readonly credential?: string | undefined;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal: CancellationSignal;
}

const timeout = 30_000;

const policy: RetryPolicy = {
  attempts: 4,
  firstDelay: 500,
  longestDelay: 10_000,
  isPassing: (status) => status === 429 || status === 502 || status === 503 || status === 504,
};

const errorSchema = z.looseObject({ error_code: z.string().optional(), message: z.string().optional() });

/**
 * Calls of MLflow's REST interface (`/api/2.0`, https://mlflow.org/docs/latest/rest-api.html).
 * @throws Failure `invalid-input` when the address is no http address, or the server refuses what it is told; `auth`,
 * `not-found`, `conflict` (there already is one), `quota`, `backend-down`, `offline`, `timeout`, `cancelled`
 */
export class MlflowClient {
  readonly #server: MlflowServer;
  readonly #base: string;
  readonly #host: string;

  constructor(server: MlflowServer) {
    const url = URL.canParse(server.uri) ? new URL(server.uri) : undefined;
    if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      throw new Failure('invalid-input', 'The address of the MLflow server is not one of http or https.', {
        advice: 'Give the address of a server, such as http://localhost:5000.',
      });
    }
    if (url.username !== '' || url.password !== '') {
      throw new Failure('invalid-input', 'The address of the MLflow server holds a credential.', {
        advice: 'Take it out of the address and name it.',
      });
    }
    this.#server = server;
    this.#base = `${url.origin}${url.pathname.replace(/\/+$/, '')}/api/2.0`;
    this.#host = url.host;
  }

  async get<T>(path: string, query: Readonly<Record<string, string>>, answer: z.ZodType<T>): Promise<T> {
    return this.#read(await this.#send('GET', `${path}?${new URLSearchParams(query)}`), path, answer);
  }

  async post<T>(path: string, body: unknown, answer: z.ZodType<T>): Promise<T> {
    return this.#read(await this.#send('POST', path, JSON.stringify(body), 'application/json'), path, answer);
  }

  /** Stores a text as a file. */
  async put(path: string, text: string): Promise<void> {
    await this.#send('PUT', path, text, 'text/plain; charset=utf-8');
  }

  async #send(method: 'GET' | 'POST' | 'PUT', path: string, body?: string, type?: string): Promise<HttpResponse> {
    const { clock, credential, http, signal } = this.#server;
    const headers = {
      accept: 'application/json',
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(credential === undefined ? {} : { authorization: authorization(credential) }),
    };
    const request = { method, url: `${this.#base}${path}`, headers, timeout, ...(body === undefined ? {} : { body }) };
    const response = await sendWithRetry(http, request, policy, clock, signal);
    if (response.status >= 200 && response.status < 300) return response;
    throw this.#refusal(response, path);
  }

  #read<T>(response: HttpResponse, path: string, answer: z.ZodType<T>): T {
    const parsed = answer.safeParse(parsedJson(response.body));
    if (parsed.success) return parsed.data;
    throw new Failure('unknown', `${this.#host} answered ${path} in a form that MLflow does not use.`, {
      advice: 'Check that the address is that of an MLflow server.',
      cause: parsed.error,
    });
  }

  #refusal(response: HttpResponse, path: string): Failure {
    const error = errorSchema.safeParse(parsedJson(response.body));
    const { error_code: code, message } = error.success ? error.data : {};
    const why = message ?? `status ${response.status}`;
    const reason = reasonOf(response.status, code);
    const advice = adviceOf(reason);
    return new Failure(reason, `MLflow at ${this.#host} refused ${path}: ${why.slice(0, 500)}`, {
      ...(advice === undefined ? {} : { advice }),
    });
  }
}

function reasonOf(status: number, code: string | undefined): FailureReason {
  if (code === 'RESOURCE_ALREADY_EXISTS') return 'conflict';
  if (code === 'RESOURCE_DOES_NOT_EXIST' || status === 404) return 'not-found';
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'quota';
  if (status >= 500) return 'backend-down';
  return 'invalid-input';
}

function adviceOf(reason: FailureReason): string | undefined {
  if (reason === 'auth') return 'Check the credential of the MLflow server.';
  if (reason === 'backend-down' || reason === 'quota') return 'Try again later.';
  return undefined;
}
